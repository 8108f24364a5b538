"""What happens to accounts is written down once, and read by administrators only."""

import io

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.urls import reverse

from forumsite.accounts.models import AccountEvent, NeverChanged
from tests.door import STEP, Visitor, code
from tests.staff import PASSWORD, member, sign_in

pytestmark = pytest.mark.django_db
LOG = "/en/admin/accounts/accountevent/"


@pytest.fixture
def clerk():
    """A member of staff who may do everything."""
    return member(is_superuser=True)


def written(*names: str) -> list:
    """What is in the log, oldest first, without the making of accounts."""
    events = AccountEvent.objects.exclude(kind="account_made").order_by("pk")
    return list(events.values_list(*names or ["kind"], flat=len(names) < 2))


def test_coming_and_going_is_written_down_with_who_how_and_from_where(clerk):
    visitor = Visitor("203.0.113.5")
    visitor.enter()
    visitor.post("/en/account/logout/")
    assert written("kind", "account_name", "details", "address") == [
        ("signed_in", "clerk", "password, totp", "203.0.113.5"),
        ("signed_out", "clerk", "", "203.0.113.5"),
    ]


def test_wrong_passwords_and_codes_are_written_down_and_a_shut_door_once(clerk):
    visitor = Visitor()
    visitor.say()
    visitor.post(STEP, {"code": "000000"})
    Visitor().guess(14)
    assert written() == ["wrong_code", *["wrong_password"] * 10, "shut_out"]


def test_a_second_step_that_is_shut_is_written_down_once(clerk):
    visitor = Visitor()
    visitor.say()
    for i in range(13):
        visitor.post(STEP, {"code": f"{i:06}"})
    assert written() == [*["wrong_code"] * 10, "shut_out"]


def test_what_was_typed_as_a_name_is_kept_only_if_it_is_one(clerk, caplog):
    Visitor().say("my-secret-password", "clerk")
    event = AccountEvent.objects.get(kind="wrong_password")
    assert (event.account, event.account_name, event.details) == (None, "", "")
    assert "my-secret-password" not in caplog.text


def test_changed_factors_and_passwords_are_written_down(clerk, django_capture_on_commit_callbacks):
    visitor = sign_in(Visitor(), clerk)
    with django_capture_on_commit_callbacks(execute=True):
        secret = visitor.get("/en/account/app/").context["form"].secret
        visitor.post("/en/account/app/", {"code": code(secret)})
    new = dict.fromkeys(("password1", "password2"), "eight-lakes-no-pass")
    visitor.post("/en/account/password/", new | {"oldpassword": PASSWORD})
    assert written("kind", "details")[1:] == [
        ("factor_added", "totp"),
        ("factor_added", "recovery_codes"),
        ("password_changed", ""),
    ]


def test_each_change_of_rights_is_written_down_on_the_account_it_concerns(clerk):
    group, right = Group.objects.create(name="editors"), Permission.objects.get(codename="add_topic")
    clerk.groups.add(group)
    group.user_set.remove(clerk)
    clerk.user_permissions.set([right])
    clerk.user_permissions.clear()
    clerk.is_superuser = False
    clerk.save()
    assert written("kind", "account_name", "details") == [
        ("rights_changed", "clerk", "+editors"),
        ("rights_changed", "clerk", "−editors"),
        ("rights_changed", "clerk", "+add_topic"),
        ("rights_changed", "clerk", "−add_topic"),
        ("account_changed", "clerk", "is_superuser: True → False"),
    ]


def test_what_a_group_may_do_is_written_down_when_somebody_changes_it(clerk):
    group, right = Group.objects.create(name="editors"), Permission.objects.get(codename="add_topic")
    address = reverse("admin:auth_group_change", args=[group.pk])
    sign_in(Visitor(), clerk).post(address, {"name": "editors", "permissions": [right.pk]})
    assert written("kind", "actor_name", "details")[1:] == [("rights_changed", "clerk", "editors: +add_topic")]


def test_an_export_is_written_down(clerk, rf):
    request = rf.get("/en/admin/", REMOTE_ADDR="203.0.113.5")
    request.user = clerk
    admin.site.record_export(request, "agreements", 40)
    assert written("kind", "account_name", "details") == [("exported", "clerk", "agreements: 40")]


def test_nothing_written_is_changed_or_deleted(clerk):
    event = AccountEvent.objects.get(kind="account_made")
    for change in (event.save, event.delete, AccountEvent.objects.all().delete, AccountEvent.objects.update):
        with pytest.raises(NeverChanged):
            change()


def test_the_log_outlives_the_account(clerk):
    member("passing").delete()
    assert AccountEvent.objects.filter(account_name="passing").values_list("account", "kind").get() == (
        None,
        "account_made",
    )


def test_administrators_read_the_log_and_nobody_writes_it(clerk):
    visitor = Visitor()
    visitor.enter()
    event = AccountEvent.objects.latest("pk")
    one = reverse("admin:accounts_accountevent_change", args=[event.pk])
    answers = [visitor.get(LOG).status_code, visitor.get(one).status_code, visitor.get(f"{LOG}add/").status_code]
    assert answers == [200, 200, 403]
    assert visitor.post(one, {"kind": "signed_out"}).status_code == 403
    assert "authenticator app" in visitor.get(LOG).content.decode()


def test_others_do_not_read_the_log(clerk):
    editor = member("editor")
    editor.user_permissions.set(Permission.objects.exclude(codename="change_user"))
    visitor = sign_in(Visitor(), editor)
    assert visitor.get(LOG).status_code == 403
    assert "accountevent" not in visitor.get("/en/admin/").content.decode()


# The first account


def first_account() -> str:
    """What `make staff` says."""
    said = io.StringIO()
    call_command("first_account", stdout=said)
    return said.getvalue()


def test_the_first_account_is_made_and_told_what_comes_next(monkeypatch):
    monkeypatch.setenv("STAFF_NAME", "anna")
    monkeypatch.setenv("STAFF_PASSWORD", PASSWORD)
    assert first_account() == (
        "Made the account anna.\n"
        "Next:\n"
        f"1. Open {settings.SITE_URL}/en/admin/ on the running site (`make run`) and sign in.\n"
        "2. Have a telephone with an authenticator app at hand: signing in for the first time sets it up as the\n"
        "   second factor (or a passkey), and gives ten recovery codes to keep on paper.\n"
        "3. Make accounts for the others there, each with only the rights they need (docs/editing.md, Signing in).\n"
    )
    visitor = Visitor()
    visitor.say("anna")
    assert visitor.get("/en/admin/", follow=True).request["PATH_INFO"] == "/en/account/"
    assert first_account().splitlines()[0] == "There is an account already that may do everything: anna."
    assert User.objects.count() == 1


def test_a_first_account_with_a_weak_password_is_refused(monkeypatch):
    monkeypatch.setenv("STAFF_NAME", "anna")
    monkeypatch.setenv("STAFF_PASSWORD", "anna")
    with pytest.raises(CommandError, match="this account cannot be made: The password is too similar"):
        first_account()
    assert User.objects.count() == 0
