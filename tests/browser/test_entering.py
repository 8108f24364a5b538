"""A whole edition entered on the real record in a real browser: begun from the last, filled by a sheet, published."""

from dataclasses import replace

import pytest

from records.resources.sheets import SHEETS
from records.resources.workbooks import as_workbook

from .staff import make_account, sign_in

pytestmark = pytest.mark.browser

SENDERS = ["CN", "KZ", "KG", "TJ", "UZ", "TM"]


def workbook(path):
    """What a clerk has typed: two sources, six delegations, twenty agreements."""
    rows = {
        "sources": [
            {"id": f"trial-{n}", "publisher": "Trial Press", "title_en": "A report", "language": "en"} for n in (1, 2)
        ],
        "editions": [{"edition": "13", "sources": "trial-1; trial-2"}],
        "delegations": [
            {"edition": "13", "country": code, "head_title_en": "Minister", "sources": "trial-1"} for code in SENDERS
        ],
        "agreements": [
            {"edition": "13", "number": str(n), "title_en": f"Point {n}", "text_en": f"They agree on point {n}.",
             "kind": "consensus", "parties": "; ".join(SENDERS), "parties_basis": "listed", "topics": "trade",
             "sources": "trial-2"}
            for n in range(1, 21)
        ],
    }  # fmt: skip
    tables = [(only(SHEETS[name], found[0]), [list(row.values()) for row in found]) for name, found in rows.items()]
    path.write_bytes(as_workbook(tables))
    return path


def only(sheet, columns):
    """A sheet with these columns only."""
    return replace(sheet, cells=tuple(sheet.cell(name) for name in columns))


class Clerk:
    """Somebody at work, whose steps are counted: pages opened, forms sent."""

    def __init__(self, page):
        self.page, self.steps = page, 0

    def click(self, name: str, role: str = "link"):
        self.page.get_by_role(role, name=name).first.click()
        self.page.wait_for_load_state()
        self.steps += 1


def test_an_edition_with_six_delegations_twenty_items_and_its_sources_takes_eight_steps(
    browser, site, folder, tmp_path
):
    clerk = Clerk(browser.new_context(base_url=site).new_page())
    sign_in(clerk.page, make_account(folder, "reviewer"))
    clerk.click("Begin a new edition")
    for box, text in {"name_en": "13th Forum (trial)", "summary_en": "It met.", "start": "2027-05"}.items():
        clerk.page.locator(f"[name={box}]").fill(text)
    clerk.click("Make the draft", "button")
    clerk.click("Fill a sheet")
    clerk.page.locator("[name=file]").set_input_files(workbook(tmp_path / "edition.xlsx"))
    clerk.click("Look at it", "button")
    clerk.click("Import", "button")
    clerk.click("13th Forum (trial): Publish")
    assert "Must be mended" not in clerk.page.content()
    clerk.click("Look at it")
    assert clerk.page.locator(".provision").count() == 20
    clerk.page.go_back()
    clerk.click("Publish", "button")
    assert (clerk.steps, clerk.page.request.get("/en/agreements/13.20/").status) == (8, 200)
