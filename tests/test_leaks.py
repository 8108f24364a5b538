"""Nothing of the desk reaches a reader: every public address says the same before and after, to the byte.

The addresses are those of `records.urls`, so a new face is asked too, or this test says that it does not know how.
"""

import io
import re
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from records import urls
from records.editing.previewing import make_link
from records.editing.reports import take
from records.models import Agreement, Attachment, Edition, Note, SheetImport, Statement
from records.models.proposals import Proposal
from records.search.index import recording
from records.views.files import ENDINGS
from tests.forum import person
from tests.proposing import decide, propose
from tests.staff import colleague, member

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.usefixtures("world")]

# What is asked of each address that needs to be told which record; a link that was never made leads nowhere.
KEYS = {
    "edition": ["2"], "delegation": ["2", "kz"], "statement": ["2", "aliya-bekova"], "agreement": ["2.1"],
    "country": ["kz"], "topic": ["water"], "person": ["aliya-bekova"], "organization": ["lake-committee"],
    "source": ["gazette-1"], "report": ["agreement", "2.1"], "edition_versions": ["2"], "agreement_versions": ["2.1"],
    "edition_compare": ["2"], "agreement_compare": ["2.1"], "edition_version": ["2", 1],
    "agreement_version": ["2.1", 1], "sitemap": ["en", "agreement", 1],
    "data_elsewhere": ["agreements/2.1", "json"],
}  # fmt: skip
UNMADE = {name: ["forged"] for name in ("preview", "preview_beside", "preview_live", "preview_new")}
UNMADE |= {"attachment": ["forged", "pdf"], "preview_file": ["forged", "scan", "pdf"]}
ASKED = {
    "search": "?q=zanzibar", "suggest": "?q=zanz", "agreements": "?q=zanzibar", "changes_json": "?since=0",
    "search_json": "?q=zanzibar", "search_csv": "?q=zanzibar",
    **dict.fromkeys(("compare_editions", "compare_editions_file", "compare_editions_json"), "?a=1&b=2"),
    **dict.fromkeys(("compare_countries", "compare_countries_file", "compare_countries_json"), "?a=kz&b=cn"),
    "search_file": "?q=zanzibar", "edition_compare": "?before=1&after=1",
    "agreement_compare": "?before=1&after=1", "statements_json": "?q=zanzibar", "changes": "?record=agreement/2.1",
}  # fmt: skip
# A form says when it was opened.
OPENED = re.compile(rb'name="opened" value="[^"]+"')


def addresses() -> list[str]:
    """Every public address there is, in English, for one record of each kind; some with a question."""
    found = []
    for one in [*urls.pages, *urls.data]:
        base = one.name if one.name in UNMADE else re.sub("_(file|atom|json|csv|ics)$", "", one.name)
        keys = (KEYS | UNMADE).get(base, []) if one.pattern.converters else []
        endings = [[ending] for ending in ENDINGS] if "ending" in one.pattern.converters and base in KEYS else [[]]
        if one.name.endswith("_file") and base not in KEYS | UNMADE:
            endings = [[ending] for ending in ENDINGS]
        found += [reverse(one.name, args=[*keys, *ending]) + ASKED.get(one.name, "") for ending in endings]
    return list(dict.fromkeys([*found, *(reverse(name) for name in ("changes", "agreements", "search"))]))


def everything(reader) -> dict[str, tuple]:
    """What each address answers: status, tag, content; an archive unpacked."""
    return {address: _told(reader.get(address)) for address in addresses()}


def _told(answer) -> tuple:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type") == "application/zip":
        with ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(name) for name in packed.namelist())
    return answer.status_code, answer.get("ETag"), answer.get("Location"), OPENED.sub(b"", content)


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    """What is uploaded here is kept nowhere else."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(world) -> Proposal:
    """Work of every sort: what may become public says “Zanzibar”, what never may says “Quagga”."""
    quagga = member("quagga", first_name="Quagga", is_superuser=True)
    with recording(by=quagga):
        zanzibar = person("zanzibar", name_en="Zanzibar Person")
        Edition.objects.filter(pk=world.draft.pk).update(
            theme_en="Zanzibar theme",
            returned_because="Quagga asks who came.",
            publish_at=timezone.now().replace(year=2090),
            publish_because_en="Zanzibar is ready.",
        )
        Statement.objects.create(edition=world.draft, slug="zanzibar", person=zanzibar, gist_en="Zanzibar first.")
        Agreement.objects.filter(edition=world.second, number=2).update(title_en="Zanzibar agreement")
        Attachment.objects.create(
            agreement=world.agreed.edition.agreements.get(number=2), title_en="Zanzibar file", kind="application/pdf",
            token="zanzibar-token", digest="d" * 64, size=1, file=ContentFile(b"%PDF", "a.pdf"),
        )  # fmt: skip
    Note.objects.create(kind="agreement", record=world.agreed.pk, text="Quagga doubts it.", author=quagga)
    take("agreement", "2.1", "192.0.2.1", text="Quagga wrote this.", contact="quagga@example.org", language="en")
    SheetImport.objects.create(
        author=quagga, file_name="quagga.csv", rows=[["people", 2, {"id": "quagga"}, {}]], row_count=1
    )
    make_link(world.draft, quagga)
    return propose(colleague("quagga-editor", "editor"), world.agreed, title_en="Zanzibar plan", reason_en="Quagga")


def test_every_public_address_says_to_the_byte_what_it_said_before_there_was_work_on_a_desk(world, reader, request):
    before = everything(reader)
    assert {address for address, (status, *_rest) in before.items() if status not in (200, 301, 302)} == {
        reverse(name, args=keys) for name, keys in UNMADE.items()
    }
    request.getfixturevalue("desk")
    after = everything(reader)
    assert [address for address in before if after[address] != before[address]] == []
    assert reader.get("/files/zanzibar-token.pdf").status_code == 404


# Where what was on the desk is read once it is public: a page, its Markdown, a feed, the data, the log, the archive …
FACES = [
    "/en/editions/3/", "/en/editions/3.md", "/en/editions/3/statements/zanzibar/", "/en/people/zanzibar/",
    "/en/people/zanzibar.csl.json", "/en/people/zanzibar.atom", "/people/zanzibar.json", "/en/agreements/2.1/",
    "/en/agreements/2.1.md", "/en/agreements/2.1/versions/2/", "/en/agreements/2.1/versions/compare/?before=1&after=2",
    "/en/agreements/?q=plan", "/agreements.json", "/agreements.csv", "/en/agreements.atom", "/en/search/?q=plan",
    "/search.json?q=zanzibar", "/search.csv?q=zanzibar",
    "/suggest.json?q=zanz", "/en/changes/", "/changes.json?since=0", "/changes.csv", "/en/changes.atom",
    "/data/forum.json", "/data/forum.zip", "/sitemap-en-person-1.xml", "/en/compare/editions/?a=2&b=3",
    "/en/compare/editions.md?a=2&b=3", "/compare/editions.json?a=2&b=3", "/en/search.md?q=zanzibar",
]  # fmt: skip


def test_the_same_work_is_read_everywhere_once_it_is_published_and_what_colleagues_say_nowhere(world, reader, desk):

    decide(colleague("second", "reviewer"), desk, "accept", reason_en="The gazette says so.")
    with recording():
        Edition.objects.publish()
        Agreement.objects.publish()
    said = {address: _told(reader.get(address))[-1].lower() for address in (*FACES, *addresses())}
    assert [face for face in FACES if b"zanzibar" not in said[face]] == []
    assert [face for face, content in said.items() if b"quagga" in content] == []
