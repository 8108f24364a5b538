"""A small named world: two editions, two countries and a body, a handful of people, and a draft that must not leak."""

from records.models import (
    Agreement,
    Citation,
    Country,
    Delegation,
    Dispute,
    Edition,
    Forum,
    Gap,
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
from records.models.dates import PartialDate
from records.models.publication import State
from records.search.index import recording


def date(text: str) -> PartialDate:
    """A partial date as people write it: 2012, 2012-05 or 2012-05-07."""
    return PartialDate.parse(text)


def country(code: str) -> Country:
    """A country with its names from the Unicode CLDR."""
    return Country.objects.get_or_create(code=code)[0]


def topic(slug: str, **texts) -> Topic:
    """A topic; its English name is its identifier unless given."""
    return Topic.objects.create(slug=slug, **{"name_en": slug.replace("-", " ").capitalize(), **texts})


def person(slug: str, **texts) -> Person:
    """Somebody; their English name is their identifier unless given."""
    return Person.objects.create(slug=slug, **{"name_en": slug.replace("-", " ").title(), **texts})


def organization(slug: str, **fields) -> Organization:
    """An organisation of the kind `committee` unless another is given."""
    return Organization.objects.create(slug=slug, **{"name_en": slug.upper(), "kind": "committee", **fields})


def source(slug: str, **fields) -> Source:
    """A report in English."""
    return Source.objects.create(
        slug=slug, **{"publisher": "Gazette", "title_en": f"Report {slug}", "language": "en", **fields}
    )


def edition(number: int, start: str = "", end: str = "", state=State.PUBLISHED, **fields) -> Edition:
    """An edition, published unless another state is given."""
    made = Edition(number=number, state=state, **{"name_en": f"Edition {number}", "summary_en": "It met.", **fields})
    made.start, made.end = (date(text) if text else PartialDate() for text in (start, end))
    made.save()
    return made


def agreement(of: Edition, number: int, *parties, topics=(), state=State.PUBLISHED, **fields) -> Agreement:
    """An agreement of an edition between countries and organisations, published unless another state is given."""
    texts = {"title_en": f"Point {of.number}.{number}", "text_en": "They agreed.", "kind": "consensus"}
    made = Agreement.objects.create(edition=of, number=number, state=state, **{**texts, **fields})
    for party in parties:
        Party.objects.create(agreement=made, **{"country" if isinstance(party, Country) else "organization": party})
    made.topics.set(topics)
    return made


def cite(source: Source, **target) -> Citation:
    """The source supports the one record given by its kind: `edition=…`, `agreement=…`."""
    return Citation.objects.create(source=source, **target)


class World:
    """The cast. Everything is made inside one `recording()`."""

    def __init__(self):
        with recording():
            self._reference()
            self._first_edition()
            self._second_edition()
            self._draft()

    def _reference(self):
        self.forum = Forum.objects.create(title_en="Lake Forum: the record", licence="CC-BY-4.0")
        self.china, self.kazakhstan = country("CN"), country("KZ")
        self.economy = topic("economy", name_ru="Экономика", name_zh="经济")
        self.water = topic("water", name_ru="Вода", name_zh="水", broader=self.economy)
        self.aliya = person("aliya-bekova", name_ru="Алия Бекова", name_zh="阿利娅")
        self.boris = person("boris-lin", name_zh="鲍里斯")
        self.committee = organization("lake-committee", name_en="Lake Committee", name_ru="Комитет озера")
        self.gazette, self.herald = source("gazette-1"), source("herald-1", publisher="Herald")

    def _first_edition(self):
        self.first = edition(1, "2012-05-07")
        Gap.objects.create(edition=self.first, field="theme", note_en="theme")
        cite(self.gazette, edition=self.first)

    def _second_edition(self):
        self.second = edition(2, "2014-09-01", "2014-09-03", name_ru="Вторая встреча", format="online")
        Organizer.objects.create(edition=self.second, organization=self.committee)
        Place.objects.create(edition=self.second, city_en="Balkhash", country=self.kazakhstan, role="host")
        self.delegation = Delegation.objects.create(
            edition=self.second, country=self.kazakhstan, head_person=self.aliya, head_title_en="Minister of Water"
        )
        Delegation.objects.create(edition=self.second, country=self.china)
        self.statement = Statement.objects.create(
            edition=self.second, slug="aliya-bekova", person=self.aliya, gist_en="Water first."
        )
        self.session = Session.objects.create(edition=self.second, slug="opening", title_en="Opening", kind="plenary")
        self.agreed = agreement(
            self.second, 1, self.china, self.kazakhstan, topics=[self.water], title_ru="Совместный водный план"
        )
        dispute = Dispute.objects.create(edition=self.second, field="dates")
        for value in ("2014-09-01/2014-09-03", "2014-09-02"):
            reading = Reading.objects.create(dispute=dispute, value_en=value)
            cite(self.herald, reading=reading)
        cite(self.gazette, agreement=self.agreed)
        cite(self.gazette, delegation=self.delegation)

    def _draft(self):
        """An edition nobody may see yet, with a child of each kind and people and sources named nowhere else."""
        self.hidden_person = person("hidden-person", name_en="Hidden Person")
        self.hidden_body = organization("hidden-body", name_en="Hidden Body")
        self.hidden_source = source("hidden-source", title_en="Hidden report")
        self.draft = edition(3, "2016-06-06", state=State.DRAFT, name_en="Hidden edition", theme_en="Hidden theme")
        self.draft.topics.set([self.water])
        Place.objects.create(edition=self.draft, city_en="Hidden city", country=self.kazakhstan, role="host")
        Delegation.objects.create(
            edition=self.draft, country=self.kazakhstan, head_person=self.hidden_person, head_title_en="Hidden office"
        )
        Delegation.objects.create(edition=self.draft, organization=self.hidden_body)
        Statement.objects.create(
            edition=self.draft, slug="hidden", person=self.hidden_person, gist_en="Hidden words, water"
        ).topics.set([self.water])
        Session.objects.create(edition=self.draft, slug="hidden", title_en="Hidden session", kind="panel").topics.set(
            [self.water]
        )
        Gap.objects.create(edition=self.draft, field="format", note_en="Hidden gap")
        self.hidden_agreement = agreement(
            self.draft, 1, self.kazakhstan, topics=[self.water], title_en="Hidden agreement of a draft edition"
        )
        agreement(self.second, 2, self.kazakhstan, topics=[self.water], state=State.DRAFT, title_en="Hidden agreement")
        cite(self.hidden_source, edition=self.draft)
