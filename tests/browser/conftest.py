"""A browser, the site before it, and ways of looking: how wide, in which colours, with or without scripts."""

import os
import shutil

import pytest

from .serving import serving
from .staff import make_account, sign_in

# For a browser that is alone on a machine which may have no screen, no sandbox and no way out.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of the browser; says what is missing when there is none."""
    names = [os.environ["CHROMIUM"]] if os.environ.get("CHROMIUM") else NAMES
    program = next(filter(None, map(shutil.which, names)), None)
    assert program, f"none of these programs is here: {', '.join(names)}; .ci/install_browser installs one"
    return program


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Where the running site keeps its database; each process of a run has its own."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(folder):
    """The address of the running site."""
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="session")
def chief(browser, site, folder):
    """What a browser remembers that a member of staff who may do everything has signed in with, in English."""
    visitor = browser.new_context(base_url=site)
    sign_in(visitor.new_page(), make_account(folder, is_superuser=True))
    remembered = visitor.storage_state()
    visitor.close()
    return remembered


@pytest.fixture(scope="session")
def browser():
    """Chromium, without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def look(browser, site):
    """Opens an address as a visitor with a window and colours of their own; gives the page."""
    visitors = []

    def look(address: str, width: int = 1280, height: int = 800, colours: str = "light", **habits):
        visitors.append(
            browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=colours, base_url=site, **habits
            )
        )
        page = visitors[-1].new_page()
        page.goto(f"{site}{address}")
        return page

    yield look
    for visitor in visitors:
        visitor.close()
