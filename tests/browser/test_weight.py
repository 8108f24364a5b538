"""A first visit to a list is at most 30 kB over the wire, all files, in at most 4 requests."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

import pytest

from .pages import LISTS

pytestmark = pytest.mark.browser

BYTES = 30_000
REQUESTS = 4


@pytest.fixture
def first_visit(browser, site):
    """Opens an address with an empty cache; gives the bytes that came over the wire for each file, headers included."""
    visitor = browser.new_context()

    def first_visit(address: str) -> dict[str, int]:
        page, names, sizes = visitor.new_page(), {}, {}
        wire = visitor.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
        wire.on(
            "Network.loadingFinished",
            lambda event: sizes.update({names[event["requestId"]]: event["encodedDataLength"]}),
        )
        page.goto(f"{site}{address}", wait_until="networkidle")
        # A browser without a window does not fetch the icon; others do.
        icon = page.locator("link[rel=icon]").get_attribute("href")
        page.evaluate("address => fetch(address).then(answer => answer.blob())", icon)
        page.wait_for_load_state("networkidle")
        return sizes

    yield first_visit
    visitor.close()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("address", LISTS)
def test_a_first_visit_to_a_list_is_light(first_visit, address, language):
    sizes = first_visit(f"/{language}/{address}")
    assert (sum(sizes.values()) <= BYTES, len(sizes) <= REQUESTS) == (True, True), sizes
    assert {PurePosixPath(urlsplit(name).path).suffix for name in sizes} <= {"", ".css", ".js", ".svg"}
