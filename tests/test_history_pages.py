"""The pages of history in the admin: read, compared, restored and recovered, by who may."""

import re

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from records import models as m
from records.models.history import KeptState
from records.models.publication import State
from records.search.index import recording
from tests import forum
from tests.staff import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    """The browser of somebody who may do everything."""
    return sign_in(client, User.objects.create(username="clerk", is_staff=True, is_superuser=True))


@pytest.fixture
def allow(client):
    """The browser of somebody who may do only what is named."""

    def allow(*codenames):
        account = User.objects.create(username="guest", is_staff=True)
        account.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        return sign_in(client, account)

    return allow


@pytest.fixture
def changed(world):
    """An agreement that has been changed once, with what it said before."""
    with recording(by=User.objects.create(username="boris")):
        m.Agreement.objects.filter(pk=world.agreed.pk).update(title_en="Lakes")
    return world.agreed


def page(record, name: str = "history", *more) -> str:
    """The address of a page about the history of a record."""
    return reverse(f"admin:records_{record._meta.model_name}_{name}", args=[record.pk, *more])


def words(response) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def told(response) -> list[str]:
    """The messages above the page to which a form led."""
    return [str(message) for message in response.context["messages"]]


def title() -> str:
    """What the changed agreement is called now."""
    return m.Agreement.objects.get(reference="2.1").title_en


def test_the_history_says_who_changed_what(staff, changed):
    entries = staff.get(page(changed)).context["entries"]
    assert [(entry.deed, entry.state.act.author_name, entry.changed) for entry in entries] == [
        ("changed", "boris", "Title (English)"),
        ("as it stood when its history began", "", ""),
    ]


def test_a_record_that_never_changed_says_so(staff, world):
    assert "Nothing has been changed here since the record was loaded" in words(staff.get(page(world.agreed)))


def test_the_last_change_is_shown_unless_two_states_are_chosen(staff, changed):
    first, last = KeptState.objects.order_by("pk")
    assert b"<del>" in staff.get(page(changed, "compare")).content
    asked = {"from": last.pk, "to": first.pk}
    context = staff.get(page(changed, "compare"), asked).context
    assert (context["before"], context["after"]) == (first, last)


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30, "-1"])
def test_a_state_that_is_none_of_this_record_is_not_found(staff, changed, number):
    assert staff.get(page(changed, "compare"), {"from": number}).status_code == 404


def test_a_small_record_leads_to_the_history_of_its_owner(staff, world):
    with recording():
        amount = m.Amount.objects.create(agreement=world.agreed, value=5, currency="CNY")
    assert staff.get(page(amount)).url == page(world.agreed)


def test_an_edition_tells_of_its_delegations_to_whom_may_see_them(allow, world):
    with recording():
        m.Delegation.objects.filter(pk=world.delegation.pk).update(head_title_en="Minister")
    guest = allow("view_edition")
    assert len(guest.get(page(world.second)).context["entries"]) == 0
    User.objects.get(username="guest").user_permissions.add(Permission.objects.get(codename="view_delegation"))
    entries = guest.get(page(world.second)).context["entries"]
    assert [entry.about for entry in entries] == ["Delegation: Kazakhstan"] * 2


@pytest.mark.parametrize(
    ("name", "rights", "status"),
    [
        ("history", [], 403), ("history", ["view_agreement"], 200), ("compare", [], 403), ("restore", [], 403),
        ("compare", ["view_agreement"], 200), ("restore", ["view_agreement"], 403),
        ("restore", ["view_agreement", "change_agreement"], 200), ("history", ["view_edition"], 403),
    ],
)  # fmt: skip
def test_every_page_of_a_record_asks_for_the_right_to_it(allow, changed, name, rights, status):
    more = [KeptState.objects.order_by("pk")[0].pk] if name == "restore" else []
    assert allow(*rights).get(page(changed, name, *more)).status_code == status


def test_a_state_is_restored_after_a_look_at_what_that_changes(staff, changed):
    first = KeptState.objects.order_by("pk")[0]
    looked = staff.get(page(changed, "restore", first.pk))
    assert ("removed: Lakes added: Point 2.1" in words(looked), title()) == (True, "Lakes")
    done = staff.post(page(changed, "restore", first.pk), {"reason_en": "A slip."}, follow=True)
    assert (told(done), title()) == (["“2.1 Point 2.1” says again what it said then."], "Point 2.1")
    last = KeptState.objects.order_by("pk").last()
    assert (last.act.what, last.act.author_name) == ("restored", "clerk")


