"""A reader reports an error without a name, staff answer, the log says what came of it; what needs work is said."""

import time

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from records.editing.reports import MOST_FROM_ONE, answer
from records.models import Agreement, Change, Note, PublicVersion, Report, StaleTranslation
from records.search.index import Because, recording
from records.views.reports import SIGNED
from tests.reading import links, words
from tests.staff import member, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGE = "/en/report/agreement/2.1/"


def written(text="The year is wrong.", **more) -> dict:
    """A report as the form sends it, from a page opened a minute ago."""
    return {"text": text, "opened": SIGNED.sign(str(time.time() - 60)), **more}


def test_a_record_leads_to_a_page_of_its_own_that_is_kept_nowhere(reader):
    assert PAGE in reader.get("/en/agreements/2.1/").content.decode()
    page = reader.get(PAGE)
    assert (page.status_code, "no-store" in page["Cache-Control"], page.cookies, page.has_header("ETag")) == (
        200, True, {}, False,
    )  # fmt: skip


def test_a_report_is_taken_with_its_record_and_nothing_that_names_the_reader(reader):
    answer = reader.post(PAGE, written(evidence="https://example.org"))
    report = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?sent")
    assert (report.kind, report.key, report.state, "127.0.0.1" in report.sender) == (
        "agreement", "2.1", "waiting", False,
    )  # fmt: skip
    assert "Thank you" in reader.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"text": ""}, 400), ({"text": "x", "opened": "forged"}, 400), ({"text": "x" * 4001}, 400),
        ({"text": "x", "opened": SIGNED.sign(str(time.time() + 10**6))}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_what_was_written_stays(reader, sent, status):
    answer = reader.post(PAGE, written() | sent)
    assert (answer.status_code, Report.objects.count()) == (status, 0)
    assert sent["text"] in answer.content.decode()


def test_a_program_that_fills_every_box_is_thanked_and_forgotten(reader):
    assert reader.post(PAGE, written(website="https://example.com")).status_code == 302
    assert Report.objects.count() == 0


def test_a_flood_is_stopped_and_the_same_words_are_one_report(reader):
    for number in range(MOST_FROM_ONE):
        reader.post(PAGE, written(f"Error {number}."))
        reader.post(PAGE, written(f"Error {number}."))
    flood = reader.post(PAGE, written("One more."))
    assert (Report.objects.count(), flood.status_code, flood["Retry-After"]) == (MOST_FROM_ONE, 429, "3600")
    assert reader.post(PAGE, written("One more."), REMOTE_ADDR="192.0.2.7").status_code == 302


def test_an_opened_page_is_good_for_one_report(reader):
    page = written("The year is wrong.")
    assert [reader.post(PAGE, page | {"text": text}).status_code for text in ("One.", "One.", "Two.")] == [
        302,
        302,
        400,
    ]
    refused = reader.post(PAGE, page | {"text": "Three."}).content.decode()
    assert ("a report was sent already" in refused, "Three." in refused, page["opened"] in refused) == (
        True,
        True,
        False,
    )
    assert [report.text for report in Report.objects.all()] == ["One."]


def test_what_came_of_a_report_is_told_where_the_record_is_now(reader, client, world):
    _report, chief, page = desk_of(client, reader, "reviewer")
    with recording():
        Agreement.objects.filter(pk=world.agreed.pk).update(number=9, reference="2.9")
    chief.post(page, {"state": "mended", "answer_en": "The year was corrected.", "answer_ru": "", "answer_zh": ""})
    assert [(one.key, one.reason_en) for one in Change.objects.filter(act="reported")] == [
        ("2.9", "The year was corrected.")
    ]
    assert "The year was corrected." in reader.get("/en/changes/?record=agreement/2.9").content.decode()


def test_nothing_is_reported_of_a_draft(reader):
    for kind, key in (("edition", "3"), ("person", "hidden-person"), ("nonsense", "1")):
        assert reader.get(f"/en/report/{kind}/{key}/").status_code == 404


def test_the_answer_stands_in_the_log_and_noise_does_not(reader, client, world):
    reader.post(PAGE, written())
    reader.post(PAGE, written("Buy boats!"))
    noise, report = Report.objects.all()
    chief = sign_in(client, member(is_superuser=True))
    for one, state in ((noise, "noise"), (report, "mended")):
        data = {"state": state, "answer_en": "The year was corrected.", "answer_ru": "", "answer_zh": ""}
        chief.post(reverse("admin:records_report_change", args=[one.pk]), data)
    told = Change.objects.filter(act="reported")
    assert [(c.key, c.name_en, c.reason_en, c.is_gone) for c in told] == [
        ("2.1", "Point 2.1", "The year was corrected.", False)
    ]
    for address in (
        "/en/changes/",
        "/changes.json",
        "/en/changes.atom",
        f"/changes.csv?month={told[0].happened_at:%Y-%m}",
    ):
        assert "The year was corrected." in reader.get(address).content.decode()


def test_what_came_of_a_report_is_said_in_words(reader, client):
    report, chief, page = desk_of(client, reader, "reviewer")
    refused = chief.post(page, {"state": "mended", "answer_en": "", "answer_ru": "", "answer_zh": ""})
    assert "Say what came of it" in refused.content.decode()
    report.refresh_from_db()
    assert (report.state, Change.objects.filter(act="reported").count()) == ("waiting", 0)


def desk_of(client, reader, *groups):
    """A report that waits, the browser of somebody in these groups, and the page where it is answered."""
    reader.post(PAGE, written())
    who = member("-".join(groups))
    who.groups.set(Group.objects.filter(name__in=groups))
    report = Report.objects.get()
    return report, sign_in(client, who), reverse("admin:records_report_change", args=[report.pk])


@pytest.mark.parametrize(("group", "told"), [("editor", []), ("reviewer", ["The year was corrected."])])
def test_only_who_may_publish_answers_a_reader_in_public(reader, client, world, group, told):
    report, desk, page = desk_of(client, reader, group)
    boxes = desk.get(page).context["adminform"].form.fields
    assert ("answer_en" in boxes, len(boxes["state"].choices)) == ((False, 2) if group == "editor" else (True, 4))
    desk.post(page, {"state": "mended", "answer_en": "The year was corrected.", "answer_ru": "", "answer_zh": ""})
    report.refresh_from_db()
    assert (report.state, report.answer_en) == (("mended", told[0]) if told else ("waiting", ""))
    assert [change.reason_en for change in Change.objects.filter(act="reported")] == told


def test_an_editor_notes_for_colleagues_and_sets_aside_without_a_word_in_public(reader, client, world):
    report, desk, page = desk_of(client, reader, "editor")
    assert desk.post(reverse("admin:records_report_delete", args=[report.pk]), {"post": "yes"}).status_code == 403
    desk.post(page, {"state": "waiting", "note": "The gazette says so too.", "answer_en": "Slipped in."})
    desk.post(page, {"state": "noise", "note": ""})
    report.refresh_from_db()
    assert (report.state, report.answer_en, Note.objects.of(report).get().text) == (
        "noise", "", "The gazette says so too.",
    )  # fmt: skip
    shown = desk.get(page).content.decode()
    assert ("The gazette says so too." in shown, Change.objects.filter(act="reported").exists()) == (True, False)


def test_what_was_said_in_public_stays_as_it_is_for_who_may_not_publish_and_a_note_says_it_no_second_time(
    reader, client, world
):
    report, desk, page = desk_of(client, reader, "reviewer")
    said = {"state": "kept", "answer_en": "Both sources agree.", "answer_ru": "", "answer_zh": ""}
    desk.post(page, said)
    desk.post(page, said | {"note": "Closed."})
    editor = member("editor")
    editor.groups.set(Group.objects.filter(name="editor"))
    sign_in(client, editor).post(page, {"state": "waiting", "note": "Again?"})
    report.refresh_from_db()
    assert (report.state, Change.objects.filter(act="reported").count(), Note.objects.of(report).count()) == (
        "kept", 1, 2,
    )  # fmt: skip


# The front page of the admin


def front(client, *groups) -> dict:
    """What the front page says waits, for somebody in these groups: {heading: {label: how many}}."""
    who = member("-".join(groups) or "nobody")
    who.groups.set(Group.objects.filter(name__in=groups))
    page = sign_in(client, who).get(reverse("admin:index"))
    return {str(title): {str(t.label): t.count for t in tasks} for title, tasks in page.context["work"]["sections"]}


def test_a_reviewer_sees_what_waits_and_where_it_is_listed(client, world):
    with recording():
        type(world.draft).objects.filter(pk=world.draft.pk).update(state="in_review")
    assert front(client, "reviewer")["Wait for a reviewer"] == {"Editions": 1}
    address = reverse("admin:records_edition_changelist") + "?state__exact=in_review"
    assert [edition.number for edition in client.get(address).context["cl"].queryset] == [3]


def test_an_editor_sees_what_came_back_and_what_no_source_supports(client, world):
    with recording():
        type(world.draft).objects.filter(pk=world.draft.pk).update(returned_because="Who came?")
    seen = front(client, "editor")
    assert seen["Returned to be mended"] == {"Editions": 1}
    listed = client.get(reverse("admin:records_edition_changelist") + "?sources=none").context["cl"].queryset
    assert (seen["Without a source"]["Editions"], "Wait for a reviewer" in seen) == (listed.count(), False)


def test_a_translator_sees_what_is_missing_and_what_is_stale_in_their_language(client, world):
    with recording():
        world.agreed.refresh_from_db()
        world.agreed.title_en = "Water plan, extended"
        world.agreed.save()
    seen = front(client, "translator (Russian)")["Translations"]
    assert seen["Agreements: Russian is older than the original"] == 1
    assert not any("Chinese" in label for label in seen)
    address = reverse("admin:records_agreement_changelist") + "?translations=stale_ru"
    assert [one.reference for one in client.get(address).context["cl"].queryset] == ["2.1"]


def test_a_translation_that_catches_up_is_stale_no_more(world):
    world.agreed.refresh_from_db()
    for texts in ({"title_en": "A", "title_ru": "А"}, {"title_en": "B"}, {"title_ru": "Б"}):
        with recording():
            for name, text in texts.items():
                setattr(world.agreed, name, text)
            world.agreed.save()
        stale = list(StaleTranslation.objects.values_list("field", flat=True))
        assert stale == (["title_ru"] if texts == {"title_en": "B"} else [])


def test_whoever_has_nothing_to_do_is_told_so(client):
    assert front(client) == {}
    assert "Nothing waits for you." in client.get(reverse("admin:index")).content.decode()


def test_a_reader_reports_in_three_steps_and_staff_mend_in_three(reader, client, world):
    home = reader.get("/en/")
    assert "/en/editions/2/" in links(home)
    edition = reader.get("/en/editions/2/")
    form = reader.get(next(link for link in links(edition) if "/report/" in link))
    sent = reader.post(form.request["PATH_INFO"], written("The summary says nothing."))
    assert sent.status_code == 302  # the edition, the form, the report: three steps

    desk = sign_in(client, member(is_superuser=True)).get(reverse("admin:index"))
    report = next(link for link in links(desk) if "/report/" in link and "/change/" in link)
    record = next(link for link in links(client.get(report)) if "/edition/" in link and "/change/" in link)
    assert client.get(record).status_code == 200  # the report, the record, and saving it is the third

    cited = PublicVersion.objects.of("edition", "2").first().get_absolute_url()
    with recording(Because("As a reader said.")):
        world.second.summary_en = "It met for three days."
        world.second.save()
    assert "It met for three days." in words(reader.get("/en/editions/2/"))
    assert "It met." in words(reader.get(cited))  # what was cited is still there, and says that it was mended
    assert "Since then something else is said of: Summary (English)." in words(reader.get(cited))


@pytest.mark.parametrize(
    ("key", "called"),
    [
        ("edition/2", "Edition: Edition 2"), ("agreement/2.1", "Agreement: 2.1 Point 2.1"),
        ("delegation/2/kz", "Delegation: Kazakhstan at the Edition 2"),
        ("statement/2/aliya-bekova", "Statement: Aliya Bekova, Edition 2"),
        ("country/kz", "Country: Kazakhstan"), ("topic/water", "Topic: Water"),
        ("person/aliya-bekova", "Person: Aliya Bekova"),
        ("organization/lake-committee", "Organisation: Lake Committee"),
        ("source/gazette-1", "Source: Report gazette-1"),
        ("forum/forum", "Forum: Lake Forum: the record"),
    ],
)  # fmt: skip
def test_the_form_calls_a_record_as_its_page_does(reader, key, called):
    page = reader.get(f"/en/report/{key}/")
    assert words(page, "main").partition(" Report an error")[0] == called
    name = called if key.startswith("statement") else called.partition(": ")[2]
    assert words(page, "title").startswith(f"Report an error: {name}")


def test_what_came_of_a_report_on_a_country_says_which(reader):
    assert reader.post("/en/report/country/kz/", written()).status_code == 302
    report = Report.objects.get()
    report.state, report.answer_en = "mended", "It is."
    answer(report)
    assert str(Change.objects.newest_first().first().name) == "Kazakhstan"


@pytest.mark.parametrize("key", ["statement/2/aliya-bekova", "delegation/2/kz"])
def test_an_error_in_a_part_of_an_edition_comes_with_the_part(reader, client, key):
    kind, record = key.split("/", 1)
    assert f"/en/report/{key}/" in links(reader.get(f"/en/editions/2/{kind}s/{record.partition('/')[2]}/"))
    assert reader.post(f"/en/report/{key}/", written()).status_code == 302
    report = Report.objects.get()
    assert (report.kind, report.key, report.page.startswith(f"/en/editions/2/{kind}s/")) == (kind, record, True)
    chief = sign_in(client, member("chief", is_superuser=True))
    page = chief.get(reverse("admin:records_report_change", args=[report.pk])).content.decode()
    assert "/admin/records/edition/" in page or f"/admin/records/{kind}/" in page
    report.state, report.answer_en = "mended", "It is."
    answer(report)
    change = Change.objects.newest_first().first()
    assert (change.act, change.kind, change.key) == ("reported", "edition", "2")


def test_the_form_of_a_moved_record_is_at_its_new_address_and_takes_what_was_written(reader, world):
    with recording():
        Agreement.objects.filter(pk=world.agreed.pk).update(number=7, reference="2.7")
    moved = reader.get(PAGE)
    assert (moved.status_code, moved["Location"]) == (301, "/en/report/agreement/2.7/")
    assert (reader.post(PAGE, written()).status_code, Report.objects.get().key) == (302, "2.7")
    for nothing in ("statement/2", "statement/2/nobody", "statement/2/a/b", "nothing/2", "delegation/99/kz"):
        assert reader.get(f"/en/report/{nothing}/").status_code == 404
