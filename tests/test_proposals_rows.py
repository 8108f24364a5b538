"""Proposals about rows, children and deleting, about files and earlier states."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from records.admin.history import history_page
from records.models import Delegation, Dispute, Gap, Member, Person, Place, Reading, Session, Topic
from records.models.history import KeptState
from records.models.proposals import Proposal
from records.search.index import recording
from tests.proposing import ACCEPTED, STALE, decide, page, propose, send, words
from tests.test_admin_forms import add_row, complaints, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world", "as_stored")]


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
