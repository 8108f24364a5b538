"""Sessions end, rights end at once, and nothing that somebody wrote is lost by it."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Permission, User

from forumsite.accounts.models import AccountEvent
from records.models import Country, Topic
from records.search.index import recording
from tests.door import DOOR, Visitor, code
from tests.staff import PASSWORD, member, sign_in

pytestmark = pytest.mark.django_db

NAMES = {"name_en": "Water", "name_ru": "Вода", "name_zh": "水", "slug": "water"}
WRITTEN = {**NAMES, "scope_en": "Rivers\nand <b>lakes</b>", "reason_en": "A new subject."}
ADD = "/en/admin/records/topic/add/"


@pytest.fixture
def clerk():
    """A member of staff who may do everything."""
    return member(is_superuser=True)


@pytest.fixture
def visitor(clerk):
    """The clerk's browser, which insists on the tokens of forms as browsers do."""
    browser = Visitor()
    browser.handler.enforce_csrf_checks = True
    return sign_in(browser, clerk)


def token(visitor, address: str) -> str:
    """The token of the form on a page."""
    page = visitor.get(address).content.decode()
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]


def send(visitor, address: str, form_token: str, **fields):
    """Send a form from a page of this site."""
    return visitor.post(
        address, {**WRITTEN, "csrfmiddlewaretoken": form_token, **fields}, headers={"origin": "http://localhost"}
    )


def given_back(response) -> dict:
    """The fields of the form that an answer gives back, as the browser would send them."""
    return dict(response.context["sent"])


def messages(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("steps", "hours", "is_in"), [(1, 1.9, True), (1, 2.1, False), (7, 1.6, True), (8, 1.6, False)]
)
def test_a_session_ends_after_two_hours_without_use_or_twelve_in_all(clerk, clock, steps, hours, is_in):
    visitor = sign_in(Visitor(), clerk)
    for _ in range(steps):
        clock.move(hours=hours)
        still_in = visitor.is_in()
    assert still_in is is_in


def test_who_was_signed_out_is_told_why(visitor, clock):
    clock.move(hours=3)
    response = visitor.get("/en/admin/", follow=True)
    assert response.request["PATH_INFO"] == DOOR
    assert messages(response) == ["You were signed out because you were away for long. Sign in again."]
    assert AccountEvent.objects.filter(kind="session_ended").values_list("account_name", flat=True).get() == "clerk"


def test_a_session_from_before_sessions_ended_is_over(clerk):
    visitor = sign_in(Visitor(), clerk)
    session = visitor.session
    del session["signed_in_at"]
    session.save()
    assert visitor.is_in() is False


@pytest.mark.parametrize("taken", ["is_active", "is_staff"])
def test_who_is_sent_away_is_out_at_the_next_click(clerk, taken):
    visitor = sign_in(Visitor(), clerk)
    assert visitor.is_in() is True
    User.objects.filter(pk=clerk.pk).update(**{taken: False})
    assert visitor.is_in() is False


def test_a_changed_password_ends_the_other_sessions(clerk):
    here, elsewhere = sign_in(Visitor(), clerk), sign_in(Visitor(), clerk)
    new = dict.fromkeys(("password1", "password2"), "eight-lakes-no-pass")
    here.post("/en/account/password/", new | {"oldpassword": PASSWORD})
    assert (here.is_in(), elsewhere.is_in()) == (True, False)


# Nothing is lost


def test_what_was_written_in_a_session_that_ended_is_saved_after_signing_in_again(visitor, clerk, clock):
    form = token(visitor, ADD)
    clock.move(hours=3)
    kept = send(visitor, ADD, form)
    assert (kept.status_code, Topic.objects.count()) == (403, 0)
    assert "You are no longer signed in." in kept.content.decode()
    other_page = token(visitor, DOOR)
    visitor.post(DOOR, {"login": "clerk", "password": PASSWORD, "csrfmiddlewaretoken": other_page})
    visitor.post("/en/account/login/code/", {"code": code(), "csrfmiddlewaretoken": other_page})
    # The page from before still has the token of the old session; sending it again gives a page with the new one.
    again = send(visitor, ADD, form, **given_back(kept))
    assert (again.status_code, Topic.objects.count()) == (403, 0)
    new_form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', again.content.decode())[1]
    send(visitor, ADD, new_form, **given_back(again))
    saved = Topic.objects.get()
    assert {name: getattr(saved, name) for name in NAMES} == NAMES


def test_who_lost_a_right_while_writing_is_told_and_keeps_the_text():
    clerk = member()
    rights = Permission.objects.filter(codename__in=["add_topic", "view_topic"])
    clerk.user_permissions.set(rights)
    visitor = sign_in(Visitor(), clerk)
    assert visitor.get(ADD).status_code == 200
    clerk.user_permissions.clear()
    answer = visitor.post(ADD, WRITTEN)
    assert (answer.status_code, Topic.objects.count(), given_back(answer)) == (403, 0, WRITTEN)
    page = answer.content.decode()
    assert "Your account may not do this at the moment" in page
    assert "&lt;b&gt;lakes&lt;/b&gt;" in page


