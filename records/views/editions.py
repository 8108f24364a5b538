"""Editions: the list, one edition, and the way to the latest."""

from django.shortcuts import redirect

from records.editing.whereabouts import found_or_404
from records.lists import LISTS
from records.models import Edition, Footnotes, PublicVersion, RelatedEvent
from records.models.publication import neighbours_in
from records.search.snapshot import current

from .listing import RecordList
from .page import CALENDAR, FEED, RecordPage


class EditionList(RecordList):
    """All editions, and the meetings they are confused with."""

    listing = LISTS["editions"]
    template_name = "records/edition_list.html"

    def records(self):
        """Editions with their places and the numbers of what they hold."""
        return Edition.objects.for_listing()

    def get_context_data(self, **context):
        """The list, and the related events."""
        return super().get_context_data(events=list(RelatedEvent.objects.published()), **context)


class EditionDetail(RecordPage):
    """One edition with everything the record holds of it."""

    section = "editions"
    follows = (FEED, CALENDAR)
    template_name = "records/edition_detail.html"
    subject = "edition"

    def get_context_data(self, *, slug, **context):
        """The edition, its children, its neighbours and the evidence for all of it."""
        editions = PublicVersion.objects.beside(Edition.objects.published().for_page(), "edition")
        edition = found_or_404(editions, slug=slug)
        before, after = neighbours_in(reversed(current().editions), edition)
        return super().get_context_data(
            edition=edition,
            before=before,
            after=after,
            version=PublicVersion.objects.shown_by(edition, "edition", edition.slug),
            agreements_by_document=edition.agreements_by_document(),
            notes=Footnotes(edition.evidenced_records(), editions=[edition]),
            **context,
        )


def latest(request):
    """Send on to the newest edition; 404 while there is none."""
    edition = found_or_404(Edition.objects.published().newest_first())
    return redirect(edition)
