"""The real record as a workbook: it goes out and comes in again without a change."""

import pytest

from records.editing.importing import try_out
from records.resources.sheets import SHEETS, rows_of
from records.resources.workbooks import as_workbook, read

pytestmark = pytest.mark.django_db


def test_the_real_record_goes_out_and_comes_in_again_without_a_change(real_record):
    book = as_workbook([(sheet, rows_of(sheet, sheet.model.objects.order_by("pk"))) for sheet in SHEETS.values()])
    rows = read("everything.xlsx", book)
    assert {outcome.status for outcome in try_out(rows, None)} == {"unchanged"}
    assert len(rows) == sum(sheet.model.objects.count() for sheet in SHEETS.values())
