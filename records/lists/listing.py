"""The lists, each declared once: whatever face one shows, a page or data, its question and its answer are these."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from records.editing import log
from records.editing.past_choices import led_to, past
from records.filters import (
    AgreementFilter,
    ChangeFilter,
    CountryFilter,
    DelegationFilter,
    EditionFilter,
    OrganizationFilter,
    PersonFilter,
    RecordFilterSet,
    SearchFilter,
    SourceFilter,
    StatementFilter,
    TopicFilter,
)
from records.resources import TABLES, Table
from records.search.paging import batched
from records.search.query import Answer, Found, Question, answer, everything, search
from records.search.vocabulary import Vocabulary, vocabulary
from records.search.words import read_words

LONGEST_CODE, MOST_LOOKED_FOR = 80, 10


@dataclass(frozen=True)
class Listing:
    """A list by its name in addresses.

    `title` is what it is called wherever it is named; `kind` is what one of its records is called, in the exchange and
    in the name of its page; `record` is the address of the data of one record without its ending, where it has any;
    `whole` gives the records of a list that is never parted into pages, in the order of its page.
    """

    name: str
    title: str
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
        """In the order of the whole list; what words find, in the order of every list."""
        if question.words:
            return [key for some in everything(self.filterset.model, question)[1] for key in some]
        with override(question.names or get_language()):
            return [record.pk for record in self.whole(vocabulary())]


class ChangeLog(Listing):
    """The log of changes, which is a list by all that a reader sees of it; it has its own way of being asked."""

    def answer(self, question: Question) -> Answer:
        """One page of it, with what each choice would leave."""
        return log.answer(question)


class Everything(Listing):
    """What is found among all kinds of records at once."""

    def answer(self, question: Question) -> Found:
        """The first of each kind, or a page of one, with what each choice would leave."""
        return search(question, self.filterset.facets)


class AskedElsewhere(Exception):
    """The question chooses something by an identifier that it no longer has; carries the same question as it is now."""

    def __init__(self, data):
        super().__init__(data)
        self.data = data


def filters_of(filterset: type[RecordFilterSet], data) -> RecordFilterSet:
    """The question that an address asks; what it chooses and is gone is understood, because it was cited once.

    Raises AskedElsewhere where something that is chosen has been merged or moved.
    """
    known, gone, moved = vocabulary(), {}, data.copy()
    for name, choice in filterset.base_filters.items():
        kind = getattr(choice, "vocabulary", None)
        if not kind or name not in data:
            continue
        offered = {code for code, _label in getattr(known, kind)}
        asked = list(dict.fromkeys(code.strip().lower()[:LONGEST_CODE] for code in data.getlist(name)))
        strange = [code for code in asked if code and "\0" not in code and code not in offered][:MOST_LOOKED_FOR]
        led = {code: led_to(kind, code) for code in strange}
        if any(code != now for code, now in led.items()):
            moved.setlist(name, dict.fromkeys(led.get(code, code) for code in asked))
        gone[name] = {code: found for code in strange if led[code] == code and (found := past(kind, code))}
    if moved != data:
        raise AskedElsewhere(moved)
    return filterset(data, known, {name: found for name, found in gone.items() if found})


class Asked:
    """A question put to a list by an address: `problems` that it has, or an `answer`, and the `status` of either.

    400: it makes no sense. 404: it asks for a page past the end.
    """

    def __init__(self, listing: Listing, data, *, is_for_all: bool = False):
        self.listing = listing
        self.filters = filters_of(listing.filterset, data)
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
    """That a list has fewer pages than were asked for; among several kinds of records none has pages."""
    if isinstance(answer, Found) and len(answer.groups) > 1:
        return str(_("Only one kind of record has pages: choose which."))
    return _("There is no page %(page)s: the list ends with page %(last)s.") % {
        "page": answer.page,
        "last": answer.pages,
    }


IN_EDITION = "editions/<slug:slug>"
LISTS = {
    listing.name: listing
    for listing in (
        Listing("editions", _("Editions"), "edition", EditionFilter, "editions/<slug:slug>"),
        Listing(
            "delegations", _("Delegations"), "delegation", DelegationFilter, f"{IN_EDITION}/delegations/<slug:sender>"
        ),
        Listing("agreements", _("Agreements"), "agreement", AgreementFilter, "agreements/<str:reference>"),
        Listing(
            "statements", _("Statements"), "statement", StatementFilter, f"{IN_EDITION}/statements/<slug:statement>"
        ),
        Listing(
            "countries", _("Countries"), "country", CountryFilter, "countries/<slug:code>", attrgetter("countries")
        ),
        Listing("topics", _("Topics"), "topic", TopicFilter, "topics/<slug:slug>", attrgetter("topics")),
        Listing("people", _("People"), "person", PersonFilter, "people/<slug:slug>"),
        Listing("organizations", _("Organisations"), "organization", OrganizationFilter, "organizations/<slug:slug>"),
        Listing("sources", _("Sources"), "source", SourceFilter, "sources/<slug:slug>"),
    )
}
LOG = ChangeLog("changes", _("Changes"), "change", ChangeFilter)
SEARCH = Everything("search", _("Search"), "record", SearchFilter)
LIST_OF = {listing.kind: listing for listing in LISTS.values()}
