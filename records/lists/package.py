"""The tables as a data package: every column with its type, its titles, and what it says, for programs in English."""

from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from records.models.languages import COLUMNS, in_each_language
from records.resources import TABLES, Field, Table
from records.search.snapshot import Snapshot

DIALECT = {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True}
RULES = _(
    "Several values in one cell are joined by “; ” and stand in the same order in all columns of one name. A text that "
    "is missing in a language is empty; the name of something that a code stands for is then given in another. A cell "
    "that a spreadsheet would take for a formula has an apostrophe in front. Dates are as precise as they are known: "
    "2012, 2012-05 or 2012-05-07."
)


def downloads() -> list[tuple[str, str, str]]:
    """The files that the whole record is taken away as: name, media type, address on this site."""
    whole = [("forum.json", "application/json", "forum_json"), ("forum.zip", "application/zip", "forum_zip")]
    tables = [(f"{name}.csv", "text/csv", f"{name}_csv") for name in TABLES]
    return [(name, media_type, reverse(view)) for name, media_type, view in whole + tables]


def datapackage(now: Snapshot, *, is_inside_archive: bool = False) -> dict:
    """What all tables hold, in English; paths are addresses, or names when it lies in one archive with them."""
    with override("en"):
        return _described(now, is_inside_archive=is_inside_archive)


def _described(now: Snapshot, *, is_inside_archive: bool) -> dict:
    described = {
        "name": "forum-records",
        **_titles(now),
        "description": str(RULES),
        "homepage": f"{settings.SITE_URL}/en/data/",
        "version": now.version,
        "data_version": now.number,
    }
    if now.changed_at:
        described["created"] = now.changed_at.isoformat()
    if now.forum and now.forum.licence:
        described["licenses"] = [{"name": now.forum.licence}]
    described["resources"] = [_resource(table, is_inside_archive) for table in TABLES.values()]
    return described


def _titles(now: Snapshot) -> dict:
    if not now.forum:
        return {}
    titles = {column: getattr(now.forum, f"title_{column}") for column in COLUMNS}
    return {"title": titles["en"], "titles": {column: title for column, title in titles.items() if title}}


def _resource(table: Table, is_inside_archive: bool) -> dict:
    path = f"{table.name}.csv" if is_inside_archive else settings.SITE_URL + reverse(f"{table.name}_csv")
    return {
        "name": table.name,
        "path": path,
        "description": str(table.explanation),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": DIALECT,
        "schema": schema(table),
    }


def schema(table: Table, rows_by: str = "") -> dict:
    """The columns of a table as Table Schema has them."""
    fields = table.fields(rows_by)
    names = {field.name for field in fields}
    described = {"fields": [_field(field) for field in fields], "primaryKey": list(table.key), "missingValues": [""]}
    if "edition" in names:
        points = {"fields": ["edition"], "reference": {"resource": "editions", "fields": ["id"]}}
        described["foreignKeys"] = [points]
    return described


class Explained(NamedTuple):
    """Some columns of a table that say the same in different languages, or one that stands alone."""

    names: list[str]
    title: str
    explanation: str


def explained(table: Table) -> list[Explained]:
    """The columns of a table as a page explains them, those of the three languages together."""
    groups = (
        list(group) for _key, group in groupby(table.fields(), key=lambda field: (_stem(field), field.explanation))
    )
    return [Explained([field.name for field in group], _title_of(group), group[0].explanation) for group in groups]


def _stem(field: Field) -> str:
    stem, _mark, language = field.name.rpartition("_")
    return stem if language in COLUMNS else field.name


def _title_of(group: list[Field]) -> str:
    title = str(group[0].title)
    return capfirst(title.rpartition(" (")[0] if len(group) > 1 else title)


def _field(field: Field) -> dict:
    titles = in_each_language(lambda: capfirst(str(field.title)))
    described = {
        "name": field.name,
        "type": field.type,
        "title": titles["en"],
        "titles": titles,
        "description": str(field.explanation),
    }
    constraints = {"pattern": field.pattern} if field.pattern else {"enum": list(field.codes)} if field.codes else {}
    return described | ({"constraints": constraints} if constraints else {})
