"""Files of spreadsheets: read without guessing, written so that nothing in them runs."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from .columns import FORMULA, safe
from .sheets import SHEETS, Sheet

LARGEST, MOST_UNPACKED = 10 * 2**20, 150 * 2**20  # bytes
LONGEST_CELL = 32_767  # characters, as Excel has it
ABOUT = "about"
ROWS_WITH_CHOICES = 1000


class NotReadable(Exception):
    """A file that cannot be taken; says why, and where, in words for staff."""


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by column; what is wrong by column."""

    sheet: str
    number: int
    values: dict[str, str]
    wrong: dict[str, str]

    @property
    def place(self) -> str:
        """Sheet and row in one word: `people:3`."""
        return f"{self.sheet}:{self.number}"


def read(name: str, content: bytes, kind: str = "", *, is_large: bool = False) -> list[Row]:
    """The rows of an XLSX or CSV file; `kind` says what a CSV is about when its name does not. Raises NotReadable."""
    if len(content) > LARGEST and not is_large:
        raise NotReadable(_("The file is larger than 10 MB. Use `manage.py import_sheet` on the server."))
    if not content:
        raise NotReadable(_("The file is empty."))
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable(_("This is an old workbook (.xls) or one with a password. Save it as .xlsx without one."))
    if name.lower().endswith((".xlsx", ".xlsm")):
        sentence = _("“%(name)s” is named as a workbook and is none. Open it where it was made, and save it as .xlsx.")
        raise NotReadable(sentence % {"name": name[-60:]})
    return _csv(content, _sheet_named(kind or name.rpartition(".")[0].lower()))


def _sheet_named(name: str) -> Sheet:
    for sheet in SHEETS.values():
        if name == sheet.name or name.startswith((f"{sheet.name}-", f"{sheet.name} ", f"{sheet.name}_")):
            return sheet
    sentence = _("“%(name)s” is not a sheet that can be imported. These can: %(sheets)s.")
    raise NotReadable(sentence % {"name": name[:60], "sheets": ", ".join(SHEETS)})


# CSV


def _csv(content: bytes, sheet: Sheet) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NotReadable(_("Line %(line)s is not in UTF-8. Save the file as “CSV UTF-8”.") % {"line": line}) from None
    if "\0" in text:
        raise NotReadable(_("This is neither a workbook (.xlsx) nor a table of text (.csv)."))
    head = text.partition("\n")[0]
    found = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count), strict=True)
    lines = enumerate(_without_open_quotes(found), start=1)
    return _rows(sheet, [(number, [(cell, "") for cell in line]) for number, line in lines])


def _without_open_quotes(found) -> Iterator[list[str]]:
    """The rows of a table; a quotation mark that is not closed is told with its row."""
    number, line = 1, 1
    try:
        for row in found:
            yield row
            number, line = number + 1, found.line_num + 1
    except csv.Error as error:
        sentence = _FOLLOWED if "expected after" in str(error) else _OPEN
        raise NotReadable(sentence % {"row": number, "line": line}) from None


_OPEN = gettext_lazy(
    'Row %(row)s, which begins on line %(line)s: a cell begins with a quotation mark (") and nothing closes it. '
    'Close it, or write "" where the mark is part of the text.'
)
_FOLLOWED = gettext_lazy(
    'Row %(row)s, which begins on line %(line)s: something stands between a closing quotation mark (") and the end of '
    'its cell. Write "" where the mark is part of the text.'
)


# XLSX


def _workbook(content: bytes) -> list[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise NotReadable(_("The workbook unpacks to more than 150 MB."))
        book = load_workbook(io.BytesIO(content))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError, TypeError):
        raise NotReadable(_("This workbook cannot be opened; it may be damaged or not what its name says.")) from None
    rows = []
    for page in book.worksheets:
        if page.title.lower() == ABOUT:
            continue
        sheet = _sheet_named(page.title.lower())
        if page.merged_cells.ranges:
            found = {"sheet": page.title, "cells": next(iter(page.merged_cells.ranges)).coord}
            raise NotReadable(_("Sheet “%(sheet)s”: the cells %(cells)s are merged. Separate them first.") % found)
        lines = enumerate(page.iter_rows(), start=1)
        rows += _rows(sheet, [(number, [_cell(cell) for cell in line]) for number, line in lines])
    return rows


