"""The plain scan: every public record is read from its tables and looked at, one by one, for each question.

It knows nothing of postings, bitmaps or snapshots; only words are taken apart by the analyser that the index uses.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import chain, product

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
from records.models.languages import COLUMNS, in_each_language
from records.models.reference import NAME_LANGUAGES
from records.search.analyzer import SILENT, is_han, stem, tokens
from records.search.declension import forms, forms_alone
from records.search.labels import edition_also_called, labels
from records.search.named import more_country_names
from records.search.names import is_form
from records.search.short_names import names_of_organization

QUOTES = '"“”„«»'
MOST_CLAUSES = 40
SHARED_BY = 20
# Which kinds of records are what is named, or carry its name; what has to do with it comes after them.
ITSELF = {"country": ["country", "delegation"], "organization": ["organization", "delegation"], "topic": [], "host": [],
          "person": ["person", "delegation", "statement"]}  # fmt: skip


@dataclass
class Row:
    """A public record as a reader sees it: its choices, its texts as lists of words, and what it is sorted by."""

    kind: str
    key: int
    choices: dict[str, set] = field(default_factory=dict)
    titles: list = field(default_factory=list)
    texts: list = field(default_factory=list)
    newest: tuple = ()
    oldest: tuple = ()
    name: tuple = ()

    def __post_init__(self):
        self.choices.setdefault("host", self.choices.get("edition", set()))  # named by its city
        self.title_words = Text(self.titles)
        self.words = Text([*self.titles, *self.texts])


class Text:
    """The words of some texts: which stems, which pairs of stems side by side, and the runs of Chinese."""

    def __init__(self, texts):
        self.stems, self.pairs, self.runs, self.said = set(), set(), set(), []
        for text in filter(None, texts):
            self.said.append(words_of(text))
            before = None
            for token in tokens(text):
                if token.is_han:
                    self.runs.add(token.folded)
                    before = None
                    continue
                word = stem(token.folded)
                self.stems.add(word)
                self.pairs.add((before, word))
                before = word

    def has(self, part) -> bool:
        """Whether a part of a question stands in the texts: a word, a pair of words, or a piece of Chinese."""
        if isinstance(part, tuple):
            return part in self.pairs
        return part in self.stems or any(part in run for run in self.runs)


def words_of(text: str) -> list[str]:
    """The stems of the words of a text, in order; runs of Chinese whole."""
    return [token.folded if token.is_han else stem(token.folded) for token in tokens(text)]


def stands_in(quoted: tuple, said: list[str]) -> bool:
    """Whether words stand in a text side by side, as they were quoted; Chinese at the edges may be part of a run."""

    if all(is_han(word) for word in quoted) and len(quoted) == 1:
        return any(quoted[0] in word for word in said if is_han(word))
    places = range(len(said) - len(quoted) + 1)
    return any(_fits(quoted, said[start : start + len(quoted)]) for start in places)


def _fits(quoted: tuple, said: list[str]) -> bool:
    first, last = said[0], said[-1]
    if is_han(quoted[0]) and first.endswith(quoted[0]):
        first = quoted[0]
    if is_han(quoted[-1]) and last.startswith(quoted[-1]):
        last = quoted[-1]
    return (first, *said[1:-1], last) == quoted if len(said) > 1 else tuple(said) == quoted


def ends_of(name: str, with_beginning: bool) -> set[tuple]:
    """Two words and more that end a name, or begin it; silent words neither begin nor end them."""
    said = tokens(name)
    found = [said[start:] for start in range(1, len(said))]
    found += [said[:end] for end in range(1, len(said))] if with_beginning and not all(t.is_han for t in said) else []
    parts = set()
    for part in found if not all(t.is_han for t in said) else ():
        words = [token.folded if token.is_han else stem(token.folded) for token in part]
        spoken = [w for w, token in zip(words, part, strict=True) if token.folded not in SILENT]
        if len(spoken) > 1 and not {part[0].folded, part[-1].folded} & SILENT:
            parts |= {tuple(words), tuple(spoken)}
    return parts


def is_known_by(name: list[str], word: str, is_chinese: bool) -> bool:
    """Whether a word of a name, in some case, suffices to know whose it is; of a Chinese name no short given one."""
    return any(word in forms_alone(one) for one in name if not is_chinese or one == name[0] or len(one) > 4)


def is_of_person(name: str, named: tuple) -> bool:
    """Whether it is somebody's name in letters; names in Chinese are looked for as they stand."""
    said = tokens(name)
    return named[0] == "person" and bool(said) and not all(token.is_han for token in said)