def listed(answer) -> list[tuple[str, str]]:
    """What the page about something that was not saved lists for people."""
    return re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", answer.content.decode())


@pytest.mark.parametrize(
    ("address", "sent", "shown"),
    [
        (ADD, {"name_zh": "水", "reason_en": "New."}, [("Name (Chinese)", "水"), ("Reason (English)", "New.")]),
        ("/ru/admin/records/topic/add/", {"name_zh": "水"}, [("Название (китайский)", "水")]),
        (
            "/en/admin/records/agreement/7/change/",
            {"item_count": "35", "parties-0-description_en": "A bank", "parties-1-role": "x"},
            [("Number of items", "35"), ("Party 1: Description (English)", "A bank"), ("parties-1-role", "x")],
        ),
        ("/en/admin/records/edition/7/change/", {"start": "2012", "seen": "d"}, [("Start", "2012")]),
        ("/en/admin/records/edition/7/steps/return/", {"text": "Who came?"}, [("What is to be mended", "Who came?")]),
        ("/en/admin/records/report/7/change/", {"note": "Look."}, [("Add a note", "Look.")]),
        ("/ru/admin/records/agreement/7/change/", {"kind": "memorandum"}, [("Вид", "меморандум")]),
        ("/en/admin/nowhere/", {"name_zh": "水"}, [("name_zh", "水")]),
    ],
)  # fmt: skip
def test_what_was_not_saved_is_listed_by_the_labels_of_its_form(client, address, sent, shown):
    assert listed(client.post(address, sent)) == shown


def test_passwords_and_tokens_are_not_given_back(clerk, clock):
    visitor = sign_in(Visitor(), clerk)
    clock.move(hours=3)
    answer = visitor.post(ADD, {"slug": "water", "password1": "secret", "csrfmiddlewaretoken": "x"})
    assert given_back(answer) == {"slug": "water"}


def test_what_another_site_sends_is_not_shown(visitor):
    answer = visitor.post(ADD, {**WRITTEN, "csrfmiddlewaretoken": "x" * 64}, headers={"origin": "https://example.net"})
    assert (answer.status_code, "lakes" in answer.content.decode()) == (403, False)
    answer = visitor.post(ADD, {**WRITTEN, "csrfmiddlewaretoken": "x" * 64})
    assert (answer.status_code, "lakes" in answer.content.decode()) == (403, False)


def test_a_door_that_was_open_on_two_pages_asks_again(clerk):
    visitor = Visitor()
    visitor.handler.enforce_csrf_checks = True
    old = token(visitor, DOOR)
    visitor.cookies["csrftoken"] = "n" * 32
    fields = {"login": "clerk", "password": PASSWORD, "csrfmiddlewaretoken": old}
    answer = visitor.post(DOOR, fields, headers={"origin": "http://localhost"}, follow=True)
    assert (answer.request["PATH_INFO"], messages(answer)) == (
        DOOR,
        ["That page was out of date, so nothing was done. Try again."],
    )


# Before what matters


@pytest.mark.parametrize("address", ["app/", "app/remove/", "codes/", "codes/new/"])
def test_changing_factors_asks_again_who_is_there_when_that_is_long_ago(clerk, clock, address):
    visitor = sign_in(Visitor(), clerk)
    visitor.post("/en/account/codes/new/")
    assert visitor.get(f"/en/account/{address}").status_code == 200
    clock.move(minutes=16)
    asked = visitor.get(f"/en/account/{address}")
    assert unquote(asked.headers["Location"]) == f"/en/account/again/?next=/en/account/{address}"
    passed = visitor.post(asked.headers["Location"], {"password": PASSWORD})
    assert passed.headers["Location"] == f"/en/account/{address}"
    assert visitor.get(f"/en/account/{address}").status_code == 200


def test_the_code_proves_it_as_well_as_the_password(clerk, clock):
    visitor = sign_in(Visitor(), clerk)
    clock.move(minutes=16)
    asked = "/en/account/again/code/?next=/en/account/app/"
    assert visitor.post(asked, {"code": code()}).headers["Location"] == "/en/account/app/"


def test_asking_again_counts_wrong_passwords_too(clerk, clock):
    visitor = sign_in(Visitor(), clerk)
    clock.move(minutes=16)
    answers = [visitor.post("/en/account/again/", {"password": f"wrong {i}"}) for i in range(11)]
    assert answers[-1].context["form"].errors.as_data()["password"][0].code == "too_many_login_attempts"


@pytest.mark.parametrize("address", ["", "login/", "app/", "codes/", "password/"])
def test_no_page_of_an_account_is_kept_by_a_browser(clerk, address):
    visitor = sign_in(Visitor(), clerk)
    visitor.post("/en/account/codes/new/")
    assert "no-store" in visitor.get(f"/en/account/{address}").headers["Cache-Control"]


def test_a_role_given_while_signed_in_counts_at_once():
    with recording():
        country = Country.objects.create(code="KZ")
    clerk = member()
    visitor = sign_in(Visitor(), clerk)
    address = f"/en/admin/records/country/{country.pk}/change/"
    assert visitor.get(address).status_code == 403
    clerk.user_permissions.set(Permission.objects.filter(codename="view_country"))
    assert visitor.get(address).status_code == 200
