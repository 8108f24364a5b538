"""Spreadsheets: what comes in is tried first, written as one act, and undone as one; what goes out comes in again."""

import io
import zipfile
from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook, load_workbook

from forumsite.accounts.models import AccountEvent
from records.editing.importing import Refused, carry_out, try_out
from records.editing.restoring import NotRestorable, undo
from records.editing.versions import stale
from records.models import Agreement, Change, Delegation, Organization, Person, SheetImport, Source
from records.resources import workbooks
from records.resources.sheets import SHEETS, rows_of
from records.resources.workbooks import NotReadable, Row, as_csv, as_workbook, read
from records.search.checking import differences
from records.search.index import Because, recording
from tests.staff import member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    """An editor."""
    made = member("editor")
    made.groups.set(Group.objects.filter(name="editor"))
    return made


@pytest.fixture
def reviewer():
    """A reviewer."""
    made = member("reviewer")
    made.groups.set(Group.objects.filter(name="reviewer"))
    return made


def row(sheet: str, at: int = 2, /, **values) -> Row:
    return Row(sheet, at, values, {})


def statuses(outcomes) -> list[tuple]:
    return [(outcome.key, outcome.status) for outcome in outcomes]


def problems(outcomes) -> list[tuple]:
    return [problem for outcome in outcomes for problem in outcome.problems]


@pytest.mark.parametrize("name", SHEETS)
def test_a_table_of_text_comes_in_again_without_a_change(world, reviewer, name):
    sheet = SHEETS[name]
    table = as_csv(sheet, rows_of(sheet, sheet.model.objects.order_by("pk")))
    outcomes = try_out(read(f"{name}.csv", table), reviewer)
    assert {outcome.status for outcome in outcomes} == {"unchanged"}


def test_a_whole_edition_comes_in_one_workbook_as_drafts_and_goes_again_as_one_act(world, clerk):
    rows = [
        row("sources", id="lake-news", publisher="Lake News", title_en="It meets", language="en", published="2026"),
        row("people", id="chen-an", name_en="Chen An"),
        row("delegations", edition="3", country="CN", head_person="chen-an", head_title_en="Envoy",
            sources="lake-news"),
        row("agreements", edition="3", number="2", title_en="Canals", text_en="They dig.", kind="contract",
            document_en="Lake plan", parties="CN; lake-committee", parties_basis="listed", topics="water",
            sources="lake-news"),
    ]  # fmt: skip
    outcomes, act = carry_out(rows, clerk)
    assert [outcome.status for outcome in outcomes] == ["new"] * 4
    made = Agreement.objects.get(reference="3.2")
    assert (made.state, made.document.name_en, [str(party) for party in made.parties.all()]) == (
        "draft", "Lake plan", ["China", "Lake Committee"],
    )  # fmt: skip
    assert (stale(), list(differences())) == ([], [])
    undo(act, clerk)
    assert (Agreement.objects.filter(reference="3.2").count(), Person.objects.filter(slug="chen-an").count()) == (0, 0)


def test_a_new_person_who_heads_a_delegation_that_was_there_goes_again_with_the_act(world, clerk):
    rows = [
        row("people", id="chen-an", name_en="Chen An"),
        row("delegations", edition="3", country="KZ", head_person="chen-an"),
    ]
    before = Delegation.objects.get(edition=world.draft, country__code="KZ").head_person
    outcomes, act = carry_out(rows, clerk)
    assert [outcome.status for outcome in outcomes] == ["new", "changed"]
    undo(act, clerk)
    headed = Delegation.objects.get(edition=world.draft, country__code="KZ").head_person
    assert (headed, Person.objects.filter(slug="chen-an").count()) == (before, 0)


def test_what_was_changed_and_undone_since_does_not_keep_an_act_from_being_undone(world, reviewer):
    _outcomes, first = carry_out([row("people", id="chen-an", name_en="Chen An")], reviewer)
    _outcomes, second = carry_out([row("people", id="chen-an", name_ru="Чэнь Ань")], reviewer)
    undo(second, reviewer)
    undo(first, reviewer)
    assert Person.objects.filter(slug="chen-an").count() == 0