def pieces(run: str) -> list[str]:
    """A run of Chinese is asked for by its overlapping pairs."""
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def parts_of(text: str) -> tuple:
    """The parts of words that must stand together: each of them, and each pair side by side."""
    parts, before = [], None
    for token in tokens(text):
        if token.is_han:
            parts += pieces(token.folded)
            before = None
            continue
        word = stem(token.folded)
        parts += [(before, word), word] if before else [word]
        before = word
    return tuple(dict.fromkeys(parts))


@dataclass(frozen=True)
class Wanted:
    """One thing that a question asks for: all parts of any of its ways to be said, or a record of what is named."""

    ways: tuple
    named: frozenset = frozenset()
    quoted: tuple = ()

    def is_met_by(self, row: Row) -> bool:
        """Whether the record says it, or is about what it names."""
        is_said = bool(self.ways) and self.is_said_in(row.words)
        return is_said or any(slug.partition("@")[0] in row.choices.get(kind, ()) for kind, slug in self.named)

    def is_own_of(self, row: Row) -> bool:
        """Whether the record says it itself, or is what is named; not only has to do with a country or a topic."""
        is_said = bool(self.ways) and self.is_said_in(row.words)
        return is_said or any(
            slug in row.choices.get(kind, ()) and row.kind in ITSELF.get(kind, [row.kind]) for kind, slug in self.named
        )

    def is_said_in(self, text: Text) -> bool:
        """Whether it is said in so many words."""
        if len(self.quoted) > 1 or any(is_han(word) for word in self.quoted):
            return any(stands_in(self.quoted, said) for said in text.said)
        return not self.ways or any(all(text.has(part) for part in way) for way in self.ways)


