"""A preview is the real page of what is not public, by a link that ends; nothing of it stays anywhere."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from records.editing.previewing import make_link, revoke
from records.models import Agreement, Change, Edition, KeptState
from records.models.postings import DataVersion
from records.search.checking import differences
from records.search.index import recording
from tests.staff import member, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def clerk():
    """Somebody who makes links."""
    return member(is_superuser=True)


def followed(reader, link, language="en"):
    return reader.get(f"/{language}/preview/{link.token}/")


def test_a_draft_is_read_on_its_real_page_with_all_that_belongs_to_it(world, reader, clerk):
    page = followed(reader, make_link(world.draft, clerk)).content.decode()
    said = ["Hidden theme", "Hidden Person", "Hidden words", "Hidden agreement of a draft edition", "Preview:"]
    assert [words for words in said if words not in page] == []


def test_it_is_kept_nowhere_and_found_by_no_search_engine(world, reader, clerk):
    answer = followed(reader, make_link(world.draft, clerk))
    headers = answer["Cache-Control"], answer["X-Robots-Tag"], answer["Referrer-Policy"], answer.has_header("ETag")
    assert headers == ("no-store, private", "noindex, nofollow", "no-referrer", False)
    assert ('<meta name="robots" content="noindex">' in answer.content.decode(), answer.cookies) == (True, {})


def test_after_a_preview_nothing_has_happened(world, reader, clerk):
    def everything():
        return (
            DataVersion.objects.get().number, Change.objects.count(), KeptState.objects.count(),
            list(Edition.objects.order_by("pk").values_list("state", "published_at")),
            list(Agreement.objects.order_by("pk").values_list("state", flat=True)), list(differences()),
        )  # fmt: skip

    link, before = make_link(world.draft, clerk), everything()
    followed(reader, link)
    assert everything() == before
    assert [reader.get(f"/en/{page}").status_code for page in ("editions/3/", "people/hidden-person/")] == [404, 404]
    assert "Hidden" not in reader.get("/en/search/?q=hidden").content.decode()


def test_an_agreement_of_a_draft_is_previewed_and_the_edition_beside_it_is_not(world, reader, clerk):
    page = followed(reader, make_link(world.hidden_agreement, clerk), "ru").content.decode()
    assert ("Hidden agreement of a draft edition" in page, '<html lang="ru">' in page) == (True, True)


def test_a_link_shows_the_state_it_was_made_for(world, reader, clerk):
    with recording(by=clerk):
        Edition.objects.filter(pk=world.draft.pk).update(theme_en="Hidden theme, second draft")
    link = make_link(world.draft, clerk)
    with recording(by=clerk):
        Edition.objects.filter(pk=world.draft.pk).update(theme_en="Hidden theme, third draft")
    page = followed(reader, link).content.decode()
    assert ("second draft" in page, "third draft" in page) == (True, False)
    assert Edition.objects.get(pk=world.draft.pk).theme_en == "Hidden theme, third draft"


def test_a_link_ends_by_itself_by_hand_and_with_its_record(world, reader, clerk):
    expired, revoked, orphan = (make_link(world.draft, clerk) for _ in range(3))
    type(expired).objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoke(revoked)
    type(orphan).objects.filter(pk=orphan.pk).update(record=0)
    assert [followed(reader, link).status_code for link in (expired, revoked, orphan)] == [404, 404, 404]
    assert reader.get("/en/preview/forged/").status_code == 404


def test_staff_make_a_link_look_and_take_it_back(world, client, reader, clerk):
    address = reverse("admin:records_edition_preview", args=[world.draft.pk])
    browser = sign_in(client, clerk)
    assert browser.post(address, {"look": "1"}).headers["Location"].startswith("/en/preview/")
    (link, where), = browser.get(address).context["links"]  # fmt: skip
    assert reader.get(where.removeprefix("http://127.0.0.1:8000")).status_code == 200
    browser.post(address, {"revoke": link.pk})
    assert reader.get(where.removeprefix("http://127.0.0.1:8000")).status_code == 404
