"""Where staff write: drafts, publishing, deleting, searching, and pages in three languages."""

import re
from copy import deepcopy

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone, translation

from records import models as m
from records.models.dates import PartialDate
from records.models.publication import Record, State
from records.search.index import recording
from tests.staff import sign_in

MODELS = [model for model in admin.site._registry if issubclass(model, Record)]


@pytest.fixture(autouse=True)
def english():
    """Addresses are asked for in English: a page read in another language leaves that one behind."""
    with translation.override("en"):
        yield


@pytest.fixture
def staff(client, db):
    """The browser of a member of staff who may do everything."""
    return sign_in(client, User.objects.create(username="clerk", is_staff=True, is_superuser=True))


@pytest.fixture(scope="module")
def made(module_data):
    return _made()


@pytest.fixture
def record(made, db):
    """A published edition with an agreement and a session, a draft edition, and what they name."""
    return deepcopy(made)


def _made() -> dict:
    with recording():
        made = {"forum": m.Forum.objects.create(title_en="The forum")}
        made["kz"] = m.Country.objects.create(code="KZ")
        made["water"] = m.Topic.objects.create(slug="water", name_en="Water", name_ru="Вода", name_zh="水资源")
        made["cui"] = m.Person.objects.create(slug="cui-li", name_en="Cui Li", name_ru="Цуй Ли", name_zh="崔丽")
        made["shen"] = m.Person.objects.create(slug="shen-yueyue", name_en="Shen Yueyue", name_ru="Шэнь Юэюэ")
        made["source"] = m.Source.objects.create(slug="nca", publisher="NCA", title_en="It met", language="en")
        made["ninth"] = m.Edition.objects.create(number=9, name_en="Ninth", summary_en="S", state=State.PUBLISHED)
        made["draft"] = m.Edition(number=10, name_en="Tenth", summary_en="S")
        made["draft"].start = PartialDate.parse("2024-05")
        made["draft"].save()
        m.Citation.objects.create(edition=made["draft"], source=made["source"])
        texts = {"title_en": "Canals", "text_en": "T", "kind": "contract", "state": State.PUBLISHED}
        made["agreement"] = m.Agreement.objects.create(edition=made["ninth"], number=1, **texts)
        made["agreement"].topics.add(made["water"])
        made["count"] = m.HeadCount.objects.create(edition=made["ninth"], count=300)
        made["session"] = m.Session.objects.create(edition=made["ninth"], slug="s", title_en="Opening", kind="ceremony")
        made["session"].people.add(made["cui"])
    return made


def page(target, name: str = "change") -> str:
    """The address of a page of a record, or of its kind."""
    args = [target.pk] if name in ("change", "delete", "history") else []
    return reverse(f"admin:records_{target._meta.model_name}_{name}", args=args)


def told(response) -> list[str]:
    """The messages above a page."""
    return [str(message) for message in response.context["messages"]]


