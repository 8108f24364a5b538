"""The door in a real browser: apps, passkeys, a link, what was written when a session ended; everything looked at."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .staff import code_of, make_account, say_password, sign_in
from .test_accessibility import faults
from .test_every_page import TELL_REFUSALS
from .test_layout import BEYOND_THE_WINDOW

pytestmark = pytest.mark.browser

# A key built into the machine, which recognises its owner at once.
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
STAFF_PAGES = ["account/", "account/app/", "account/passkeys/add/", "account/password/", "account/codes/new/"]
STAFF_PAGES += ["account/again/", "admin/auth/user/", "admin/auth/user/add/", "admin/accounts/accountevent/"]
DOOR_PAGES = ["account/login/", "account/link/?key=none"]


@pytest.fixture
def visitor(browser, site):
    """A browser at the site under its name, because keys refuse bare numbers; and what it complained of."""
    context = browser.new_context(base_url=site.replace("127.0.0.1", "localhost"))
    page, complaints = context.new_page(), []
    page.add_init_script(TELL_REFUSALS)
    page.on("console", lambda said: complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


def is_in(page) -> bool:
    """Whether the admin is open."""
    page.goto("/en/admin/")
    return page.url.endswith("/en/admin/")


def test_the_first_time_an_app_is_set_up_and_from_then_on_its_code_is_asked(visitor, folder):
    page, complaints = visitor
    page.goto("/en/admin/records/topic/")
    say_password(page, make_account(folder, has_app=False))
    page.get_by_role("link", name="Set up an app").click()
    assert page.get_by_role("img").bounding_box()["width"] >= 200
    secret = page.locator(".secret").text_content()
    page.locator("[name=code]").fill(code_of(secret))
    page.get_by_role("button", name="Set up").click()
    assert [len(code) for code in page.locator(".codes code").all_text_contents()] == [8] * 10
    page.get_by_role("link", name="I have kept them").click()
    assert (page.url.endswith("/en/admin/"), complaints) == (True, [])


def test_a_passkey_lets_in_alone_or_after_the_password(visitor, folder):
    page, complaints = visitor
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    made = key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    name = make_account(folder, has_app=False)
    page.goto("/en/admin/")
    say_password(page, name)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("link", name="I have kept them").click()
    for step_before in (False, True):
        page.goto("/en/account/logout/")
        page.get_by_role("main").get_by_role("button", name="Sign out").click()
        if step_before:
            say_password(page, name)
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url("**/en/admin/")
    assert complaints == []
    key.send("WebAuthn.setUserVerified", {"authenticatorId": made["authenticatorId"], "isUserVerified": False})
    page.goto("/en/account/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("alert").wait_for()
    assert is_in(page) is False


def test_a_passkey_is_not_offered_where_it_cannot_work(look):
    page = look("/en/account/login/")
    assert page.get_by_role("button", name="Use a passkey").is_visible() is False
    assert page.get_by_role("button", name="Sign in", exact=True).is_visible() is True


def test_a_new_member_of_staff_comes_in_by_a_link(visitor, folder, browser, site, chief):
    desk = browser.new_context(base_url=site, storage_state=chief).new_page()
    desk.goto("/en/admin/auth/user/add/")
    desk.locator("[name=username]").fill("newcomer")
    desk.get_by_label("editor").check()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_role("button", name="Make the link").click()
    link = desk.locator(".one-time").text_content()
    desk.context.close()
    page, complaints = visitor
    page.goto(link.partition(site)[2])
    assert re.search(r"/account/link/$", page.url)
    for box in ("password1", "password2"):
        page.locator(f"[name={box}]").fill("eleven-lakes-and-a-pass")
    page.get_by_role("button", name="Go on").click()
    assert (page.get_by_role("heading", level=1).text_content(), complaints) == ("One more step", [])


def test_what_was_written_in_a_session_that_ended_is_sent_again_after_signing_in(visitor, folder):
    page, _ = visitor
    sign_in(page, make_account(folder, is_superuser=True))
    page.goto("/en/admin/records/topic/add/")
    page.locator("[name=name_en]").fill("Glaciers")
    page.locator("[name=slug]").fill("glaciers")
    page.locator("[name=reason_en]").fill("Two agreements speak of ice.")
    # The session ends on another page; somebody else, with the same rights, signs in there.
    other = page.context.new_page()
    other.goto("/en/account/logout/")
    other.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("heading", level=1).text_content() == "Nothing was saved"
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in on another page").click()
    opened.value.goto("/en/account/login/")
    say_password(opened.value, name := make_account(folder, is_superuser=True))
    opened.value.locator("[name=code]").fill(code_of())
    opened.value.get_by_role("button", name="Sign in", exact=True).click()
    assert name in opened.value.locator("#user-tools").text_content()
    page.get_by_role("button", name="Send it again").click()
    page.get_by_role("button", name="Send it again").click()
    assert "“Glaciers” was added" in page.locator(".messagelist").text_content()


LOOKS = [("en", 1280, "light"), ("en", 320, "dark"), ("ru", 320, "light"), ("zh-hans", 320, "light")]


@pytest.mark.parametrize(("language", "width", "colours"), LOOKS)
def test_axe_finds_nothing_at_the_door_or_behind_it_and_nothing_is_too_wide(look, chief, language, width, colours):
    found = {}
    for address in DOOR_PAGES + STAFF_PAGES:
        state = {"storage_state": chief} if address in STAFF_PAGES else {}
        page = look(f"/{language}/{address}", width=width, colours=colours, **state)
        page.evaluate(AXE_SCRIPT)
        where = page.url.partition(f"/{language}/")[2]
        found[where] = faults(page) + page.evaluate(BEYOND_THE_WINDOW)
    assert found == {address.partition("?")[0]: [] for address in DOOR_PAGES + STAFF_PAGES}
