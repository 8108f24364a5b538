"""What each kind of public record is found by: its words, its choices and its place in the order of its list."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from records.models import (
    Agreement,
    Country,
    Delegation,
    Edition,
    Organization,
    Person,
    Place,
    Session,
    Source,
    Statement,
    Topic,
)
from records.models.languages import COLUMNS, Text
from records.models.reference import NAME_LANGUAGES

from .analyzer import index_terms
from .loading import LOADED, with_offices

UNDATED = "undated"
# How the index is made: raise it whenever other terms come of the same records, and sites index anew as they start.
FORM = 8
PLACES = 50  # so many running numbers make one bucket inside an edition
KINDS = {
    "edition": Edition,
    "session": Session,
    "delegation": Delegation,
    "statement": Statement,
    "agreement": Agreement,
    "person": Person,
    "organization": Organization,
    "country": Country,
    "topic": Topic,
    "source": Source,
}
KIND_OF = {model: kind for kind, model in KINDS.items()}


class Document(NamedTuple):
    """One record as it is indexed."""

    record: int
    terms: set[str]


def documents(kind: str, keys: Iterable[int] | None = None) -> Iterator[Document]:
    """The public records of a kind as they should be indexed; all of them, or those with these keys."""
    broader = _broader_topics()
    for record, found in _found_by(kind, keys):
        yield Document(record, _terms(kind, found, broader))


def texts_of(kind: str, keys: Iterable[int]) -> Iterator[tuple[int, list[str], list[str]]]:
    """For each of these public records its key, its titles and its other texts."""
    for record, found in _found_by(kind, keys, *OF_TEXTS.get(kind, ())):
        yield record, *(list(filter(None, found.get(name, ()))) for name in ("titles", "texts"))


def _found_by(kind: str, keys: Iterable[int] | None, load=None, find=None) -> Iterator[tuple[int, dict]]:
    load, find = load or LOADED[kind], find or FOUND_BY[kind]
    records = load(KINDS[kind].objects.published())
    if keys is not None:
        records = records.filter(pk__in=list(keys))
    for record in records.iterator(chunk_size=2000):
        yield record.pk, find(record)


def _terms(kind: str, found: dict, broader: dict[int, list[str]]) -> set[str]:
    terms = {f"=is={kind}"}
    for name, values in found.items():
        if name in ("titles", "texts"):
            for text in filter(None, values):
                terms |= index_terms(text, is_title=name == "titles")
        elif name == "topics":
            terms |= {f"=topic={slug}" for topic in values for slug in broader.get(topic.pk, ())}
        else:
            terms |= {f"={name}={value}" for value in values}
    return terms


def _broader_topics() -> dict[int, list[str]]:
    """Each topic with everything above it, itself first."""
    topics = {pk: (slug, above) for pk, slug, above in Topic.objects.values_list("pk", "slug", "broader_id")}
    chains = {}
    for pk in topics:
        chains[pk], above = [], pk
        while above:
            slug, above = topics[above]
            chains[pk].append(slug)
    return chains


def _texts(record, *names: str) -> list[str]:
    """The named texts of a record in every language they have."""
    return [Text(getattr(record, f"{name}_{column}"), column, False) for name in names for column in COLUMNS]


def _year(day) -> list:
    return [day.year if day else UNDATED]


def _sender(delegation: Delegation) -> dict:
    """The choices that a delegation's country or organisation stands for."""
    if delegation.country_id:
        return {"country": [delegation.country.slug], "organization": [], "organization_kind": []}
    body = delegation.organization
    countries = [body.country.slug] if body.country_id else []
    return {"country": countries, "organization": [body.slug], "organization_kind": [body.kind]}


def _people(delegation: Delegation) -> list[str]:
    named = [delegation.head_person, *(member.person for member in delegation.members.all())]
    return [person.slug for person in named if person]


def _order(edition: Edition) -> list[str]:
    """The bucket of an edition in the order of numbers, then of rows."""
    return [f"{edition.number:010d}.{edition.pk:010d}"]


def _initials(record) -> dict:
    """The buckets of a name in alphabetical order, by language."""
    return {"name_en": [record.sort_en[:3]], "name_ru": [record.sort_ru[:3]]}


def _of_edition(edition: Edition) -> dict:
    return {"edition": [edition.slug], "year": _year(edition.start_on), "order": _order(edition)}


def _edition(edition: Edition) -> dict:
    sent = list(edition.delegations.all())
    hosts = [place.country.slug for place in edition.places.all() if place.role == Place.Role.HOST]
    bodies = [organizer.organization.slug for organizer in edition.organizers.all()]
    return {
        "titles": _texts(edition, "name"),
        "texts": [
            *_texts(edition, "theme", "dedication", "summary", "number_note"),
            *chain.from_iterable(_texts(place, "city", "region") for place in edition.places.all()),
            *chain.from_iterable(_texts(group, "name") for group in edition.attending_groups.all()),
            *chain.from_iterable(_texts(agreement.document, "name") for agreement in edition.in_documents),
        ],
        "topics": edition.topics.all(),
        "country": {*hosts, *(slug for d in sent for slug in _sender(d)["country"])},
        "organization": {*bodies, *(slug for d in sent for slug in _sender(d)["organization"])},
        "person": {slug for d in sent for slug in _people(d)},
        "format": [edition.format] if edition.format else [],
        **_of_edition(edition),
        "order": [f"{edition.number:010d}"],
    }