class Scan:
    """Everything public, read once; `ask` looks at all of it."""

    def __init__(self, name_column: str = "sort_en"):
        self.name_column = name_column
        self.above = {t.pk: (t.slug, t.broader_id) for t in Topic.objects.all()}
        self._read_delegations()
        self.rows = [
            *self._editions(), *self._sessions(), *self._delegations(), *self._statements(), *self._agreements(),
            *self._people(), *self._organizations(), *self._countries(), *self._topics(), *self._sources(),
        ]  # fmt: skip
        self.names = self._names()
        self.by_words = defaultdict(set)
        for words, named in self.names:
            self.by_words[words].add(named)

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
                each(person, "note"),
                name=self._by_name(person),
            )

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

    # The words of a question

    def _names(self) -> list[tuple[tuple, tuple[str, str]]]:
        """Every name of something public: its words, and the choice that it stands for."""
        public = {kind: {row.key for row in self.rows if row.kind == kind} for kind in ("person", "organization")}
        found, self.searched = [], set()
        for country in Country.objects.all():
            names = [getattr(country, f"name_{language}") for language in NAME_LANGUAGES]
            names += more_country_names().get(country.code, [])
            found += [(name, ("country", country.code.lower())) for name in names]
        for kind, model in (("person", Person), ("organization", Organization)):
            for record in model.objects.filter(pk__in=public[kind]):
                others = record.name_variants if kind == "person" else names_of_organization(record)
                found += [(name, (kind, record.slug)) for name in (*each(record, "name"), *others)]
        for choice, names in labels().items():
            found += [(name, choice) for name in chain(*names.values())]
        own = found + self._names_of_topics() + self._names_of_editions()
        self.sayings = defaultdict(list)
        for name, named in own:
            self.sayings[named] += [parts_of(name)] if parts_of(name) else []
        self.own = {(words, named) for name, named in own for words in compared(name)}
        self.own |= self._slugs()
        self.people = [([t.folded for t in tokens(name)], named) for name, named in own if is_of_person(name, named)]
        written = {("person", slug): name for slug, name in Person.objects.values_list("slug", "name_zh")}
        self.chinese = {named for named, name in written.items() if name and all(is_han(letter) for letter in name)}
        named = [one for one in own + sorted(self.searched) if not is_of_person(*one)]
        return list(dict.fromkeys([*((w, n) for name, n in named for w in compared(name)), *sorted(self._slugs())]))

    @staticmethod
    def _slugs() -> set:
        """The identifiers of topics as words."""
        return {(w, ("topic", t.slug)) for t in Topic.objects.all() for w in compared(t.slug.replace("-", " "))}

    def _names_of_topics(self) -> list:
        """The names of topics; their other words are looked for, and not in texts."""
        names = [(name, ("topic", topic.slug)) for topic in Topic.objects.all() for name in each(topic, "name")]
        self.parts = defaultdict(Counter)
        for topic in Topic.objects.all():
            words = [*topic.search_words_en, *topic.search_words_ru, *topic.search_words_zh]
            self.searched |= {(word, ("topic", topic.slug)) for word in words}
            for name, weight in [*((n, 1000) for n in (*each(topic, "name"), topic.slug.replace("-", " "))),
                                 *((n, 1) for n in words)]:  # fmt: skip
                for part in ends_of(name, with_beginning=weight > 1):
                    self.parts[part]["topic", topic.slug] += weight
        return names

    def _names_of_editions(self) -> list:
        names = []
        for edition in self._public_editions().exclude(number=0):
            named = ("edition", edition.slug)
            names += [(name, named) for name in in_each_language(edition.short_name).values()]
            names += [(name, named) for name in edition_also_called(edition.number)]
        for place in Place.objects.filter(role="host", edition__in=self._public_editions()):
            host = ("host", f"{place.edition.slug}@{place.pk}")  # each city by its own names
            names += [(name, host) for name in each(place, "city") if name]
        return names

    def wanted(self, text: str) -> list[Wanted]:
        """What the words of a question ask for; each clause must be met."""
        found, inside = [], False
        for part in split_at_quotes(text):
            found += self._quoted(part) if inside else self._spoken(part)
            inside = not inside
        return list(dict.fromkeys(found))[:MOST_CLAUSES]

    @staticmethod
    def _quoted(text: str) -> list[Wanted]:
        return [Wanted((parts_of(text),), quoted=tuple(words_of(text)))] if parts_of(text) else []

    def _spoken(self, text: str) -> list[Wanted]:
        asked = tokens(text)
        says_something = any(token.folded not in SILENT for token in asked)
        found, place = [], 0
        while place < len(asked):
            length, named = self._name_at(asked, place)
            if length == 1 and asked[place].is_han:
                found += self._in_han(asked[place].folded)
                place += 1
                continue
            if length == 1 and says_something and asked[place].folded in SILENT:
                place += 1
                continue
            found.append(self._one(asked[place : place + length], named))
            place += length
        return found

    def _one(self, asked, named: set) -> Wanted:
        """A word, or a name of several; people in every case, editions only where they are named."""
        parts = []
        for token in asked:
            parts += pieces(token.folded) if token.is_han else [stem(token.folded)]
        ways = self._ways(parts, named)
        said = [token.folded for token in asked]
        for name, person in self.people:
            if person in named:
                for like in [name] if len(name) == len(said) else [[word] for word in name]:
                    if is_form(said, like):
                        cases = product(*(sorted({stem(form) for form in forms(word)}) for word in like))
                        ways += tuple(tuple(dict.fromkeys(way)) for way in cases)
        return Wanted(() if "edition" in dict(named) else ways, frozenset(named))

    def _name_at(self, asked, place) -> tuple[int, set]:
        for length in range(min(12, len(asked) - place), 0, -1):
            if named := self._meant(asked[place : place + length]):
                return length, named
        return 1, set()

    def _meant(self, asked) -> set:
        said = tuple(token.folded if token.is_han else stem(token.folded) for token in asked)
        found = set(self.by_words.get(said, ()))
        if any(named[0] == "topic" and (said, named) in self.own for named in found):
            found = {named for named in found if (said, named) in self.own}
        found |= self._called([token.folded for token in asked])
        if len(asked) == 1 and re.fullmatch(r"(19|20)\d\d", asked[0].folded):
            found.add(("year", asked[0].folded))
        parts = self.parts.get(said, {})
        return found or {named for named, count in parts.items() if count == max(parts.values())}

    def _called(self, said: list[str]) -> set:
        found = {named for name, named in self.people if is_form(said, name)}
        alone = {named for name, named in self.people if said[1:] == [] and self._is_known(name, named, said)}
        return found | (alone if len(alone) <= SHARED_BY else set())

    def _is_known(self, name: list[str], named: tuple, said: list[str]) -> bool:
        return is_known_by(name, said[0], named in self.chinese and len(name) > 1)

    def _ways(self, parts: list, named: set) -> tuple:
        names = [way for one in sorted(named) for way in self.sayings[one]]
        return tuple(dict.fromkeys([tuple(dict.fromkeys(parts)), *names]))

    def _in_han(self, run: str) -> list[Wanted]:
        names = defaultdict(set)
        alone = {named for words, named in self.names if words == (run,) and named[0] in ("is", "kind", "host")}
        for words, named in self.names:
            if len(words) == 1 and words[0][:1] >= "\u3400" and named[0] not in ("is", "kind", "host"):
                names[words[0]].add(named)
        if alone and run not in names:
            return [Wanted(self._ways(pieces(run), alone), frozenset(alone))]
        for run_named in names:
            if any(named[0] == "topic" and ((run_named,), named) in self.own for named in names[run_named]):
                names[run_named] = {named for named in names[run_named] if ((run_named,), named) in self.own}
        found, between, place = [], "", 0
        while place < len(run):
            here = max((name for name in names if run.startswith(name, place)), key=len, default="")
            if here and between:
                found.append(Wanted((tuple(pieces(between)),)))
                between = ""
            if here:
                found.append(Wanted(self._ways(pieces(here), names[here]), frozenset(names[here])))
            between += "" if here else run[place]
            place += len(here) or 1
        return [*found, *([Wanted((tuple(pieces(between)),))] if between else [])]

    # Asking

    def ask(self, kind: str, question, facets) -> tuple[list[int], dict]:
        """Every key that answers, in order, and what each choice would leave."""
        rows = [row for row in self.rows if row.kind == kind]
        met = self._with_words(rows, question)
        found = [row for row in met if is_chosen(row, question)]
        return [row.key for row in self._sorted(found, question)], counts(met, question, facets)

    def ask_everything(self, question, facets) -> tuple[dict[str, list[int]], dict]:
        """For each kind the keys that answer, in order, and what each choice would leave among all of them."""
        met = self._with_words(self.rows, question)
        groups = defaultdict(list)
        for row in met:
            if is_chosen(row, question):
                groups[row.kind].append(row)
        ordered = {kind: [row.key for row in self._sorted(rows, question)] for kind, rows in groups.items()}
        return ordered, counts(met, question, facets)

    def _with_words(self, rows, question):
        if not question.words.strip():
            return rows
        wanted = self.wanted(question.words)
        return [row for row in rows if wanted and all(one.is_met_by(row) for one in wanted)]

    def _sorted(self, rows, question):
        order = question.sort if rows and getattr(rows[0], question.sort) else "name"
        rows = sorted(rows, key=lambda row: getattr(row, order))
        if not question.words.strip() or question.sort == "oldest":
            return rows
        wanted = self.wanted(question.words)

        def rank(row):
            if all(one.is_said_in(row.title_words) for one in wanted):
                return 0
            return 1 if all(one.is_own_of(row) for one in wanted) else 2

        return sorted(rows, key=rank)


