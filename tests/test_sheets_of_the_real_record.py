"""The real record as a workbook: it goes out and comes in again without a change."""

import pytest

from records.editing.importing import try_out
from records.models import Edition
from records.resources.sheets import SHEETS, rows_of, tables_of
from records.resources.workbooks import as_workbook, read

pytestmark = pytest.mark.django_db


def test_the_real_record_goes_out_and_comes_in_again_without_a_change(real_record):
    book = as_workbook([(sheet, rows_of(sheet, sheet.model.objects.order_by("pk"))) for sheet in SHEETS.values()])
    rows = read("everything.xlsx", book)
    assert {outcome.status for outcome in try_out(rows, None)} == {"unchanged"}
    assert len(rows) == sum(sheet.model.objects.count() for sheet in SHEETS.values())


def test_the_workbook_of_an_edition_of_the_real_record_comes_in_without_a_change(real_record):
    outcomes = try_out(read("edition.xlsx", as_workbook(tables_of(Edition.objects.get(slug="9")))), None)
    kinds = [outcome.row.sheet for outcome in outcomes]
    assert ({outcome.status for outcome in outcomes}, kinds.count("editions")) == ({"unchanged"}, 1)
