"""Small random forums, the same for the same seed, and random questions about them."""

from random import Random

from django.db import IntegrityError
from django.db.models import ProtectedError

from records.models import (
    Agreement,
    AttendingGroup,
    Citation,
    Country,
    Delegation,
    Dispute,
    Document,
    Edition,
    Member,
    Organization,
    Organizer,
    Party,
    Person,
    Place,
    Reading,
    Session,
    Source,
    Statement,
    Topic,
)
from records.search.index import recording
from records.search.query import Question
from tests import forum

ENGLISH = (
    "water waters trade trading the of and digital economy cooperation agreed agreement railway 9.2 AI joint".split()
)
RUSSIAN = "вода воды торговля сотрудничество сотрудничества и экономика цифровая ёмкость емкость дорога 2022".split()
CHINESE = "农业 合作 农业合作 水 经济 数字经济 中国 贸易 合作经济 铁路，公路".split()
NAMES = "Li Wang Cui Aliya Boris Lin Zhang Norov Said Dil Azim Roza".split()
KINDS = ["committee", "company", "fund", "association"]
CODES = ["CN", "KZ", "KG", "TJ", "UZ", "TM", "GE"]
COUNTRY_WORDS = (
    "Kazakhstan Казахстан 哈萨克斯坦 Қазақстан Qazaqstan Ўзбекистон O‘zbekiston 中国 Китай China КНР PRC".split()
)
ODD = ["UZ", "Қазақстанның", "all editions", "各届", "zzzz", "农", "?!", "and", "и", "Li Wang and"]
STATES = ["published"] * 8 + ["draft", "in_review", "withdrawn"]
FACETS = {
    "edition": ("country", "topic", "year", "format"),
    "delegation": ("country", "edition", "year", "organization_kind"),
    "statement": ("country", "topic", "edition", "year"),
    "agreement": ("country", "topic", "edition", "year", "kind"),
    "person": ("country", "edition"),
    "organization": ("kind", "country", "edition"),
    "source": ("edition", "language", "year"),
}
EVERYWHERE = ("is", "country", "topic", "edition", "year")
SORTS = {"person": ["name"], "organization": ["name"], "source": ["newest", "oldest", "name"]}


