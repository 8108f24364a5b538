"""How a page lies on paper and on a phone."""

import pytest

pytestmark = pytest.mark.browser

# Elements that reach beyond the window although nothing around them scrolls or hides them.
BEYOND_THE_WINDOW = """() => {
  const width = document.documentElement.clientWidth;
  const isHeld = element => {
    for (let box = element.parentElement; box !== document.body; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== 'visible') return true;
    return false;
  };
  const beyond = [...document.body.querySelectorAll('*')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1) && !isHeld(element);
  }).map(element => `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 60)}`);
  const scrolls = document.documentElement.scrollWidth - width;
  return scrolls ? [`the page is ${scrolls} px wider than the window`, ...beyond] : beyond;
}"""
# Choices of a box whose words do not fit beside its arrow.
CUT = """box => {
  const style = getComputedStyle(box), pen = document.createElement('canvas').getContext('2d');
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  const room = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
  return [...box.options].map(option => option.text).filter(text => pen.measureText(text).width > room);
}"""
A4 = {"width": 794, "height": 1123}  # CSS pixels


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("address", ["/en/agreements/?q=", "/en/search/?q=", "/en/agreements/?country="])
def test_a_word_of_a_thousand_letters_breaks(look, address, width):
    assert look(address + "w" * 1000, width=width).evaluate(BEYOND_THE_WINDOW) == []


@pytest.mark.parametrize("address", ["/ru/delegations/", "/ru/agreements/9.2/versions/", "/ru/data/"])
def test_these_tables_are_read_on_a_phone_without_moving_them(look, address):
    page = look(address, width=320)
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    table = page.locator("main table").first
    assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth") is True


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
def test_every_order_of_a_list_fits_its_box(look, language):
    assert look(f"/{language}/sources/?q=water").locator(".filters select").evaluate(CUT) == []


@pytest.mark.parametrize("address", ["/en/editions/9/", "/ru/editions/11/", "/en/about/", "/zh-hans/agreements/"])
def test_nothing_is_wider_than_a_sheet_of_paper(look, address):
    page = look(address)
    page.set_viewport_size(A4)
    page.emulate_media(media="print")
    assert page.evaluate(BEYOND_THE_WINDOW) == []


def test_paper_has_the_record_and_its_sources_but_no_way_round(look):
    page = look("/en/editions/9/")
    page.emulate_media(media="print")
    gone = [".contents", ".languages", ".skip", "footer"]
    assert {name: page.locator(name).is_visible() for name in gone} == dict.fromkeys(gone, False)
    sources = page.locator(".evidence .sources > li")
    assert [source.is_visible() for source in sources.all()] == [True] * sources.count()
    addresses = page.locator(".evidence .printed").all()
    assert (len(addresses) > 5, {address.is_visible() for address in addresses}) == (True, {True})


def test_the_first_answer_is_seen_on_a_phone_without_scrolling(look):
    page = look("/en/agreements/", width=390, height=844)
    first = page.locator(".provision h3").first.bounding_box()
    assert first["y"] + first["height"] < 844
