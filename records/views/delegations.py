"""Delegations and statements: who came, in what office, and what was said."""

from django.http import Http404

from records.editing.whereabouts import found_or_404, look_for_delegation, look_for_statement
from records.lists import LISTS
from records.models import Delegation, Footnotes, PublicVersion, Statement

from .listing import RecordList
from .page import RecordPage


class DelegationList(RecordList):
    """All delegations to all editions."""

    listing = LISTS["delegations"]
    template_name = "records/delegation_list.html"
    shows_sources = True

    def records(self):
        """Delegations with their heads."""
        return Delegation.objects.for_listing()


class PartPage(RecordPage):
    """The page of something that stands in an edition: what it says is kept in the versions of that."""

    def get_context_data(self, **context):
        """The version of the edition in which it is read now."""
        key = context[self.subject].edition.slug
        version = PublicVersion.objects.of("edition", key).current().for_listing().first()
        return super().get_context_data(version=version, **context)


class DelegationDetail(PartPage):
    """One delegation: its head and members in the office of the day, and what they said."""

    section = "delegations"
    template_name = "records/delegation_detail.html"
    subject = "delegation"

    def get_context_data(self, *, slug, sender, **context):
        """The delegation, its statements and its evidence."""
        sent = Delegation.objects.published().for_page().sent_by(sender)
        try:
            delegation = found_or_404(sent, edition__slug=slug)
        except Http404:
            look_for_delegation(slug, sender)
            raise
        statements = delegation.statements()
        return super().get_context_data(
            delegation=delegation,
            edition=delegation.edition,
            statements=statements,
            other_editions=delegation.at_other_editions(),
            notes=Footnotes([delegation, *statements], editions=[delegation.edition]),
            **context,
        )


class StatementDetail(PartPage):
    """One statement by itself, so that it can be cited; it is read in its edition."""

    section = "statements"
    template_name = "records/statement_detail.html"
    subject = "statement"

    def get_context_data(self, *, slug, statement, **context):
        """The statement and its evidence."""
        try:
            found = found_or_404(Statement.objects.published().for_listing(), edition__slug=slug, slug=statement)
        except Http404:
            look_for_statement(slug, statement)
            raise
        context = super().get_context_data(statement=found, notes=Footnotes([found]), **context)
        return context | {"is_indexed": False}


class StatementList(RecordList):
    """All statements at all editions."""

    listing = LISTS["statements"]
    template_name = "records/statement_list.html"
    shows_sources = True

    def records(self):
        """Statements with their speakers and topics."""
        return Statement.objects.for_listing()
