"""Every public record, read from its tables."""

from collections import defaultdict
from itertools import chain

from records.models import (
    Agreement,
    Citation,
    Country,
    Delegation,
    Edition,
    Member,
    Organization,
    Organizer,
    Party,
    Person,
    Place,
    Session,
    Source,
    Statement,
    Topic,
)
from records.models.reference import NAME_LANGUAGES

from .row import Row
from .words import each


def by_edition(record) -> dict:
    """The orders of what an edition lists by row."""
    number, edition = record.edition.number, record.edition_id
    return {"newest": (-number, -edition, record.pk), "oldest": (number, edition, record.pk)}


def is_shown(record) -> bool:
    """Whether a record can be read by everybody: it and what it belongs to are published, and what it speaks of."""
    if getattr(record, "state", "published") != "published":
        return False
    if any(getattr(record, name) and not is_shown(getattr(record, name)) for name in record.SPEAKS_OF):
        return False
    owners = [getattr(record, name) for name in record.OWNERS]
    return all(is_shown(owner) for owner in owners if owner)


class Rows:
    """Everything public, read once: a row for each record."""

    def __init__(self, name_column: str = "sort_en"):
        self.name_column = name_column
        self.above = {t.pk: (t.slug, t.broader_id) for t in Topic.objects.all()}
        self._read_delegations()
        self.rows = [
            *self._editions(), *self._sessions(), *self._delegations(), *self._statements(), *self._agreements(),
            *self._people(), *self._organizations(), *self._countries(), *self._topics(), *self._sources(),
        ]  # fmt: skip

    # What is public, in the scan's own words.

    @staticmethod
    def _public_editions():
        return Edition.objects.filter(state="published")

    def _in_public(self, model):
        return model.objects.filter(edition__state="published").select_related("edition")

    def _public_agreements(self):
        return self._in_public(Agreement).filter(state="published")

    # What each kind of record is found by.

    def _topic_slugs(self, topics) -> set[str]:
        found = set()
        for topic in topics:
            above = topic.pk
            while above:
                slug, above = self.above[above]
                found.add(slug)
        return found

    def _read_delegations(self):
        """For each public delegation its country, and for each edition and person where they came from."""
        self.country_of, self.people_of = {}, defaultdict(list)
        self.came = defaultdict(set)
        for sent in self._in_public(Delegation):
            country = sent.country or sent.organization.country
            self.country_of[sent.pk] = country.code.lower() if country else None
            people = [sent.head_person_id, *Member.objects.filter(delegation=sent).values_list("person", flat=True)]
            for person in filter(None, people):
                self.people_of[sent.pk].append(person)
                self.came[person].add((sent.edition_id, self.country_of[sent.pk]))
        self.slug_of_person = dict(Person.objects.values_list("pk", "slug"))

    def _of_edition(self, edition) -> dict:
        return {"edition": {edition.slug}, "year": {str(edition.start_on.year) if edition.start_on else "undated"}}

    def _editions(self):
        for edition in self._public_editions():
            sent = list(Delegation.objects.filter(edition=edition))
            hosts = Place.objects.filter(edition=edition, role="host").values_list("country__code", flat=True)
            held_by = Organizer.objects.filter(edition=edition).values_list("organization__slug", flat=True)
            documents = [a.document for a in self._public_agreements().filter(edition=edition) if a.document]
            texts = [*each(edition, "theme", "dedication", "summary", "number_note")]
            texts += [text for place in edition.places.all() for text in each(place, "city", "region")]
            texts += [text for group in edition.attending_groups.all() for text in each(group, "name")]
            texts += [text for document in documents for text in each(document, "name")]
            day = edition.start_on.toordinal() if edition.start_on else None
            yield Row(
                "edition",
                edition.pk,
                {
                    "is": {"edition"},
                    "country": {c.lower() for c in hosts} | {c for d in sent if (c := self.country_of[d.pk])},
                    "topic": self._topic_slugs(edition.topics.all()),
                    "format": {edition.format} - {""},
                    "organization": {*held_by, *(d.organization.slug for d in sent if d.organization_id)},
                    "person": {self.slug_of_person[p] for d in sent for p in self.people_of[d.pk]},
                    **self._of_edition(edition),
                },
                each(edition, "name"),
                texts,
                newest=(-edition.number, day is None, -(day or 0), edition.pk),
                oldest=(edition.number, day is None, day or 0, edition.pk),
            )

    def _sessions(self):
        for session in self._in_public(Session):
            yield Row(
                "session",
                session.pk,
                {
                    "is": {"session"},
                    "topic": self._topic_slugs(session.topics.all()),
                    "person": {person.slug for person in session.people.all()},
                    "organization": {body.slug for body in session.organizations.all()},
                    **self._of_edition(session.edition),
                },
                each(session, "title"),
                each(session, "place"),
                **by_edition(session),
            )

    def _delegations(self):
        for sent in self._in_public(Delegation):
            members = Member.objects.filter(delegation=sent)
            sender = (
                (sent.country is None, getattr(sent.country, self.name_column, "")),
                (sent.organization is None, getattr(sent.organization, self.name_column, "")),
                sent.pk,
            )
            yield Row(
                "delegation",
                sent.pk,
                {
                    "is": {"delegation"},
                    "country": {self.country_of[sent.pk]} - {None},
                    "organization": {sent.organization.slug} if sent.organization_id else set(),
                    "organization_kind": {sent.organization.kind} if sent.organization_id else set(),
                    "person": {self.slug_of_person[person] for person in self.people_of[sent.pk]},
                    **self._of_edition(sent.edition),
                },
                texts=[*each(sent, "head_title"), *(text for m in members for text in each(m, "title"))],
                newest=(-sent.edition.number, -sent.edition_id, *sender),
                oldest=(sent.edition.number, sent.edition_id, *sender),
            )

    def _statements(self):
        for said in self._in_public(Statement):
            yield Row(
                "statement",
                said.pk,
                {
                    "is": {"statement"},
                    "country": {c for at, c in self.came[said.person_id] if at == said.edition_id and c},
                    "topic": self._topic_slugs(said.topics.all()),
                    "person": {self.slug_of_person[said.person_id]},
                    **self._of_edition(said.edition),
                },
                texts=each(said, "gist"),
                **by_edition(said),
            )

    def _agreements(self):
        for agreed in self._public_agreements():
            parties = Party.objects.filter(agreement=agreed)
            countries = [p.country or (p.organization.country if p.organization_id else None) for p in parties]
            place = (agreed.edition.number, agreed.edition_id, agreed.number, agreed.pk)
            texts = [*each(agreed, "text", "note"), *(each(agreed.document, "name") if agreed.document_id else ())]
            yield Row(
                "agreement",
                agreed.pk,
                {
                    "is": {"agreement"},
                    "country": {country.code.lower() for country in countries if country},
                    "organization": {party.organization.slug for party in parties if party.organization_id},
                    "topic": self._topic_slugs(agreed.topics.all()),
                    "kind": {agreed.kind},
                    **self._of_edition(agreed.edition),
                },
                [agreed.reference, *each(agreed, "title")],
                [*texts, *(text for party in parties for text in each(party, "description"))],
                newest=tuple(-part for part in place),
                oldest=place,
            )

    def _named(self, model, editions):
        """Those whom a public record names, with the editions they are found under."""
        for record in model.objects.all():
            if record.is_listed or self._is_named(model, record.pk):
                yield record, {edition.slug for edition in editions(record)}

    @staticmethod
    def _is_named(model, pk) -> bool:
        for relation in model._meta.related_objects:
            named_by = relation.related_model.objects.filter(**{relation.field.name: pk})
            if any(is_shown(record) for record in named_by):
                return True
        return False

    def _people(self):
        def editions(person):
            there = {edition for edition, _country in self.came[person.pk]}
            there |= set(self._in_public(Statement).filter(person=person).values_list("edition", flat=True))
            there |= set(self._in_public(Session).filter(people=person).values_list("edition", flat=True))
            return self._public_editions().filter(pk__in=there)

        for person, there in self._named(Person, editions):
            yield Row(
                "person",
                person.pk,
                {
                    "is": {"person"},
                    "person": {person.slug},
                    "country": {country for _edition, country in self.came[person.pk] if country},
                    "edition": there,
                },
                [*each(person, "name"), *person.name_variants],
                [*each(person, "note"), *self._offices(person)],
                name=self._by_name(person),
            )

    def _offices(self, person):
        headed = [each(sent, "head_title") for sent in self._in_public(Delegation).filter(head_person=person)]
        held = [each(one, "title") for one in Member.objects.filter(person=person, delegation__in=self.country_of)]
        return chain.from_iterable(headed + held)

    def _organizations(self):
        def editions(body):
            there = set(self._in_public(Delegation).filter(organization=body).values_list("edition", flat=True))
            there |= set(self._in_public(Organizer).filter(organization=body).values_list("edition", flat=True))
            return self._public_editions().filter(pk__in=there)

        for body, there in self._named(Organization, editions):
            yield Row(
                "organization",
                body.pk,
                {
                    "is": {"organization"},
                    "organization": {body.slug},
                    "kind": {body.kind},
                    "country": {body.country.code.lower()} if body.country_id else set(),
                    "edition": there,
                },
                [*each(body, "name"), *body.name_variants],
                name=self._by_name(body),
            )

    def _countries(self):
        for country in Country.objects.all():
            slug = country.code.lower()
            names = [getattr(country, f"name_{language}") for language in NAME_LANGUAGES]
            choices = {"is": {"country"}, "country": {slug}}
            yield Row("country", country.pk, choices, names, name=self._by_name(country))

    def _topics(self):
        for topic in Topic.objects.all():
            words = [*topic.search_words_en, *topic.search_words_ru, *topic.search_words_zh]
            choices = {"is": {"topic"}, "topic": self._topic_slugs([topic])}
            texts = [*each(topic, "scope"), *words]
            yield Row("topic", topic.pk, choices, each(topic, "name"), texts, name=self._by_name(topic))

    def _sources(self):
        def editions(source):
            return self._public_editions().filter(pk__in=Citation.objects.filter(source=source).values("edition"))

        for source, there in self._named(Source, editions):
            day = source.published_on.toordinal() if source.published_on else None
            yield Row(
                "source",
                source.pk,
                {
                    "is": {"source"},
                    "edition": there,
                    "language": {source.language},
                    "year": {str(source.published_on.year) if source.published_on else "undated"},
                },
                each(source, "title"),
                [source.publisher, *each(source, "note")],
                newest=(day is None, -(day or 0), source.sort_en, source.pk),
                oldest=(day is None, day or 0, source.sort_en, source.pk),
                name=self._by_name(source),
            )

    def _by_name(self, record) -> tuple:
        return getattr(record, self.name_column), record.pk