def each(record, *names) -> list[str]:
    """The named texts of a record in all languages."""
    return [getattr(record, f"{name}_{column}") for name in names for column in COLUMNS]


def by_edition(record) -> dict:
    """The orders of what an edition lists by row."""
    number, edition = record.edition.number, record.edition_id
    return {"newest": (-number, -edition, record.pk), "oldest": (number, edition, record.pk)}


def compared(name: str) -> set[tuple]:
    """The ways in which a name is looked for: by its words, without the silent ones, in Chinese as one."""
    said = tokens(name)
    words = tuple(token.folded if token.is_han else stem(token.folded) for token in said)
    whole = ("".join(words),) if all(token.is_han for token in said) else words
    spoken = tuple(word for word, token in zip(words, said, strict=True) if token.folded not in SILENT)
    return {words, whole, *([spoken] if len(spoken) > 1 else [])} - {(), ("",)}


def split_at_quotes(text: str) -> list[str]:
    """A text cut at every quotation mark: the odd pieces stood inside."""
    for mark in QUOTES:
        text = text.replace(mark, "\0")
    return text.split("\0")


def is_shown(record) -> bool:
    """Whether a record can be read by everybody: it and what it belongs to are published, and what it speaks of."""
    if getattr(record, "state", "published") != "published":
        return False
    if any(getattr(record, name) and not is_shown(getattr(record, name)) for name in record.SPEAKS_OF):
        return False
    owners = [getattr(record, name) for name in record.OWNERS]
    return all(is_shown(owner) for owner in owners if owner)


def is_chosen(row: Row, question, leaving_out: str = "") -> bool:
    """Whether a record has the chosen values: any of them, or all of them where all are asked for."""
    for name, values in question.choices.items():
        having = [value in row.choices.get(name, ()) for value in values]
        if name != leaving_out and not (all(having) if name in question.all_of else any(having)):
            return False
    return True


def counts(rows, question, facets) -> dict[str, dict[str, int]]:
    """How many records each value of each facet would leave: under all other choices; its own too, if all must hold."""
    found = {}
    for name in facets:
        leaving_out = "" if name in question.all_of else name
        left = (row for row in rows if is_chosen(row, question, leaving_out))
        found[name] = dict(Counter(value for row in left for value in row.choices.get(name, ())))
    return found
