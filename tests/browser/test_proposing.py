"""A correction on the real record, by two people in two browsers: proposed, checked, accepted, and told in public."""

import pytest

from .staff import make_account, sign_in
from .test_entering import Clerk

pytestmark = pytest.mark.browser


def colleague(browser, site, folder, group: str) -> Clerk:
    """Somebody at work, in a browser of their own."""
    clerk = Clerk(browser.new_context(base_url=site).new_page())
    sign_in(clerk.page, make_account(folder, group))
    return clerk


def test_a_correction_is_checked_before_and_after_and_told_in_public_in_four_steps(browser, site, folder):
    editor = colleague(browser, site, folder, "editor").page
    editor.goto("/en/admin/records/agreement/?q=9.2")
    editor.get_by_role("link", name="9.2", exact=True).click()
    editor.locator("#id_title_en").fill("Linking the strategies of all six countries")
    editor.locator("#id_reason_en").fill("The report names all six.")
    editor.get_by_role("button", name="Propose").click()
    proposal = editor.url
    assert editor.locator(".messagelist").inner_text().startswith("This is public, so your changes are kept")
    assert "all six" not in editor.request.get("/en/agreements/9.2/").text()

    reviewer = colleague(browser, site, folder, "reviewer")
    reviewer.click("wait for a reviewer")
    reviewer.click("9.2 Linking national strategies")
    line = reviewer.page.locator(".difference, .state", has_text="Title (English)").last
    assert "national" in line.locator("del").first.inner_text()
    reviewer.click("Accept", role="button")
    reviewer.click("As readers see it in the log of changes")
    assert reviewer.steps == 4
    assert "The report names all six." in reviewer.page.locator("main").inner_text()
    assert "all six countries" in reviewer.page.request.get("/en/agreements/9.2/").text()
    editor.goto(proposal)
    assert "accepted" in editor.locator("#content-main").inner_text()


def propose(editor, title: str) -> None:
    """Change the English title of agreement 9.3, as somebody who may not publish."""
    editor.goto("/en/admin/records/agreement/?q=9.3")
    editor.get_by_role("link", name="9.3", exact=True).click()
    editor.locator("#id_title_en").fill(title)
    editor.get_by_role("button", name="Propose").click()


def test_a_proposal_comes_back_with_a_note_and_one_that_is_stale_is_proposed_anew(browser, site, folder):
    editor = colleague(browser, site, folder, "editor").page
    reviewer = colleague(browser, site, folder, "reviewer").page
    propose(editor, "A title of the editor")
    reviewer.goto(editor.url)
    reviewer.get_by_label("What is to be mended").fill("Which report says so?")
    reviewer.get_by_role("button", name="Return").click()
    editor.goto("/en/admin/")
    editor.get_by_role("link", name="mine, returned").click()
    assert "Which report says so?" in editor.locator("#result_list").inner_text()

    propose(editor, "A better title of the editor")
    proposal = editor.url
    reviewer.goto("/en/admin/records/agreement/?q=9.3")
    reviewer.get_by_role("link", name="9.3", exact=True).click()
    reviewer.locator("#id_title_en").fill("A title of the reviewer")
    reviewer.locator("#id_reason_en").fill("The gazette says so.")
    reviewer.get_by_role("button", name="Save", exact=True).click()
    reviewer.goto(proposal)
    assert reviewer.get_by_role("button", name="Accept").count() == 0
    editor.goto(proposal)
    assert "A title of the reviewer" in editor.locator(".today").inner_text()
    editor.get_by_role("button", name="Propose anew").click()
    reviewer.goto(proposal)
    reviewer.locator("#id_reason_en").fill("Both say so.")
    reviewer.get_by_role("button", name="Accept").click()
    assert "A better title of the editor" in reviewer.request.get("/en/agreements/9.3/").text()
