"""Documents of forums that never met: random within the schema, the same for the same seed."""

import json
import random

from records.exchange import schema

LANGUAGES = ("en", "ru", "zh")
WORDS = {
    "en": ["water", "Qu’lon", "trade & transit", "<b>bold</b>", "“quoted”", "O‘zbek", "two\nlines", "café", "100 %"],
    "ru": ["вода", "Ёлка", "торговля", "«кавычки»", "Йод", "здоровье"],
    "zh": ["农业", "水资源", "论坛", "第九届", "绿色发展"],
}
CODES = ["KZ", "CN", "TJ", "SG", "FR", "AX", "UM"]
SUMS = [0, 1, 35, 11_200_000_000, 11_248_000_000, 9_223_372_036_854_775_807]


def codes(kind: str, key: str) -> list[str]:
    """The codes that the schema has for a key of one kind of object."""
    found = schema()["$defs"][kind]["properties"][key]
    return found.get("enum") or schema()["$defs"][found["$ref"].rpartition("/")[2]]["enum"]


class Author:
    """Writes one document; `full` leaves nothing out, so that every key and code comes up."""

    def __init__(self, seed: int, *, full: bool = False):
        self.random, self.full, self.count = random.Random(seed), full, 0

    def maybe(self, probability: float = 0.5) -> bool:
        return self.full or self.random.random() < probability

    def one(self, things):
        return self.random.choice(list(things))

    def some(self, things, least: int = 0) -> list:
        things = list(things)
        return self.random.sample(things, self.random.randint(min(least, len(things)), len(things)))

    def many(self, write, most: int = 3, least: int = 0) -> list:
        return [write() for _ in range(most if self.full else self.random.randint(least, most))]

    def text(self, language: str) -> str:
        """A text that no other is equal to."""
        self.count += 1
        return f"{' '.join(self.some(WORDS[language], 1)[:4])} {self.count}"

    def texts(self, key: str, *, always: bool = False) -> dict:
        """A text, often without its Russian or Chinese."""
        if not always and not self.maybe():
            return {}
        others = {f"{key}_{language}": self.text(language) for language in ("ru", "zh") if self.maybe(0.6)}
        return {f"{key}_en": self.text("en"), **others}

    def words(self, key: str, *languages: str) -> dict:
        names = [f"{key}_{language}" for language in languages] if languages else [key]
        return {name: [self.text("ru") for _ in range(self.random.randint(1, 3))] for name in names if self.maybe()}

    def when(self, key: str, write, probability: float = 0.5) -> dict:
        """The key with what is written, or nothing when there is nothing to write."""
        value = write() if self.maybe(probability) else None
        return {} if value in (None, []) else {key: value}

    def date(self) -> str:
        return f"{self.random.randint(1000, 2999)}-{self.random.randint(1, 12):02}-28"[: self.one([4, 7, 10])]

    def id(self, word: str) -> str:
        self.count += 1
        return f"{word}-{self.count}"

    def document(self) -> dict:
        self.countries = CODES if self.full else self.some(CODES, 1)
        self.sources = self.many(self.source, 6)
        self.organizations = self.many(self.organization, 9)
        self.people = self.many(self.person, 5)
        self.topics = []
        for _ in range(7 if self.full else self.random.randint(0, 7)):
            self.topics.append(self.topic())
        self.unnumbered = 0
        numbers = [0, 0, 1, 2, 10, 2_147_483_647] if self.full else self.some([0, 0, 1, 2, 10, 2_147_483_647])
        editions = [self.edition(number) for number in numbers]
        document = {
            "meta": self.meta(),
            "sources": [*self.sources, *self.many(self.source, 1)],
            "countries": self.countries,
            # What nothing names is listed all the same.
            "organizations": [*self.organizations, *self.many(self.organization, 1)],
            "people": [*self.people, *self.many(self.person, 1)],
            "topics": self.topics,
            "editions": editions,
            "related_events": self.many(self.related_event),
        }
        return document | self.when("country_names", lambda: {self.countries[0]: {"en": "Land", "uz": "Yurt"}}, 0.3)

    def ids(self, key: str, things: list, probability: float = 0.5) -> dict:
        return self.when(key, lambda: self.some(thing["id"] for thing in things), probability)

    def id_of(self, key: str, things: list, probability: float = 0.5) -> dict:
        return {key: self.one(things)["id"]} if things and self.maybe(probability) else {}

    def code(self, key: str, kind: str, code_key: str = "") -> dict:
        return {key: self.one(codes(kind, code_key or key))} if self.maybe() else {}

    def cited(self, key: str = "sources", *, always: bool = True, whole: str = "") -> dict:
        """Sources, and sometimes the optional places in them and fields that they support."""
        sources = self.some(source["id"] for source in self.sources)
        cited = {key: sources} if always or sources else {}
        places = [{"source": source, "locator": self.text("en")} for source in sources if self.maybe(0.2)]
        places = [{**place, "field": whole} if whole else place for place in places]
        if self.sources and self.maybe(0.2):
            places.append({"source": self.one(self.sources)["id"], "field": "dates"})
        return cited | ({"citations": places} if places else {})

    def meta(self) -> dict:
        missing = [
            {"edition": number, **self.texts("note", always=True), **self.looked()} for number in self.some([0, 3, 13])
        ]
        standing = {language: "unofficial" for language in ("ru", "zh") if self.maybe()}
        return {
            **self.texts("title", always=True),
            **self.texts("note"),
            **self.when("series_since", self.date),
            **self.texts("organizer_note"),
            **self.cited("organizer_note_sources", always=False, whole="organizers"),
            **({"no_source_found_for": missing} if missing else {}),
            **({"translations": standing} if standing else {}),
            **self.texts("translations_note"),
            **self.when("version", lambda: "1.1"),
            **self.when("licence", lambda: "CC0-1.0"),
        }

    def looked(self) -> dict:
        return self.one([{}, {"looked_for": False}, {"looked": self.date()}])

    def source(self) -> dict:
        return {
            "id": self.id("source"),
            **self.when("url", lambda: f"https://example.org/отчёт?id={self.count}"),
            "publisher": self.text("en"),
            **self.texts("title", always=True),
            "language": self.one(["ru", "ja", "kk"]),
            **self.when("published", self.date),
            **self.texts("note"),
        }

    def organization(self) -> dict:
        return {
            "id": self.id("body"),
            **self.texts("name", always=True),
            **self.words("name_variants"),
            "kind": self.one(codes("organization", "kind")),
            **self.when("country", lambda: self.one(self.countries)),
        }

    def person(self) -> dict:
        return {
            "id": self.id("person"),
            **self.texts("name", always=True),
            **self.words("name_variants"),
            **self.texts("note"),
        }

    def topic(self) -> dict:
        return {
            "id": self.id("topic"),
            **self.texts("name", always=True),
            **self.id_of("broader", self.topics),
            **self.texts("scope"),
            **self.words("alt", *LANGUAGES),
        }

    def dates(self, *, end: bool) -> dict:
        if not self.maybe(0.8):
            return {"date_precision": "unknown"}
        start = self.date()
        precision = {4: "year", 7: "month", 10: "day"}[len(start)]
        ending = {"end_date": self.one([start, "3000", "3000-01-01"])} if end and self.maybe() else {}
        return {"start_date": start, **ending, "date_precision": precision}

    def place(self, role: bool = True) -> dict:
        return {
            **self.texts("city", always=True),
            **self.texts("region"),
            "country": self.one(self.countries),
            **({"role": self.one(["host", "connected"])} if role else {}),
        }

    def related_event(self) -> dict:
        return {
            "id": self.id("event"),
            **self.texts("name", always=True),
            **self.dates(end=False),
            **self.when("places", lambda: self.many(lambda: self.place(role=False), 2)),
            **self.ids("organizers", self.organizations),
            **self.ids("organizations", self.organizations),
            **self.texts("relation", always=True),
            **self.cited(),
        }

    def edition(self, number: int) -> dict:
        self.references = []
        named = {"name_zh": "论坛", "name_en": "论坛", "id": self.id("meeting")} if not number and self.maybe() else {}
        agreements = [self.agreement(number) for _ in range(self.random.randint(0, 4))]
        self.unnumbered += 10 if not number else 0
        return {
            "number": number,
            **self.texts("number_note"),
            **(named or self.texts("name", always=True)),
            **self.dates(end=True),
            **self.code("format", "edition"),
            **self.texts("theme"),
            **self.texts("dedication"),
            **self.when("places", lambda: self.many(self.place)),
            **self.ids("organizers", self.organizations),
            **self.ids("co_organizers", self.organizations),
            **self.ids("topics", self.topics),
            **self.texts("summary", always=True),
            **self.when("participants", lambda: [self.head_count(count) for count in self.some([1, 200, 300])]),
            **self.when("sessions", lambda: self.many(self.session)),
            **self.when("delegations", self.delegations),
            **(self.when("statements", lambda: self.many(self.statement)) if self.people else {}),
            **self.when("documents", lambda: self.many(lambda: self.texts("name", always=True), 2), 0.2),
            **({"agreements": agreements} if agreements or self.maybe() else {}),
            **({"agreements_looked_for": False} if agreements and self.maybe(0.2) else {}),
            **self.when("disputes", lambda: [self.dispute(field) for field in self.some(codes("dispute", "field"))]),
            **self.when("gaps", lambda: [self.gap(field) for field in self.some(codes("gap", "field"))]),
            **self.when("also_attended", lambda: self.many(self.attending_group)),
            **self.when("next_announced", self.next_host),
            **self.cited(),
        }

    def head_count(self, count: int) -> dict:
        status = self.code("status", "head_count")
        return {"count": count, **self.code("qualifier", "head_count"), **status, **self.cited()}

    def session(self) -> dict:
        return {
            "id": self.id("session"),
            **self.texts("title", always=True),
            "kind": self.one(codes("session", "kind")),
            **self.when("date", self.date),
            **self.texts("place"),
            **self.ids("people", self.people),
            **self.ids("organizations", self.organizations),
            **self.ids("topics", self.topics),
            **self.cited(),
        }

    def delegations(self) -> list:
        senders = [{"country": code} for code in self.some(self.countries)]
        senders += [{"organization": thing["id"]} for thing in self.some(self.organizations)]
        return [self.delegation(sender) for sender in senders]

    def delegation(self, sender: dict) -> dict:
        return {
            **sender,
            **({"status": "announced"} if self.maybe(0.2) else {}),
            **self.when("head", self.head),
            **self.when("members", self.members),
            **self.cited(),
        }

    def head(self) -> dict:
        basis = {"basis": "reported"} if self.maybe() else {}
        return {**self.id_of("person", self.people), **self.texts("title", always=True), **basis}

    def members(self) -> list:
        people = [{"person": person["id"]} for person in self.some(self.people)]
        return [{**person, **self.texts("title", always=True)} for person in [*people, {}, {}]]

    def statement(self) -> dict:
        return {
            "id": self.id("statement"),
            **self.id_of("person", self.people, 1),
            **self.texts("gist", always=True),
            **self.ids("topics", self.topics),
            **self.cited(),
        }

    def agreement(self, number: int) -> dict:
        running = len(self.references) + 1 + (self.unnumbered if not number else 0)
        part_of = {"part_of": self.one(self.references)} if self.references and self.maybe(0.3) else {}
        self.references.append(f"{number}.{running}")
        named = {"document_en": "Declaration", "document_zh": "宣言"} if self.maybe(0.4) else self.texts("document")
        return {
            "ref": f"{number}.{running}",
            **named,
            **self.texts("title", always=True),
            **self.texts("text", always=True),
            "kind": self.one(codes("agreement", "kind")),
            **({"status": "announced"} if self.maybe(0.2) else {}),
            **part_of,
            **self.texts("note"),
            "topics": self.some(topic["id"] for topic in self.topics),
            "parties": self.parties(),
            **self.code("parties_basis", "agreement"),
            **self.when("count", lambda: self.one([0, 1, 35])),
            **self.when("amount", self.amount, 0.3),
            **self.when("follow_ups", self.follow_ups, 0.3),
            **self.cited(),
        }

    def parties(self) -> list:
        named = [{"country": code} for code in self.some(self.countries)]
        named += [{"organization": thing["id"]} for thing in self.some(self.organizations)]
        return named + [self.texts("name", always=True) for _ in range(self.random.randint(0, 2))]

    def sum(self) -> dict:
        self.count += 1
        dollars = {"usd_as_reported": self.one(SUMS[:5]) + self.count}
        value = {"value": self.one(SUMS), "currency": self.one(["CNY", "USD"])}
        return {**self.one([value, dollars, value | dollars]), **self.code("qualifier", "amount")}

    def amount(self) -> dict:
        cited = self.cited(always=False) if self.maybe(0.3) else {}
        main = {**self.sum(), **cited} if self.maybe(0.8) else {}
        others = self.many(self.alternative, 2, least=0 if main else 1)
        return {**main, **({"alternatives": others} if others else {})}

    def alternative(self) -> dict:
        self.count += 1
        return {**self.sum(), "usd_as_reported": self.count, **self.cited(always=False)}

    def follow_ups(self) -> list:
        dates = [{"date": self.date()}, {}]
        return [
            {"status": status, **self.one(dates), **self.texts("note", always=True), **self.cited(always=False)}
            for status in self.some(codes("follow_up", "status"), 1)
        ]

    def dispute(self, field: str) -> dict:
        readings = self.many(self.reading, 3, least=1)
        if self.maybe(0.2):
            self.one(readings)["chosen"] = True
        about = {"ref": self.one(self.references)} if self.references and self.maybe(0.3) else {}
        person = self.id_of("person", self.people, 0.3)
        return {"field": field, **about, **person, "values": readings, **self.texts("note")}

    def reading(self) -> dict:
        return {**self.texts("value", always=True), **self.cited()}

    def gap(self, field: str) -> dict:
        return {"field": field, **self.texts("note", always=True), **self.looked()}

    def attending_group(self) -> dict:
        return {**self.texts("name", always=True), **self.cited()}

    def next_host(self) -> dict:
        return {
            **self.when("number", lambda: self.one([0, 9])),
            **self.texts("city"),
            **self.texts("region"),
            **self.when("country", lambda: self.one(self.countries)),
            **self.cited(always=False),
        }


