"""Agreements: the list, and one agreement."""

from records.filters import AgreementFilter
from records.models import Agreement, Footnotes
from records.search.vocabulary import vocabulary

from .listing import RecordList
from .page import Page, found_or_404


class AgreementList(RecordList):
    """All agreements of all editions."""

    section = "agreements"
    template_name = "records/agreement_list.html"
    filterset = AgreementFilter
    shows_sources = True

    def rows(self):
        """Agreements with their parties and topics."""
        return Agreement.objects.listed(self.answer.keys, vocabulary())


class AgreementDetail(Page):
    """One agreement: provision, parties, sums, what became of it, and the evidence."""

    section = "agreements"
    template_name = "records/agreement_detail.html"

    def get_context_data(self, *, reference, **context):
        """The agreement with all that belongs to it."""
        agreement = found_or_404(Agreement.objects.published().for_page(), reference=reference)
        before, after = agreement.neighbours()
        records = [agreement, *agreement.amounts.all(), *agreement.follow_ups.all()]
        return super().get_context_data(
            agreement=agreement,
            edition=agreement.edition,
            before=before,
            after=after,
            notes=Footnotes(records, editions=[agreement.edition]),
            **context,
        )
