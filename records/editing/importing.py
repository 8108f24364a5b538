"""Rows of a spreadsheet into records: tried first as a whole and undone, then written as one act, always as drafts."""

from contextlib import suppress
from dataclasses import dataclass, field

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import Error, transaction
from django.utils.translation import gettext as _

from records.models import Act
from records.models.publication import Publishable
from records.resources.sheets import SHEETS, Sheet, problem_of_keys
from records.resources.workbooks import Row
from records.search.index import Because, recording

from .roles import may_publish, may_write
from .steps import take_back_unseen

NEW, CHANGED, UNCHANGED, WRONG, LEFT_OUT = "new", "changed", "unchanged", "wrong", "left out"


@dataclass
class Outcome:
    """What becomes of a row: cells that change as (column, before, after), what is wrong as (column, sentence)."""

    row: Row
    key: str
    status: str = UNCHANGED
    cells: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Sheet and row, as the form of the preview names it."""
        return self.row.place

    @property
    def sheet(self) -> Sheet:
        """What kind of record the row is about."""
        return SHEETS[self.row.sheet]

    def told_cells(self) -> list[tuple[str, str, str, str]]:
        """The cells that change, each column with what the reader calls it."""
        return [(self.sheet.label(column), *cell) for cell in self.cells for column in cell[:1]]

    def told_problems(self) -> list[tuple[str, str, str]]:
        """What is wrong, each column with what the reader calls it."""
        return [(self.sheet.label(column), column, sentence) for column, sentence in self.problems]

    def as_list(self) -> list:
        """What was seen, to be compared with what is about to be done."""
        return [self.place, self.status, [list(cell) for cell in self.cells]]


class Refused(Exception):
    """Nothing was imported; the outcomes say why."""

    def __init__(self, outcomes: list[Outcome]):
        super().__init__(_("Nothing was imported: some rows are wrong."))
        self.outcomes = outcomes


class _TriedOnly(Exception):
    """Ends a trial; everything it wrote is undone."""


def try_out(rows: list[Row], by, tick=lambda number: None) -> list[Outcome]:
    """What importing would do, row by row; nothing is kept."""
    outcomes = []
    with suppress(_TriedOnly), recording(by=by, what=Act.What.IMPORTED):
        outcomes = _import(rows, by, frozenset(), tick)
        raise _TriedOnly
    return outcomes


def carry_out(rows: list[Row], by, left_out=frozenset(), because: Because | None = None, tick=lambda number: None):
    """Write all rows but those left out, as one act that can be undone; gives (outcomes, act).

    The act is None where nothing changed. Raises Refused when any row is wrong; then nothing is written.
    """
    with recording(because, by=by, what=Act.What.IMPORTED) as door:
        outcomes = _import(rows, by, left_out, tick)
        if any(outcome.status == WRONG for outcome in outcomes):
            raise Refused(outcomes)
        take_back_unseen(door, by)
    is_changed = any(outcome.status in (NEW, CHANGED) for outcome in outcomes)
    act = Act.objects.filter(author=by, what=Act.What.IMPORTED).order_by("-pk").first() if is_changed and by else None
    return outcomes, act


def _import(rows: list[Row], by, left_out, tick) -> list[Outcome]:
    """In the order of the sheets, because a delegation may name a person who comes in the same workbook."""
    seen, outcomes = {}, []
    for name, sheet in SHEETS.items():
        for row in (row for row in rows if row.sheet == name):
            outcome = Outcome(row, sheet.key(row.values))
            outcomes.append(outcome)
            tick(1)
            if outcome.place in left_out:
                outcome.status = LEFT_OUT
                continue
            _one(sheet, row, by, outcome, seen)
    return outcomes


def _one(sheet: Sheet, row: Row, by, outcome: Outcome, seen: dict):
    problems = list(row.wrong.items())
    earlier = seen.setdefault((sheet.name, outcome.key), row.number)
    if sentence := problem_of_keys(sheet, row.values):
        problems.append((sheet.keys[0], sentence))
    elif earlier != row.number:
        problems.append((sheet.keys[0], _("Row %(row)s is about the same record.") % {"row": earlier}))
    if not problems:
        try:
            with transaction.atomic():
                _write(sheet, row, by, outcome)
            return
        except ValidationError as error:
            problems = _sentences(sheet, error)
        except Error as error:  # what only the database knows
            problems = [("", _("The database refuses this row: %(error)s") % {"error": error})]
    outcome.status, outcome.problems, outcome.cells = WRONG, problems, []


def _sentences(sheet: Sheet, error: ValidationError) -> list[tuple[str, str]]:
    found = getattr(error, "error_dict", None) or {NON_FIELD_ERRORS: error.error_list}
    columns = {cell.attribute or cell.name: cell.name for cell in sheet.cells}
    return [
        (columns.get(name, "" if name == NON_FIELD_ERRORS else name), sentence)
        for name, errors in found.items()
        for one in errors
        for sentence in one.messages
    ]


def _write(sheet: Sheet, row: Row, by, outcome: Outcome):
    record = sheet.find(row.values)
    is_new = record is None
    record = sheet.model() if is_new else record
    given = [cell for cell in sheet.cells if cell.name in row.values]
    outcome.cells = [
        (cell.name, before, row.values[cell.name])
        for cell in given
        if cell.meant(before := "" if is_new else cell.written(record)) != cell.meant(row.values[cell.name])
    ]
    outcome.status = NEW if is_new else CHANGED if outcome.cells else UNCHANGED
    if outcome.status == UNCHANGED:
        return
    changed = {name for name, _before, _after in outcome.cells}
    touched = [cell for cell in given if is_new or cell.name in changed]
    _fill(touched, record, row)
    _check_rights(sheet, record, is_new, by)
    record.full_clean(exclude=[field.name for field in sheet.model._meta.fields if not field.editable])
    record.save()
    for cell in touched:
        _told(cell.name, cell.fill_later, record, row.values[cell.name])


def _fill(cells, record, row: Row):
    for cell in cells:
        _told(cell.name, cell.fill, record, row.values[cell.name])


def _told(name: str, act, record, text: str):
    try:
        act(record, text)
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from None


def _check_rights(sheet: Sheet, record, is_new: bool, by):
    if by is None:
        return  # a command on the server
    if not may_write(by, sheet.model):
        raise ValidationError(_("You may not write records of this kind."))
    owner = record.owner()
    is_public = record.is_public_now() if not is_new else False
    joins_public = is_new and owner is not record and not isinstance(record, Publishable) and owner.is_public_now()
    if (is_public or joins_public) and not may_publish(by):
        sentence = _("“%(name)s” is public. Propose the change on its own page, or leave this row out.")
        raise ValidationError(sentence % {"name": owner if joins_public else record})
