"""Asking for records: a question of choices and words in, record numbers and a total out.

What each choice means is written here once; it is answered by the ORM until the index stands.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window

from records.models import Agreement, Delegation, Edition, Organization, Party, Person, Place, Source, Statement, Topic
from records.models.languages import fold, sort_key

PAGE_SIZE = 25
UNDATED = "undated"


@dataclass(frozen=True)
class Question:
    """What is asked of one list: choices by name (values of one name mean any of them), words, an order and a page."""

    choices: dict[str, tuple] = field(default_factory=dict)
    words: str = ""
    sort: str = ""
    page: int = 1


@dataclass(frozen=True)
class Answer:
    """The number of records that match, and the keys of those on the page asked for, in order."""

    total: int
    keys: list[int]
    page: int

    @property
    def pages(self) -> int:
        """How many pages the answer has; an empty answer has one."""
        return max(1, math.ceil(self.total / PAGE_SIZE))

    @property
    def first(self) -> int:
        """The running number of the first record on the page, from 1."""
        return (self.page - 1) * PAGE_SIZE + 1

    def rows(self, records: QuerySet) -> list:
        """The records of the page, in the order of the answer."""
        found = records.in_bulk(self.keys)
        return [found[key] for key in self.keys if key in found]


def answer(model, question: Question) -> Answer:
    """The public records of `model` that match the question, in the order it asks for."""
    matching = model.objects.published()
    for name, values in question.choices.items():
        matching = matching.filter(MEANINGS[model][name](values))
    for word in fold(question.words).split():
        matching = matching.filter(folded__contains=word)
    return _page(_in_order(matching, question.sort), question.page)


def _page(matching: QuerySet, page: int) -> Answer:
    start = (page - 1) * PAGE_SIZE
    rows = list(matching.values_list("pk", Window(Count("*")))[start : start + PAGE_SIZE])
    total = rows[0][1] if rows else matching.count() if start else 0
    return Answer(total, [pk for pk, _total in rows], page)


def _in_order(matching: QuerySet, sort: str) -> QuerySet:
    if sort == "name":
        return matching.order_by(sort_key(), "pk")
    return matching.oldest_first() if sort == "oldest" else matching.newest_first()


def _in_years(column: str):
    """The year of the date in `column`; `undated` is a value."""

    def condition(years):
        found = Q(**{f"{column}__year__in": [int(year) for year in years if year != UNDATED]})
        return found | Q(**{f"{column}__isnull": True}) if UNDATED in years else found

    return condition


def _capitals(slugs) -> list[str]:
    """Country codes as the record keeps them; addresses write them small."""
    return [slug.upper() for slug in slugs]


def _sent_by(slugs) -> Q:
    """A delegation or a party that is the country, or an organisation of that country."""
    codes = _capitals(slugs)
    return Q(country__code__in=codes) | Q(organization__country__code__in=codes)


def _public_delegations(**conditions) -> QuerySet:
    return Delegation.objects.published().filter(**conditions)


def _edition_countries(codes) -> Q:
    """Came or hosted."""
    came = Delegation.objects.filter(_sent_by(codes), edition=OuterRef("pk"))
    hosted = Place.objects.filter(edition=OuterRef("pk"), role=Place.Role.HOST, country__code__in=_capitals(codes))
    return Q(Exists(came)) | Q(Exists(hosted))


def _agreement_countries(codes) -> Q:
    """A party, also as a participant of the edition, or through a party organisation."""
    return Q(Exists(Party.objects.filter(_sent_by(codes), agreement=OuterRef("pk"))))


def _speaker_countries(codes) -> Q:
    """The speaker stood in a delegation of the country at that edition."""
    sent = Delegation.objects.filter(_sent_by(codes), edition=OuterRef("edition"))
    return Q(Exists(sent.filter(Q(head_person=OuterRef("person")) | Q(members__person=OuterRef("person")))))


def _person_countries(codes) -> Q:
    """Came in a delegation of the country."""
    sent = _public_delegations().filter(_sent_by(codes))
    return Q(Exists(sent.filter(Q(head_person=OuterRef("pk")) | Q(members__person=OuterRef("pk")))))


def _person_editions(slugs) -> Q:
    """Came in a delegation, spoke, or took part in a session."""
    sent = _public_delegations(edition__slug__in=slugs)
    spoke = Statement.objects.published().filter(edition__slug__in=slugs, person=OuterRef("pk"))
    present = Edition.objects.published().filter(slug__in=slugs, sessions__people=OuterRef("pk"))
    return (
        Q(Exists(sent.filter(Q(head_person=OuterRef("pk")) | Q(members__person=OuterRef("pk")))))
        | Q(Exists(spoke))
        | Q(Exists(present))
    )


def _organization_editions(slugs) -> Q:
    """Sent a delegation or held the edition."""
    sent = _public_delegations(edition__slug__in=slugs, organization=OuterRef("pk"))
    held = Edition.objects.published().filter(slug__in=slugs, organizers__organization=OuterRef("pk"))
    return Q(Exists(sent)) | Q(Exists(held))


def _source_editions(slugs) -> Q:
    """Reports on the edition as a whole."""
    editions = Edition.objects.published().filter(slug__in=slugs, citations__source=OuterRef("pk"))
    return Q(Exists(editions))


def _topics(through, owner: str):
    """Any of the topics; the question names the narrower ones too (`Vocabulary.with_narrower`)."""
    return lambda slugs: Q(Exists(through.objects.filter(topic__slug__in=slugs, **{owner: OuterRef("pk")})))


MEANINGS = {
    Edition: {
        "country": _edition_countries,
        "topic": _topics(Edition.topics.through, "edition"),
        "year": _in_years("start_on"),
        "format": lambda codes: Q(format__in=codes),
    },
    Delegation: {
        "country": _sent_by,
        "edition": lambda slugs: Q(edition__slug__in=slugs),
        "year": _in_years("edition__start_on"),
        "organization_kind": lambda codes: Q(organization__kind__in=codes),
    },
    Statement: {
        "country": _speaker_countries,
        "topic": _topics(Statement.topics.through, "statement"),
        "edition": lambda slugs: Q(edition__slug__in=slugs),
        "year": _in_years("edition__start_on"),
    },
    Agreement: {
        "country": _agreement_countries,
        "topic": _topics(Agreement.topics.through, "agreement"),
        "edition": lambda slugs: Q(edition__slug__in=slugs),
        "year": _in_years("edition__start_on"),
        "kind": lambda codes: Q(kind__in=codes),
    },
    Person: {"country": _person_countries, "edition": _person_editions},
    Organization: {
        "kind": lambda codes: Q(kind__in=codes),
        "country": lambda slugs: Q(country__code__in=_capitals(slugs)),
        "edition": _organization_editions,
    },
    Source: {
        "edition": _source_editions,
        "language": lambda codes: Q(language__in=codes),
        "year": _in_years("published_on"),
    },
}



def tally(model, name: str) -> Counter:
    """How many public records of `model` each country or topic (by key) would leave, if it alone were chosen."""
    found = defaultdict(set)
    for key, *values in PAIRS[model, name]():
        for value in filter(None, values):
            found[value].add(key)
    if name == "topic":
        found = _with_broader(found)
    return Counter({value: len(keys) for value, keys in found.items()})


def _with_broader(found):
    above = dict(Topic.objects.values_list("pk", "broader_id"))
    whole = defaultdict(set)
    for topic, keys in found.items():
        while topic:
            whole[topic] |= keys
            topic = above[topic]
    return whole


def _pairs(model, *columns):
    return lambda: model.objects.published().values_list(*columns)


PAIRS = {
    (Agreement, "country"): _pairs(Party, "agreement", "country", "organization__country"),
    (Agreement, "topic"): _pairs(Agreement, "pk", "topics"),
    (Delegation, "country"): _pairs(Delegation, "edition", "country", "organization__country"),
    (Edition, "topic"): _pairs(Edition, "pk", "topics"),
}
