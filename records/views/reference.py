"""Countries, topics, people, organisations and sources: each with everything the record says of it."""

from records.editing.whereabouts import found_or_404
from records.lists import LISTS
from records.models import (
    Agreement,
    Country,
    Delegation,
    Edition,
    Footnotes,
    Organization,
    Person,
    RelatedEvent,
    Session,
    Source,
    Statement,
    Topic,
)
from records.search.query import Question, answer, tally
from records.search.vocabulary import vocabulary

from .listing import RecordList
from .page import RecordPage

MOST_OTHERS = 12


def _in_order(records, keys: list[int]) -> list:
    """Those of the records that have these keys, in the order of the keys."""
    by_key = {record.pk: record for record in records}
    return [by_key[key] for key in keys if key in by_key]


class CountryList(RecordList):
    """All countries, with how often each came and how many agreements name it."""

    listing = LISTS["countries"]
    template_name = "records/country_list.html"
    markdown_template = "records/country_list.md"
    lists = Country

    def rows(self):
        """Countries by name."""
        return _in_order(vocabulary().countries, self.answer.keys)

    def get_context_data(self, **context):
        """Countries by name, with their counts."""
        context = super().get_context_data(**context)
        came, agreed = tally(Edition, "country"), tally(Agreement, "country")
        rows = [(one, came.get(one.slug, 0), agreed.get(one.slug, 0)) for one in context["rows"]]
        return context | {"rows": rows}


class CountryDetail(RecordPage):
    """One country: its delegations, its newest agreements, and what was held there."""

    section = "countries"
    template_name = "records/country_detail.html"
    subject = "country"

    def get_context_data(self, *, code, **context):
        """The country and what the record says of it."""
        country = found_or_404(Country.objects.published(), code=code.upper())
        agreed = answer(Agreement, Question({"country": (country.slug,)}))
        said = answer(Statement, Question({"country": (country.slug,)}))
        delegations = list(Delegation.objects.published().for_listing().of_country(country).newest_first())
        statements = said.rows(Statement.objects.for_listing())[:10]
        agreements = Agreement.objects.listed(agreed.keys[:10], vocabulary())
        return super().get_context_data(
            country=country,
            delegations=delegations,
            agreed=agreed,
            agreements=agreements,
            said=said,
            statements=statements,
            hosted=Edition.objects.published().hosted_by(country).newest_first(),
            organizations=country.organizations.published().by_name(),
            others=[other for other in vocabulary().countries if other != country][:MOST_OTHERS],
            notes=Footnotes([*delegations, *statements, *agreements]),
            **context,
        )


class TopicList(RecordList):
    """All topics as a tree."""

    listing = LISTS["topics"]
    template_name = "records/topic_list.html"
    markdown_template = "records/topic_list.md"
    lists = Topic

    def rows(self):
        """Topics, each followed by its narrower ones."""
        return _in_order(vocabulary().topics, self.answer.keys)

    def get_context_data(self, **context):
        """The tree, with the number of agreements on each topic and its narrower ones."""
        context = super().get_context_data(**context)
        agreed, depths = tally(Agreement, "topic"), vocabulary().depths
        is_tree = not context["words"]  # without those that were not found there is nothing to hang on
        rows = [(one, agreed.get(one.slug, 0), depths[one.slug] * is_tree) for one in context["rows"]]
        return context | {"rows": rows}


class TopicDetail(RecordPage):
    """One topic with its narrower ones: agreements, editions, sessions and statements."""

    section = "topics"
    template_name = "records/topic_detail.html"
    subject = "topic"

    def get_context_data(self, *, slug, **context):
        """The topic, its place in the tree, and what the record says of it."""
        topic = found_or_404(Topic.objects.published(), slug=slug)
        tree, below = vocabulary().topics, vocabulary().with_narrower(slug)
        question = Question({"topic": (slug,)})
        agreed, said, met = (answer(model, question) for model in (Agreement, Statement, Edition))
        statements = said.rows(Statement.objects.for_listing())[:10]
        sessions = list(Session.objects.published().on_topics(below).newest_first()[:25])
        agreements = Agreement.objects.listed(agreed.keys, vocabulary())
        return super().get_context_data(
            topic=topic,
            broader=tree_above(tree, topic),
            narrower=[t for t in tree if t.broader_id == topic.pk],
            agreed=agreed,
            agreements=agreements,
            said=said,
            statements=statements,
            met=met,
            editions=met.rows(Edition.objects.published()),
            sessions=sessions,
            notes=Footnotes([*agreements, *statements, *sessions]),
            **context,
        )


def tree_above(tree, topic) -> list[Topic]:
    """The broader topics of a topic, the broadest first."""
    by_key, above = {t.pk: t for t in tree}, []
    while topic.broader_id:
        topic = by_key[topic.broader_id]
        above.insert(0, topic)
    return above


class PersonList(RecordList):
    """Everybody the public record names."""

    listing = LISTS["people"]
    template_name = "records/person_list.html"

    def records(self):
        """People with the offices they came in."""
        return Person.objects.for_listing()


class PersonDetail(RecordPage):
    """One person: every office they held, when, and by whose account; what they said."""

    section = "people"
    template_name = "records/person_detail.html"
    subject = "person"

    def get_context_data(self, *, slug, **context):
        """The person, their offices, statements and sessions, and what is disputed about them."""
        person = found_or_404(Person.objects.published().for_listing(), slug=slug)
        offices = person.offices()
        statements = list(person.statements.published().for_listing().newest_first())
        sessions = list(person.sessions.published().newest_first())
        return super().get_context_data(
            person=person,
            offices=offices,
            statements=statements,
            sessions=sessions,
            notes=Footnotes.about_person(person, [*(o.delegation for o in offices), *statements, *sessions]),
            **context,
        )


class OrganizationList(RecordList):
    """Every organisation the public record names."""

    listing = LISTS["organizations"]
    template_name = "records/organization_list.html"

    def records(self):
        """Organisations with their countries."""
        return Organization.objects.for_listing()


class OrganizationDetail(RecordPage):
    """One organisation: what it held, whom it sent, what it agreed."""

    section = "organizations"
    template_name = "records/organization_detail.html"
    subject = "organization"

    def get_context_data(self, *, slug, **context):
        """The organisation and what the record says of it."""
        organization = found_or_404(Organization.objects.published().for_listing(), slug=slug)
        delegations = list(organization.delegations.published().for_listing().newest_first())
        agreements = list(Agreement.objects.published().with_party(organization).for_listing().newest_first())
        sessions = list(organization.sessions.published().newest_first())
        return super().get_context_data(
            organization=organization,
            delegations=delegations,
            agreements=agreements,
            sessions=sessions,
            held=organization.editions_organized.published().with_editions(),
            events=RelatedEvent.objects.published().concerning(organization),
            notes=Footnotes([*delegations, *agreements, *sessions]),
            **context,
        )


class SourceList(RecordList):
    """Every source that the public record cites."""

    listing = LISTS["sources"]
    template_name = "records/source_list.html"

    def records(self):
        """Sources with the number of facts they support."""
        return Source.objects.for_listing()


class SourceDetail(RecordPage):
    """One source and everything it supports."""

    section = "sources"
    template_name = "records/source_detail.html"
    subject = "source"

    def get_context_data(self, *, slug, **context):
        """The source, and what it supports by kind of record."""
        source = found_or_404(Source.objects.published(), slug=slug)
        return super().get_context_data(source=source, supported=source.supported(), **context)