def texts(html: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def act(client, model, action: str, *records, **more):
    """Choose records in a list and an action, as the form above the list does."""
    chosen = {"action": action, "_selected_action": [record.pk for record in records]}
    return client.post(page(model, "changelist"), chosen | more, follow=True)


# Publishing


def test_what_staff_add_is_a_draft_whatever_the_browser_sends(staff, record):
    texts = {"slug": "summit", "name_en": "Summit", "relation_en": "R", "state": "published"}
    rows = {f"{name}-{what}_FORMS": 0 for name in ("places", "citations") for what in ("TOTAL", "INITIAL")}
    staff.post(page(m.RelatedEvent, "add"), texts | rows)
    assert m.RelatedEvent.objects.get().state == State.DRAFT


@pytest.mark.parametrize("model", [m.Edition, m.Agreement, m.RelatedEvent])
def test_the_list_publishes_what_is_chosen_and_says_how_much(staff, record, model):
    with recording():
        event = m.RelatedEvent.objects.create(slug="summit", name_en="Summit", relation_en="R")
        texts = {"title_en": "A", "text_en": "T", "kind": "contract"}
        drafted = m.Agreement.objects.create(edition=record["draft"], number=1, **texts)
        for target in ({"related_event": event}, {"agreement": drafted}):
            m.Citation.objects.create(source=record["source"], **target)
    response = act(staff, model, "publish", *model.objects.all())
    assert (model.objects.filter(state=State.PUBLISHED).count(), told(response)) == (
        model.objects.count(),
        ["1 record is published now."],
    )
    assert LogEntry.objects.get().get_edited_object() == model.objects.latest("pk")


def test_publishing_makes_public_whom_the_record_names(staff, record):
    with recording():
        m.Statement.objects.create(edition=record["draft"], slug="shen", person=record["shen"], gist_en="G")
    act(staff, m.Edition, "publish", record["draft"])
    record["shen"].refresh_from_db()
    assert record["shen"].is_public is True


def test_who_may_only_look_is_not_offered_to_publish(client, record):
    clerk = User.objects.create(username="reader", is_staff=True)
    clerk.user_permissions.add(Permission.objects.get(codename="view_edition"))
    sign_in(client, clerk)
    act(client, m.Edition, "publish", record["draft"])
    record["draft"].refresh_from_db()
    assert record["draft"].state == State.DRAFT


def test_who_may_only_look_reads_the_whole_page_of_an_edition(client, record):
    clerk = User.objects.create(username="reader", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    sign_in(client, clerk)
    response = client.get(page(record["ninth"]))
    assert (response.status_code, "_save" in response.content.decode()) == (200, False)


def test_a_page_leads_to_the_site_only_when_the_public_can_read_it(staff, record):
    leads = {name: staff.get(page(record[name])).context["absolute_url"] for name in ("ninth", "draft", "agreement")}
    assert leads == {"ninth": "/en/editions/9/", "draft": None, "agreement": "/en/agreements/9.1/"}


# Deleting


def test_a_published_record_is_not_deleted_and_the_page_says_why(staff, record):
    for answer in (staff.get, staff.post):
        response = answer(page(record["ninth"], "delete"), {"post": "yes"}, follow=True)
        assert told(response) == ["“Ninth” is published. What is published may be cited, so it cannot be deleted."]
    assert m.Edition.objects.filter(number=9).exists() is True


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DRAFT])
def test_what_was_public_once_is_not_deleted_either_because_its_address_may_be_cited(staff, record, state):
    with recording():
        m.Agreement.objects.filter(pk=record["agreement"].pk).update(state=state, published_at=timezone.now())
    response = staff.post(page(record["agreement"], "delete"), {"post": "yes"}, follow=True)
    assert told(response)[0].endswith(
        "has been public. Its address may be cited and goes on answering, so it cannot be deleted."
    )
    assert m.Agreement.objects.filter(pk=record["agreement"].pk).exists()


def test_the_page_of_a_published_record_does_not_offer_to_delete_it(staff, record):
    offers = {name: page(record[name], "delete") in staff.get(page(record[name])).content.decode()
              for name in ("ninth", "draft")}  # fmt: skip
    assert offers == {"ninth": False, "draft": True}


def test_a_list_deletes_nothing_when_one_of_the_chosen_is_published(staff, record):
    response = act(staff, m.Edition, "delete_selected", record["ninth"], record["draft"], post="yes")
    assert "“Ninth” is published." in texts(response.content.decode())
    assert m.Edition.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("water", "It is named by Agreement: 9.1 Canals of Edition: Ninth ."),
        ("cui", "It is named by Session: Opening of Edition: Ninth ."),
    ],
)
def test_what_others_name_is_not_deleted_and_the_page_says_who_names_it(staff, record, name, reason):
    response = staff.post(page(record[name], "delete"), {"post": "yes"})
    assert reason in texts(response.content.decode())
    assert type(record[name]).objects.filter(pk=record[name].pk).exists() is True


def test_a_source_is_not_deleted_while_it_is_cited(staff, record):
    with recording():
        m.Citation.objects.create(source=record["source"], head_count=record["count"])
    response = staff.post(page(record["source"], "delete"), {"post": "yes"})
    assert "It is named by Citation: NCA: It met of Head count: 300 ." in texts(response.content.decode())


