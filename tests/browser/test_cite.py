"""Citing a page: one click copies the citation with the reader's own day; without scripts the text is there."""

import pytest

pytestmark = pytest.mark.browser

AGREEMENT, LIST = "/ru/agreements/9.2/", "/en/agreements/?country=kz"


def test_one_click_copies_the_citation_dated_by_the_reader(look):
    page = look(AGREEMENT, permissions=["clipboard-read", "clipboard-write"], timezone_id="Asia/Almaty")
    page.locator(".cite button").first.click()
    page.get_by_role("status").get_by_text("Скопировано").wait_for()
    today = page.evaluate("new Date().toLocaleDateString('ru', {day: '2-digit', month: '2-digit', year: 'numeric'})")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/ru/agreements/9.2/ (дата обращения: {today}).")


def test_a_browser_without_a_clipboard_of_its_own_selects_and_copies(look):
    page = look(LIST)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.locator(".cite button").first.click()
    assert page.evaluate("getSelection().toString()").startswith("China–Central Asia Cooperation Forum: editions")


def test_without_scripts_the_text_is_there_with_a_place_for_the_day(look):
    page = look(LIST, java_script_enabled=False)
    page.locator(".cite summary").click()
    assert page.locator(".cite button").count() == 0
    assert page.locator("#citation-gost").inner_text().endswith("(accessed: dd.mm.yyyy).")
