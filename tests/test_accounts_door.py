"""The one door: password, second factor, and how often somebody may be wrong."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import hashers
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests.door import ADMIN, DOOR, STEP, Visitor, code, faults
from tests.staff import PASSWORD, member, sign_in

pytestmark = pytest.mark.django_db

MISMATCH = "Name and password do not belong together."
SHUT = (
    "Too many wrong attempts: the door is shut for a while. Try again in a quarter of an hour; if that does not help, "
    "ask an administrator for a one-time link."
)


@pytest.fixture
def clerk():
    """A member of staff with a password and an authenticator app."""
    return member()


def leads_to(response) -> str:
    """Where a redirect leads, without the question."""
    return response.headers["Location"].partition("?")[0]


def test_password_and_code_open_the_admin(clerk):
    visitor = Visitor()
    assert leads_to(visitor.say()) == STEP
    assert visitor.is_in() is False
    assert leads_to(visitor.post(STEP, {"code": code()})) == ADMIN
    assert visitor.is_in() is True


def test_who_asked_for_a_page_comes_to_it(clerk):
    visitor = Visitor()
    wanted = "/en/admin/records/edition/?o=1"
    asked = visitor.get(wanted, follow=True)
    visitor.post(asked.request["PATH_INFO"], {"login": "clerk", "password": PASSWORD, "next": wanted})
    assert visitor.post(STEP, {"code": code()}).headers["Location"] == wanted


@pytest.mark.parametrize("wanted", ["https://example.net/", "//example.net", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_site(clerk, wanted):
    visitor = Visitor()
    visitor.post(DOOR, {"login": "clerk", "password": PASSWORD, "next": wanted})
    assert visitor.post(STEP, {"code": code()}).headers["Location"] == ADMIN
    assert visitor.get("/en/admin/login/", {"next": wanted}).headers["Location"] == ADMIN


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "login/code/confirm/", "keys/signup/"])
def test_there_is_no_other_door(address):
    with pytest.raises(Resolver404):
        resolve(f"/en/account/{address}")


def test_nobody_signs_up():
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_the_pages_of_djangos_own_door_lead_to_this_one(clerk):
    visitor = Visitor()
    assert leads_to(visitor.post("/en/admin/login/", {"username": "clerk", "password": PASSWORD})) == DOOR
    assert visitor.is_in() is False
    sign_in(visitor, clerk)
    assert leads_to(visitor.get("/en/admin/password_change/")) == "/en/account/password/"
    visitor.post("/en/admin/logout/")
    assert visitor.is_in() is False


# The second factor


def test_without_a_second_factor_every_page_of_the_admin_leads_to_setting_one_up():
    User.objects.create_superuser("clerk", password=PASSWORD)
    visitor = Visitor()
    visitor.say()
    for address in (ADMIN, "/en/admin/records/edition/", "/en/admin/auth/user/add/", "/en/admin/jsi18n/"):
        response = visitor.get(address, follow=True)
        assert response.redirect_chain[-1][0].partition("?")[0] == "/en/account/"
        assert "<h1>One more step</h1>" in response.content.decode()


def test_setting_up_an_app_lets_in_at_once_and_gives_recovery_codes():
    User.objects.create_superuser("clerk", password=PASSWORD)
    visitor = Visitor()
    visitor.say()
    secret = visitor.get("/en/account/app/").context["form"].secret
    codes = visitor.post("/en/account/app/", {"code": code(secret)}, follow=True)
    assert (len(codes.context["unused_codes"]), visitor.is_in()) == (10, True)
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))


def test_a_session_that_never_showed_the_factor_is_not_let_in(clerk):
    visitor = Visitor()
    visitor.force_login(clerk)
    assert visitor.is_in() is False


def test_a_factor_that_is_gone_closes_the_admin(clerk):
    visitor = sign_in(Visitor(), clerk)
    assert visitor.is_in() is True
    Authenticator.objects.filter(user=clerk).delete()
    assert visitor.is_in() is False


def test_a_code_is_good_once(clerk):
    first, second = Visitor(), Visitor()
    first.say(), second.say()
    shown = code()
    first.post(STEP, {"code": shown})
    assert faults(second.post(STEP, {"code": shown})) == ["This code is wrong, too old or was used before."]
    assert (first.is_in(), second.is_in()) == (True, False)


def test_a_code_is_not_good_a_second_time_half_a_minute_later(clerk, clock):
    clock.move(seconds=30 - time.time() % 30)  # a code has just begun to be shown
    first, second = Visitor(), Visitor()
    first.say(), second.say()
    shown = code()
    first.post(STEP, {"code": shown})
    clock.move(seconds=35)
    second.post(STEP, {"code": shown})
    assert (first.is_in(), second.is_in()) == (True, False)


@pytest.mark.parametrize(("late", "is_in"), [(20, True), (100, False)])
def test_a_code_may_come_half_a_minute_late(clerk, clock, late, is_in):
    visitor = Visitor()
    visitor.say()
    shown = code()
    clock.move(seconds=late)
    visitor.post(STEP, {"code": shown})
    assert visitor.is_in() is is_in


def test_a_recovery_code_stands_in_once_for_the_app(clerk):
    visitor = sign_in(Visitor(), clerk)
    visitor.post("/en/account/codes/new/")
    spare = visitor.get("/en/account/codes/").context["unused_codes"][0]
    let_in = []
    for _ in range(2):
        other = Visitor()
        other.say()
        other.post(STEP, {"code": spare})
        let_in.append(other.is_in())
    assert let_in == [True, False]


def test_wrong_codes_shut_the_second_step_for_the_right_one_too(clerk, clock):
    visitor = Visitor()
    visitor.say()
    statuses = [visitor.post(STEP, {"code": f"{i:06}"}).status_code for i in range(11)]
    shut = visitor.post(STEP, {"code": code()})
    assert (statuses, shut.status_code, faults(shut)) == ([200] * 10 + [429], 429, [SHUT])
    clock.move(minutes=16)
    assert (visitor.enter().status_code, visitor.is_in()) == (302, True)


def test_the_last_factor_cannot_be_removed(clerk):
    visitor = sign_in(Visitor(), clerk)
    response = visitor.post("/en/account/app/remove/")
    assert faults(response) == ["This is your only second factor. Set up another one first."]
    assert visitor.is_in() is True


def test_a_new_telephone_takes_the_place_of_the_old_one(clerk, clock):
    visitor = sign_in(Visitor(), clerk)
    secret = visitor.get("/en/account/app/").context["form"].secret
    visitor.post("/en/account/app/", {"code": code(secret)})
    old, new = Visitor(), Visitor()
    clock.move(minutes=2)
    old.enter(), new.say()
    new.post(STEP, {"code": code(secret)})
    assert (old.is_in(), new.is_in(), visitor.is_in()) == (False, True, True)


def test_a_factor_written_with_another_secret_fits_no_code(clerk, settings):
    settings.SECRET_KEY = "another secret of the same site, after a loss"
    visitor = Visitor()
    visitor.say()
    statuses = {visitor.post(STEP, {"code": tried}).status_code for tried in (code(), code("A" * 32))}
    assert (statuses, visitor.is_in()) == ({200}, False)


# How often somebody may be wrong


def test_ten_wrong_passwords_shut_the_door_for_the_right_one_from_there_but_not_elsewhere(clerk, clock):
    member("translator")
    here, elsewhere = Visitor("203.0.113.5"), Visitor("198.51.100.7")
    assert here.guess(11) == [200] * 10 + [429]
    shut = here.say()
    assert (shut.status_code, faults(shut)) == (429, [SHUT])
    elsewhere.enter("translator")
    assert elsewhere.is_in() is True
    clock.move(minutes=16)
    here.enter()
    assert here.is_in() is True


def test_many_names_from_one_address_are_counted_together(clerk):
    visitor = Visitor()
    assert [visitor.guess(1, f"name {i}") for i in range(11)] == [[200]] * 10 + [[429]]
    assert visitor.say().status_code == 429


def test_one_name_from_many_addresses_is_counted_together(clerk, clock):
    spellings = enumerate(["clerk", "Clerk", "ＣＬＥＲＫ"] * 7)
    statuses = [Visitor(f"203.0.113.{i}").guess(1, name)[0] for i, name in spellings]
    assert statuses == [200] * 20 + [429]
    clock.move(minutes=61)
    elsewhere = Visitor("198.51.100.7")
    elsewhere.enter()
    assert elsewhere.is_in() is True


def test_guesses_of_others_do_not_shut_out_a_browser_the_account_knows(clerk):
    known = Visitor("198.51.100.7")
    known.enter()
    known.post("/en/account/logout/")
    for i in range(21):
        Visitor(f"203.0.113.{i}").guess(1)
    assert (Visitor("198.51.100.8").say().status_code, known.say().status_code) == (429, 302)


def test_a_browser_known_to_one_account_is_not_known_to_another(clerk):
    member("translator")
    known = Visitor("198.51.100.7")
    known.enter()
    known.post("/en/account/logout/")
    for i in range(21):
        Visitor(f"203.0.113.{i}").guess(1, "translator")
    assert known.say("translator").status_code == 429


def test_a_right_password_takes_back_its_own_count_and_no_other(clerk):
    visitor = Visitor()
    statuses = []
    for _ in range(3):
        statuses += visitor.guess(4)
        visitor.say()
        visitor.post("/en/account/logout/")
    assert statuses == [200] * 10 + [429] * 2


def test_addresses_of_one_home_network_count_as_one(clerk):
    statuses = [Visitor(f"2001:db8:1:2::{i}").guess(1)[0] for i in range(11)]
    assert (statuses[-1], Visitor("2001:db8:1:3::1").say().status_code) == (429, 302)


def test_an_old_address_in_a_new_disguise_is_the_same_address(clerk):
    statuses = [Visitor("203.0.113.5").guess(5), Visitor("::ffff:203.0.113.5").guess(6)]
    assert (statuses[1][-1], Visitor("::ffff:203.0.113.6").say().status_code) == (429, 302)


# Nothing tells whether an account exists


@pytest.fixture
def strangers(clerk):
    """Names that may not enter, each for another reason, and one that nobody has."""
    member("closed", is_active=False), member("reader", is_staff=False)
    member("new").set_unusable_password()
    return ["clerk", "closed", "reader", "new", "nobody"]


def test_the_answer_is_the_same_whoever_it_is_about(strangers):
    answers = []
    for name in strangers:
        response = Visitor().say(name, "wrong")
        answers.append((response.status_code, faults(response), len(response.content) - len(name)))
    assert answers == [(200, [MISMATCH], answers[0][2])] * len(strangers)


@pytest.mark.parametrize("name", ["closed", "reader", "new", "nobody"])
def test_who_may_not_enter_is_told_the_same_with_the_right_password(strangers, name):
    User.objects.filter(username="new").update(password="!")
    assert faults(Visitor().say(name)) == [MISMATCH]


def test_the_answer_takes_the_same_work_whoever_it_is_about(strangers, monkeypatch):
    User.objects.filter(username="new").update(password="!")
    work = []
    for hasher in hashers.get_hashers():
        encode = type(hasher).encode
        count = lambda *given, encode=encode: work.append(1) or encode(*given)  # noqa: E731
        monkeypatch.setattr(type(hasher), "encode", count)
    costs = []
    for name in strangers:
        work.clear()
        with CaptureQueriesContext(connection) as asked:
            Visitor().say(name, "wrong")
        costs.append((len(work), len(asked)))
    assert costs == [costs[0]] * len(strangers)
    assert costs[0][0] == 1


def test_the_door_is_shut_to_names_that_nobody_has_as_well():
    assert Visitor().guess(11, "nobody") == [200] * 10 + [429]
