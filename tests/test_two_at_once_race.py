"""Two people who save in the same moment, each over a connection of their own: one is first, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from records import models as m
from records.models.history import Act
from tests.forum import World
from tests.staff import sign_in
from tests.test_admin_forms import filled

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 3


@pytest.fixture
def browsers():
    """The browsers of two members of staff, before a small record."""
    World()
    staff = [User.objects.create(username=name, is_staff=True, is_superuser=True) for name in ("aigul", "boris")]
    return [sign_in(Client(), account) for account in staff]


def at_once(*posts) -> list[int]:
    """Send forms at the same moment; gives the status of each answer."""
    together = Barrier(len(posts))

    def send(client, address, form):
        try:
            together.wait()
            return client.post(address, form).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posts)) as threads:
        return [sent.result() for sent in [threads.submit(send, *post) for post in posts]]


def test_of_two_who_save_the_same_text_in_the_same_moment_one_is_told(browsers):
    made = m.Agreement.objects.get(reference="2.2")
    address = reverse("admin:records_agreement_change", args=[made.pk])
    for number in range(ROUNDS):
        texts = [f"{name} {number}" for name in ("aigul", "boris")]
        forms = [filled(one, address) | {"text_en": text} for one, text in zip(browsers, texts, strict=True)]
        statuses = at_once(*((one, address, form) for one, form in zip(browsers, forms, strict=True)))
        made.refresh_from_db()
        assert (sorted(statuses), made.text_en) == ([200, 302], texts[statuses.index(302)])


def test_two_in_two_delegations_of_one_edition_save_in_the_same_moment(browsers):
    made = m.Delegation.objects.filter(edition__number=3)
    posts = []
    for one, delegation in zip(browsers, made, strict=True):
        address = reverse("admin:records_delegation_change", args=[delegation.pk])
        posts.append((one, address, filled(one, address) | {"reported_as": "announced"}))
    assert at_once(*posts) == [302, 302]
    assert list(made.values_list("reported_as", flat=True)) == ["announced"] * 2


def test_a_double_click_adds_one_record_and_is_one_act(browsers):
    address = reverse("admin:records_person_add")
    form = filled(browsers[0], address) | {"slug": "new", "name_en": "New"}
    assert at_once(*[(browsers[0], address, form)] * 2) == [302, 302]
    assert (m.Person.objects.filter(slug="new").count(), Act.objects.count()) == (1, 1)
