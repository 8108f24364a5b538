"""The steps of a record in the admin: who may take which, what is asked, what is checked first."""

from datetime import timedelta
from unittest import mock

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from records.admin.history import history_page
from records.editing.steps import publish_later
from records.models import Agreement, Change, Citation, Edition, Note
from records.models.history import KeptState
from records.models.publication import PASSAGES, State, Step
from records.search.index import recording
from tests.forum import agreement, edition
from tests.staff import member, sign_in
from tests.test_admin_forms import filled, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def colleague(client, *groups):
    """The browser of somebody in these groups."""
    who = member("-".join(groups))
    who.groups.set(Group.objects.filter(name__in=groups))
    return sign_in(client, who)


@pytest.fixture
def reviewer(client):
    """The browser of a reviewer."""
    return colleague(client, "reviewer")


@pytest.fixture
def waiting(world) -> Edition:
    """An edition in review, with a source, a date and an agreement that waits with it."""
    with recording():
        made = edition(7, "2020-07-16", state=State.IN_REVIEW)
        agreement(made, 1, world.china, state=State.DRAFT, parties_basis="listed")
        for target in ({"edition": made}, {"agreement": made.agreements.get()}):
            Citation.objects.create(source=world.gazette, **target)
    return made


def step_page(record, step: str) -> str:
    return reverse(f"admin:records_{record._meta.model_name}_step", args=[record.pk, step])


def test_an_edition_and_its_agreements_are_published_as_one_act(reviewer, reader, waiting):
    reviewer.post(step_page(waiting, "publish"), {"with_agreements": "on", "reason_en": "Its record is complete."})
    told = Change.objects.filter(reason_en="Its record is complete.").order_by("kind")
    assert list(told.values_list("act", "kind", "key")) == [("added", "agreement", "7.1"), ("added", "edition", "7")]
    assert len(set(told.values_list("cursor", flat=True))) == 1
    assert reader.get("/en/agreements/7.1/").status_code == 200


def test_what_must_be_mended_is_said_with_a_link_and_nothing_is_published(reviewer, world):
    with recording():
        world.draft.citations.all().delete()
    page = reviewer.post(step_page(world.draft, "publish"), {"with_agreements": "on"}).content.decode()
    assert "Must be mended" in page
    assert f'href="/en/admin/records/edition/{world.draft.pk}/change/#citations-group"' in page
    assert Edition.objects.get(pk=world.draft.pk).state == State.DRAFT


def test_what_blocks_is_told_before_review_too_and_stands_first(reviewer, waiting, world):
    with recording():
        Edition.objects.filter(pk=waiting.pk).update(state=State.DRAFT)
        agreement(waiting, 2, world.china, state=State.DRAFT)
    before = {step: reviewer.get(step_page(waiting, step)) for step in ("submit", "publish")}
    told = {
        step: [(str(p.record), p.sentence) for p, _link in page.context["problems"]] for step, page in before.items()
    }
    blocking = [
        ("7.2 Point 7.2", "No source is given. Every fact has its source."),
        ("7.2 Point 7.2", "It has parties, and nothing says how they are known."),
    ]
    own = [
        (str(waiting), "It has no place, and no gap says that the place is not known."),
        (str(waiting), "Missing in Russian: name, summary."), (str(waiting), "Missing in Chinese: name, summary."),
    ]  # fmt: skip
    assert told["submit"] == blocking + own
    assert (told["publish"][:5], told["publish"][-1]) == (
        blocking + own, ("7.2 Point 7.2", "Missing in Chinese: title, provision."),
    )  # fmt: skip
    assert "cannot be published before this is mended" in before["submit"].content.decode()


def test_what_is_returned_says_why_on_its_page(reviewer, waiting):
    reviewer.post(step_page(waiting, "return"), {"text": "Who led the delegations?"})
    page = reviewer.get(reverse("admin:records_edition_change", args=[waiting.pk])).content.decode()
    assert "Who led the delegations?" in page


def test_a_withdrawal_needs_a_reason_and_names_what_replaces_it(reviewer, reader, waiting, world):
    silent = reviewer.post(step_page(world.second, "withdraw"), {})
    assert "Say why it is withdrawn" in silent.content.decode()
    wrong = reviewer.post(step_page(world.second, "withdraw"), {"reason_en": "Twice.", "replaced_by": "99"})
    assert "no other public record" in wrong.content.decode()
    reviewer.post(step_page(world.second, "withdraw"), {"reason_en": "Twice.", "replaced_by": "1"})
    assert 'href="/en/editions/1/"' in reader.get("/en/editions/2/").content.decode()


def test_the_front_page_of_staff_names_what_was_withdrawn_by_its_number(reviewer, world):
    reviewer.post(step_page(world.agreed, "withdraw"), {"reason_en": "Twice."})
    page = reviewer.get(reverse("admin:index")).content.decode()
    assert 'withdrawn: <a href="/en/agreements/2.1/">Agreement 2.1: Point 2.1</a>' in page


