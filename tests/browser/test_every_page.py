"""Every public page in every language: the browser, axe-core and a small phone have nothing to complain of.

Each is opened once and then looked at in every way, because opening it takes the most time.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from .pages import ADDRESSES, FOR_COLLEAGUES, FRAMES, GONE, LANGUAGES, PAGES, UNREACHED, public_templates, short
from .test_accessibility import faults_at
from .test_layout import BEYOND_THE_WINDOW

pytestmark = pytest.mark.browser

# What a browser refuses is told to the page, and the page tells it to its console.
TELL_REFUSALS = """document.addEventListener('securitypolicyviolation', event =>
  console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`));"""
# What is wide is as well named as what is narrow and has more room; what is dark has other colours only. The words of
# other languages are longer and of the same colours: they are looked at where there is least room, all unfolded.
LOOKS = {"en": [(1280, "light"), (320, "light"), (320, "dark")]}
OTHER_LOOKS = [(320, "light")]


@pytest.fixture
def listen(browser, site):
    """Opens an address; gives the page, and every error of the console, the scripts and the files but its own."""
    visitor = browser.new_context()

    def listen(address: str, prepare: str = ""):
        page, heard = visitor.new_page(), []

        def hear(place: str, text: str):
            if not (place == page.url and text.startswith("Failed to load resource")):
                heard.append(text)

        page.add_init_script(TELL_REFUSALS + prepare)
        page.on("console", lambda said: hear(said.location["url"], said.text))
        page.on("pageerror", lambda error: hear("", str(error)))
        page.on("requestfailed", lambda request: hear(request.url, "failed"))
        page.goto(f"{site}{address}")
        return page, heard

    yield listen
    visitor.close()


def test_every_public_template_is_looked_at():
    assert set(PAGES) | UNREACHED | GONE | FRAMES | FOR_COLLEAGUES == public_templates()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ADDRESSES, ids=short)
def test_nobody_has_anything_to_complain_of(listen, address, language):
    page, complaints = listen(f"/{language}/{address}")
    page.evaluate(AXE_SCRIPT)
    faults = [fault for look in LOOKS.get(language, OTHER_LOOKS) for fault in faults_at(page, *look)]
    assert (complaints, faults, page.evaluate(BEYOND_THE_WINDOW)) == ([], [], [])


def test_a_style_inside_the_page_would_be_refused(listen):
    styled = """addEventListener('DOMContentLoaded', () => {
      document.querySelector('main').innerHTML += '<p style="color: red">Red</p>' })"""
    page, complaints = listen("/en/", styled)
    page.wait_for_load_state("networkidle")
    assert [said.partition(" ")[0] for said in complaints] == ["Applying", "refused:"]
