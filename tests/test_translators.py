"""A translator writes the texts and search words of their languages: on drafts at once, in public by a proposal."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from records.admin.reasons import REASONS
from records.editing.roles import texts_in
from records.models import Agreement, Edition, Gap, Topic
from records.models.history import KeptState
from records.models.publication import Record, State
from records.search.index import recording
from tests.proposing import ACCEPTED, decide, page, propose, words
from tests.staff import colleague
from tests.test_admin_forms import complaints, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
PAGES = [model for model in admin.site._registry if issubclass(model, Record)]


@pytest.fixture
def translator():
    """The browser of somebody who translates into Russian."""
    return colleague("translator", "translator (Russian)")


def test_a_translators_proposal_of_one_text_is_accepted(translator, world):
    proposal = propose(translator, world.agreed, title_ru="План по воде", reason_ru="Точнее.")
    assert (words(proposal), Agreement.objects.get(pk=world.agreed.pk).title_ru) == (
        ["title_ru"], "Совместный водный план",
    )  # fmt: skip
    assert decide(colleague("reviewer", "reviewer"), proposal, "accept") == ACCEPTED
    assert Agreement.objects.get(pk=world.agreed.pk).title_ru == "План по воде"


def test_whatever_a_translator_posts_only_their_texts_are_part_of_it(translator, world):
    beside = {"title_en": "Hacked", "title_zh": "改", "number": 7, "kind": "contract", "topics": [world.economy.pk]}
    proposal = propose(translator, world.agreed, title_ru="План по воде", **beside)
    assert words(proposal) == ["title_ru"]


def test_a_translator_writes_their_texts_of_a_draft_at_once_and_nothing_else(translator, world):
    data = filled(translator, page(world.draft)) | {"theme_ru": "Вода и жизнь", "theme_en": "Hacked", "number": 77}
    assert complaints(translator.post(page(world.draft), data)) == []
    stored = Edition.objects.get(pk=world.draft.pk)
    assert (stored.theme_ru, stored.theme_en, stored.number) == ("Вода и жизнь", "Hidden theme", 3)


def test_a_translator_writes_the_texts_of_rows_and_neither_adds_nor_deletes(translator, world):
    gap = world.draft.gaps.get()
    data = filled(translator, page(world.draft))
    data |= {"gaps-0-note_ru": "формат", "gaps-0-DELETE": "on", "gaps-TOTAL_FORMS": 2, "gaps-1-field": "theme",
             "gaps-1-note_en": "Added"}  # fmt: skip
    translator.post(page(world.draft), data)
    assert list(Gap.objects.filter(edition=world.draft).values_list("pk", "note_ru")) == [(gap.pk, "формат")]


def test_search_words_are_written_in_the_translators_language_only(translator, world):
    proposal = propose(translator, world.water, search_words_ru="водоснабжение", search_words_zh="供水")
    assert (words(proposal), Topic.objects.get(pk=world.water.pk).search_words_ru) == (["search_words_ru"], [])


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_no_page_gives_a_translator_any_other_box(rf, translator, world, model):
    request = rf.get("/")
    request.user = User.objects.get(username="translator")
    own = admin.site._registry[model]
    owners = {"edition": world.second, "agreement": world.agreed}
    record = model.objects.order_by("pk").first() or model(**{name: owners.get(name) for name in model.OWNERS})
    boxes = set(own.get_form(request, record, change=True).base_fields) if own.has_change_permission(request) else set()
    assert boxes - texts_in(model, ["ru"]) - set(REASONS) == set()
    assert (own.has_add_permission(request), own.has_delete_permission(request)) == (False, False)
    for rows in own.get_inline_instances(request, record):
        boxes = set(rows.get_formset(request, record).form.base_fields)
        may = rows.has_change_permission(request, record)
        assert not may or boxes - texts_in(rows.model, ["ru"]) == set(), rows
        assert (rows.has_add_permission(request, record), rows.has_delete_permission(request, record)) == (False,) * 2


def test_a_translator_sees_the_rest_and_takes_no_step(translator, world):
    shown = translator.get(page(world.draft)).content.decode()
    assert ("Hidden theme" in shown, 'name="theme_en"' in shown, 'name="theme_ru"' in shown) == (True, False, True)
    chosen = {"action": "submit", "_selected_action": [world.draft.pk]}
    translator.post(page(Edition, "changelist"), chosen)
    assert translator.get(reverse("admin:records_edition_step", args=[world.draft.pk, "submit"])).status_code == 403
    assert Edition.objects.get(pk=world.draft.pk).state == State.DRAFT


def test_a_translator_restores_nothing(translator, world):
    with recording():
        Agreement.objects.filter(pk=world.hidden_agreement.pk).update(title_en="Changed")
    state = KeptState.objects.of("agreement", world.hidden_agreement.pk).last()
    there = reverse("admin:records_agreement_restore", args=[world.hidden_agreement.pk, state.pk])
    assert translator.post(there, {}).status_code == 403


def test_who_may_write_a_child_but_not_its_edition_writes_neither(world):
    from django.contrib.auth.models import Permission

    clerk = colleague("clerk")
    rights = ("view_session", "change_session", "view_edition")
    User.objects.get(username="clerk").user_permissions.set(Permission.objects.filter(codename__in=rights))
    session = world.draft.sessions.get()
    assert clerk.post(page(session), {"title_en": "X"}).status_code == 403
