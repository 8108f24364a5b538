"""Every page that can be reached parses without an error, with one of each identifier and nothing written inline."""

import html5lib
import pytest
from django.test import Client

from records.models import Statement
from records.search.index import recording
from tests.reading import walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture(scope="module")
def pages(world):
    """Every page of the small world in every language: (address, what a strict parser objects to, its elements).

    Somebody spoke twice, so that a page holds two records which differ by their edition only.
    """
    with recording():
        spoken = {"slug": world.statement.slug, "person": world.aliya, "gist_en": "Water, again."}
        Statement.objects.create(edition=world.first, **spoken)
    reader = Client(headers={"host": "localhost"})
    return [
        (address, *parsed(response.content.decode()))
        for address, response in walk(reader)
        if response.headers["Content-Type"].startswith("text/html")
    ]


def parsed(html: str) -> tuple[list[str], list]:
    """What is wrong with a text as HTML, and its elements in order."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    errors = [f"line {place[0]}: {code} {words}" for place, code, words in parser.errors]
    return errors, [element for element in tree.iter() if isinstance(element.tag, str)]


def inline(element) -> list[str]:
    """What the security policy of the site would refuse in an element: styles, handlers, scripts."""
    refused = [name for name in element.attrib if name == "style" or name.startswith("on")]
    return refused + [element.tag] * (element.tag == "style" or _is_program(element))


def _is_program(element) -> bool:
    """Whether an element is a script written into the page; data for programs are none."""
    return element.tag == "script" and not element.get("src") and element.get("type") != "application/ld+json"


def names(elements) -> list[str]:
    """The identifiers on a page."""
    return [element.get("id") for element in elements if element.get("id")]


def named(elements) -> set[str]:
    """The identifiers that links, labels and headings of a page refer to."""
    links = {element.get("href")[1:] for element in elements if (element.get("href") or "").startswith("#")}
    attributes = [element.get(name, "") for element in elements for name in ("for", "aria-labelledby")]
    return links | {name for words in attributes for name in words.split()}


def test_pages_of_every_language_are_looked_at(pages):
    assert {address.split("/")[1] for address, _, _ in pages} == {"en", "ru", "zh-hans"}


def test_every_page_parses_without_an_error(pages):
    assert [(address, errors) for address, errors, _ in pages if errors] == []


def test_an_identifier_is_used_once_on_a_page(pages):
    used = [(address, names(elements)) for address, _, elements in pages]
    assert [(address, found) for address, found in used if len(found) > len(set(found))] == []


def test_what_is_referred_to_inside_a_page_is_there(pages):
    missing = [(address, named(elements) - set(names(elements))) for address, _, elements in pages]
    assert [(address, found) for address, found in missing if found] == []


def test_nothing_is_written_inline(pages):
    found = [(address, inline(element)) for address, _, elements in pages for element in elements]
    assert [(address, refused) for address, refused in found if refused] == []


@pytest.mark.parametrize("element", ['<p style="color: red">', '<p onclick="go()">', "<script>go()</script>"])
def test_what_is_written_inline_would_be_found(element):
    _, elements = parsed(f"<!doctype html><title>Page</title>{element}")
    assert [len(inline(found)) for found in elements if inline(found)] == [1]
