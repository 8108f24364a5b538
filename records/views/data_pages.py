"""Two pages about the data: what there is to take away, column by column, and how programs ask for it."""

from records.lists import LISTS, archive
from records.lists.openapi import openapi
from records.lists.package import RULES, explained
from records.search.documents import KIND_OF
from records.search.snapshot import current

from .home import WholeRecord
from .page import Page

# Above so many records the files are made when somebody asks for them, not to print how large they are.
SIZED = 20_000


class Data(WholeRecord):
    """What there is to take away: every list as a table, its columns explained, and the whole record in one file."""

    # It is cited as the whole record is, whose files stand beside the page about it.
    is_cited = False
    section = "data"
    template_name = "records/data.html"

    def get_context_data(self, **context):
        """The tables with their columns, and the files with their sizes."""
        now = current()
        tables = [
            (
                name,
                listing.title,
                listing.table,
                len(now.having("is", KIND_OF[listing.table.model])),
                explained(listing.table),
            )
            for name, listing in LISTS.items()
        ]
        return super().get_context_data(tables=tables, rules=RULES, sizes=_sizes(now), **context)


def _sizes(now) -> dict[str, int]:
    """How many bytes the whole record is, where it is small enough to be made for that."""
    if not now.forum or sum(map(len, now.choices.get("is", {}).values())) > SIZED:
        return {}
    try:
        return {"zip": archive.archive(now).stat().st_size, "json": archive.document(now).stat().st_size}
    except archive.BeingMade:
        return {}


class Api(Page):
    """How programs ask: every address of data with what it may be asked and what it answers."""

    section = "api"
    template_name = "records/api.html"

    def get_context_data(self, **context):
        """The same document as programs get, to be printed."""
        return super().get_context_data(described=openapi(current()), **context)
