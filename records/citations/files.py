"""Citations for programs that manage references: BibTeX, RIS and CSL-JSON."""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from records.models.dates import PartialDate

from .cited import Cited

# Every brace that BibTeX sees must have its partner, even one after a backslash, so none of the text's own is written.
LATEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{mark: f"\\{mark}" for mark in "&%$#_"},
}  # fmt: skip
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# By the names that packages of LaTeX have for languages; what is not here is left out.
LANGUAGES = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "ja": "japanese",
    "kk": "kazakh", "ko": "korean", "pt": "portuguese", "ru": "russian", "tk": "turkmen", "tr": "turkish",
    "zh": "chinese", "zh-Hans": "chinese",
}  # fmt: skip
# Programs with styles know Simplified Chinese by its country.
LOCALES = {"zh-Hans": "zh-CN"}


class CitationFile(NamedTuple):
    """A form of file: its media type, what people call it, and how it is written."""

    media_type: str
    name: str
    write: Callable[[Cited], str]


# The whole record has no author, here as in every style: it stands under its own title, which an author of the same
# name would say twice (“Forum records. (2026). Forum records”); who answers for it is the publisher.
def bibtex(cited: Cited) -> str:
    """An entry for BibTeX and BibLaTeX; doubled braces keep names whole and capitals as they are."""
    fields = {
        "author": "" if cited.is_whole else f"{{{{{_latex(cited.author)}}}}}",
        "title": f"{{{{{_latex(cited.title)}}}}}",
        "publisher": f"{{{{{_latex(cited.site)}}}}}" if cited.is_whole else "",
        "year": _in_braces(str(cited.issued.first_on.year)) if cited.issued else "",
        "month": MONTHS[cited.issued.first_on.month - 1] if cited.issued.precision in ("month", "day") else "",
        "day": _in_braces(str(cited.issued.first_on.day)) if cited.issued.precision == "day" else "",
        "note": _in_braces(_latex(_note(cited))) if _note(cited) else "",
        "url": _in_braces(cited.where),
        "langid": _in_braces(LANGUAGES[cited.language]) if cited.language in LANGUAGES else "",
    }
    lines = [f"  {name:<6} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}", ""])


def _note(cited: Cited) -> str:
    return f"Version {cited.version}" if cited.version else cited.recorded


def _in_braces(text: str) -> str:
    return f"{{{text}}}"


def _latex(text: str) -> str:
    return re.sub(r"[\\{}~^&%$#_]", lambda found: LATEX[found.group()], text)


def ris(cited: Cited) -> str:
    """A reference in RIS."""
    fields = [
        ("TY", "DATA" if cited.is_whole else "ELEC"),
        ("ID", cited.key),
        ("AU", "" if cited.is_whole else cited.author_without_comma),
        ("TI", cited.title),
        ("T2", "" if cited.is_whole else cited.author),
        ("PB", cited.site if cited.is_whole else ""),
        ("PY", str(cited.issued.first_on.year) if cited.issued else ""),
        ("DA", _ris_date(cited.issued)),
        ("ET", cited.version),
        ("LA", _locale(cited)),
        ("N1", cited.recorded),
        ("UR", cited.where),
    ]
    lines = [f"{tag}  - {value}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _ris_date(issued: PartialDate) -> str:
    """Year, month and day between slashes; what is not known is empty."""
    return "/".join([*issued.iso().split("-"), "", ""][:3]) if issued else ""


def _locale(cited: Cited) -> str:
    return LOCALES.get(cited.language, cited.language)


def csl_json(cited: Cited) -> str:
    """A list of one item, as programs with styles of the Citation Style Language read it."""
    return json.dumps([csl_item(cited)], ensure_ascii=False, indent=1)


def csl_item(cited: Cited) -> dict:
    """What is cited, as an item of CSL-JSON."""
    known = [int(part) for part in cited.issued.iso().split("-")] if cited.issued else []
    item = {
        "id": cited.key,
        "type": "dataset" if cited.is_whole else "webpage",
        "title": cited.title,
        "author": [] if cited.is_whole else [{"literal": cited.author}],
        "publisher": cited.site if cited.is_whole else "",
        "issued": {"date-parts": [known]} if known else {},
        "version": cited.version,
        "license": cited.licence,
        "language": _locale(cited),
        "note": cited.recorded,
        "URL": cited.where,
    }
    return {name: value for name, value in item.items() if value}


FILES = {
    "bib": CitationFile("application/x-bibtex", "BibTeX", bibtex),
    "ris": CitationFile("application/x-research-info-systems", "RIS", ris),
    "csl.json": CitationFile("application/vnd.citationstyles.csl+json", "CSL-JSON", csl_json),
}
