"""Everything that can be read, asked and followed works with JavaScript switched off."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def open_without_scripts(look):
    """Opens an address in a browser that runs no script."""
    return lambda address, **window: look(address, java_script_enabled=False, **window)


def test_a_list_answers_by_country_and_topic(open_without_scripts, site):
    page = open_without_scripts("/en/agreements/")
    page.get_by_label("Kazakhstan").check()
    page.get_by_role("group", name="Topic").locator("summary").click()
    page.get_by_label("Digital economy").check()
    page.get_by_role("button", name="Show").click()
    assert page.url.partition("?")[0] == f"{site}/en/agreements/"
    assert {"country=kz", "topic=digital-economy"} <= set(page.url.partition("?")[2].split("&"))
    assert page.locator(".chosen a").all_text_contents() == [
        "Country: Kazakhstan ×(remove)",
        "Topic: Digital economy ×(remove)",
        "Remove all",
    ]


def test_a_list_is_read_to_its_last_page(open_without_scripts, site):
    page = open_without_scripts("/en/agreements/")
    first = page.locator(".provision .ref").all_inner_texts()
    page.get_by_role("link", name="Next page").click()
    second = page.locator(".provision .ref").all_inner_texts()
    assert page.url == f"{site}/en/agreements/?page=2"
    assert (len(first), len(second), set(first) & set(second)) == (25, 15, set())


def test_the_language_is_changed_on_the_same_page_with_the_same_question(open_without_scripts, site):
    page = open_without_scripts("/en/agreements/?country=kz")
    page.get_by_role("link", name="Русский").click()
    assert page.url == f"{site}/ru/agreements/?country=kz"
    assert page.locator("html").get_attribute("lang") == "ru"


def test_the_box_on_the_first_page_finds_records_in_any_language(open_without_scripts, site):
    page = open_without_scripts("/ru/")
    page.get_by_role("searchbox").fill("农业")
    page.get_by_role("searchbox").press("Enter")
    assert page.url.partition("?")[0] == f"{site}/ru/search/"
    assert page.locator(".group .entry").count() > 3


def test_a_phone_shows_the_filters_when_asked(open_without_scripts):
    page = open_without_scripts("/en/agreements/", width=320)
    box = page.get_by_label("Kazakhstan")
    assert box.is_visible() is False
    page.locator(".filters > details > summary").click()
    assert box.is_visible() is True