class RandomForum:
    """A forum of some six hundred records, a quarter of them not public."""

    def __init__(self, seed: int, editions: int = 15):
        self.random = Random(seed)
        with recording():
            self._reference()
            for number in [0, 0, *range(1, editions + 1)]:
                self.edition(number)

    def look_again(self):
        """What others may have deleted is used no more."""
        kept = Country, Topic, Person, Organization, Source
        self.countries, self.topics, self.people, self.bodies, self.sources = (
            list(model.objects.order_by("pk")) for model in kept
        )

    def some(self, values, most: int = 3) -> list:
        """Up to `most` of the values, each once."""
        values = list(values)
        return self.random.sample(values, self.random.randint(0, min(most, len(values))))

    def one(self, values):
        """One of the values, or nothing."""
        return self.random.choice([None, *values])

    def text(self, words, most: int = 8) -> str:
        """Some words in a row; here and there a country or a person among them."""
        said = self.random.choices([*words, *words, *COUNTRY_WORDS, *NAMES], k=self.random.randint(1, most))
        return self.random.choice([" ", " ", ", "]).join(said)

    def texts(self, name: str, most: int = 8) -> dict:
        """A text in English, and perhaps in Russian and Chinese."""
        return {
            f"{name}_en": self.text(ENGLISH, most),
            f"{name}_ru": self.random.choice(["", self.text(RUSSIAN, most)]),
            f"{name}_zh": self.random.choice(["", "".join(self.random.choices(CHINESE, k=most))]),
        }

    def day(self) -> str:
        """A day, a month, a year or nothing."""
        year = self.random.choice(["2012", "2013", "2019"])
        return self.random.choice(["", year, f"{year}-05", f"{year}-05-0{self.random.randint(1, 9)}"])

    def _reference(self):
        self.countries = [forum.country(code) for code in CODES]
        self.topics = []
        for number in range(12):
            words = {"search_words_en": self.some(ENGLISH, 2), "search_words_zh": self.some(CHINESE, 1)}
            self.topics.append(
                forum.topic(f"topic-{number}", broader=self.one(self.topics), **self.texts("name", 2), **words)
            )
        self.people = [self._person(number) for number in range(30)]
        self.bodies = [
            forum.organization(
                f"body-{number}", kind=self.random.choice(KINDS), country=self.one(self.countries),
                **self.texts("name", 3),
            )
            for number in range(12)
        ]  # fmt: skip
        self.sources = []
        for number in range(20):
            made = forum.source(
                f"source-{number}", language=self.random.choice(["en", "ru", "zh"]), **self.texts("title")
            )
            if day := self.day():
                made.published = forum.date(day)
                made.save()
            self.sources.append(made)

    def _person(self, number: int):
        name = " ".join(self.random.sample(NAMES, 2))
        variants = [name[::-1].title()] if self.random.random() < 0.2 else []
        chinese = self.random.choice(["", "".join(self.random.choices("崔丽王李晓阿", k=2))])
        russian = self.random.choice(["", "Ли Ван", "Алия", "Линь и Саид", "Ёлкин"])
        return forum.person(f"person-{number}", name_en=name, name_ru=russian, name_zh=chinese, name_variants=variants)

    def edition(self, number: int):
        """An edition with all its children."""
        made = forum.edition(
            number, self.day(), state=self.random.choice(STATES), format=self.random.choice(["", "online", "hybrid"]),
            slug=str(number) if number else f"without-number-{self.random.getrandbits(40)}",
            **self.texts("name", 3), **self.texts("summary"),
        )  # fmt: skip
        made.topics.set(self.some(self.topics))
        for country in self.some(self.countries, 2):
            Place.objects.create(
                edition=made,
                country=country,
                city_en=self.text(ENGLISH, 1),
                role=self.random.choice(["host", "connected"]),
            )
        for body in self.some(self.bodies, 2):
            Organizer.objects.create(edition=made, organization=body)
        AttendingGroup.objects.create(edition=made, **self.texts("name", 2))
        self._cite(edition=made)
        self._delegations(made)
        for index in range(self.random.randint(0, 4)):
            self._statement(made, index)
            self._session(made, index)
        self._agreements(made)
        self._dispute(made)
        return made

    def _delegations(self, edition: Edition):
        for sender in [*self.some(self.countries, 5), *self.some(self.bodies, 2)]:
            self.delegation(edition, sender)

    def delegation(self, edition: Edition, sender) -> Delegation:
        """A delegation of a country or an organisation, perhaps with a head and members."""
        name = "organization" if isinstance(sender, Organization) else "country"
        head = self.one(self.people)
        office = self.text(ENGLISH, 2) if head else ""
        made = Delegation.objects.create(edition=edition, head_person=head, head_title_en=office, **{name: sender})
        for person in self.some(self.people, 2):
            Member.objects.create(delegation=made, person=person, title_en=self.text(ENGLISH, 2))
        self._cite(delegation=made)
        return made

    def _statement(self, edition: Edition, index: int):
        speaker = self.random.choice(self.people)
        made = Statement.objects.create(edition=edition, slug=f"said-{index}", person=speaker, **self.texts("gist"))
        made.topics.set(self.some(self.topics))
        self._cite(statement=made)

    def _session(self, edition: Edition, index: int):
        made = Session.objects.create(edition=edition, slug=f"met-{index}", kind="panel", **self.texts("title", 4))
        made.topics.set(self.some(self.topics))
        made.people.set(self.some(self.people))
        made.organizations.set(self.some(self.bodies, 1))

    def _agreements(self, edition: Edition):
        document = Document.objects.create(edition=edition, **self.texts("name", 3))
        for number in range(1, self.random.randint(1, 12)):
            made = forum.agreement(
                edition, number, *self.some(self.countries, 4), *self.some(self.bodies, 1),
                topics=self.some(self.topics), state=self.random.choice(STATES), document=self.one([document]),
                kind=self.random.choice(["consensus", "initiative", "memorandum"]),
                **self.texts("title", 4), **self.texts("text"),
            ) if edition.number else None  # fmt: skip
            if made and self.random.random() < 0.3:
                Party.objects.create(agreement=made, description_en=self.text(ENGLISH, 3))
                self._cite(agreement=made)

    def _dispute(self, edition: Edition):
        agreement = self.one(edition.agreements.all())
        made = Dispute.objects.create(edition=edition, field="dates", agreement=agreement, person=self.one(self.people))
        self._cite(reading=Reading.objects.create(dispute=made, value_en="2012"))

    def _cite(self, **target):
        for source in self.some(self.sources, 2):
            Citation.objects.create(source=source, **target)


