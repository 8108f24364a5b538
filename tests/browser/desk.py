"""A desk with work on it, so that the pages of staff have something to say: drafts, a proposal, a report, spreadsheets.

Nothing of it is public: other tests find the record as it was.
"""

import json
import subprocess
import sys
from pathlib import Path

from django.contrib.auth.models import User
from django.test.utils import setup_test_environment
from django.utils import timezone

from records.editing.history import history_of
from records.editing.importing import carry_out
from records.editing.previewing import make_link, make_link_to_proposal
from records.editing.reports import take
from records.models import Agreement, Country, Edition, Note, Party, Person, SheetImport
from records.resources.workbooks import read
from records.search.index import recording
from tests.proposing import propose
from tests.staff import colleague

from .serving import CHECKOUT, variables_for

LONG_ADDRESS = "https://example.org/a-rather-long-address/that-goes-on/and-on/without/an-end/2019.html"


def lay(folder: Path) -> list[str]:
    """Put the work on the desk of the site that runs in `folder`; gives the pages where it is seen, without language.

    Somebody who may do everything must have signed in there before.
    """
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c"]
    command += ["from tests.browser.desk import work; work()"]
    variables = variables_for(folder, 8000)
    done = subprocess.run(command, cwd=CHECKOUT, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def work():
    """Do what `lay` says, inside the site; prints the pages."""
    setup_test_environment()
    chief = User.objects.filter(is_superuser=True).first()
    found = [
        *_draft(chief),
        *_proposal(chief),
        *_report(chief),
        *_sheets(chief),
        "admin/",
        "admin/records/edition/start/",
    ]
    public, person = Agreement.objects.get(reference="9.2"), Person.objects.get(slug="cui-li")
    found += [f"{_page(public)}/steps/withdraw/", f"{_page(person)}/merge/"]
    print(json.dumps(found))


def _page(record) -> str:
    return f"admin/records/{record._meta.model_name}/{record.pk}"


def _draft(chief: User) -> list[str]:
    """A draft that was changed twice: its own page, its steps, its previews, its history."""
    with recording(by=chief):
        draft = Agreement.objects.create(
            edition=Edition.objects.get(slug="12"), number=901, kind="memorandum", text_en="They measure every summer.",
            title_en="Memorandum on the monitoring of glaciers", title_ru="Меморандум о наблюдении за ледниками",
        )  # fmt: skip
    with recording(by=chief):
        draft.text_en, draft.text_zh = "They measure every spring, and publish it.", "各方每年春季测量，并公布结果。"
        draft.save()
    with recording(by=chief):
        Party.objects.create(agreement=draft, country=Country.objects.get(code="KZ"))
    last, *_rest, first = history_of(draft)
    pages = ["change", "steps/submit", "steps/publish", "preview", "history", f"history/{first.pk}/restore"]
    found = [f"{_page(draft)}/{name}/" for name in pages]
    found += [f"{_page(draft)}/history/compare/?from={first.pk}&to={last.pk}", "admin/records/agreement/deleted/"]
    return [*found, f"preview/{make_link(draft, chief).token}/beside/"]


def _proposal(chief: User) -> list[str]:
    editor = colleague("desk-editor", "editor")
    words = {"title_en": "Cooperation in the digital economy and beyond", "reason_en": "The report names more."}
    made = propose(editor, Agreement.objects.get(reference="11.7"), **words)
    beside = f"preview/{make_link_to_proposal(made, chief).token}/beside/"
    return ["admin/records/proposal/", f"{_page(made)}/change/", beside]


def _report(chief: User) -> list[str]:
    text = "The year is not the one that the gazette gives. " * 4
    made = take("agreement", "9.2", "192.0.2.1", text=text, evidence=LONG_ADDRESS, language="en")
    Note.objects.create(kind="report", record=made.pk, text="The second source says so too.", author=chief)
    return ["admin/records/report/", f"{_page(made)}/change/"]


def _sheets(chief: User) -> list[str]:
    """A sheet that was imported, and one that is looked at: a new row, a changed one and a wrong one."""
    new = "id,name_en\nglaciologist-of-tests,Glaciologist of tests\n"
    looked_at, done = (_uploaded(new + more, chief) for more in ("shen-yueyue,Shen Yueyue (chair)\nno such id!,\n", ""))
    rows = read("people.csv", (new + "glaciologist-two,Another\n").encode(), "people")
    _outcomes, done.act = carry_out(rows[1:], chief)
    done.imported_at = timezone.now()
    done.save()
    return [
        "admin/records/sheetimport/",
        "admin/records/sheetimport/add/",
        *(f"{_page(s)}/change/" for s in (looked_at, done)),
    ]


def _uploaded(content: str, chief: User) -> SheetImport:
    rows = read("people.csv", content.encode(), "people")
    kept = [[row.sheet, row.number, row.values, row.wrong] for row in rows]
    return SheetImport.objects.create(author=chief, file_name="people.csv", row_count=len(rows), rows=kept)