# The keys that the record adds to the data's own, by the object in which they stand.
OPTIONAL = {
    "": {"country_names", "editorial"},
    "organizations": {"country"},
    "editions": {"documents", "agreements_looked_for"},
    "agreements": {"follow_ups"},
    "amount": {"sources"},
    "alternatives": {"qualifier"},
    "values": {"chosen"},
    "gaps": {"looked_for", "looked"},
    "no_source_found_for": {"looked_for", "looked"},
}


def without_optional_keys(value, inside: str = ""):
    """A document as somebody writes it who knows only the keys of the data."""
    if isinstance(value, dict):
        left_out = {"citations"} | OPTIONAL.get(inside, set())
        return {key: without_optional_keys(item, key) for key, item in value.items() if key not in left_out}
    return [without_optional_keys(item, inside) for item in value] if isinstance(value, list) else value


def in_one_order(value):
    """A document with its lists sorted, for comparing two of which the order means nothing."""
    if isinstance(value, dict):
        return {key: in_one_order(item) for key, item in value.items()}
    if isinstance(value, list):
        return sorted(map(in_one_order, value), key=lambda item: json.dumps(item, sort_keys=True))
    return value


def differences(one, other, place: str = "") -> list[str]:
    """Where two documents differ, whatever the order of their lists."""
    return list(_differences(in_one_order(one), in_one_order(other), place))


def _differences(one, other, place):
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one.keys() | other.keys():
            yield from _differences(one.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, f"{place}[{index}]")
    elif one != other or type(one) is not type(other):
        yield f"{place}: {one!r} and {other!r}"


def backwards(value):
    """A document with every list reversed."""
    if isinstance(value, dict):
        return {key: backwards(item) for key, item in value.items()}
    return [backwards(item) for item in reversed(value)] if isinstance(value, list) else value
