"""What somebody who may not publish changes in public: kept as differences, accepted as seen, returned, stale."""

import pytest
from django.contrib.auth.models import Group, User

from records.models import Change, Person, Session, Topic
from records.models.proposals import Proposal
from records.search.index import recording
from tests.proposing import ACCEPTED, STALE, decide, page, propose, send, told, words
from tests.staff import colleague
from tests.test_admin_forms import complaints, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world", "as_stored")]


def test_an_editor_changes_nothing_in_public_until_a_reviewer_accepts(editor, reviewer, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan", reason_en="A slip.")
    world.agreed.refresh_from_db()
    assert (world.agreed.title_en, proposal.state, proposal.note_en) == ("Point 2.1", "open", "A slip.")
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    world.agreed.refresh_from_db()
    assert (world.agreed.title_en, proposal.state) == ("Canal plan", "accepted")
    change = Change.objects.newest_first().first()
    assert (change.key, change.differences, change.reason_en) == (
        "2.1", [[["title_en"], "Point 2.1", "Canal plan"]], "The reports say so.",
    )  # fmt: skip


def test_the_author_is_told_and_shown_the_difference(editor, world):
    data = filled(editor, page(world.agreed)) | {"text_en": "They agreed on water."}
    response = editor.post(page(world.agreed), data, follow=True)
    assert told(response) == [
        "This is public, so your changes are kept as a proposal. Nothing changes until a reviewer accepts it."
    ]
    shown = response.content.decode()
    assert "They agreed<ins>" in shown
    assert "on water" in shown


def test_a_draft_and_what_belongs_to_it_are_saved_at_once(editor, world):
    delegation = world.draft.delegations.get(country=world.kazakhstan)
    for record, box in ((world.draft, "theme_en"), (delegation, "head_title_en"), (world.hidden_person, "note_en")):
        data = filled(editor, page(record)) | {box: "Said at once"}
        assert complaints(editor.post(page(record), data)) == []
        assert getattr(type(record).objects.get(pk=record.pk), box) == "Said at once"
    assert Proposal.objects.count() == 0


def test_a_returned_proposal_tells_its_author_why_and_changes_nothing(editor, reviewer, world):
    proposal = propose(editor, world.aliya, name_ru="Алия Бек")
    decide(reviewer, proposal, "return", text="Which report spells it so?")
    assert (proposal.state, proposal.decided_by.username) == ("returned", "reviewer")
    assert "Which report spells it so?" in editor.get(page(proposal)).content.decode()
    mine = editor.get(page(Proposal, "changelist"), {"whose": "mine"}).content.decode()
    assert "Which report spells it so?" in mine
    assert Person.objects.get(pk=world.aliya.pk).name_ru == "Алия Бекова"


def test_a_reviewer_must_say_why_to_accept_and_to_return(editor, reviewer, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan")
    decide(reviewer, proposal, "accept", reason_en=" ")
    assert proposal.state == "open"
    reviewer.post(page(proposal), {"_return": "", "text": " "})
    proposal.refresh_from_db()
    assert proposal.state == "open"


def test_only_a_reviewer_decides(editor, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan")
    assert decide(editor, proposal, "accept") == ["Only a reviewer accepts proposals."]
    assert decide(editor, proposal, "return", text="No.") == ["Only a reviewer returns proposals."]
    world.agreed.refresh_from_db()
    assert (proposal.state, world.agreed.title_en) == ("open", "Point 2.1")


# Stale


def test_a_proposal_about_what_has_changed_since_is_stale_and_keeps_its_text(editor, reviewer, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan", note_en="As reported.")
    with recording():
        world.agreed.title_en = "Lake plan"
        world.agreed.save()
    proposal.refresh_from_db()
    assert proposal.state == "stale"
    assert decide(reviewer, proposal, "accept") == STALE
    shown = reviewer.get(page(proposal)).content.decode()
    assert ["Canal plan" in shown, "Lake plan" in shown, "As reported." in shown] == [True] * 3
    world.agreed.refresh_from_db()
    assert (world.agreed.title_en, world.agreed.note_en) == ("Lake plan", "")


def test_a_stale_proposal_is_renewed_by_its_author_against_today(editor, reviewer, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan", note_en="As reported.")
    with recording():
        type(world.agreed).objects.filter(pk=world.agreed.pk).update(title_en="Lake plan", note_en="As reported.")
    seen = proposal.digest
    assert decide(reviewer, proposal, "renew") == ["Only its author can do this."]
    decide(editor, proposal, "renew")
    assert (proposal.state, words(proposal)) == ("open", ["title_en"])
    assert decide(reviewer, proposal, "accept", seen=seen) == [
        "The proposal has been renewed since you looked at it. Look again."
    ]
    assert decide(reviewer, proposal, "accept") == ACCEPTED


@pytest.mark.long
def test_a_proposal_is_stale_no_more_when_the_record_says_again_what_it_said(editor, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan")
    states = []
    for title in ("Lake plan", "Point 2.1"):
        with recording():
            type(world.agreed).objects.filter(pk=world.agreed.pk).update(title_en=title)
        proposal.refresh_from_db()
        states.append(proposal.state)
    assert states == ["stale", "open"]


@pytest.mark.long
def test_of_two_proposals_about_one_box_the_second_becomes_stale(editor, reviewer, world):
    first = propose(editor, world.agreed, title_en="Canal plan")
    second = propose(colleague("other", "editor"), world.agreed, title_en="Lake plan", note_en="N")
    decide(reviewer, first, "accept")
    second.refresh_from_db()
    assert (second.state, decide(reviewer, second, "accept")) == ("stale", STALE)


def test_two_proposals_about_different_boxes_and_topics_are_both_accepted(editor, reviewer, world):
    with recording():
        roads = Topic.objects.create(slug="roads", name_en="Roads")
    first = propose(editor, world.agreed, title_en="Canal plan", topics=[world.water.pk, world.economy.pk])
    second = propose(colleague("other", "editor"), world.agreed, note_en="N", topics=[world.water.pk, roads.pk])
    assert [decide(reviewer, one, "accept") for one in (first, second)] == [ACCEPTED, ACCEPTED]
    world.agreed.refresh_from_db()
    assert (world.agreed.title_en, world.agreed.note_en) == ("Canal plan", "N")
    assert set(world.agreed.topics.all()) == {world.water, world.economy, roads}


@pytest.mark.long
def test_a_proposal_naming_what_has_been_deleted_is_stale(editor, reviewer, world):
    with recording():
        roads = Topic.objects.create(slug="roads", name_en="Roads")
    proposal = propose(editor, world.agreed, topics=[world.water.pk, roads.pk])
    with recording():
        roads.delete()
    assert "“roads” is no longer there." in reviewer.get(page(proposal)).content.decode()
    assert decide(reviewer, proposal, "accept") == STALE


# Who sees what


def test_who_may_not_look_at_a_kind_of_record_sees_no_proposal_about_it(editor, world):
    proposal = propose(editor, world.aliya, name_ru="Алия Бек")
    guest = colleague("guest")
    rights = ("view_edition", "view_proposal")
    account = User.objects.get(username="guest")
    account.user_permissions.set(Group.objects.get(name="editor").permissions.filter(codename__in=rights))
    assert guest.get(page(proposal)).status_code == 404
    assert guest.get(page(Proposal, "changelist")).context["cl"].result_count == 0
    assert colleague("nobody").get(page(proposal)).status_code == 403


@pytest.mark.long
def test_the_list_counts_what_waits_and_what_is_mine(editor, reviewer, world):
    first, second = (propose(editor, world.agreed, title_en=title) for title in ("Canal plan", "Lake plan"))
    decide(reviewer, first, "accept")
    shown = editor.get(page(Proposal, "changelist"))
    specs = shown.context["cl"].filter_specs
    counts = [str(choice["display"]) for spec in specs for choice in spec.choices(shown.context["cl"])]
    assert counts == [
        "All", "open (0)", "accepted (1)", "returned (0)", "taken back by its author (0)", "stale (1)",
        "All", "mine (2)",
    ]  # fmt: skip
    second.refresh_from_db()
    assert second.state == "stale"


def test_a_reviewer_looks_at_the_page_as_it_would_be_beside_what_is_live_and_nothing_has_happened(
    editor, reviewer, reader, world
):
    proposal = propose(editor, world.session, title_en="Opening in Zanzibar")
    beside = reviewer.post(page(proposal), {"_look": ""})["Location"]
    side = beside.removesuffix("beside/")
    shown = [reader.get(where).content.decode() for where in (beside, f"{side}new/", f"{side}live/")]
    assert ["Zanzibar" in one for one in shown] == [True, True, False]
    proposal.refresh_from_db()
    assert (proposal.state, Session.objects.get(slug="opening").title_en) == ("open", "Opening")
    decide(reviewer, proposal, "return", text="Where?")
    assert [reader.get(where).status_code for where in (beside, f"{side}new/", side)] == [404, 404, 404]


def test_no_proposal_reaches_the_public(editor, reader, world):
    words = {"title_en": "Zanzibar plan", "text_en": "Zanzibar agreed.", "reason_en": "Zanzibar reported it."}
    proposal = propose(editor, world.agreed, **words)
    data = filled(editor, page(Topic, "add")) | {"name_en": "Zanzibar", "slug": "zanzibar"}
    send(editor, page(Topic, "add"), data)
    assert "Zanzibar" in editor.get(page(proposal)).content.decode()
    for address in ("/en/agreements/2.1/", "/en/agreements/", "/en/editions/2/", "/en/topics/", "/en/search/?q=point"):
        shown = reader.get(address)
        assert (shown.status_code, b"anzibar" in shown.content) == (200, False), address
    assert "nothing" in reader.get("/en/search/?q=zanzibar").content.decode().lower()
    assert reader.get("/en/topics/zanzibar/").status_code == 404
    from records.exchange import dump

    assert "anzibar" not in str(dump()) + str(list(Change.objects.values())) + str(dump(everything=True))
