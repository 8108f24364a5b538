"""Two members of staff in two browsers on one record: the second is told, sees both texts, and decides."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .staff import make_account, sign_in
from .test_accessibility import OPTIONS
from .test_layout import BEYOND_THE_WINDOW

pytestmark = pytest.mark.browser

AGREEMENT = "/en/admin/records/agreement/?q=11.2"


@pytest.fixture
def colleagues(browser, site, folder):
    """The pages of two members of staff on the same agreement."""
    visitors = [browser.new_context(base_url=site) for _number in range(2)]
    pages = [visitor.new_page() for visitor in visitors]
    for page in pages:
        sign_in(page, make_account(folder, is_superuser=True), AGREEMENT)
        page.locator("#result_list a").first.click()
    yield pages
    for visitor in visitors:
        visitor.close()


def save(page):
    """Save, with the reason that a public record asks for, and stay."""
    page.locator("[name=reason_en]").fill("A closer reading.")
    page.locator("[name=_continue]").click()
    page.wait_for_load_state()


def faults_in(page, place: str) -> list[str]:
    """What axe has to say of a place of a page on a narrow screen in both colours, and what reaches beyond it."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(BEYOND_THE_WINDOW)
    for colours in ("light", "dark"):
        page.emulate_media(color_scheme=colours)
        page.wait_for_timeout(300)  # the admin lets its colours fade into each other
        for rule in page.evaluate(f"axe.run({json.dumps(place)}, {json.dumps(OPTIONS)})")["violations"]:
            found += [f"{colours}: {rule['id']}: {node['html'][:120]}" for node in rule["nodes"]]
    return found


def test_nobodys_words_are_lost_and_the_second_decides(colleagues):
    first, second = colleagues
    text = first.locator("[name=text_en]").input_value()
    first.locator("[name=text_en]").fill(text.replace("enlarge", "widen"))
    first.locator("[name=note_en]").fill("Seen by the first.")
    save(first)
    second.locator("[name=text_en]").fill(text.replace("green economy", "blue economy"))
    second.locator("[name=item_count]").fill("3")
    save(second)
    both = second.locator(".meeting .both")
    assert [both.locator(mark).count() for mark in ("del", "ins")] == [2, 2]
    assert faults_in(second, ".meeting") == []
    second.get_by_label("Keep mine").check()
    save(second)
    kept = {name: second.locator(f"[name={name}]").input_value() for name in ("text_en", "note_en", "item_count")}
    assert kept == {
        "text_en": text.replace("green economy", "blue economy"),
        "note_en": "Seen by the first.",
        "item_count": "3",
    }
    look_at_the_history(second)


def look_at_the_history(page):
    """Whoever comes later sees who wrote what, and axe finds nothing on the pages that say so."""
    page.get_by_role("link", name="History").click()
    assert page.locator(".acts tbody tr").count() == 3
    assert faults_in(page, "#content") == []
    for leads_on in ("changed", "restore this"):
        page.get_by_role("link", name=leads_on, exact=True).first.click()
        page.wait_for_load_state()
        assert faults_in(page, "#content") == []
