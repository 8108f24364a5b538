"""Pictures of the main pages for people to look at: `python -m tests.browser.pictures [words of an address …]`.

They lie in var/pictures: three languages, three widths, light and dark, each the whole page.
"""

import sys
import tempfile
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from .conftest import FLAGS, chromium
from .pages import LANGUAGES
from .serving import CHECKOUT, serving

FOLDER = CHECKOUT / "var" / "pictures"
WIDTHS = {320: 640, 768: 1024, 1280: 800}
MAIN = [
    "",
    "about/",
    "editions/",
    "editions/9/",
    "editions/2/",
    "editions/9/delegations/cn/",
    "delegations/",
    "agreements/",
    "agreements/?country=kz&topic=digital-economy",
    "agreements/?country=XX",
    "agreements/11.7/",
    "statements/",
    "countries/",
    "countries/kz/",
    "topics/",
    "topics/digital-economy/",
    "people/",
    "people/cui-li/",
    "organizations/",
    "organizations/sco/",
    "sources/",
    "sources/nca-en-2022-07-14/",
    "nothing-is-here/",
]


def main(words: list[str]) -> None:
    """Take the pictures of the pages whose address has one of the words, or of all."""
    wanted = [
        address
        for address in MAIN
        if not words or any(word in address or (word == "home" and not address) for word in words)
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for address, language, (width, height), colours in product(
            wanted, LANGUAGES, WIDTHS.items(), ("light", "dark")
        ):
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=colours)
            page.goto(f"{site}/{language}/{address}")
            page.screenshot(path=FOLDER / f"{_name(address)}-{language}-{width}-{colours}.png", full_page=True)
            page.close()
        browser.close()
    print(f"{FOLDER.relative_to(CHECKOUT)}: {len(wanted) * len(LANGUAGES) * len(WIDTHS) * 2} pictures")


def _name(address: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in address).strip("-") or "home"


if __name__ == "__main__":
    main(sys.argv[1:])
