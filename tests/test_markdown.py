"""The Markdown page of each record and list: the same facts with their sources, and no text that turns into a mark."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from markdown_it import MarkdownIt

from records.models.languages import Text
from records.search.index import recording
from records.templatetags.markdown import md, md_passage
from tests.reading import CITED_PAGES

MARKDOWN = MarkdownIt("commonmark")


def shown(markdown: str) -> str:
    """The words that a reader of Markdown sees, each paragraph on its line."""
    page = ElementTree.fromstring(f"<page>{MARKDOWN.render(markdown)}</page>")
    return "".join(page.itertext()).strip()


@pytest.mark.parametrize(
    "text",
    [
        "plain", "*not bold*", "_not_ italic, snake_case stays", "[no](link)", "`code` \\ back\\slash", "<b>tag</b>",
        "# no heading", "- no list", "+ no list", "1. no list", "2) no list", "9.2 stays", "> no quotation",
        "=== ---", "AT&amp;T &copy; & co", "~~struck~~ | table", "![img](x)", "http://a.example/a_b?c=d&e=f", "---",
        "<http://x.example>", "12345678901. long", "A\n\n# heading\n\n- list",
    ],
)  # fmt: skip
def test_nothing_in_a_text_is_taken_for_a_mark(text):
    assert shown(md(text)) == " ".join(text.split())
    assert shown(f"- {md('name')}: {md(text)}") == f"name: {' '.join(text.split())}"


def test_what_means_nothing_is_left_as_it_is():
    assert md("9.2 snake_case (1) 100% & more!") == "9.2 snake_case (1) 100% & more!"


def test_a_text_in_another_language_says_so_and_keeps_its_paragraphs():
    assert md(Text("Вода", "ru", True)) == "Вода (Russian)"
    assert md_passage("First.\n\n# Second.\n\n") == "First.\n\n\\# Second."


@pytest.fixture(scope="module")
def pages(world):
    """The Markdown page of every record and list of the small world, and one in each language: {address: text}."""
    reader, found = Client(headers={"host": "localhost"}), {}
    for address in (*(f"/en/{page}" for page in CITED_PAGES), "/ru/editions/2/", "/zh-hans/agreements/2.1/"):
        page = reader.get(address).content.decode()
        twin = re.search(r'<link rel="alternate" href="([^"]+)" type="text/markdown">', page)[1]
        answer = reader.get(twin.replace("&amp;", "&"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/markdown; charset=utf-8")
        found[address] = answer.content.decode()
    return found


@pytest.mark.django_db
def test_every_page_has_one_heading_of_the_first_level_a_citation_and_no_html(pages):
    for address, text in pages.items():
        rendered = MARKDOWN.render(text)
        assert (address, rendered.count("<h1>"), rendered.count("<h2>") > 0) == (address, 1, True)
        assert (address, re.findall(r"<(?!/?(?:h1|h2|h3|p|ul|ol|li|a)\b)[^>]*>", rendered)) == (address, [])
        assert (address, re.findall(r"Markup|\bNone\b(?! recorded| found)|\n\n\n", text)) == (address, [])


@pytest.mark.django_db
def test_no_page_says_anything_of_a_draft(pages):
    assert [address for address, text in pages.items() if re.search("Hidden|hidden-", text)] == []


@pytest.mark.django_db
def test_links_lead_to_other_markdown_pages(pages, reader):
    text = pages["/en/agreements/2.1/"]
    links = re.findall(r"\]\(http://127\.0\.0\.1:8000([^)]+)\)", text)
    assert "/en/editions/2.md" in links
    assert {link: reader.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.django_db
def test_an_agreement_is_told_with_its_parties_its_sources_and_how_to_cite_it(pages):
    text = shown(pages["/en/agreements/2.1/"])
    for expected in (
        "2.1 Point 2.1\nThey agreed. [1]",
        "Parties: China, Kazakhstan",
        "Edition: Edition 2, 1–3 September 2014",
        "Sources\n\nReport gazette-1. Gazette (English)",
        "Cite\nLake Forum: the record. (n.d.). 2.1 Point 2.1. Retrieved [day of reading], from",
    ):
        assert expected in text


@pytest.mark.django_db
def test_a_title_in_another_language_says_which(pages):
    assert pages["/zh-hans/agreements/2.1/"].startswith("# 2.1 Point 2.1 (英文)")


@pytest.mark.django_db
def test_the_page_is_led_back_to_and_kept(reader, world):
    answer = reader.get("/en/agreements/2.1.md")
    assert answer["Link"] == '<http://127.0.0.1:8000/en/agreements/2.1/>; rel="canonical"'
    assert (answer["X-Robots-Tag"], answer["Access-Control-Allow-Origin"]) == ("noindex", "*")
    assert reader.get("/en/agreements/2.1.md", headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_a_senseless_question_is_answered_by_a_sentence(reader, world):
    answer = reader.get("/en/agreements.md?country=XX")
    assert (answer.status_code, answer.content.decode()) == (400, "Country: “xx” is not in the record.")


@pytest.mark.django_db
def test_marks_in_a_record_stay_text(reader, world):
    with recording():
        world.agreed.title_en, world.agreed.text_en = "*Water* [plan]", "# One\n\n- Two_ <b>\n\n1. Three"
        world.agreed.save()
    text = shown(reader.get("/en/agreements/2.1.md").content.decode())
    assert text.startswith("2.1 *Water* [plan]\n# One\n- Two_ <b>\n1. Three [1]")