class RandomQuestions:
    """Questions about a forum: any mix of choices, words, any or all, orders and pages."""

    def __init__(self, seed, choices: dict[str, list[str]], names: list[str]):
        self.random = Random(seed)
        self.choices, self.names = choices, names

    def about(self, facets, sorts) -> Question:
        """One question."""
        asked = [name for name in facets if self.random.random() < 0.35]
        return Question(
            choices={name: self._values(name) for name in asked},
            words=self._words() if self.random.random() < 0.6 else "",
            sort=self.random.choice(sorts),
            page=self.random.choice([1, 1, 1, 2, 3, 50]),
            all_of=frozenset({"country"} if self.random.random() < 0.3 else ()),
        )

    def _values(self, name: str) -> tuple:
        return tuple(self.random.sample(self.choices[name], self.random.randint(1, min(4, len(self.choices[name])))))

    def _words(self) -> str:
        words = [*ENGLISH, *RUSSIAN, *CHINESE, *COUNTRY_WORDS, *NAMES, *self.names, *ODD]
        asked = self.random.choices(words, k=self.random.choice([1, 1, 1, 2, 2, 3, 4]))
        text = self.random.choice(["", " "]).join(asked) if self.random.random() < 0.2 else " ".join(asked)
        return f"“{text}”" if self.random.random() < 0.2 else text


EDITED = [Edition, Place, Organizer, AttendingGroup, Delegation, Member, Statement, Session, Document, Agreement, Party]
EDITED += [Citation, Dispute, Reading, Country, Topic, Person, Organization, Source]
DERIVED = ("id", "folded", "sort_en", "sort_ru", "is_public", "is_listed", "reference", "code", "published_at")


