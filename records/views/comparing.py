"""Two editions or two countries side by side."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records import linked_data
from records.citations import Cited, cited_list
from records.lists import LISTS, AskedCountries, AskedEditions, AskedPair
from records.models import Footnotes
from records.models.languages import address, data_address

from .page import JSON, Page, plainly, step_to_list


class Comparison(Page):
    """Two records of one kind. Name how they are asked for, the choice of lists that has both, what is evidenced."""

    asking: type[AskedPair]
    asked: AskedPair | None = None  # stays so where one of the two has left the record
    is_cited = True
    # The tables that have the records of both, by the choice that asks for them.
    TABLES = (
        ("agreements", gettext_lazy("The agreements of both as a spreadsheet (CSV)")),
        ("delegations", gettext_lazy("The delegations of both as a spreadsheet (CSV)")),
    )
    choice = ""

    @property
    def section(self) -> str:
        """It belongs to the list of what it compares."""
        return self.asking.name

    @property
    def faces(self):
        """The same as data; none without a pair."""
        if not self.asked or not self.asked.pair:
            return ()
        return (replace(JSON, asks=tuple(self.asked.filters.names_for_data().items())),)

    def get(self, request, *args, **kwargs):
        """The page; status 400 when the choice makes no sense. Without a choice, the form alone, which no file has."""
        if plain := plainly(request, self.asking.filterset):
            return plain
        self.asked = self.asking(request.GET)
        self.problems, status = self.asked.problems, self.asked.status
        if "ending" in kwargs and not self.asked.pair:
            self.problems, status = self.asked.missing(), 400
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def get_context_data(self, **context):
        """The two records and what they have in common."""
        pair, compared = self.asked.pair, self.asked.compared()
        notes = {"notes": Footnotes(*self.evidenced(compared))} if pair else {}
        about = {"title": _beside(compared) if pair else "", "tables": self._tables() if pair else []}
        context = super().get_context_data(
            asked=self.asked.filters, problems=self.problems, pair=pair, **compared, **notes, **about, **context
        )
        return context | {"is_indexed": not pair and not self.problems, "is_followed": not pair}

    def evidenced(self, compared: dict) -> tuple:
        """Of which records the page shows the evidence, and of which editions what is not known."""
        raise NotImplementedError

    def _tables(self) -> list[tuple[str, str]]:
        asked = "&".join(f"{self.choice}={code}" for code in self.asked.pair)
        return [(title, f"{data_address(address(name), 'csv')}?{asked}") for name, title in self.TABLES]

    def cited(self, context) -> Cited | None:
        """The two in this order; nothing without a pair."""
        if not self.asked or not self.asked.pair:
            return None
        return cited_list(context["title"], [], context["forum"], self._where())

    def things(self, about: Cited, context) -> list[dict]:
        """The way to it through the list."""
        return [linked_data.breadcrumbs([step_to_list(LISTS[self.section]), (about.title, self._where())])]

    def _where(self) -> str:
        return address(f"compare_{self.section}") + self.asked.filters.asking_the_same().lower()


def _beside(compared: dict) -> str:
    """What the page is called."""
    names = (getattr(one, "short_name", lambda one=one: one.name)() for one in (compared["first"], compared["second"]))
    return _("%(first)s beside %(second)s") % dict(zip(("first", "second"), names, strict=True))


class EditionComparison(Comparison):
    """Two editions: topics, delegations, sessions and provisions."""

    template_name = "records/edition_comparison.html"
    asking = AskedEditions
    choice = "edition"

    def evidenced(self, compared):
        """Both editions with their children."""
        editions = [compared["first"], compared["second"]]
        return [record for edition in editions for record in _with_children(edition)], editions


def _with_children(edition) -> list:
    kinds = ("head_counts", "delegations", "sessions", "agreements")
    return [edition, *(record for kind in kinds for record in getattr(edition, kind).all())]


class CountryComparison(Comparison):
    """Two countries: whom they sent where, and what they agreed together and apart."""

    template_name = "records/country_comparison.html"
    asking = AskedCountries
    choice = "country"

    def evidenced(self, compared):
        """What both sent and agreed."""
        sent = [delegation for _edition, *sides in compared["came"] for side in sides for delegation in side]
        return ([*sent, *(agreement for found in compared["agreements"].values() for agreement in found)],)