def test_a_trial_keeps_nothing_and_says_what_would_change_cell_by_cell(world, reviewer):
    outcome = try_out([row("people", id="aliya-bekova", name_ru="Алия Б.", note_en="")], reviewer)[0]
    assert (outcome.status, outcome.cells) == ("changed", [("name_ru", "Алия Бекова", "Алия Б.")])
    assert Person.objects.get(slug="aliya-bekova").name_ru == "Алия Бекова"


def test_one_wrong_row_keeps_all_of_them_back_and_can_be_left_out(world, reviewer):
    good, bad = row("people", 2, id="chen-an", name_en="Chen An"), row("people", 3, id="Chen An!", name_en="X")
    with pytest.raises(Refused) as refused:
        carry_out([good, bad], reviewer)
    assert (statuses(refused.value.outcomes)[1][1], Person.objects.filter(slug="chen-an").exists()) == ("wrong", False)
    outcomes, _act = carry_out([good, bad], reviewer, left_out={"people:3"})
    assert [status for _key, status in statuses(outcomes)] == ["new", "left out"]


def test_a_change_to_what_is_public_says_why_in_the_log(world, reviewer):
    carry_out([row("people", id="aliya-bekova", name_zh="阿利亚")], reviewer, because=Because("As she writes it."))
    change = Change.objects.newest_first().first()
    assert (change.key, change.act, change.reason_en) == ("aliya-bekova", "corrected", "As she writes it.")


def test_who_may_not_publish_changes_nothing_public_by_a_sheet(world, clerk):
    asked = [
        row("people", 2, id="aliya-bekova", name_ru="Кто-то"),
        row("delegations", 3, edition="2", organization="lake-committee"),
    ]
    outcomes = try_out(asked, clerk)
    assert {sentence.partition("”")[2][:10] for _column, sentence in problems(outcomes)} == {" is public"}


def test_what_has_changed_since_is_not_undone(world, reviewer):
    _outcomes, act = carry_out([row("people", id="chen-an", name_en="Chen An")], reviewer)
    carry_out([row("people", id="chen-an", name_ru="Чэнь Ань")], reviewer)
    with pytest.raises(NotRestorable, match="has been changed since"):
        undo(act, reviewer)


@pytest.mark.parametrize(
    ("asked", "column", "sentence"),
    [
        (row("delegations", edition="2"), "edition", "exactly one of the two"),
        (row("delegations", edition="99", country="KZ"), "edition", "There is no edition “99”."),
        (row("agreements", edition="2", number="7", title_en="A", text_en="T", kind="treaty"), "kind", "is not one of"),
        (row("agreements", edition="2", number="x"), "number", "not a whole number"),
        (row("agreements", edition="2", number="7", kind="contract"), "title_en", "cannot be blank"),
        (row("agreements", edition="2", number="7", topics="war"), "topics", "There is no topic “war”."),
        (row("sources", id="a", publisher="P", title_en="T", language="en", published="12.05.2020"), "published",
         "is not a date"),
        (row("sources", id="a", publisher="P", title_en="T", language="en", url="javascript:1"), "url", "valid URL"),
        (row("people", id=""), "id", "must not be empty"),
        (Row("people", 2, {"id": "a", "name_en": "A"}, {"name_en": "This cell holds a formula"}), "name_en", "formula"),
    ],
)  # fmt: skip
def test_a_wrong_row_names_its_column_and_says_what_is_wrong(world, reviewer, asked, column, sentence):
    found = dict(problems(try_out([asked], reviewer)))
    assert sentence in found[column]


