"""The lists, each declared once: whatever face one shows, a page or data, its question and its answer are these."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import gettext as _

from records.editing import log
from records.filters import (
    AgreementFilter,
    ChangeFilter,
    CountryFilter,
    DelegationFilter,
    EditionFilter,
    OrganizationFilter,
    PersonFilter,
    RecordFilterSet,
    SourceFilter,
    StatementFilter,
    TopicFilter,
)
from records.resources import TABLES, Table
from records.search.query import Answer, Question, answer, batched, everything
from records.search.vocabulary import Vocabulary, vocabulary
from records.search.words import read_words


@dataclass(frozen=True)
class Listing:
    """A list by its name in addresses.

    `kind` is what one of its records is called, in the exchange and in the name of its page; `record` is the address
    of the data of one record without its ending, where it has any; `whole` gives the records of a list that is never
    parted into pages, in the order of its page.
    """

    name: str
    kind: str
    filterset: type[RecordFilterSet]
    record: str = ""
    whole: Callable[[Vocabulary], list] | None = None

    @property
    def table(self) -> Table:
        """The list as a spreadsheet has it."""
        return TABLES[self.name]

    def answer(self, question: Question) -> Answer:
        """One page of it, with what each choice would leave."""
        if not self.whole:
            return answer(self.filterset.model, question, self.filterset.facets)
        keys = self._whole_keys(question)
        return Answer(len(keys), keys, 1, {}, read_words(question.words), size=max(1, len(keys)))

    def everything(self, question: Question) -> tuple[int, Iterator[list[int]]]:
        """How many records answer, and the keys of all of them, in order, some at a time."""
        if not self.whole:
            return everything(self.filterset.model, question)
        keys = self._whole_keys(question)
        return len(keys), batched(keys, 1000)

    def _whole_keys(self, question: Question) -> list[int]:
        """In the order of the whole list, whatever is asked."""
        keys = [record.pk for record in self.whole(vocabulary())]
        if not question.words:
            return keys
        found = {key for some in everything(self.filterset.model, question)[1] for key in some}
        return [key for key in keys if key in found]


class ChangeLog(Listing):
    """The log of changes, which is a list by all that a reader sees of it; it has its own way of being asked."""

    def answer(self, question: Question) -> Answer:
        """One page of it, with what each choice would leave."""
        return log.answer(question)


class Asked:
    """A question put to a list by an address: `problems` that it has, or an `answer`, and the `status` of either.

    400: it makes no sense. 404: it asks for a page past the end.
    """

    def __init__(self, listing: Listing, data, *, is_for_all: bool = False):
        self.listing = listing
        self.filters = listing.filterset(data, vocabulary())
        self.problems, self.status = self.filters.problems(), 200
        self.question = self.answer = None
        if self.problems:
            self.status = 400
        else:
            self.question = self.filters.question()
            if not is_for_all:
                self._answer()

    def _answer(self):
        self.answer = self.listing.answer(self.question)
        if self.answer.page > self.answer.pages:
            self.status = 404
            self.problems = [past_the_end(self.answer)]


def past_the_end(answer) -> str:
    """That a list has fewer pages than were asked for."""
    return _("There is no page %(page)s: the list ends with page %(last)s.") % {
        "page": answer.page,
        "last": answer.pages,
    }


LISTS = {
    listing.name: listing
    for listing in (
        Listing("editions", "edition", EditionFilter, "editions/<slug:slug>"),
        Listing("delegations", "delegation", DelegationFilter, "editions/<slug:slug>/delegations/<slug:sender>"),
        Listing("agreements", "agreement", AgreementFilter, "agreements/<str:reference>"),
        Listing("statements", "statement", StatementFilter, "editions/<slug:slug>/statements/<slug:statement>"),
        Listing("countries", "country", CountryFilter, "countries/<slug:code>", attrgetter("countries")),
        Listing("topics", "topic", TopicFilter, "topics/<slug:slug>", attrgetter("topics")),
        Listing("people", "person", PersonFilter, "people/<slug:slug>"),
        Listing("organizations", "organization", OrganizationFilter, "organizations/<slug:slug>"),
        Listing("sources", "source", SourceFilter, "sources/<slug:slug>"),
    )
}
LOG = ChangeLog("changes", "change", ChangeFilter)
LIST_OF = {listing.kind: listing for listing in LISTS.values()}