def test_a_country_that_only_a_next_host_names_is_not_deleted(staff, record):
    with recording():
        m.NextHost.objects.create(edition=record["draft"], country=record["kz"])
    response = staff.post(page(record["kz"], "delete"), {"post": "yes"})
    assert "It is named by Next host as announced: Kazakhstan of Edition: Tenth ." in texts(response.content.decode())


def test_a_draft_edition_with_an_agreement_is_not_deleted(staff, record):
    with recording():
        m.Agreement.objects.create(edition=record["draft"], number=1, title_en="Roads", text_en="T", kind="contract")
    response = staff.post(page(record["draft"], "delete"), {"post": "yes"})
    assert "It is named by Agreement: 10.1 Roads of Edition: Tenth ." in texts(response.content.decode())


def test_a_draft_edition_is_deleted_with_its_children(staff, record):
    with recording():
        m.Delegation.objects.create(edition=record["draft"], country=record["kz"])
    staff.post(page(record["draft"], "delete"), {"post": "yes"})
    assert (m.Edition.objects.count(), m.Delegation.objects.count()) == (1, 0)


def test_a_document_in_which_an_agreement_stands_is_kept_in_the_rows_too(staff, record):
    with recording():
        document = m.Document.objects.create(edition=record["ninth"], name_en="Charter")
        m.Agreement.objects.update(document=document)
    shown = staff.get(page(record["ninth"])).context
    forms = [inline.formset for inline in shown["inline_admin_formsets"]]
    data = {f"{f.prefix}-{what}_FORMS": f.initial_form_count() for f in forms for what in ("TOTAL", "INITIAL")}
    data |= {"number": 9, "name_en": "Ninth", "summary_en": "S", "documents-0-id": document.pk,
             "documents-0-name_en": "Charter", "documents-0-DELETE": "on", "head_counts-0-id": record["count"].pk,
             "head_counts-0-count": 300, "reason_en": "R"}  # fmt: skip
    said = staff.post(page(record["ninth"]), data).context["errors"]
    assert [texts(sentence) for sentence in said] == ["It is named by Agreement: 9.1 Canals of Edition: Ninth ."]
    assert m.Document.objects.count() == 1


# Searching


@pytest.mark.parametrize("typed", ["цуй", "ЦУЙ ЛИ", "崔丽", "cui", "LI CUI", "cui-li"])
def test_a_person_is_found_in_any_script_and_case(staff, record, typed):
    listed = staff.get(page(m.Person, "changelist"), {"q": typed}).context["cl"].result_list
    asked = {"app_label": "records", "model_name": "statement", "field_name": "person", "term": typed}
    offered = staff.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert ([str(p) for p in listed], [o["text"] for o in offered]) == (["Cui Li"], ["Cui Li"])


def test_every_word_of_a_search_must_be_found(staff, record):
    assert list(staff.get(page(m.Person, "changelist"), {"q": "cui yueyue"}).context["cl"].result_list) == []


@pytest.mark.parametrize("typed", ["Казахстан", "哈萨克斯坦", "kz", "шэнь"])
def test_a_delegation_is_found_by_its_country_and_its_head(staff, record, typed):
    with recording():
        m.Delegation.objects.create(edition=record["ninth"], country=record["kz"], head_person=record["shen"],
                                    head_title_en="Chair")  # fmt: skip
    listed = staff.get(page(m.Delegation, "changelist"), {"q": typed}).context["cl"].result_list
    assert [str(delegation) for delegation in listed] == ["Kazakhstan"]


@pytest.mark.parametrize(("page_number", "status"), [("1", 200), ("0", 404), ("-1", 404), ("9" * 30, 404)])
def test_a_box_survives_a_senseless_question(staff, record, page_number, status):
    asked = {"app_label": "records", "model_name": "statement", "field_name": "person", "term": "\0" + "a " * 200}
    assert staff.get(reverse("admin:autocomplete"), asked | {"page": page_number}).status_code == status


