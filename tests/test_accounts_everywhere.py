"""No page of staff is open before the second factor, whatever its address; nor a page of an account before the door."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import URLPattern, reverse

from forumsite.accounts import urls
from tests.door import Visitor
from tests.staff import PASSWORD

pytestmark = pytest.mark.django_db
BEFORE_THE_DOOR = {"account_login", "mfa_login_webauthn", "one_time_link"}


def patterns(found, front: str = "") -> list[tuple[str, str]]:
    """Every address below a list of patterns, with its name."""
    addresses = []
    for one in found:
        address = f"{front}{one.pattern}"
        addresses += [(one.name, address)] if isinstance(one, URLPattern) else patterns(one.url_patterns, address)
    return addresses


def filled(address: str) -> str:
    """An address with something in each of its places."""
    return re.sub(r"<[^>]+>", "1", address)


@pytest.fixture
def half_way():
    """The browser of one who may do everything, with the right password and no second factor yet."""
    User.objects.create_superuser("clerk", password=PASSWORD)
    visitor = Visitor()
    visitor.say()
    return visitor


ADMIN = [filled(address) for name, address in patterns(admin.site.urls[0]) if name not in ("login", None)]


def test_the_walk_reaches_every_kind_of_page():
    assert {"records/edition/1/change/", "autocomplete/", "jsi18n/", "auth/user/1/link/"} <= set(ADMIN)
    assert len(ADMIN) > 80


def test_no_page_of_the_admin_is_open_before_the_second_factor(half_way):
    opened = {}
    for address in ADMIN:
        answer = half_way.get(f"/en/admin/{address}")
        if not (answer.status_code == 302 and answer.headers["Location"].startswith("/en/admin/login/")):
            opened[address] = answer.status_code
    # To sign out leads to the first page, which leads to the door.
    assert opened == {"logout/": 302}


def test_no_page_of_the_admin_takes_a_form_before_the_second_factor(half_way):
    some = [address for address in ADMIN if address.startswith(("records/edition/", "auth/", "accounts/", "logout/"))]
    taken = {address for address in some if half_way.post(f"/en/admin/{address}").status_code != 403}
    assert taken == {"logout/"}


def test_no_page_of_an_account_is_open_to_who_is_not_signed_in():
    visitor, opened = Visitor(), set()
    for pattern in urls.urlpatterns:
        address = reverse(pattern.name, args=[1] if "<" in str(pattern.pattern) else [])
        answer = visitor.get(address)
        if not (answer.status_code == 302 and answer.headers["Location"].startswith("/en/account/login/")):
            opened.add(pattern.name)
    assert opened == BEFORE_THE_DOOR - {"mfa_login_webauthn"}
