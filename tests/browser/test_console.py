"""Browsers have nothing to complain of: no error, no refused style or script, no missing file."""

import pytest

from .pages import ADDRESSES, short

pytestmark = pytest.mark.browser

# What a browser refuses is told to the page, and the page tells it to its console.
TELL_REFUSALS = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`));"""


@pytest.fixture
def complaints(browser, site):
    """Opens an address; gives every error of the console, the scripts and the files, but that of the page itself."""
    visitor = browser.new_context()

    def complaints(address: str, prepare: str = "") -> list[str]:
        page, heard = visitor.new_page(), []
        page.add_init_script(TELL_REFUSALS + prepare)
        page.on("console", lambda said: heard.append((said.location["url"], said.text)))
        page.on("pageerror", lambda error: heard.append(("", str(error))))
        page.on("requestfailed", lambda request: heard.append((request.url, "failed")))
        page.goto(f"{site}{address}", wait_until="networkidle")
        return [text for place, text in heard if not (place == page.url and text.startswith("Failed to load resource"))]

    yield complaints
    visitor.close()


@pytest.mark.parametrize("address", ADDRESSES, ids=short)
def test_the_browser_has_nothing_to_complain_of(complaints, address):
    assert complaints(f"/en/{address}") == []


def test_a_style_inside_the_page_would_be_refused(complaints):
    styled = """addEventListener('DOMContentLoaded', () => {
      document.querySelector('main').innerHTML += '<p style="color: red">Red</p>' })"""
    assert [said.partition(" ")[0] for said in complaints("/en/", styled)] == ["Applying", "refused:"]
