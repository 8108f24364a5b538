"""Two people on one page: nobody's words are lost, the second is told, sees both, and decides."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from records import models as m
from records.models.publication import State
from records.search.index import recording
from tests.staff import sign_in
from tests.test_admin_forms import add_row, complaints, filled
from tests.test_attachments import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def aigul(world):
    """The browser of the first."""
    return sign_in(Client(), User.objects.create(username="aigul", is_staff=True, is_superuser=True))


@pytest.fixture
def boris(world):
    """The browser of the second."""
    return sign_in(Client(), User.objects.create(username="boris", is_staff=True, is_superuser=True))


@pytest.fixture
def draft(world):
    """An agreement that is a draft, so that nobody has to say why they change it."""
    return m.Agreement.objects.get(reference="2.2")


def page(record, name="change") -> str:
    """The address of a page of a record."""
    return reverse(f"admin:records_{record._meta.model_name}_{name}", args=[record.pk] if name == "change" else [])


def again(response) -> dict:
    """What a browser would send from a form that came back, hidden boxes and ticks included."""
    sent = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", response.content.decode()):
        name, kind = (re.search(rf'\b{word}="([^"]*)"', tag) for word in ("name", "type"))
        if name and kind and kind[1] == "hidden" and name[1].startswith("_"):
            value = re.search(r'\bvalue="([^"]*)"', tag)
            sent.setdefault(name[1], []).append(value[1] if value else "")
    context = response.context
    sets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(s.management_form for s in sets), *(f for s in sets for f in s.forms)]
    boxes = {box.html_name: box.value() for form in forms for box in form}
    return sent | {name: value for name, value in boxes.items() if value not in (None, False, [])}


def saved(client, record, **changes) -> list[str]:
    """Open the page of a record, change something and save; gives the complaints."""
    return complaints(client.post(page(record), filled(client, page(record)) | changes))


def clashes(response) -> list[str]:
    """The boxes that the second has to decide on."""
    return [clash.label for clash in response.context["meeting"].clashes]


def fresh(record):
    """The record as it is stored now."""
    return type(record).objects.get(pk=record.pk)


def test_the_second_is_told_who_saved_and_both_texts_are_there(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"text_en": "They agreed on rivers."}
    assert saved(aigul, draft, text_en="They agreed on lakes.") == []
    response = boris.post(page(draft), mine)
    assert complaints(response) == [
        "aigul saved this record while you were writing. Nothing of yours is lost, and nothing is saved yet: "
        "look at what has changed, then save again."
    ]
    (clash,) = response.context["meeting"].clashes
    assert [tuple(piece) for piece in clash.pieces] == [
        ("They agreed on ", "same"), ("lakes", "removed"), ("rivers", "added"), (".", "same"),
    ]  # fmt: skip
    assert response.context["adminform"].form["text_en"].value() == "They agreed on rivers."
    assert fresh(draft).text_en == "They agreed on lakes."


@pytest.mark.parametrize(("decided", "kept"), [("mine", "They agreed on rivers."), ("stored", "They agreed on lakes.")])
def test_the_second_decides(aigul, boris, draft, decided, kept):
    mine = filled(boris, page(draft)) | {"text_en": "They agreed on rivers."}
    saved(aigul, draft, text_en="They agreed on lakes.")
    response = boris.post(page(draft), mine)
    assert complaints(boris.post(page(draft), again(response) | {"_decided:text_en": decided})) == []
    assert fresh(draft).text_en == kept


def test_who_does_not_decide_is_asked_again_and_who_has_made_one_of_both_has_decided(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"text_en": "They agreed on rivers."}
    saved(aigul, draft, text_en="They agreed on lakes.")
    response = boris.post(page(draft), again(boris.post(page(draft), mine)))
    assert (clashes(response), fresh(draft).text_en) == (["Provision (English)"], "They agreed on lakes.")
    both = {"text_en": "They agreed on lakes and rivers.", "_decided:text_en": "mine"}
    assert complaints(boris.post(page(draft), again(response) | both)) == []
    assert fresh(draft).text_en == "They agreed on lakes and rivers."


def test_a_third_who_saves_while_the_second_decides_is_met_as_well(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"text_en": "Rivers."}
    saved(aigul, draft, text_en="Lakes.")
    response = boris.post(page(draft), mine)
    saved(aigul, draft, text_en="Seas.")
    response = boris.post(page(draft), again(response) | {"_decided:text_en": "mine"})
    assert (clashes(response), fresh(draft).text_en) == (["Provision (English)"], "Seas.")


def test_what_only_one_of_them_has_changed_needs_no_decision(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"note_en": "A note."}
    saved(aigul, draft, text_en="Lakes.", kind="contract")
    response = boris.post(page(draft), mine)
    assert clashes(response) == []
    assert complaints(boris.post(page(draft), again(response))) == []
    now = fresh(draft)
    assert (now.text_en, now.kind, now.note_en) == ("Lakes.", "contract", "A note.")


def test_the_same_change_by_both_is_no_clash(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"text_en": "Lakes."}
    saved(aigul, draft, text_en="Lakes.")
    assert clashes(boris.post(page(draft), mine)) == []


def test_lists_of_records_clash_and_are_shown_by_name(aigul, boris, draft, world):
    mine = filled(boris, page(draft)) | {"topics": [world.water.pk, world.economy.pk]}
    saved(aigul, draft, topics=[world.economy.pk])
    response = boris.post(page(draft), mine)
    (clash,) = response.context["meeting"].clashes
    assert [tuple(piece) for piece in clash.pieces] == [("Economy", "same"), (", ", "same"), ("Water", "added")]
    boris.post(page(draft), again(response) | {"_decided:topics": "stored"})
    assert set(fresh(draft).topics.all()) == {world.economy}


# Rows


def test_rows_of_both_are_kept(aigul, boris, draft, world):
    mine = add_row(filled(boris, page(draft)), "parties", country=world.china.pk)
    theirs = add_row(filled(aigul, page(draft)), "parties", organization=world.committee.pk)
    assert complaints(aigul.post(page(draft), theirs)) == []
    response = boris.post(page(draft), mine)
    assert complaints(boris.post(page(draft), again(response))) == []
    assert {str(party) for party in draft.parties.all()} == {"Kazakhstan", "Lake Committee", "China"}


def test_a_row_that_both_have_added_is_there_once(aigul, boris, draft, world):
    mine, theirs = (add_row(filled(one, page(draft)), "parties", country=world.china.pk) for one in (boris, aigul))
    assert complaints(aigul.post(page(draft), theirs)) == []
    assert complaints(boris.post(page(draft), again(boris.post(page(draft), mine)))) == []
    assert sorted(str(party) for party in draft.parties.all()) == ["China", "Kazakhstan"]


def test_a_row_that_one_removed_and_the_other_changed_comes_back_as_a_new_one(aigul, boris, draft):
    with recording():
        m.FollowUp.objects.create(agreement=draft, status="signed", note_en="In May.")
    mine = filled(boris, page(draft)) | {"follow_ups-0-note_en": "In May, in Almaty."}
    saved(aigul, draft, **{"follow_ups-0-DELETE": "on"})
    response = boris.post(page(draft), mine)
    assert response.context["meeting"].sentences == [
        "follow-up “signed”: somebody removed this row while you changed it. Yours is added anew."
    ]
    assert complaints(boris.post(page(draft), again(response))) == []
    assert [one.note_en for one in draft.follow_ups.all()] == ["In May, in Almaty."]


def test_a_row_that_one_changed_is_not_removed_by_the_other_without_being_asked_again(aigul, boris, draft):
    with recording():
        m.FollowUp.objects.create(agreement=draft, status="signed", note_en="In May.")
    mine = filled(boris, page(draft)) | {"follow_ups-0-DELETE": "on"}
    saved(aigul, draft, **{"follow_ups-0-note_en": "In May, in Almaty."})
    response = boris.post(page(draft), mine)
    assert response.context["meeting"].sentences == [
        "follow-up “signed”: somebody changed this row that you wanted to remove. It stays for now."
    ]
    assert complaints(boris.post(page(draft), again(response) | {"follow_ups-0-DELETE": "on"})) == []
    assert draft.follow_ups.count() == 0


def test_a_box_of_a_row_is_decided_on_like_any_other(aigul, boris, draft):
    with recording():
        m.FollowUp.objects.create(agreement=draft, status="signed", note_en="In May.")
    mine = filled(boris, page(draft)) | {"follow_ups-0-note_en": "In June."}
    saved(aigul, draft, **{"follow_ups-0-note_en": "In April."})
    response = boris.post(page(draft), mine)
    assert clashes(response) == ["Follow-up “signed”: Note (English)"]
    boris.post(page(draft), again(response) | {"_decided:follow_ups-0-note_en": "stored"})
    assert draft.follow_ups.get().note_en == "In April."


# Who does not meet


def test_two_people_in_two_delegations_of_one_edition_both_succeed(aigul, boris, world):
    with recording():
        other = m.Delegation.objects.create(edition=world.draft, country=world.china)
    first = m.Delegation.objects.filter(edition=world.draft, country=world.kazakhstan).get()
    mine = filled(boris, page(other)) | {"reported_as": "announced"}
    assert saved(aigul, first, head_title_en="Minister") == []
    assert complaints(boris.post(page(other), mine)) == []


def test_who_works_on_another_part_of_the_record_is_not_held_up(aigul, boris, draft, world):
    with recording():
        amount = m.Amount.objects.create(agreement=draft, value=5, currency="CNY")
    mine = add_row(filled(boris, page(amount)), "citations", source=world.gazette.pk)
    assert saved(aigul, draft, text_en="Lakes.") == []
    assert complaints(boris.post(page(amount), mine)) == []


def test_a_step_that_somebody_takes_meanwhile_is_told(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"note_en": "A note."}
    with recording(by=User.objects.get(username="aigul")):
        m.Agreement.objects.filter(pk=draft.pk).update(state=State.IN_REVIEW)
    response = boris.post(page(draft), mine)
    assert [section.lines[0].label for section in response.context["meeting"].sections] == ["State"]
    assert complaints(boris.post(page(draft), again(response))) == []


def test_a_form_that_does_not_say_what_it_was_opened_on_overwrites_nothing(aigul, boris, draft):
    mine = filled(boris, page(draft)) | {"text_en": "Rivers."}
    saved(aigul, draft, text_en="Lakes.")
    for seen in ("", "x", "9" * 30, "-1"):
        assert clashes(boris.post(page(draft), mine | {"_seen": seen})) == ["Provision (English)"]
    assert fresh(draft).text_en == "Lakes."


# Sent twice


def test_a_form_for_a_new_record_sent_twice_adds_it_once(aigul, world):
    address = reverse("admin:records_person_add")
    form = filled(aigul, address) | {"slug": "new", "name_en": "New"}
    first, second = (aigul.post(address, form, follow=True) for _time in range(2))
    assert m.Person.objects.filter(slug="new").count() == 1
    assert (second.redirect_chain, [str(one) for one in second.context["messages"]]) == (
        first.redirect_chain,
        ["“New” is saved. The form was sent twice; it counts once."],
    )


def test_rows_of_a_form_sent_twice_are_added_once(aigul, draft, world):
    form = add_row(filled(aigul, page(draft)), "follow_ups", status="signed")
    assert [aigul.post(page(draft), form).status_code for _time in range(2)] == [302, 302]
    assert draft.follow_ups.count() == 1


def test_the_same_form_filled_again_is_another_form(aigul, world):
    address = reverse("admin:records_statement_add")
    for slug in ("one", "two"):
        words = {"edition": world.draft.pk, "person": world.boris.pk, "slug": slug, "gist_en": "The same."}
        assert complaints(aigul.post(address, filled(aigul, address) | words)) == []
    assert m.Statement.objects.filter(gist_en="The same.").count() == 2


# Deleted


def test_what_was_written_for_a_deleted_record_can_be_saved_as_a_new_one(aigul, boris, draft, world):
    mine = add_row(filled(boris, page(draft)) | {"text_en": "Rivers."}, "parties", country=world.china.pk)
    with recording(by=User.objects.get(username="aigul")):
        fresh(draft).delete()
    response = boris.post(page(draft), mine)
    (said,) = complaints(response)
    assert said.startswith("“2.2 Hidden agreement” was deleted by aigul while you were writing.")
    assert complaints(boris.post(page(draft, "add"), again(response))) == []
    made = m.Agreement.objects.get(reference="2.2")
    assert (made.pk != draft.pk, made.text_en, made.parties.count()) == (True, "Rivers.", 2)


def test_who_may_not_add_keeps_what_was_written_to_copy_it(client, draft):
    account = User.objects.create(username="guest", is_staff=True)
    rights = Permission.objects.filter(codename__in=["change_agreement", "view_agreement"])
    account.user_permissions.set(rights)
    mine = filled(sign_in(client, account), page(draft)) | {"text_en": "Rivers."}
    with recording():
        fresh(draft).delete()
    response = client.post(page(draft), mine)
    told = response.content.decode()
    assert ("was deleted by the site itself while you were writing" in told, "Rivers." in told) == (True, True)


def test_what_was_written_in_a_part_that_somebody_removed_is_there_to_copy(aigul, boris, draft):
    with recording():
        follow_up = m.FollowUp.objects.create(agreement=draft, status="signed")
    mine = filled(boris, page(follow_up)) | {"note_en": "In May."}
    saved(aigul, draft, **{"follow_ups-0-DELETE": "on"})
    told = boris.post(page(follow_up), mine).content.decode()
    assert ("This was removed by somebody while you were writing" in told, "In May." in told) == (True, True)


# A database that goes away


def test_a_database_that_goes_away_in_the_middle_leaves_nothing_half_saved_and_loses_no_words(
    aigul, draft, world, monkeypatch
):
    form = add_row(filled(aigul, page(draft)) | {"text_en": "Rivers."}, "parties", country=world.china.pk)
    with monkeypatch.context() as away:
        away.setattr(m.Party, "save", lambda *args, **options: (_ for _ in ()).throw(OperationalError("gone")))
        response = aigul.post(page(draft), form)
    told = response.content.decode()
    assert (response.status_code, "The database did not answer" in told, "Rivers." in told) == (503, True, True)
    assert (fresh(draft).text_en, draft.parties.count()) == ("They agreed.", 1)
    assert complaints(aigul.post(page(draft), form)) == []
    assert (fresh(draft).text_en, draft.parties.count()) == ("Rivers.", 2)


# Files


@pytest.fixture
def uploads(settings, tmp_path):
    """What is uploaded here is kept nowhere else."""
    settings.MEDIA_ROOT = tmp_path


def with_file(data: dict, name: str) -> dict:
    """The form with one more file."""
    row = {"title_en": name, "title_ru": "", "title_zh": "", "credit": "", "file": SimpleUploadedFile(name, PDF)}
    return add_row(data, "attachments", **row)


def test_two_people_who_add_a_file_each_to_one_record_both_succeed(aigul, boris, draft, uploads):
    forms = [with_file(filled(who, page(draft)), f"{name}.pdf") for who, name in ((aigul, "mine"), (boris, "yours"))]
    assert [complaints(who.post(page(draft), form)) for who, form in zip((aigul, boris), forms, strict=True)] == [
        [],
        [],
    ]
    assert sorted(draft.attachments.values_list("title_en", flat=True)) == ["mine.pdf", "yours.pdf"]


def test_the_file_of_the_second_is_there_when_they_save_again(aigul, boris, draft, uploads):
    mine = with_file(filled(boris, page(draft)) | {"title_ru": "Название"}, "yours.pdf")
    aigul.post(page(draft), with_file(filled(aigul, page(draft)) | {"text_en": "They agreed on lakes."}, "mine.pdf"))
    told = boris.post(page(draft), mine)
    assert "aigul saved this record" in complaints(told)[0]
    assert "“yours.pdf” is kept until you save." in told.content.decode()
    kept = dict(re.findall(r'name="(attachments-0-file-waiting)" value="([^"]+)"', told.content.decode()))
    assert complaints(boris.post(page(draft), again(told) | kept)) == []
    assert sorted(draft.attachments.values_list("title_en", flat=True)) == ["mine.pdf", "yours.pdf"]
    assert [one.file.read() for one in draft.attachments.all()] == [PDF, PDF]
    assert (fresh(draft).text_en, fresh(draft).title_ru) == ("They agreed on lakes.", "Название")


def test_a_file_that_somebody_removed_meanwhile_keeps_nobody_from_saving(aigul, boris, draft, uploads):
    aigul.post(page(draft), with_file(filled(aigul, page(draft)), "old.pdf"))
    mine = with_file(filled(boris, page(draft)), "new.pdf")
    with recording(by=User.objects.get(username="aigul")):
        draft.attachments.all().delete()
    assert complaints(boris.post(page(draft), mine)) == []
    assert list(draft.attachments.values_list("title_en", flat=True)) == ["new.pdf"]


def test_a_file_for_a_record_that_is_gone_comes_along_to_the_new_one(aigul, boris, draft, uploads):
    aigul.post(page(draft), with_file(filled(aigul, page(draft)), "old.pdf"))
    address, mine = page(draft), with_file(filled(boris, page(draft)), "new.pdf")
    with recording(by=User.objects.get(username="aigul")):
        draft.delete()
    told = boris.post(address, mine)
    kept = dict(re.findall(r'name="(attachments-0-file-waiting)" value="([^"]+)"', told.content.decode()))
    assert complaints(boris.post(page(draft, "add"), again(told) | kept)) == []
    made = m.Agreement.objects.get(reference="2.2")
    assert [(one.title_en, one.file.read()) for one in made.attachments.all()] == [("new.pdf", PDF)]