def _session(session: Session) -> dict:
    return {
        "titles": _texts(session, "title"),
        "texts": _texts(session, "place"),
        "topics": session.topics.all(),
        "person": [person.slug for person in session.people.all()],
        "organization": [organization.slug for organization in session.organizations.all()],
        **_of_edition(session.edition),
    }


def _delegation(delegation: Delegation) -> dict:
    return {
        "texts": [
            *_texts(delegation, "head_title"),
            *chain.from_iterable(_texts(member, "title") for member in delegation.members.all()),
        ],
        "person": _people(delegation),
        **_sender(delegation),
        **_of_edition(delegation.edition),
    }


def _statement(statement: Statement) -> dict:
    sent = [d for d in statement.edition.delegations.all() if statement.person.slug in _people(d)]
    return {
        "texts": _texts(statement, "gist"),
        "topics": statement.topics.all(),
        "person": [statement.person.slug],
        "country": {slug for d in sent for slug in _sender(d)["country"]},
        **_of_edition(statement.edition),
    }


def _agreement(agreement: Agreement) -> dict:
    parties = list(agreement.parties.all())
    bodies = [party.organization for party in parties if party.organization_id]
    return {
        "titles": [agreement.reference, *_texts(agreement, "title")],
        "texts": [
            *_texts(agreement, "text", "note"),
            *(_texts(agreement.document, "name") if agreement.document else []),
            *chain.from_iterable(_texts(party, "description") for party in parties),
        ],
        "topics": agreement.topics.all(),
        "country": {
            *(party.country.slug for party in parties if party.country_id),
            *(body.country.slug for body in bodies if body.country_id),
        },
        "organization": [body.slug for body in bodies],
        "kind": [agreement.kind],
        "place": [f"{agreement.number // PLACES:06d}"],
        **_of_edition(agreement.edition),
    }


def _person(person: Person) -> dict:
    sent = [*person.delegations_headed.all(), *(member.delegation for member in person.memberships.all())]
    present = [*person.statements.all(), *person.sessions.all(), *sent]
    return {
        **_of_person(person),
        "person": [person.slug],
        "country": {slug for d in sent for slug in _sender(d)["country"]},
        "edition": {record.edition.slug for record in present},
        **_initials(person),
    }


def _of_person(person: Person) -> dict:
    return {
        "titles": [*_texts(person, "name"), *person.name_variants],
        "texts": [*_texts(person, "note"), *_offices(person)],
    }


def _offices(person: Person) -> list[Text]:
    """What somebody was when they came, each office once."""
    headed = (_texts(delegation, "head_title") for delegation in person.delegations_headed.all())
    held = (_texts(member, "title") for member in person.memberships.all())
    return list(dict.fromkeys(chain.from_iterable((*headed, *held))))


def _organization(organization: Organization) -> dict:
    came = [*organization.delegations.all(), *organization.editions_organized.all()]
    return {
        "titles": [*_texts(organization, "name"), *organization.name_variants],
        "organization": [organization.slug],
        "kind": [organization.kind],
        "country": [organization.country.slug] if organization.country_id else [],
        "edition": {record.edition.slug for record in came},
        **_initials(organization),
    }


def _country(country: Country) -> dict:
    return {
        "titles": [getattr(country, f"name_{language}") for language in NAME_LANGUAGES],
        "country": [country.slug],
        **_initials(country),
    }


def _topic(topic: Topic) -> dict:
    return {
        "titles": _texts(topic, "name"),
        "texts": [*_texts(topic, "scope"), *topic.search_words_en, *topic.search_words_ru, *topic.search_words_zh],
        "topics": [topic],
        **_initials(topic),
    }


def _source(source: Source) -> dict:
    cited = [citation.edition for citation in source.citations.all()]
    published = source.published_on
    return {
        "titles": _texts(source, "title"),
        "texts": [source.publisher, *_texts(source, "note")],
        "edition": {edition.slug for edition in cited},
        "language": [source.language],
        "year": _year(published),
        "order": [f"{published:%Y%m}" if published else ""],
        **_initials(source),
    }


FOUND_BY = {
    "edition": _edition,
    "session": _session,
    "delegation": _delegation,
    "statement": _statement,
    "agreement": _agreement,
    "person": _person,
    "organization": _organization,
    "country": _country,
    "topic": _topic,
    "source": _source,
}
# What loads and reads the texts of a kind alone, where that takes fewer queries.
OF_TEXTS = {"person": (with_offices, _of_person)}