def test_who_may_only_look_restores_nothing(allow, changed):
    first = KeptState.objects.order_by("pk")[0]
    refused = allow("view_agreement").post(page(changed, "restore", first.pk))
    assert (refused.status_code, title()) == (403, "Lakes")


def test_the_lasting_part_of_a_public_address_is_not_restored(staff, world):
    with recording():
        m.Agreement.objects.filter(pk=world.agreed.pk).update(number=5, reference="2.5", title_en="Lakes")
    first = KeptState.objects.order_by("pk")[0]
    staff.post(page(world.agreed, "restore", first.pk), {"reason_en": "A slip."})
    made = m.Agreement.objects.get(pk=world.agreed.pk)
    assert (made.reference, made.title_en) == ("2.5", "Point 2.1")


def test_who_may_not_publish_restores_a_draft_at_once(allow, world):
    draft = m.Agreement.objects.get(reference="2.2")
    with recording(by=User.objects.create(username="boris")):
        m.Agreement.objects.filter(pk=draft.pk).update(title_en="Lakes")
    allow("view_agreement", "change_agreement").post(page(draft, "restore", KeptState.objects.order_by("pk")[0].pk))
    assert m.Agreement.objects.get(pk=draft.pk).title_en == "Hidden agreement"


def test_who_may_not_publish_makes_nothing_public_by_recovering_it(allow, world):
    with recording():
        m.Session.objects.get(pk=world.session.pk).delete()
    address = reverse("admin:records_session_recover", args=[KeptState.objects.deleted("session").get().pk])
    allow("view_session", "add_session").post(address)
    assert m.Session.objects.filter(pk=world.session.pk).exists() is False


def test_a_state_that_cannot_come_back_is_refused_in_words(staff, world):
    with recording():
        m.Delegation.objects.filter(pk=world.delegation.pk).update(head_person=world.boris)
        m.Statement.objects.filter(person=world.aliya.pk).delete()
        m.Person.objects.get(pk=world.aliya.pk).delete()
    first = KeptState.objects.filter(kind="delegation").order_by("pk")[0]
    refused = staff.post(page(world.delegation, "restore", first.pk), {"reason_en": "A slip."}, follow=True)
    assert told(refused) == ["“Aliya Bekova” is named in it and has been deleted. Recover that first."]


# What was deleted


@pytest.fixture
def deleted(world):
    """The state that says that the hidden agreement was deleted."""
    with recording(by=User.objects.create(username="boris")):
        m.Agreement.objects.get(pk=world.hidden_agreement.pk).delete()
    return KeptState.objects.deleted("agreement").get()


def recovering(state) -> str:
    """The address at which a deleted agreement is looked at and recovered."""
    return reverse("admin:records_agreement_recover", args=[state.pk])


def test_what_was_deleted_is_listed_looked_at_and_recovered(staff, world, deleted):
    listed = words(staff.get(reverse("admin:records_agreement_deleted")))
    looked = words(staff.get(recovering(deleted)))
    assert ("3.1 Hidden agreement of a draft edition" in listed, "Party: Kazakhstan" in looked) == (True, True)
    done = staff.post(recovering(deleted), follow=True)
    assert told(done) == ["“3.1 Hidden agreement of a draft edition” is back."]
    assert m.Agreement.objects.get(pk=world.hidden_agreement.pk).state == State.DRAFT
    assert staff.get(recovering(deleted)).status_code == 404


def test_who_may_not_add_does_not_recover(allow, deleted):
    guest = allow("view_agreement")
    seen, refused = guest.get(recovering(deleted)), guest.post(recovering(deleted))
    assert (seen.status_code, seen.context["may_recover"], refused.status_code) == (200, False, 403)
    assert m.Agreement.objects.filter(reference="3.1").exists() is False


@pytest.mark.parametrize("name", ["deleted", "recover"])
def test_who_may_not_look_sees_nothing_deleted(allow, deleted, name):
    args = [deleted.pk] if name == "recover" else []
    assert allow("view_edition").get(reverse(f"admin:records_agreement_{name}", args=args)).status_code == 403


def test_what_cannot_come_back_says_why(staff, world, deleted):
    with recording():
        forum.agreement(m.Edition.objects.get(pk=world.draft.pk), 1, title_en="Another")
    assert told(staff.post(recovering(deleted), follow=True)) == [
        "Running number: There is an agreement with this reference already."
    ]


def test_a_visitor_without_an_account_sees_no_history(client, changed):
    for address in (page(changed), page(changed, "compare"), reverse("admin:records_agreement_deleted")):
        assert client.get(address).status_code == 302