def test_small_letters_of_a_country_and_zeros_before_a_number_change_nothing(world, reviewer):
    same = [
        row("delegations", edition="2", country="kz"),
        row("organizations", id="lake-committee", country="kz"),
        row("agreements", edition="2", number="01", parties="kz; CN; kz"),
    ]
    with recording():
        Organization.objects.update(country=world.kazakhstan)
    assert [(o.key, o.status) for o in try_out(same, reviewer)] == [
        ("lake-committee", "unchanged"), ("2 KZ", "unchanged"), ("2 1", "unchanged"),
    ]  # fmt: skip
    twice = [row("delegations", 2, edition="3", country="CN"), row("delegations", 3, edition="3", country="cn")]
    assert problems(try_out(twice, reviewer)) == [("edition", "Row 2 is about the same record.")]


def test_two_rows_about_one_record_are_noticed(world, reviewer):
    twice = [row("people", number, id="chen-an", name_en=f"Chen {number}") for number in (2, 3)]
    assert problems(try_out(twice, reviewer)) == [("id", "Row 2 is about the same record.")]


# Files


def book(rows, title="people", prepare=lambda page: None) -> bytes:
    made = Workbook()
    page = made.active
    page.title = title
    for line in rows:
        page.append(line)
    prepare(page)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def bomb() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (151 * 2**20))
    return written.getvalue()