class RandomEdits:
    """Writes of every kind: fields, relations from both sides, new records, deletions, many at once."""

    def __init__(self, made: RandomForum, seed: int):
        self.forum, self.random, self.next_number = made, Random(seed), 1000
        self.acts = [
            self.change_field, self.change_field, self.change_field, self.change_relation, self.change_relation,
            self.delete, self.create, self.change_many, self.change_state,
        ]  # fmt: skip

    def some_acts(self, most: int = 3) -> list[str]:
        """Do up to so many things in one go, as one save of a form does; gives what was done, for a message."""
        done = []
        try:
            with recording():
                for act in self.random.choices(self.acts, k=self.random.randint(1, most)):
                    done.append(f"{act.__name__}: {act()}")
        except (IntegrityError, ProtectedError) as refused:
            done.append(f"refused: {type(refused).__name__}")
        return done

    def any_of(self, model):
        """One record of a model; nothing when there is none."""
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.get(pk=self.random.choice(keys)) if keys else None

    def any_record(self):
        """One record of any kind."""
        return next(record for _ in range(100) if (record := self.any_of(self.random.choice(EDITED))))

    def change_field(self):
        """One field of one record, of any kind."""
        record = self.any_record()
        field = self.random.choice([f for f in record._meta.fields if f.name not in DERIVED and f.name != "owner"])
        self._set(record, field)
        record.save()
        return f"{type(record).__name__} {record.pk} {field.name}"

    def _set(self, record, field):
        setattr(record, field.attname, self._value(record, field))

    def _value(self, record, field):
        if field.name == "broader":  # always an older topic, so that there are no loops
            return self.random.choice([None, *Topic.objects.filter(pk__lt=record.pk).values_list("pk", flat=True)])
        if field.is_relation:
            other = self.any_of(field.related_model)
            return None if other is None or (field.null and self.random.random() < 0.2) else other.pk
        if field.choices:
            return self.random.choice([code for code, _label in field.choices])
        return self._plain_value(record, field)

    def _plain_value(self, record, field):
        kind = field.get_internal_type()
        if kind == "DateField":
            day = f"{self.random.choice([2012, 2015, 2019])}-05-0{self.random.randint(1, 9)}"
            setattr(record, field.name.replace("_on", "_precision"), "day")
            return day
        values = {
            "SlugField": lambda: f"changed-{self.random.getrandbits(40)}",
            "JSONField": lambda: self.random.sample(NAMES, 2),
            "PositiveIntegerField": lambda: self.random.randint(1, 40),
            "BooleanField": lambda: self.random.random() < 0.5,
            "DateTimeField": lambda: None,
        }
        if field.name == "language":
            return self.random.choice(["en", "ru", "kk"])
        return values.get(kind, lambda: self.forum.text([*ENGLISH, *RUSSIAN, *CHINESE], 4))()

    def change_relation(self):
        """A relation to many, from either side: add, remove, set or clear."""
        model, name = self.random.choice(
            [(Edition, "topics"), (Agreement, "topics"), (Statement, "topics"), (Session, "topics"),
             (Session, "people"), (Session, "organizations")]
        )  # fmt: skip
        field = model._meta.get_field(name)
        here, there = self.any_of(model), self.any_of(field.related_model)
        if not here or not there:
            return "nothing"
        if self.random.random() < 0.5:
            here, there, name = there, here, field.remote_field.related_name
        act = self.random.choice(["add", "remove", "set", "clear"])
        given = {"add": [there], "remove": [getattr(here, name).first() or there], "set": [[there]], "clear": []}[act]
        getattr(getattr(here, name), act)(*given)
        return f"{type(here).__name__} {here.pk} {name} {act}"

    def delete(self):
        """One record, with what belongs to it."""
        record = self.any_record()
        said = f"{type(record).__name__} {record.pk}"
        record.delete()
        return said

    def create(self):
        """A delegation, or a whole edition."""
        self.forum.look_again()
        edition, sender = self.any_of(Edition), self.any_of(self.random.choice([Country, Organization]))
        if edition and sender and self.random.random() < 0.7:
            return f"Delegation {self.forum.delegation(edition, sender).pk}"
        self.next_number += 1
        return f"Edition {self.forum.edition(self.next_number).pk}"

    def change_many(self):
        """Several records of one kind at once, by the words of a queryset."""
        field, value = self.random.choice(
            [(Agreement, ("state", "published")), (Agreement, ("state", "withdrawn")), (Edition, ("format", "online")),
             (Statement, ("gist_en", "water")), (Topic, ("broader", None)), (Organization, ("kind", "company"))]
        )  # fmt: skip
        keys = list(field.objects.order_by("pk").values_list("pk", flat=True))
        chosen = field.objects.filter(pk__in=self.random.sample(keys, min(3, len(keys))))
        return f"{field.__name__} {value} {chosen.update(**dict([value]))}"

    def change_state(self):
        """Publish, or withdraw, an edition or an agreement."""
        record = self.any_of(self.random.choice([Edition, Agreement]))
        if record is None:
            return "nothing"
        if self.random.random() < 0.5:
            return f"published {type(record).objects.filter(pk=record.pk).publish()}"
        record.state = self.random.choice(["withdrawn", "draft", "published"])
        record.save()
        return f"{type(record).__name__} {record.pk} {record.state}"