def test_a_box_gives_the_next_twenty_when_asked(staff, record):
    with recording():
        for i in range(25):
            m.Person.objects.create(slug=f"p-{i}", name_en=f"Namesake {i:02}")
    asked = {"app_label": "records", "model_name": "statement", "field_name": "person", "term": "namesake"}
    first, second = (staff.get(reverse("admin:autocomplete"), asked | {"page": n}).json() for n in (1, 2))
    assert [len(first["results"]), first["pagination"], len(second["results"]), second["pagination"]] == [
        20, {"more": True}, 5, {"more": False},
    ]  # fmt: skip


# Pages


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans"])
@pytest.mark.parametrize("model", MODELS)
def test_every_list_answers_in_every_language_without_a_word_inline(staff, record, model, language):
    with translation.override(language):
        address = page(model, "changelist")
    html = staff.get(address).content.decode()
    assert (f'<html lang="{language}"' in html, inline_code(html)) == (True, [])


def inline_code(html: str) -> list[str]:
    """What a strict content security policy refuses: styles and scripts in the page itself."""
    scripts = [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag and "json" not in tag]
    return scripts + re.findall(r"<style|\sstyle=\"|\son[a-z]+=\"|javascript:", html)


@pytest.mark.parametrize("name", ["ninth", "agreement", "session", "count", "cui", "kz", "water", "source", "forum"])
def test_every_form_answers_without_a_word_inline(staff, record, name):
    for address in (page(record[name]), page(record[name], "history"), page(record[name], "delete")):
        assert inline_code(staff.get(address, follow=True).content.decode()) == []


def test_the_language_switch_stays_on_the_page_and_keeps_the_question(staff, record):
    html = staff.get(page(m.Person, "changelist"), {"q": "Ли"}).content.decode()
    found = re.search(r'<nav id="languages".*?</nav>', html, re.S)[0]
    where = "/admin/records/person/?q=%D0%9B%D0%B8"
    assert re.findall(r'href="([^"]+)"', found) == [f"/en{where}", f"/ru{where}", f"/zh-hans{where}"]


def test_the_front_page_lists_what_has_a_list_and_not_the_rows(staff, record):
    applications = staff.get(reverse("admin:index")).context["app_list"]
    listed = {model["object_name"] for app in applications if app["app_label"] == "records" for model in app["models"]}
    assert listed == {
        "Agreement", "Citation", "Country", "Delegation", "Dispute", "Edition", "Forum", "Gap", "Organization",
        "Person", "Proposal", "RelatedEvent", "Report", "Session", "SheetImport", "Source", "Statement", "Topic",
    }  # fmt: skip


def test_a_second_forum_is_not_offered(staff, record):
    assert staff.get(page(m.Forum, "add")).status_code == 403
    with recording():
        m.Forum.objects.all().delete()
    assert staff.get(page(m.Forum, "add")).status_code == 200


def test_a_row_leads_to_its_sources_and_back(staff, record):
    there = page(record["count"])
    assert f'<a href="{there}">Sources: 0</a>' in staff.get(page(record["ninth"])).content.decode()
    row = {"citations-0-source": record["source"].pk, "citations-TOTAL_FORMS": 1, "citations-INITIAL_FORMS": 0}
    response = staff.post(there, {"count": 300, "reason_en": "Found."} | row)
    assert (response.url, record["count"].citations.get().source) == (page(record["ninth"]), record["source"])


def test_what_somebody_else_saved_in_the_same_second_is_told_and_not_an_error(staff, record, monkeypatch):
    monkeypatch.setattr(m.Topic, "save", lambda *args, **options: (_ for _ in ()).throw(IntegrityError("taken")))
    response = staff.post(page(m.Topic, "add"), {"slug": "roads", "name_en": "Roads", "reason_en": "R"}, follow=True)
    form = response.context["adminform"].form
    assert (form.non_field_errors(), form["name_en"].value()) == (
        ["Nothing was saved. Somebody else saved the same just now, or two rows changed places: "
         "try again, one change at a time."],
        "Roads",
    )  # fmt: skip
