"""Everything is reached and worked with the keyboard alone, and the place where one stands is seen."""

import pytest

pytestmark = pytest.mark.browser

# The element with the focus: what it is, whether a ring is drawn round it, and whether it is in sight.
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const circle = element.querySelector('circle');
  const isRinged = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    || circle !== null && parseFloat(getComputedStyle(circle).strokeWidth) >= 4;
  const act = [...document.querySelectorAll('.act')].find(bar => bar.checkVisibility());
  const bar = act && act.getBoundingClientRect();
  const isCovered = bar && !act.contains(element) && box.top >= bar.top && box.bottom <= bar.bottom
    && box.left >= bar.left && box.right <= bar.right;
  const isInSight = !isCovered && box.width > 0
    && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {name: `${element.localName} ${element.id || element.textContent.trim().slice(0, 40)}`, isRinged, isInSight};
}"""
# Of radio buttons that belong together, the one that is chosen is the one stop.
COUNT_STOPS = """() => [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
  .filter(element => element.type !== 'radio' || element.checked)
  .filter(element => element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true})).length"""


def stops(page, most: int = 400) -> list[dict]:
    """Every place the Tab key stops at, from the top of the page to its end."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUS)
        if place is None:
            break
        found.append(place)
    return found


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("address", ["/en/", "/en/agreements/", "/en/editions/9/"])
def test_each_place_that_takes_the_focus_shows_it(look, address, width):
    page = look(address, width=width)
    found = stops(page)
    assert [place["name"] for place in found if not (place["isRinged"] and place["isInSight"])] == []
    assert len(found) == page.evaluate(COUNT_STOPS)


def test_the_first_stop_leads_past_the_contents(look):
    page = look("/en/agreements/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    assert page.evaluate(FOCUS)["isInSight"] is True
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null") is True


def test_filters_are_opened_chosen_and_sent_by_keyboard_without_a_script(look, site):
    page = look("/en/agreements/", width=320, java_script_enabled=False)
    page.locator(".filters > details > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("transport")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    chosen = page.locator("input[type=checkbox]:checked").get_attribute("value")
    page.get_by_role("button", name="Show").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/agreements/?**")
    assert {"q=transport", f"country={chosen}"} <= set(page.url.partition("?")[2].split("&"))


def test_a_name_that_is_offered_is_chosen_by_keyboard(look, site):
    page = look("/en/")
    page.get_by_role("combobox").press_sequentially("Kazakhst")
    page.locator(".offers li:first-child", has_text="Kazakhstan").wait_for()
    page.keyboard.press("ArrowDown")
    chosen = page.locator(".offers [aria-selected=true]")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/en/countries/kz/")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["agreements", "people", "sources"])
def test_every_list_offers_names_while_somebody_types(look, site, name, width):
    page = look(f"/en/{name}/", width=width)
    if width < 1000:
        page.locator(".filters > details > summary").click()
    page.locator(".filters #q").press_sequentially("Kazakhst", delay=20)
    page.locator(".filters .offers li:first-child", has_text="Kazakhstan").wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/en/countries/kz/")


@pytest.mark.parametrize("address", ["/en/search/", "/en/search/?q=water", "/en/search/?year=1900"])
def test_the_search_offers_names_whatever_it_has_found(look, site, address):
    box = look(address).locator("#ask")
    box.fill("")
    box.press_sequentially("Kazakhst", delay=20)
    box.page.locator(".ask .offers li:first-child", has_text="Kazakhstan").click()
    box.page.wait_for_url(f"{site}/en/countries/kz/")


def test_a_word_that_is_offered_on_a_list_is_asked_of_the_list(look, site):
    page = look("/en/agreements/?q=qqqqqqq&country=kz")
    page.locator(".filters #q").fill("")
    page.locator(".filters #q").press_sequentially("irrigat", delay=20)
    page.locator(".filters .offers li", has_text="irrigation").click()
    page.wait_for_url("**/agreements/?q=irrigation&country=kz")


def test_offers_close_at_the_first_escape_and_open_again(look):
    page = look("/en/")
    box = page.get_by_role("combobox")
    box.press_sequentially("kaz")
    page.locator(".offers li").first.wait_for()
    page.keyboard.press("Escape")
    assert (box.get_attribute("aria-expanded"), box.input_value()) == ("false", "kaz")
    page.keyboard.press("ArrowDown")
    page.locator(".offers li[aria-selected=true]").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert box.input_value() == ""


def test_offers_that_come_after_somebody_has_left_stay_closed(look):
    page = look("/en/")
    page.get_by_role("combobox").press_sequentially("kaz")
    page.keyboard.press("Tab")
    page.wait_for_timeout(700)
    assert page.get_by_role("combobox").get_attribute("aria-expanded") == "false"


def test_what_sends_the_choices_is_in_sight_where_they_are_made(look):
    page = look("/en/agreements/")
    page.get_by_label("Kazakhstan").check()
    assert page.get_by_role("button", name="Show").bounding_box()["y"] < 800
    narrow = look("/en/agreements/", width=320)
    narrow.locator(".filters > details > summary").click()
    narrow.get_by_label("Kazakhstan").check()
    assert narrow.get_by_role("button", name="Show").bounding_box()["y"] < 800


@pytest.mark.parametrize(
    ("address", "region"),
    [
        ("/en/", "The editions along the years"),
        ("/en/editions/", "Editions"),
        ("/ru/editions/9/", "Делегации"),
    ],
)
def test_what_is_too_wide_is_moved_with_the_arrows(look, address, region):
    page = look(address, width=320)
    moved = page.get_by_role("region", name=region)
    moved.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 50", arg=moved.element_handle(), timeout=5000)
    assert page.evaluate("scrollX") == 0
