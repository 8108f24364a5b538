"""What staff see of their work: steps, sheets, proposals, reports, history, previews; wide and narrow."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from . import desk
from .test_accessibility import faults
from .test_layout import BEYOND_THE_WINDOW

pytestmark = pytest.mark.browser

# Every page in each language, wide and narrow, light and dark, but not in every combination.
LOOKS = [("en", 1280, "dark"), ("ru", 320, "light"), ("zh-hans", 320, "dark")]
# Django's tables of rows have a column without a head.
OF_DJANGO = "empty-table-header: fieldset"


@pytest.fixture(scope="module")
def pages(folder, chief):
    """The pages of a desk with work on it."""
    return desk.lay(folder)


@pytest.mark.parametrize(("language", "width", "colours"), LOOKS)
def test_axe_finds_nothing_on_a_desk_with_work_on_it_and_nothing_is_too_wide(
    look, chief, pages, language, width, colours
):
    page, found = look(f"/{language}/admin/", width=width, colours=colours, storage_state=chief), {}
    for address in pages:
        answer = page.goto(f"/{language}/{address}")
        page.evaluate(AXE_SCRIPT)
        seen = [*faults(page), *page.evaluate(BEYOND_THE_WINDOW)]
        found[address] = [answer.status, *(one for one in seen if not one.startswith(OF_DJANGO))]
    assert found == {address: [200] for address in pages}


def test_a_proposal_stands_beside_what_is_live_and_links_lead_out_of_the_frames(look, pages):
    page = look(f"/en/{next(address for address in reversed(pages) if address.endswith('/beside/'))}")
    frames = [page.frame_locator(f"iframe[src*='/{name}/']") for name in ("live", "new")]
    assert [frame.locator("h1").inner_text() for frame in frames] == [
        "11.7 Thirty-five signed projects",
        "11.7 Cooperation in the digital economy and beyond",
    ]
    frames[1].get_by_role("link", name="Edition 11").first.click()
    page.wait_for_url("**/en/editions/11/")
