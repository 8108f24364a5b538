"""Accounts are made by administrators; their owners come in by a link that works once."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from forumsite.accounts import links
from forumsite.accounts.models import AccountEvent, OneTimeLink
from tests.door import Visitor, code, faults
from tests.staff import PASSWORD, member, sign_in

pytestmark = pytest.mark.django_db
NEW = {"password1": "eight-lakes-no-pass", "password2": "eight-lakes-no-pass"}
LINK = "/en/account/link/"


@pytest.fixture
def chief():
    """The browser of a member of staff who may do everything."""
    return sign_in(Visitor(), member("chief", is_superuser=True))


@pytest.fixture
def administrator():
    """The browser of one who looks after accounts, and no more."""
    account = member("administrator")
    rights = Permission.objects.filter(codename__in=["add_user", "change_user", "view_user"])
    account.user_permissions.set(rights)
    return sign_in(Visitor(), account)


def page(name: str, account=None) -> str:
    """The address of a page about accounts."""
    return reverse(f"admin:auth_user_{name}", args=[account.pk] if account else [])


def make_link(browser, account) -> str:
    """Press the button; gives the address that is shown."""
    return browser.post(page("link", account)).context["address"].removeprefix("http://127.0.0.1:8000")


def test_a_new_account_is_used_by_its_owner_by_way_of_a_link(chief):
    role = Group.objects.get(name="editor")
    made = chief.post(page("add"), {"username": "anna", "groups": [role.pk]}, follow=True)
    anna = User.objects.get(username="anna")
    assert (made.request["PATH_INFO"], anna.is_staff, list(anna.groups.all())) == (page("link", anna), True, [role])
    visitor = Visitor()
    visitor.get(make_link(chief, anna))
    assert visitor.post(LINK, NEW).headers["Location"] == "/en/account/"
    assert visitor.is_in() is False
    secret = visitor.get("/en/account/app/").context["form"].secret
    visitor.post("/en/account/app/", {"code": code(secret)})
    assert visitor.is_in() is True


def test_the_password_of_a_link_must_be_a_good_one_and_typed_twice(chief):
    clerk = member()
    visitor = Visitor()
    visitor.get(make_link(chief, clerk))
    assert faults(visitor.post(LINK, {"password1": "clerk", "password2": "clerk"}))[0].startswith("The password is too")
    assert faults(visitor.post(LINK, NEW | {"password2": "other"})) == ["You must type the same password each time."]
    assert visitor.post(LINK, NEW).status_code == 302


def test_making_a_link_ends_everything_that_let_the_account_in(chief):
    clerk = member()
    visitor = sign_in(Visitor(), clerk)
    assert visitor.is_in() is True
    make_link(chief, clerk)
    assert (visitor.is_in(), Visitor().say().status_code) == (False, 200)
    assert Authenticator.objects.filter(user=clerk).count() == 0


def test_a_link_works_once(chief):
    address = make_link(chief, member())
    first, second = Visitor(), Visitor()
    first.get(address), second.get(address)
    assert first.post(LINK, NEW).status_code == 302
    assert [second.post(LINK, NEW).status_code, second.get(address, follow=True).status_code] == [410, 410]


def test_of_two_who_use_a_link_in_the_same_moment_one_is_let_in(chief, rf):
    address = make_link(chief, member())
    key = address.partition("key=")[2]
    first, second = links.find(key), links.find(key)
    request = rf.post(LINK)
    request.session = Visitor().session
    assert [links.use(first, "eight-lakes", request), links.use(second, "nine-lakes", request)] == [True, False]
    assert User.objects.get(username="clerk").check_password("eight-lakes") is True


@pytest.mark.parametrize(("hours", "status"), [(23, 200), (25, 410)])
def test_a_link_is_good_for_a_day(chief, clock, hours, status):
    address = make_link(chief, member())
    clock.move(hours=hours)
    assert Visitor().get(address, follow=True).status_code == status


def test_a_newer_link_takes_the_place_of_an_older_one(chief):
    clerk = member()
    older, newer = make_link(chief, clerk), make_link(chief, clerk)
    assert [Visitor().get(link, follow=True).status_code for link in (older, newer)] == [410, 200]


def test_an_account_that_was_closed_is_not_opened_by_its_link(chief):
    address = make_link(chief, member())
    User.objects.filter(username="clerk").update(is_active=False)
    assert Visitor().get(address, follow=True).status_code == 410


@pytest.mark.parametrize("key", ["", "wrong", "%00", "x" * 5000, "ключ"])
def test_a_wrong_key_is_answered_like_a_used_one(key):
    assert Visitor().get(f"{LINK}?key={key}", follow=True).status_code == 410


def test_looking_at_a_link_uses_nothing_and_takes_the_key_out_of_the_address(chief):
    address = make_link(chief, member())
    visitor = Visitor()
    assert visitor.get(address).headers["Location"] == LINK
    assert (visitor.get(LINK).status_code, Visitor().get(address, follow=True).status_code) == (200, 200)


def test_the_key_is_neither_stored_nor_logged(chief, caplog):
    address = make_link(chief, member())
    Visitor().get(address, follow=True)
    key = address.partition("key=")[2]
    assert len(key) > 40
    assert key not in caplog.text + str(list(OneTimeLink.objects.values())) + str(list(AccountEvent.objects.values()))


def test_who_is_signed_in_as_somebody_else_is_asked_to_sign_out_first(chief):
    clerk = member()
    address = make_link(chief, clerk)
    answer = chief.get(address, follow=True)
    assert "You are signed in as chief" in answer.content.decode()
    assert chief.post(LINK, NEW).status_code == 200
    assert clerk.one_time_links.open().count() == 1


def test_links_are_written_down_with_who_made_and_who_used_them(chief):
    visitor = Visitor("198.51.100.7")
    visitor.get(make_link(chief, member()))
    visitor.post(LINK, NEW)
    events = AccountEvent.objects.filter(account_name="clerk").exclude(kind="account_made").order_by("pk")
    assert list(events.values_list("kind", "actor_name", "address", "details")) == [
        ("link_made", "chief", "203.0.113.5", ""),
        ("link_used", "", "198.51.100.7", ""),
        ("signed_in", "clerk", "198.51.100.7", "link"),
    ]


# Who may make links and change accounts


def test_accounts_are_changed_only_by_who_proved_lately_who_they_are(chief, clock):
    clerk = member()
    addresses = [page("add"), page("change", clerk), page("link", clerk)]
    assert [chief.get(address).status_code for address in addresses] == [200, 200, 200]
    clock.move(minutes=16)
    asked = [chief.get(address).headers["Location"].partition("?")[0] for address in addresses]
    assert asked == ["/en/account/again/"] * 3
    assert chief.post(page("link", clerk)).headers["Location"].partition("?")[0] == "/en/account/again/"
    assert clerk.one_time_links.count() == 0


def test_a_form_sent_too_late_is_done_after_the_password(chief, clock):
    clock.move(minutes=16)
    asked = chief.post(page("add"), {"username": "anna"}).headers["Location"]
    assert User.objects.filter(username="anna").exists() is False
    chief.post(asked, {"password": PASSWORD})
    assert User.objects.filter(username="anna").exists() is True


def test_an_administrator_does_not_reach_who_may_do_everything(administrator):
    chief, clerk = member("chief", is_superuser=True), member()
    assert [administrator.post(page("link", account)).status_code for account in (chief, clerk)] == [403, 200]
    changed = {"username": "hijacked", "is_active": "on"}
    answers = [administrator.post(page("change", account), changed) for account in (chief, clerk)]
    assert [answer.status_code for answer in answers] == [403, 302]


def test_an_administrator_makes_nobody_one_who_may_do_everything(administrator):
    clerk = member()
    right = Permission.objects.get(codename="delete_edition")
    more = {"username": "clerk", "is_active": "on", "is_superuser": "on", "user_permissions": [right.pk]}
    administrator.post(page("change", clerk), more)
    administrator.post(page("add"), more | {"username": "second"})
    made = User.objects.filter(username__in=["clerk", "second"])
    assert list(made.values_list("is_superuser", "user_permissions")) == [(False, None)] * 2


def test_nobody_raises_or_closes_themselves(administrator):
    role = Group.objects.get(name="reviewer")
    own = User.objects.get(username="administrator")
    administrator.post(page("change", own), {"username": "administrator", "groups": [role.pk]})
    own.refresh_from_db()
    assert (own.is_active, list(own.groups.all())) == (True, [])
    assert administrator.post(page("link", own)).status_code == 403


def test_what_a_group_may_do_is_not_for_administrators_to_change(administrator):
    role = Group.objects.get(name="reviewer")
    address = reverse("admin:auth_group_change", args=[role.pk])
    right = Permission.objects.get(codename="delete_edition")
    assert administrator.get(address).status_code == 200
    assert administrator.post(address, {"name": "reviewer", "permissions": [right.pk]}).status_code == 403
    assert administrator.get(reverse("admin:auth_group_add")).status_code == 403


def test_others_do_not_see_accounts():
    editor = member("editor")
    editor.user_permissions.set(Permission.objects.filter(content_type__app_label="records"))
    visitor = sign_in(Visitor(), editor)
    addresses = [page("changelist"), page("add"), page("change", editor), page("link", member())]
    assert [visitor.get(address).status_code for address in addresses] == [403] * 4


def test_no_account_is_deleted_and_nobodys_password_is_set_by_another(chief):
    clerk = member()
    assert chief.post(page("delete", clerk), {"post": "yes"}).status_code == 403
    assert chief.get(f"/en/admin/auth/user/{clerk.pk}/password/").status_code in (302, 404)
    assert "password1" not in chief.get(page("change", clerk)).content.decode()
    assert chief.get("/en/admin/mfa/authenticator/").status_code == 404


def test_two_names_that_look_the_same_are_not_both_accounts(chief):
    member("anna")
    answer = chief.post(page("add"), {"username": "Anna"})
    assert answer.context["adminform"].form.errors["username"] == ["There is an account of this name already."]


def test_the_list_says_who_can_sign_in_and_who_waits_for_what(chief):
    member("clerk"), User.objects.create_user("new", is_staff=True)
    User.objects.create_user("half", password=PASSWORD, is_staff=True)
    make_link(chief, member("waiting"))
    rows = chief.get(page("changelist")).context["cl"].result_list
    model_admin = chief.get(page("changelist")).context["cl"].model_admin
    assert {row.username: str(model_admin.shown_state(row)) for row in rows} == {
        "chief": "yes",
        "clerk": "yes",
        "half": "yes, and will set up a second factor",
        "new": "no: make a one-time link",
        "waiting": "waits for its one-time link to be used",
    }


# The way back in when no administrator can


def link_by_command(name: str) -> str:
    """What `make link` says."""
    said = io.StringIO()
    call_command("one_time_link", name, stdout=said)
    return said.getvalue()


def test_who_runs_the_site_lets_the_last_administrator_in_again():
    member("chief", is_superuser=True)
    said = link_by_command("chief")
    assert said.startswith(
        "Once, and within 24 hours, this lets chief in:\nhttp://127.0.0.1:8000/en/account/link/?key="
    )
    visitor = Visitor()
    visitor.get(re.search(r"/en/\S+", said)[0])
    assert visitor.post(LINK, NEW).status_code == 302


@pytest.mark.parametrize("name", ["nobody", "closed"])
def test_there_is_no_link_for_an_account_that_is_not_open(name):
    member("closed", is_active=False)
    with pytest.raises(CommandError, match=f"there is no open account of the name '{name}'"):
        link_by_command(name)
