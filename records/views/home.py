"""The first page, and the page about the record."""

from django.utils import timezone

from records import charts, linked_data
from records.citations import Cited, cited_whole
from records.lists.package import downloads
from records.models import Agreement, Country, Delegation, Edition, Gap, RelatedEvent, Source
from records.models.evidence import Footnotes
from records.search.query import tally
from records.search.vocabulary import vocabulary

from .page import Page


class WholeRecord(Page):
    """A page about the record as a whole."""

    is_cited = True

    def things(self, about: Cited, context) -> list[dict]:
        """The series of meetings, and the record of it as a set of data."""
        forum = context["forum"]
        return linked_data.whole(forum, about.licence_address, downloads()) if forum else []

    def cited(self, context) -> Cited:
        """The whole record."""
        return cited_whole(context["forum"])


class Home(WholeRecord):
    """The whole record at a glance: the ribbon, the newest edition, countries and topics to start from."""

    section = "home"
    template_name = "records/home.html"

    def get_context_data(self, **context):
        """What the first page shows."""
        editions = list(Edition.objects.published().oldest_first().prefetch_related("places"))
        countries, topics = tally(Agreement, "country"), tally(Agreement, "topic")
        return super().get_context_data(
            editions=editions,
            ribbon=charts.ribbon(editions, timezone.localdate()),
            latest=editions[-1] if editions else None,
            delegation_count=Delegation.objects.published().count(),
            agreement_count=Agreement.objects.published().count(),
            countries=[(c, countries[c.slug]) for c in vocabulary().countries if c.slug in countries],
            topics=[(t, topics.get(t.slug, 0)) for t in vocabulary().topics if t.depth == 0],
            gaps=Gap.objects.of_editions(),
            source_count=Source.objects.published().count(),
            **context,
        )


class About(WholeRecord):
    """What this is, how it is made, what it covers and what is missing from it."""

    section = "about"
    template_name = "records/about.html"

    def get_context_data(self, **context):
        """The forum's own words, and every known gap."""
        context = super().get_context_data(**context)
        forum = context["forum"]
        events = list(RelatedEvent.objects.published().for_page())
        return context | {
            "notes": Footnotes([*([forum] if forum else []), *events]),
            "missing_editions": list(forum.gaps.order_by("edition_number")) if forum else [],
            "gaps": Gap.objects.of_editions(),
            "events": events,
            "countries": Country.objects.published().by_name(),
            "counts": {
                "editions": Edition.objects.published().count(),
                "delegations": Delegation.objects.published().count(),
                "agreements": Agreement.objects.published().count(),
                "sources": Source.objects.published().count(),
            },
        }
