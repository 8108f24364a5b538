"""What somebody who may not publish changes in public: kept as differences, accepted as seen, returned, stale."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from records.admin.history import history_page
from records.models import (
    Agreement,
    Change,
    Delegation,
    Dispute,
    Edition,
    Gap,
    Member,
    Person,
    Place,
    Reading,
    Session,
    Topic,
)
from records.models.history import KeptState
from records.models.proposals import Proposal
from records.search.index import recording
from tests.staff import sign_in
from tests.test_admin_forms import add_row, complaints, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def colleague(name: str, *groups, **fields) -> Client:
    """The browser of somebody in these groups."""
    who = User.objects.create(username=name, is_staff=True, **fields)
    who.groups.set(Group.objects.filter(name__in=groups))
    return sign_in(Client(headers={"host": "localhost"}), who)


@pytest.fixture(autouse=True)
def as_stored(world):
    """What a test before has changed in memory only is forgotten."""
    world.agreed = Agreement.objects.get(reference="2.1")
    world.session = Session.objects.get(slug="opening")
    world.delegation.refresh_from_db()


@pytest.fixture
def editor() -> Client:
    return colleague("editor", "editor")


@pytest.fixture
def reviewer() -> Client:
    return colleague("reviewer", "reviewer")


def page(record, name: str = "change") -> str:
    """A page of a record in the admin, or of its kind."""
    args = [record.pk] if name in ("change", "delete") else []
    return reverse(f"admin:records_{record._meta.model_name}_{name}", args=args)


def told(response) -> list[str]:
    """The messages above the page that answers in the end."""
    return [str(message) for message in response.context["messages"]]


def propose(client, record, **changes) -> Proposal:
    """Change boxes on the page of a public record and save; gives the proposal that is kept."""
    return send(client, page(record), filled(client, page(record)) | changes)


def send(client, address: str, data: dict) -> Proposal:
    """Send a form that is kept as a proposal."""
    response = client.post(address, data, follow=True)
    assert response.redirect_chain, complaints(response)
    return Proposal.objects.latest("pk")


def decide(client, proposal: Proposal, act: str, **sent) -> list[str]:
    """Press a button below a proposal; gives what is said."""
    sent = {f"_{act}": "", "seen": proposal.digest, "reason_en": "The reports say so."} | sent
    said = told(client.post(page(proposal), sent, follow=True))
    proposal.refresh_from_db()
    return said


def words(proposal: Proposal) -> list[str]:
    """The boxes and lists that a proposal speaks of."""
    return [name for one in proposal.differences for name in (*one["values"], *one["links"])]


ACCEPTED = ["Accepted: what you saw is public now, and stands in the log of changes."]
STALE = ["The record has changed since: the proposal is stale, and was not accepted."]


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


# What is written is what was shown, and what its author may write


def test_what_is_posted_beside_the_form_is_no_part_of_a_proposal(editor, reviewer, world):
    beside = {"slug": "somebody-else", "is_public": "", "is_listed": "on", "state": "draft", "pk": 99}
    proposal = propose(editor, world.aliya, name_ru="Алия Бек", **beside)
    assert words(proposal) == ["name_ru"]
    before = Person.objects.values("slug", "is_public", "is_listed").get(pk=world.aliya.pk)
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    assert Person.objects.values("slug", "is_public", "is_listed").get(pk=world.aliya.pk) == before


@pytest.mark.parametrize("box", ["slug", "is_listed", "is_public", "name_en", "no_such_box"])
def test_a_kept_proposal_with_a_box_its_author_may_not_write_changes_nothing_whoever_accepts(world, editor, box):
    proposal = propose(editor, world.aliya, name_ru="Алия Бек")
    stored = Person.objects.get(pk=world.aliya.pk)
    if box == "name_en":  # a box of the form, in a record of another kind
        proposal.differences.append({**proposal.differences[0], "kind": "topic", "key": ["topic", "water"]})
    old = getattr(stored, box, "")
    proposal.differences[0]["values"][box] = [old, "aliya" if isinstance(old, str) else not old]
    proposal.save()
    for who in (colleague("reviewer", "reviewer"), colleague("root", is_superuser=True)):
        decide(who, proposal, "accept")
        assert (proposal.state in ("open", "stale"), Person.objects.get(pk=world.aliya.pk).name_ru) == (
            True, "Алия Бекова",
        )  # fmt: skip
        assert getattr(Person.objects.get(pk=world.aliya.pk), box, "") == old


def test_whose_rights_were_taken_away_meanwhile_has_no_proposal_accepted(editor, reviewer, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan")
    author = User.objects.get(username="editor")
    author.groups.clear()
    assert decide(reviewer, proposal, "accept") == [
        "Nothing was written: whoever proposed this may not write Agreement."
    ]
    author.groups.add(Group.objects.get(name="editor"))
    User.objects.filter(pk=author.pk).update(is_active=False)
    assert decide(reviewer, proposal, "accept") != ACCEPTED
    User.objects.filter(pk=author.pk).update(is_active=True)
    assert decide(reviewer, proposal, "accept") == ACCEPTED


def test_a_role_taken_away_while_somebody_writes_is_answered_by_a_sentence(editor, world):
    data = filled(editor, page(world.draft)) | {"theme_en": "Too late"}
    User.objects.get(username="editor").groups.clear()
    response = editor.post(page(world.draft), data)
    assert (response.status_code, "Nothing was saved" in response.content.decode()) == (403, True)
    assert (Edition.objects.get(pk=world.draft.pk).theme_en, Proposal.objects.count()) == ("Hidden theme", 0)


def test_the_same_proposal_posted_twice_is_one(editor, world):
    data = filled(editor, page(world.agreed)) | {"title_en": "Canal plan"}
    said = [told(editor.post(page(world.agreed), data, follow=True)) for _time in range(2)]
    assert (Proposal.objects.count(), said[1]) == (1, ["You have proposed exactly this already; here it is."])


@pytest.mark.long
def test_nothing_is_proposed_when_nothing_differs(editor, world):
    response = editor.post(page(world.agreed), filled(editor, page(world.agreed)), follow=True)
    assert told(response) == ["Nothing was proposed: all of it is what the public reads already."]
    assert Proposal.objects.count() == 0


@pytest.mark.long
def test_a_form_that_is_wrong_is_answered_by_its_sentence_and_nothing_is_kept(editor, world):
    data = filled(editor, page(world.second)) | {"start": "2014-13"}
    assert "is not a date" in complaints(editor.post(page(world.second), data))[0]
    assert Proposal.objects.count() == 0


@pytest.mark.long
def test_an_older_proposal_of_the_same_author_stands_beside_the_newer_until_it_is_taken_back(editor, world):
    older, newer = (propose(editor, world.agreed, title_en=title) for title in ("Canal plan", "Lake plan"))
    assert f'href="{page(older)}"' in editor.get(page(newer)).content.decode()
    decide(editor, older, "take_back")
    assert (older.state, newer.state) == ("withdrawn", "open")


@pytest.mark.long
def test_a_decided_proposal_is_decided_once(editor, reviewer, world):
    proposal = propose(editor, world.agreed, title_en="Canal plan")
    decide(editor, proposal, "take_back")
    assert decide(reviewer, proposal, "accept") == [
        "The proposal has been decided meanwhile: taken back by its author."
    ]


# Rows, children, deleting


def test_rows_that_come_change_and_go_are_accepted_together(editor, reviewer, world):
    with recording():
        Gap.objects.create(edition=world.second, field="theme", note_en="the motto")
        Place.objects.create(edition=world.second, city_en="Karaganda", country=world.kazakhstan, role="connected")
    data = add_row(filled(editor, page(world.second)), "places", city_en="Almaty", country=world.kazakhstan,
                   role="connected")  # fmt: skip
    data = add_row(data, "citations", source=world.herald, field="dates")
    data |= {"gaps-0-note_en": "the words of the motto", "places-1-DELETE": "on"}
    proposal = send(editor, page(world.second), data)
    assert sorted((one["act"], one["kind"]) for one in proposal.differences) == [
        ("add", "citation"), ("add", "place"), ("change", "gap"), ("remove", "place"),
    ]  # fmt: skip
    assert sorted(world.second.places.values_list("city_en", flat=True)) == ["Balkhash", "Karaganda"]
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    assert sorted(world.second.places.values_list("city_en", flat=True)) == ["Almaty", "Balkhash"]
    assert world.second.gaps.get().note_en == "the words of the motto"
    assert world.second.citations.get().source == world.herald


def test_a_child_of_a_public_edition_changes_by_a_proposal(editor, reviewer, world):
    data = add_row(filled(editor, page(world.delegation)), "members", person=world.boris, title_en="Adviser")
    proposal = send(editor, page(world.delegation), data | {"head_title_en": "Minister of Lakes"})
    assert Member.objects.count() == 0
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    assert Delegation.objects.get(pk=world.delegation.pk).head_title_en == "Minister of Lakes"
    assert Member.objects.get().person == world.boris


def test_a_new_child_of_a_public_edition_is_a_proposal_with_all_its_rows(editor, reviewer, world):
    data = filled(editor, page(Session, "add")) | {
        "edition": world.second.pk, "title_en": "Closing", "slug": "closing", "kind": "ceremony",
        "topics": [world.water.pk], "people": [world.boris.pk],
    }  # fmt: skip
    proposal = send(editor, page(Session, "add"), add_row(data, "citations", source=world.gazette))
    assert (Session.objects.filter(slug="closing").count(), proposal.record) == (0, None)
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    made = Session.objects.get(slug="closing")
    assert (made.edition, list(made.topics.all()), list(made.people.all()), made.citations.get().source) == (
        world.second, [world.water], [world.boris], world.gazette,
    )  # fmt: skip


@pytest.mark.long
def test_a_new_child_that_somebody_else_has_entered_meanwhile_is_stale(editor, reviewer, world):
    texts = {"edition": world.second, "title_en": "Closing", "slug": "closing", "kind": "ceremony"}
    data = filled(editor, page(Session, "add")) | texts | {"edition": world.second.pk}
    proposal = send(editor, page(Session, "add"), data)
    with recording():
        Session.objects.create(**texts | {"title_en": "The closing"})
    assert decide(reviewer, proposal, "accept") == STALE
    assert "It has been entered meanwhile." in reviewer.get(page(proposal)).content.decode()


@pytest.mark.long
def test_a_session_moved_from_a_draft_to_a_public_edition_is_a_proposal(editor, world):
    session = world.draft.sessions.get()
    propose(editor, session, edition=world.second.pk)
    assert Session.objects.get(pk=session.pk).edition == world.draft


@pytest.mark.long
def test_a_new_topic_is_public_at_once_and_so_a_proposal_even_in_a_small_window(editor, reviewer, world):
    data = filled(editor, page(Topic, "add")) | {"name_en": "Roads", "slug": "roads", "_popup": "1"}
    proposal = send(editor, page(Topic, "add"), data)
    assert Topic.objects.filter(slug="roads").exists() is False
    decide(reviewer, proposal, "accept")
    assert Topic.objects.get(slug="roads").name_en == "Roads"


def test_whom_no_public_record_names_is_added_at_once(editor, world):
    data = filled(editor, page(Person, "add")) | {"name_en": "Dana Omar", "slug": "dana-omar"}
    editor.post(page(Person, "add"), data)
    assert (Person.objects.get(slug="dana-omar").is_public, Proposal.objects.count()) == (False, 0)


def test_deleting_a_public_child_is_a_proposal_that_shows_all_that_goes(editor, reviewer, world):
    with recording():
        Member.objects.create(delegation=world.delegation, person=world.boris, title_en="Adviser")
    proposal = send(editor, page(world.delegation, "delete"), {"post": "yes", "reason_en": "They did not come."})
    assert [(one["act"], one["kind"]) for one in proposal.differences] == [
        ("remove", "delegation"), ("remove", "member"), ("remove", "citation"),
    ]  # fmt: skip
    assert Delegation.objects.filter(pk=world.delegation.pk).exists() is True
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    assert Delegation.objects.filter(pk=world.delegation.pk).exists() is False


@pytest.mark.long
def test_what_came_to_a_child_after_its_deletion_was_proposed_does_not_go_unseen(editor, reviewer, world):
    proposal = send(editor, page(world.delegation, "delete"), {"post": "yes"})
    with recording():
        Member.objects.create(delegation=world.delegation, person=world.boris, title_en="Adviser")
    assert decide(reviewer, proposal, "accept") == STALE
    decide(editor, proposal, "renew")
    assert [one["kind"] for one in proposal.differences] == ["delegation", "member", "citation"]
    assert decide(reviewer, proposal, "accept") == ACCEPTED


@pytest.mark.long
def test_what_is_named_by_others_by_now_is_not_deleted(editor, reviewer, world):
    with recording():
        roads = Topic.objects.create(slug="roads", name_en="Roads")
    proposal = send(editor, page(roads, "delete"), {"post": "yes"})
    with recording():
        Topic.objects.create(slug="tar", name_en="Tar", broader=roads)
    assert decide(reviewer, proposal, "accept") == ["“Roads” cannot go, because it is named by: topic Tar."]
    assert (Topic.objects.filter(slug="roads").exists(), proposal.state) == (True, "open")


@pytest.mark.long
def test_rows_may_change_places_as_far_as_the_record_allows(editor, reviewer, world):
    dispute = Dispute.objects.get(edition=world.second)
    one = dispute.readings.order_by("pk").first()
    with recording():
        Reading.objects.filter(pk=one.pk).update(is_chosen=True)
    data = filled(editor, page(dispute))
    del data["readings-0-is_chosen"]
    proposal = send(editor, page(dispute), data | {"readings-1-is_chosen": "on"})
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    assert list(dispute.readings.order_by("pk").values_list("is_chosen", flat=True)) == [False, True]


def test_the_list_deletes_nothing_public(editor, reviewer, world):
    chosen = {"action": "delete_selected", "_selected_action": [world.delegation.pk], "post": "yes"}
    for who in (editor, reviewer):
        shown = who.post(page(Delegation, "changelist"), chosen, follow=True).content.decode()
        assert "“Kazakhstan” is public: it is deleted on its own page, where you are asked why." in shown
    assert Delegation.objects.filter(pk=world.delegation.pk).exists() is True


def test_a_file_is_no_part_of_a_proposal(editor, world):
    data = filled(editor, page(world.agreed)) | {"title_en": "Canal plan", "file": SimpleUploadedFile("a.pdf", b"%PDF")}
    assert complaints(editor.post(page(world.agreed), data)) == [
        "A file cannot be part of a proposal. Save the rest, and ask a reviewer to add the file."
    ]
    assert Proposal.objects.count() == 0


def test_restoring_an_earlier_state_of_a_public_record_is_a_proposal(editor, reviewer, world):
    with recording():
        world.agreed.title_en = "Canal plan"
        world.agreed.save()
    state = KeptState.objects.of("agreement", world.agreed.pk).first().before()
    proposal = send(editor, history_page(world.agreed, "restore", state.pk), {"reason_en": "The plan is older."})
    world.agreed.refresh_from_db()
    assert (world.agreed.title_en, words(proposal)) == ("Canal plan", ["title_en"])
    silent = reviewer.post(history_page(world.agreed, "restore", state.pk), {"x": ""})
    assert "say why it changes" in silent.content.decode()
    assert decide(reviewer, proposal, "accept") == ACCEPTED


def test_recovering_a_deleted_child_of_a_public_edition_is_a_proposal(editor, reviewer, world):
    with recording():
        world.session.topics.add(world.water)
    with recording():
        world.session.delete()
    state = KeptState.objects.deleted("session").get()
    proposal = send(editor, reverse("admin:records_session_recover", args=[state.pk]), {})
    assert Session.objects.filter(slug="opening").exists() is False
    assert decide(reviewer, proposal, "accept") == ACCEPTED
    assert list(Session.objects.get(slug="opening").topics.all()) == [world.water]


# Reviewers save what is public themselves, and say why


def test_a_reviewer_saves_a_public_record_and_says_why_in_public(reviewer, world):
    silent = filled(reviewer, page(world.agreed)) | {"title_en": "Canal plan"}
    assert complaints(reviewer.post(page(world.agreed), silent)) == [
        "This is public: say why it changes, in one language at least. Readers see it in the log of changes."
    ]
    assert complaints(reviewer.post(page(world.agreed), silent | {"reason_ru": "Опечатка."})) == []
    change = Change.objects.newest_first().first()
    assert (change.key, change.act, change.reason_ru) == ("2.1", "corrected", "Опечатка.")


@pytest.mark.long
def test_a_reviewer_deletes_a_public_child_and_says_why(reviewer, world):
    assert "say why it changes" in reviewer.post(page(world.session, "delete"), {"post": "yes"}).content.decode()
    assert Session.objects.filter(pk=world.session.pk).exists() is True
    reviewer.post(page(world.session, "delete"), {"post": "yes", "reason_en": "It was never held."})
    assert Session.objects.filter(pk=world.session.pk).exists() is False
    assert Change.objects.newest_first().first().reason_en == "It was never held."


@pytest.mark.long
def test_a_reviewer_adds_to_a_public_edition_with_a_reason_and_to_a_draft_without(reviewer, world):
    data = filled(reviewer, page(Session, "add")) | {"title_en": "Closing", "slug": "closing", "kind": "ceremony"}
    assert complaints(reviewer.post(page(Session, "add"), data | {"edition": world.draft.pk})) == []
    assert len(complaints(reviewer.post(page(Session, "add"), data | {"edition": world.second.pk}))) == 1
    told_why = data | {"edition": world.second.pk, "reason_en": "Reported."}
    assert complaints(reviewer.post(page(Session, "add"), told_why)) == []


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