def test_a_later_moment_is_kept_and_shown(reviewer, waiting):
    reviewer.post(step_page(waiting, "publish"), {"publish_at_0": "2031-01-02", "publish_at_1": "09:00"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.publish_at.isoformat()) == (State.IN_REVIEW, "2031-01-02T09:00:00+00:00")


def test_the_reason_that_came_with_a_later_moment_is_told_when_it_has_come(reviewer, reader, waiting):
    moment, reason = timezone.now() + timedelta(days=1), "The programme has been compared."
    later = {"publish_at_0": f"{moment:%Y-%m-%d}", "publish_at_1": "09:00", "reason_en": reason}
    reviewer.post(step_page(waiting, "publish"), later | {"with_agreements": "on"})
    assert reason in reviewer.get(page(waiting)).content.decode()
    assert reviewer.get(step_page(waiting, "publish")).context["form"]["reason_en"].value() == reason
    with mock.patch("django.utils.timezone.now", return_value=moment + timedelta(days=1)):
        assert reason in reader.get("/en/editions/7/versions/1/").content.decode()
        told = reader.get("/en/changes/").content.decode()
    assert told.count(reason) == 2  # the edition and its agreement
    states = KeptState.objects.around(waiting.pk).filter(reason_en=reason)
    assert [(state.kind, state.act.author_name) for state in states] == [
        ("agreement", ""), ("edition", ""), ("agreement", "reviewer"), ("edition", "reviewer"),
    ]  # fmt: skip
    assert reason in reviewer.get(history_page(waiting)).content.decode()
    assert Edition.objects.get(pk=waiting.pk).planned_reasons() == ["", "", ""]


def test_who_changes_what_is_to_be_published_later_takes_that_back(client, waiting, world):
    publish_later(waiting, timezone.now() + timedelta(days=1))
    data = filled(writer := colleague(client, "editor"), page(waiting)) | {"theme_en": "A word nobody has seen"}
    told = writer.post(page(waiting), data, follow=True)
    assert "will not be published at the time that was set" in told.content.decode()
    waiting.refresh_from_db()
    assert (waiting.publish_at, waiting.theme_en) == (None, "A word nobody has seen")
    assert [note.text[:41] for note in Note.objects.of(waiting)] == ["It was changed after its publication had "]


def test_what_was_changed_since_a_reviewer_looked_is_not_published(reviewer, waiting):
    seen = reviewer.get(step_page(waiting, "publish")).context["seen"]
    with recording(by=member("boris")):
        Agreement.objects.filter(edition=waiting).update(title_en="A title nobody has seen")
    told = reviewer.post(step_page(waiting, "publish"), {"seen": seen, "with_agreements": "on"})
    assert "It has been changed since you looked" in told.content.decode()
    assert {one.state for one in (Edition.objects.get(pk=waiting.pk), *waiting.agreements.all())} == {
        State.IN_REVIEW, State.DRAFT,
    }  # fmt: skip


ROLES = ["editor", "reviewer", "administrator", "translator (Russian)"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_takes_the_steps_that_are_its_own(client, waiting, role):
    browser = colleague(client, role)
    allowed = {step for step in Step if browser.get(step_page(waiting, step.value)).status_code == 200}
    everything = set(PASSAGES)
    own = {"editor": {Step.SUBMIT}, "translator (Russian)": set()}.get(role, everything)
    assert allowed == own


@pytest.mark.parametrize("role", ROLES)
def test_a_step_that_is_posted_past_the_page_is_taken_by_nobody_else(client, waiting, role):
    browser = colleague(client, role)
    own = {"editor": {Step.SUBMIT}, "translator (Russian)": set()}.get(role, set(PASSAGES))
    found = {}
    for step, passage in PASSAGES.items():
        with recording():
            Edition.objects.filter(pk=waiting.pk).update(state=passage.before[0])
        browser.post(step_page(waiting, step.value), {"text": "Why?", "reason_en": "Why not."})
        found[step] = Edition.objects.get(pk=waiting.pk).state
    assert found == {step: one.after if step in own else one.before[0] for step, one in PASSAGES.items()}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/en/editions/", "/en/editions/7/"), ("/en/", "3 editions"), ("/en/editions.atom", "/editions/7/"),
        ("/en/changes/", "/en/editions/7/"), ("/changes.json?since=0", '"key":"7"'),
        ("/en/agreements/7.1/", "Point 7.1"),
        ("/en/agreements.atom", "/agreements/7.1/"), ("/sitemap-en-edition-1.xml", "/en/editions/7/"),
    ],
)  # fmt: skip
def test_what_is_due_is_said_by_whatever_is_asked_first_after_its_moment(reader, waiting, address, words):
    moment = timezone.now() + timedelta(hours=1)
    with recording():
        publish_later(waiting, moment, with_agreements=True)
    assert words not in reader.get(address).content.decode()
    with mock.patch("django.utils.timezone.now", return_value=moment + timedelta(seconds=1)):
        assert words in reader.get(address).content.decode()


def test_a_step_that_no_longer_follows_is_told_so(reviewer, waiting):
    for _twice in range(2):
        answer = reviewer.post(step_page(waiting, "publish"), {"with_agreements": "on"})
    assert "cannot be taken" in answer.content.decode()
    assert Change.objects.filter(kind="edition", key="7").count() == 1