def _cell(cell) -> tuple[str, str]:
    """The text of a cell, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", _("This cell holds a formula; put its value there.")
    if cell.data_type == "e":
        return "", _("This cell shows an error (%(error)s).") % {"error": value}
    if isinstance(value, datetime):
        return value.date().isoformat(), ""
    if isinstance(value, date):
        return value.isoformat(), ""
    if isinstance(value, bool):
        return "", _("This cell says yes or no; a text is expected.")
    if isinstance(value, float):
        if not value.is_integer():
            return "", _("This cell is a number with a fraction; format the column as text and type it again.")
        value = int(value)
    return str(value), ""


# Both


def _rows(sheet: Sheet, lines: list[tuple[int, list[tuple[str, str]]]]) -> list[Row]:
    lines = [(number, cells) for number, cells in lines if any(text.strip() or wrong for text, wrong in cells)]
    if not lines:
        return []
    (first, head), *rest = lines
    names = [text.strip().lower() for text, _wrong in head]
    _check_head(sheet, first, names)
    return [_row(sheet, number, names, cells) for number, cells in rest]


def _check_head(sheet: Sheet, number: int, names: list[str]):
    where = {"sheet": sheet.name, "row": number}
    known = {cell.name for cell in sheet.cells}
    for name in filter(None, names):
        if name not in known:
            sentence = _("Sheet “%(sheet)s”, row %(row)s: there is no column “%(name)s”. Known are: %(known)s.")
            raise NotReadable(sentence % {**where, "name": name[:60], "known": ", ".join(c.name for c in sheet.cells)})
        if names.count(name) > 1:
            sentence = _("Sheet “%(sheet)s”, row %(row)s: the column “%(name)s” stands there twice.")
            raise NotReadable(sentence % {**where, "name": name})
    needed = [name for name in sheet.keys if sheet.name != "delegations" or name == "edition"]
    if missing := [name for name in needed if name not in names]:
        sentence = _("Sheet “%(sheet)s”, row %(row)s: the column “%(name)s” is missing.")
        raise NotReadable(sentence % {**where, "name": missing[0]})


def _row(sheet: Sheet, number: int, names: list[str], cells: list[tuple[str, str]]) -> Row:
    values, wrong = {}, {}
    for name, (text, problem) in zip(names, [*cells, *[("", "")] * len(names)], strict=False):
        if name:
            values[name] = _plain(text)
            problem = problem or (_("This text is too long.") if len(text) > LONGEST_CELL else "")
            if problem:
                wrong[name] = problem
        elif text.strip() or problem:
            wrong[""] = _("This row has more cells than the head has names.")
    if len(cells) > len(names) and any(text.strip() for text, _problem in cells[len(names) :]):
        wrong[""] = _("This row has more cells than the head has names.")
    return Row(sheet.name, number, values, wrong)


def _plain(text: str) -> str:
    """A text without the apostrophe that an export puts before what looks like a formula."""
    text = text.replace("\r\n", "\n").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA else text


# Writing


def as_csv(sheet: Sheet, rows) -> bytes:
    """A table of text, as spreadsheets like it: UTF-8 with a mark, nothing that runs."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([cell.name for cell in sheet.cells])
    writer.writerows(safe(row) for row in rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def as_workbook(tables: list[tuple[Sheet, object]]) -> bytes:
    """A workbook with a page for each sheet and its rows, the values that may be chosen, and a page that explains."""
    book = Workbook()
    about = book.active
    about.title = ABOUT
    about.append([_("Sheet"), _("Column"), _("What it is called"), _("What it means"), _("Values")])
    for sheet, rows in tables:
        _write_page(book.create_sheet(sheet.name), sheet, rows)
        for cell in sheet.cells:
            values = "; ".join(f"{code} – {name}" for code, name in cell.choices(sheet.model))
            called = cell.label(sheet.model)
            about.append([sheet.title_and_name, cell.name, called, str(cell.explanation), values])
    _dress(about, [30, 20, 40, 60, 60])
    book.move_sheet(about, offset=len(tables))
    book.active = 0
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write_page(page, sheet: Sheet, rows):
    page.append([cell.name for cell in sheet.cells])
    for number, row in enumerate(rows, start=2):
        for column, text in enumerate(row, start=1):
            if text:
                cell = page.cell(number, column, text)
                cell.data_type, cell.number_format = "s", "@"  # a text, whatever it begins with
    for column, cell in enumerate(sheet.cells, start=1):
        letter = get_column_letter(column)
        page.column_dimensions[letter].number_format = "@"
        if cell.allowed and len(",".join(cell.allowed)) < 250:
            choice = DataValidation(type="list", formula1='"{}"'.format(",".join(cell.allowed)), allow_blank=True)
            choice.add(f"{letter}2:{letter}{ROWS_WITH_CHOICES}")
            page.add_data_validation(choice)
    _dress(page, [18] * len(sheet.cells))


def _dress(page, widths: list[int]):
    page.freeze_panes = "A2"
    for cell in page[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
