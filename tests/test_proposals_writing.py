"""What an accepted proposal writes is what was shown, and what its author may write; reviewers say why."""

import pytest
from django.contrib.auth.models import Group, User

from records.models import Change, Edition, Person, Session
from records.models.proposals import Proposal
from tests.proposing import ACCEPTED, decide, page, propose, told, words
from tests.staff import colleague
from tests.test_admin_forms import complaints, filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world", "as_stored")]


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
