"""Every name of something public, and whom or what the words of a question name."""

import re
from collections import Counter, defaultdict
from itertools import chain

from records.models import Country, Organization, Person, Place, Topic
from records.models.languages import COLUMNS, in_each_language
from records.models.reference import NAME_LANGUAGES
from records.search.analyzer import SILENT, is_han, stem, tokens
from records.search.case_endings import with_endings
from records.search.declension import forms, forms_alone
from records.search.labels import labels
from records.search.named import more_country_names, more_topic_names, topic_names_of_region
from records.search.numbered import called_in_roman, edition_also_called, known_alone, titles_said
from records.search.people import is_form
from records.search.short_names import names_of_document, names_of_organization

from .rows import Rows
from .words import each, parts_of

SHARED_BY = 20


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


def compared(name: str) -> set[tuple]:
    """The ways in which a name is looked for: by its words, without the silent ones, in Chinese as one."""
    said = tokens(name)
    words = tuple(token.folded if token.is_han else stem(token.folded) for token in said)
    whole = ("".join(words),) if all(token.is_han for token in said) else words
    spoken = tuple(word for word, token in zip(words, said, strict=True) if token.folded not in SILENT)
    return {words, whole, *([spoken] if len(spoken) > 1 else [])} - {(), ("",)}


class Names(Rows):
    """The names of what is public, looked through one by one."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.names = self._names()
        self.by_words = defaultdict(set)
        for words, named in self.names:
            self.by_words[words].add(named)
        self._add_countries()

    def _add_countries(self):
        """Countries by their codes in capitals, and with the endings of cases."""
        self.codes = {country.code: ("country", country.code.lower()) for country in Country.objects.all()}
        for country in Country.objects.all():
            names = {language: [getattr(country, f"name_{language}")] for language in NAME_LANGUAGES}
            for name in with_endings(names | {"search": more_country_names().get(country.code, [])}):
                for words in compared(name):
                    self.by_words[words].add(self.codes[country.code])

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
        for document in {agreed.document for agreed in self._public_agreements() if agreed.document_id}:
            found += [(name, ("document", str(document.pk))) for name in names_of_document(document)]
        for choice, names in labels().items():
            found += [(name, choice) for name in chain(*names.values())]
        own = found + self._names_of_topics() + self._names_of_editions()
        self.sayings = defaultdict(list)
        for name, named in own:
            self.sayings[named] += [parts_of(name)] if parts_of(name) and named[0] != "format" else []
        self.own = {(words, named) for name, named in own for words in compared(name)}
        self.own |= self._slugs()
        self.named_people = [
            ([t.folded for t in tokens(name)], named) for name, named in own if is_of_person(name, named)
        ]
        written = {("person", slug): name for slug, name in Person.objects.values_list("slug", "name_zh")}
        self.chinese = {named for named, name in written.items() if name and all(is_han(letter) for letter in name)}
        self._surnames = {
            f for name, n in self.named_people if n in self.chinese and name[1:] for f in forms_alone(name[0])
        }
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
            of_region = topic_names_of_region().get(topic.slug, {})
            words += [*more_topic_names().get(topic.slug, []), *chain(*of_region.values()), *with_endings(of_region)]
            self.searched |= {(word, ("topic", topic.slug)) for word in words}
            for name, weight in [*((n, 1000) for n in (*each(topic, "name"), topic.slug.replace("-", " "))),
                                 *((n, 1) for n in words)]:  # fmt: skip
                for part in ends_of(name, with_beginning=weight > 1):
                    self.parts[part]["topic", topic.slug] += weight
        return names

    def _names_of_editions(self) -> list:
        names, self.short_in_han = [], set()
        for edition in self._public_editions().exclude(number=0):
            named = ("edition", edition.slug)
            names += [(name, named) for name in in_each_language(edition.short_name).values()]
            titles = {column: getattr(edition, f"name_{column}") for column in COLUMNS}
            called = [*edition_also_called(edition.number), *called_in_roman(edition.number, titles)]
            names += [(name, named) for name in called]
            self.short_in_han |= {(name, named) for name in known_alone(edition.number)}
            for column in COLUMNS:
                names += [(t, named) for t in titles_said(edition.number, column, getattr(edition, f"name_{column}"))]
        for place in Place.objects.filter(role="host", edition__in=self._public_editions()):
            host = ("host", f"{place.edition.slug}@{place.pk}")  # each city by its own names
            names += [(name, host) for name in each(place, "city") if name]
        return names

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

    @property
    def people(self) -> "Names":
        """Whom `strangers` asks about people."""
        return self

    def is_surname(self, word: str) -> bool:
        """Whether it is the first word of a Chinese person's name."""
        return word in self._surnames

    def is_in_a_name(self, word: str) -> bool:
        """Whether it is a word of anybody's name, in any case."""
        return any(word in forms(part) for name, _named in self.named_people for part in name)

    def _called(self, said: list[str]) -> set:
        found = {named for name, named in self.named_people if is_form(said, name)}
        alone = {named for name, named in self.named_people if said[1:] == [] and self._is_known(name, named, said)}
        return found | (alone if len(alone) <= SHARED_BY else set())

    def _is_known(self, name: list[str], named: tuple, said: list[str]) -> bool:
        return is_known_by(name, said[0], named in self.chinese and len(name) > 1)
