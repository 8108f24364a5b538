"""The site in Russian and in Chinese: counted phrases, and pages without a word of the English interface."""

import importlib.util
import re
from pathlib import Path

import django
import pytest
from django.utils.translation import gettext, ngettext, override

from tests.reading import is_page, links, tree

ROOT = Path(__file__).parent.parent
NAMING_ATTRIBUTES = ("aria-label", "title", "placeholder", "alt")


@pytest.mark.parametrize(
    ("singular", "plural", "counted"),
    [
        (
            "%(count)s agreement",
            "%(count)s agreements",
            ["1 договорённость", "2 договорённости", "5 договорённостей", "21 договорённость", "111 договорённостей"],
        ),
        (
            "%(count)s person",
            "%(count)s people",
            ["1 человек", "2 человека", "5 человек", "21 человек", "111 человек"],
        ),
        (
            "supports %(count)s fact",
            "supports %(count)s facts",
            [
                "подтверждает 1 факт",
                "подтверждает 2 факта",
                "подтверждает 5 фактов",
                "подтверждает 21 факт",
                "подтверждает 111 фактов",
            ],
        ),
        (
            "The statement in the list",
            "All %(count)s statements in the list",
            [
                "В списке: 1 выступление",
                "В списке: 2 выступления",
                "В списке: 5 выступлений",
                "В списке: 21 выступление",
                "В списке: 111 выступлений",
            ],
        ),
    ],
)
def test_russian_counts_in_the_right_form(singular, plural, counted):
    with override("ru"):
        assert [ngettext(singular, plural, n) % {"count": n} for n in (1, 2, 5, 21, 111)] == counted


def test_chinese_counts_in_one_form():
    with override("zh-hans"):
        counted = [ngettext("%(count)s delegation", "%(count)s delegations", n) % {"count": n} for n in (1, 2, 5)]
    assert counted == ["1个代表团", "2个代表团", "5个代表团"]


@pytest.fixture(scope="module")
def messages():
    """The script that gathers what is to be translated."""
    specification = importlib.util.spec_from_file_location("messages", ROOT / ".ci" / "messages.py")
    script = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(script)
    return script


def test_what_is_said_in_place_of_django_is_what_django_says(messages):
    catalogues = ("contrib/admin/locale/en", "conf/locale/en")
    known = [(Path(django.__file__).parent / path / "LC_MESSAGES" / "django.po").read_text() for path in catalogues]
    known = re.sub(r'"\n"', "", "".join(known))
    said = [*messages.OF_DJANGO, *messages.LANGUAGE_NAMES]
    assert [text for text in said if text.replace('"', '\\"') not in known] == []


@pytest.mark.parametrize(
    ("language", "title"), [("ru", "Выберите для изменения: встреча"), ("zh-hans", "选择要修改的论坛届次")]
)
def test_the_admin_says_it_without_bending_the_name_of_a_record(language, title):
    with override(language):
        assert gettext("Select %s to change") % gettext("edition") == title


@pytest.fixture(scope="module")
def phrases(messages) -> set[str]:
    """Every English phrase of the interface that is longer than eight letters, cut at its placeholders."""
    texts = [text for m in messages.gather() if m.id for text in ([m.id] if isinstance(m.id, str) else m.id)]
    parts = (part.strip() for text in texts for part in messages.PLACEHOLDER.split(text))
    return {part for part in parts if len(part) > 8}


def page_addresses(reader, start: str) -> list[str]:
    """Every page of one language two links away from its first, and one that is not there."""
    sections = [address for address in links(reader.get(start)) if address.startswith(start)]
    below = [link for address in sections for link in links(reader.get(address)) if link.startswith(start)]
    pages = dict.fromkeys(filter(is_page, [start, *sections, *below]))
    return [*pages, f"{start}nothing/", f"{start}agreements/?contry=xx&kind=x"]


def seen_and_heard(element) -> str:
    """All that is printed or read aloud, except what is marked as English, and names of files and columns."""
    if not isinstance(element.tag, str) or element.tag == "code" or element.get("lang") == "en":
        return ""
    named = [element.get(name, "") for name in NAMING_ATTRIBUTES]
    inside = [part for child in element for part in (seen_and_heard(child), child.tail or "")]
    return " ".join([*named, element.text or "", *inside])


def english_on(reader, address: str, phrases: set[str]) -> list[str]:
    """The phrases of the English interface that a page says; addresses in a text are of no language."""
    text = " ".join(seen_and_heard(tree(reader.get(address)).find(".//body")).split())
    text = re.sub(r"https?://\S+", "", text)
    return sorted(phrase for phrase in phrases if phrase in text)


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
def test_an_english_page_says_english_phrases(reader, phrases):
    assert {"What was agreed", "Sources disagree:", "Agreements"} <= set(english_on(reader, "/en/editions/2/", phrases))


@pytest.mark.django_db
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("start", ["/ru/", "/zh-hans/"])
def test_no_other_page_says_them(reader, phrases, start):
    addresses = page_addresses(reader, start)
    assert f"{start}editions/2/" in addresses
    found = {address: said for address in addresses if (said := english_on(reader, address, phrases))}
    assert found == {}