UNREADABLE = {
    "people.xls": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99, "old workbook"),
    "people.xlsx": (lambda: b"PK\x03\x04 nothing", "cannot be opened"),
    "people-table.xlsx": (lambda: b"id,name_en\na,A\n", "“people-table.xlsx” is named as a workbook and is none"),
    "people-open.csv": (
        lambda: b'id,name_en\na,"A\nB"\nb,"B\nc,C\n',
        "Row 3, which begins on line 4: a cell begins .* nothing closes it",
    ),
    "people-after.csv": (lambda: b'id,name_en\na,"A" B\nb,B\n', "Row 2, which begins on line 2: something stands"),
    "bomb.xlsx": (bomb, "unpacks to more"),
    "picture.csv": (lambda: b"\x89PNG\r\n", "not a sheet that can be imported"),
    "people.csv": (lambda: "id;name_en\nчэнь;Чэнь".encode("cp1251"), "Line 2 is not in UTF-8"),
    "people-nul.csv": (lambda: b"id,name_en\n\0,a", "neither a workbook"),
    "people-odd.csv": (lambda: b"id,surname\na,b", "row 1: there is no column “surname”"),
    "people-twice.csv": (lambda: b"id,name_en,name_en\n", "stands there twice"),
    "people-keyless.csv": (lambda: b"name_en\nA", "the column “id” is missing"),
    "weather.csv": (lambda: b"day,rain\n", "not a sheet that can be imported"),
    "empty.csv": (lambda: b"", "empty"),
    "merged.xlsx": (lambda: book([["id", "name_en"], ["a", "b"]], prepare=lambda p: p.merge_cells("A2:B2")), "A2:B2"),
    "other.xlsx": (lambda: book([["id"]], title="Sheet1"), "“sheet1” is not a sheet"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_taken_says_why(name):
    make, sentence = UNREADABLE[name]
    with pytest.raises(NotReadable, match=sentence):
        read(name, make())


def test_cells_of_a_workbook_are_taken_as_they_are_meant():
    rows = read("s.xlsx", book([["id", "published", "note_en", "publisher", "url"],
                                ["a", datetime(2020, 5, 1), "=1+1", 2.5, 7.0]], title="sources"))  # fmt: skip
    assert rows[0].values | {"note_en": ""} == {
        "id": "a", "published": "2020-05-01", "note_en": "", "publisher": "", "url": "7",
    }  # fmt: skip
    assert {name: sentence[:25] for name, sentence in rows[0].wrong.items()} == {
        "note_en": "This cell holds a formula", "publisher": "This cell is a number wit",
    }  # fmt: skip


def test_semicolons_and_empty_lines_do_not_matter():
    rows = read("people.csv", b"\xef\xbb\xbfID;Name_en\r\n\r\na;A\r\n;;\r\n")
    assert [(one.number, one.values) for one in rows] == [(3, {"id": "a", "name_en": "A"})]


def test_nothing_in_an_export_runs_and_comes_in_as_it_was(world, reviewer):
    with recording():
        Source.objects.filter(slug="gazette-1").update(title_en="=1+1")
    sheet = SHEETS["sources"]
    table = as_csv(sheet, rows_of(sheet, Source.objects.filter(slug="gazette-1")))
    page = load_workbook(io.BytesIO(as_workbook([(sheet, rows_of(sheet, Source.objects.all()))])))["sources"]
    assert b"'=1+1" in table
    assert {cell.data_type for line in page.iter_rows() for cell in line} <= {"s", "n"}
    assert {o.status for o in try_out(read("sources.csv", table), reviewer)} == {"unchanged"}


def test_a_template_lists_the_values_that_may_be_chosen():
    made = load_workbook(io.BytesIO(as_workbook([(SHEETS["agreements"], [])])))
    lists = [choice.formula1 for choice in made["agreements"].data_validations.dataValidation]
    assert '"declaration,initiative,consensus,memorandum,contract"' in lists
    about = {(line[0].value, line[1].value): line[4].value for line in made[workbooks.ABOUT].iter_rows(min_row=2)}
    assert about["agreements", "parties_basis"] == "; ".join([
        "listed – the reports name these parties",
        "participants – the participants of the edition; signatories are not listed",
    ])  # fmt: skip


def test_a_template_calls_kinds_and_columns_by_their_names_in_another_language(world):
    with override("zh-hans"):
        made = load_workbook(io.BytesIO(as_workbook([(SHEETS["agreements"], [])])))
    about = {line[1].value: (line[0].value, line[2].value) for line in made[workbooks.ABOUT].iter_rows(min_row=2)}
    assert about["document_ru"] == ("协议 (agreements)", "成果文件 (俄文)")
    assert [cell.value for cell in made["agreements"][1]][:4] == ["edition", "number", "document_en", "document_ru"]


# In the admin


def page(name: str, *args) -> str:
    return reverse(f"admin:records_{name}", args=args)


def uploaded(browser, content: bytes, name="people.csv"):
    """The page that says what a file would change; or the upload page with what is wrong."""
    return browser.post(page("sheetimport_add"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_clerk_uploads_looks_imports_and_undoes(world, client, clerk):
    shown = uploaded(sign_in(client, clerk), "id,name_en,name_ru\nchen-an,Chen An,Чэнь Ань\n".encode())
    assert "Чэнь Ань" in shown.content.decode()
    assert Person.objects.filter(slug="chen-an").exists() is False
    address = shown.redirect_chain[-1][0]
    for _sent_twice in range(2):
        client.post(address, {"seen": shown.context["seen"]})
        assert Person.objects.get(slug="chen-an").name_ru == "Чэнь Ань"
    client.post(address, {"undo": "Undo the import"})
    assert Person.objects.filter(slug="chen-an").exists() is False


def test_rows_that_were_left_out_are_listed_afterwards(world, client, reviewer):
    table = "id,name_en,note_en\nchen-an,Chen An,\nno such id!,Somebody,From the gazette\nli-bo,,\n"
    shown = uploaded(sign_in(client, reviewer), table.encode())
    wrong = {"seen": shown.context["seen"], "left_out": ["people:3", "people:4"]}
    done = client.post(shown.redirect_chain[-1][0], wrong, follow=True)
    assert [(one.number, one.values["id"]) for _sheet, one in done.context["left_out"]] == [
        (3, "no such id!"),
        (4, "li-bo"),
    ]
    assert "People 3</dt><dd>no such id! · Somebody · From the gazette</dd>" in done.content.decode()
    assert Person.objects.filter(slug="chen-an").exists()


def test_kinds_and_columns_stand_beside_their_names_in_another_language(world, client, clerk):
    uploaded(sign_in(client, clerk), b"id,name_en,kind\nlake-body,Lake body,lake\n", "organizations.csv")
    shown = client.get(f"/ru/admin/records/sheetimport/{SheetImport.objects.get().pk}/change/").content.decode()
    assert "Организации <code>organizations</code> 2" in shown
    assert "<b>Вид <code>kind</code>:</b>" in shown
    assert "организации (organizations)" in client.get("/ru/admin/records/sheetimport/add/").content.decode()


def test_what_changed_since_it_was_looked_at_is_looked_at_again(world, client, reviewer):
    shown = uploaded(sign_in(client, reviewer), b"id,name_en\naliya-bekova,Aliya B.\n")
    with recording():
        Person.objects.filter(slug="aliya-bekova").update(name_en="Aliya Bek")
    told = client.post(shown.redirect_chain[-1][0], {"seen": shown.context["seen"]}, follow=True)
    assert "Something has changed since you looked" in told.content.decode()
    assert Person.objects.get(slug="aliya-bekova").name_en == "Aliya Bek"


def test_a_file_that_cannot_be_taken_is_answered_on_the_page(world, client, clerk):
    browser = sign_in(client, clerk)
    assert "there is no column “surname”" in uploaded(browser, b"id,surname\n").content.decode()
    many = b"id,name_en\n" + b"".join(b"p-%d,P\n" % number for number in range(1001))
    assert "The file has 1001 rows" in uploaded(browser, many).content.decode()


def test_a_translator_imports_nothing(world, client):
    made = member("translator")
    made.groups.set(Group.objects.filter(name="translator (Russian)"))
    assert sign_in(client, made).get(page("sheetimport_add")).status_code == 403


def test_a_list_is_taken_away_as_it_is_filtered(world, client, reviewer):
    browser = sign_in(client, reviewer)
    table = browser.get(page("delegation_export", "csv") + f"?edition__id__exact={world.second.pk}").content.decode()
    assert [line.split(",")[:2] for line in table.splitlines()[1:]] == [["2", "KZ"], ["2", "CN"]]
    assert browser.get(page("delegation_export", "pdf")).status_code == 404
    assert browser.get(page("sheetimport_template", "edition")).status_code == 200


def test_the_workbook_of_an_edition_that_is_begun_holds_what_it_has_and_comes_in_without_a_change(world, client, clerk):
    with recording():
        Delegation.objects.filter(edition=world.draft, head_person=None).update(head_title_en="Head of the body")
    offered = sign_in(client, clerk).get(page("sheetimport_add") + "?edition=3")
    assert '<option value="3" selected>' in offered.content.decode()
    book = client.get(page("sheetimport_template", "edition") + "?edition=3")
    rows = read("edition.xlsx", book.content)
    assert [(one.sheet, one.values["id"]) for one in rows if "id" in one.values] == [
        ("sources", "hidden-source"), ("people", "hidden-person"), ("organizations", "hidden-body"),
    ]  # fmt: skip
    assert [(one.sheet, one.values["edition"]) for one in rows if "edition" in one.values] == [
        ("editions", "3"), ("delegations", "3"), ("delegations", "3"), ("agreements", "3"),
    ]  # fmt: skip
    assert {outcome.status for outcome in try_out(rows, clerk)} == {"unchanged"}


def test_the_workbook_of_an_edition_goes_to_those_who_write_it_and_is_written_down(world, client, clerk):
    address = page("sheetimport_template", "edition") + "?edition="
    browser = sign_in(client, clerk)
    assert [browser.get(address + slug).status_code for slug in ("3", "99")] == [200, 404]
    assert AccountEvent.objects.get(kind=AccountEvent.Kind.EXPORTED).details == "edition-3.xlsx: 7"
    made = member("translator")
    made.groups.set(Group.objects.filter(name="translator (Russian)"))
    assert sign_in(client, made).get(address + "3").status_code == 403


def test_a_file_is_imported_on_the_server_too(world, tmp_path, capsys):
    file = tmp_path / "people.csv"
    file.write_bytes(b"id,name_en\nchen-an,Chen An\n")
    call_command("import_sheet", file, verbosity=0)
    assert capsys.readouterr().out == "1 rows: 1 new, 0 changed, 0 wrong.\n"
    file.write_bytes(b"id,name_en\nchen-an,\n")
    with pytest.raises(CommandError, match="people:2 name_en: This field cannot be blank"):
        call_command("import_sheet", file, verbosity=0)
