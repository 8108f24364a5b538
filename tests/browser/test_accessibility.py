"""What axe-core is asked, WCAG 2.2 A and AA and what is good practice; and that it would find what is wrong."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT

pytestmark = pytest.mark.browser

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {
    "runOnly": {"type": "tag", "values": STANDARDS},
    "rules": {"target-size": {"enabled": True}},  # axe leaves it out unless it is asked for
    "resultTypes": ["violations"],
}
# The only rules for which colours matter: what is dark is as wide and as well named as what is light.
OF_COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# What lies beneath a bar that sticks to the window is scrolled from there; axe takes it for too small.
UNSTICK = "document.querySelectorAll('.act').forEach(bar => bar.style.position = 'static')"
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(details => details.open = true)"


def faults(page, options=OPTIONS) -> list[str]:
    """What axe has to say of the page as it stands, one line for each element."""
    found = page.evaluate(f"axe.run({json.dumps(options)})")["violations"]
    return [f"{rule['id']}: {node['target'][0]} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def faults_at(page, width: int, colours: str) -> list[str]:
    """The same at another width and in other colours, with everything unfolded on a narrow screen."""
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=colours)
    page.evaluate(UNSTICK)
    if width < 1000:
        page.evaluate(OPEN_EVERYTHING)
    found = faults(page, OPTIONS if colours == "light" else OF_COLOURS)
    return [f"{width} px, {colours}: {fault}" for fault in found]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("address", ["/en/", "/en/agreements/"])
def test_axe_finds_nothing_while_names_are_offered(look, address, colours):
    page = look(address, colours=colours)
    page.locator("main input[type=search]").press_sequentially("kaz", delay=20)
    page.locator(".offers li").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE_SCRIPT)
    assert faults(page) == []


def test_axe_would_find_what_is_wrong(look):
    page = look("/en/")
    page.evaluate(AXE_SCRIPT)
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/static/img/mark.svg\">'")
    page.evaluate("document.querySelector('h1').style.color = '#222'")
    assert [fault.partition(" <")[0] for fault in faults_at(page, 1280, "light")] == ["1280 px, light: image-alt: img"]
    assert [fault.partition(" <")[0] for fault in faults_at(page, 1280, "dark")] == [
        "1280 px, dark: color-contrast: h1"
    ]
