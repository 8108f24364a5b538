"""Reading pages as a visitor does: their words, their links, every page that can be reached."""

import re

from lxml import html

SPACES = re.compile(r"\s+")
# Every record and list of the small world that can be cited, without the language in front.
CITED_PAGES = [
    "about/", "editions/2/", "editions/2/delegations/kz/", "editions/2/statements/aliya-bekova/", "agreements/2.1/",
    "countries/kz/", "topics/water/", "people/aliya-bekova/", "organizations/lake-committee/", "sources/gazette-1/",
    "editions/", "delegations/", "statements/", "agreements/", "countries/", "topics/", "people/", "organizations/",
    "sources/", "agreements/?country=kz", "matrix/",
    "compare/editions/?a=1&b=2", "compare/countries/?a=kz&b=cn", "search/?q=water", "search/?is=agreement",
]  # fmt: skip
PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True)


def tree(response):
    """The parsed page; whether it is valid HTML is asked elsewhere, by a slower parser."""
    return html.document_fromstring(response.content, PARSER)


def words(response, place: str = "body") -> str:
    """The text of the page, or of the first element named, with single spaces."""
    return SPACES.sub(" ", "".join(tree(response).find(f".//{place}").itertext())).strip()


def headings(response, level: str = "h3") -> list[str]:
    """The headings of a level, in order."""
    found = tree(response).find(".//main").iter(level)
    return [SPACES.sub(" ", "".join(heading.itertext())).strip() for heading in found]


def links(response) -> list[str]:
    """Every address the page links to, without fragments, in order, once."""
    addresses = (element.get("href", "").partition("#")[0] for element in tree(response).iter("a"))
    return [link for link in dict.fromkeys(addresses) if link]


def is_page(address: str) -> bool:
    """Whether a page is at an address, and not a file beside one."""
    return "." not in address.partition("?")[0].rpartition("/")[2]


def walk(reader, start: str = "/en/", most: int = 2000):
    """Every page that can be reached from `start` by links of this site, as (address, response); one choice deep.

    Files beside the pages are left out.
    """
    seen, waiting = {start}, [start]
    while waiting and len(seen) <= most:
        address = waiting.pop(0)
        response = reader.get(address)
        yield address, response
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        for link in links(response):
            link = address.partition("?")[0] + link if link.startswith("?") else link
            is_asked = link.startswith("/") and "/admin/" not in link and link.count("=") < 2 and is_page(link)
            if is_asked and link not in seen:
                seen.add(link)
                waiting.append(link)
