"""Agreements: the list, and one agreement."""

from records.editing.whereabouts import found_or_404
from records.lists import LISTS
from records.models import Agreement, Footnotes, PublicVersion
from records.search.vocabulary import vocabulary

from .listing import RecordList
from .page import RecordPage


class AgreementList(RecordList):
    """All agreements of all editions."""

    listing = LISTS["agreements"]
    template_name = "records/agreement_list.html"
    shows_sources = True

    def rows(self):
        """Agreements with their parties and topics."""
        return Agreement.objects.listed(self.answer.keys, vocabulary())


class AgreementDetail(RecordPage):
    """One agreement: provision, parties, sums, what became of it, and the evidence."""

    section = "agreements"
    template_name = "records/agreement_detail.html"
    subject = "agreement"

    def get_context_data(self, *, reference, **context):
        """The agreement with all that belongs to it."""
        agreements = PublicVersion.objects.beside(Agreement.objects.published().for_page(), "agreement")
        agreement = found_or_404(agreements, reference=reference)
        before, after = agreement.neighbours()
        records = [agreement, *agreement.amounts.all(), *agreement.follow_ups.all()]
        return super().get_context_data(
            agreement=agreement,
            edition=agreement.edition,
            before=before,
            after=after,
            version=PublicVersion.objects.shown_by(agreement, "agreement", agreement.reference),
            notes=Footnotes(records, editions=[agreement.edition]),
            **context,
        )
