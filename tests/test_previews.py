"""A preview is the real page of what is not public, by a link that ends; nothing of it stays anywhere."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from records.editing.previewing import make_link, revoke
from records.models import Agreement, Change, Edition, KeptState
from records.models.postings import DataVersion
from records.search.checking import differences
from records.search.index import Because, recording
from tests.staff import member, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


@pytest.fixture
def clerk():
    """Somebody who makes links."""
    return member(is_superuser=True)


def followed(reader, link, language="en"):
    return reader.get(f"/{language}/preview/{link.token}/")


def test_a_link_that_leads_nowhere_says_why_it_may_be_so(reader):
    answer = reader.get("/en/preview/nonsense/")
    assert (answer.status_code, "it has expired, it was taken back" in answer.content.decode()) == (404, True)


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
    (link, where, _beside), = browser.get(address).context["links"]  # fmt: skip
    assert reader.get(where.removeprefix("http://127.0.0.1:8000")).status_code == 200
    browser.post(address, {"revoke": link.pk})
    assert reader.get(where.removeprefix("http://127.0.0.1:8000")).status_code == 404


# Beside what is live


def sides(reader, link) -> dict[str, str]:
    """The page about both, and the two that it frames."""
    asked = {name: f"/en/preview/{link.token}/{name}/" for name in ("beside", "live", "new")}
    answers = {name: reader.get(address) for name, address in asked.items()}
    return {name: a.content.decode() if a.status_code in (200, 410) else a.status_code for name, a in answers.items()}


def test_what_would_be_stands_beside_what_is_live_with_the_words_marked(world, reader, clerk):
    with recording(by=clerk):
        Edition.objects.filter(pk=world.second.pk).update(theme_en="Hidden theme of a preview")
    link = make_link(world.second, clerk)
    with recording(by=clerk):
        Edition.objects.filter(pk=world.second.pk).update(theme_en="Theme of today")
    seen = sides(reader, link)
    assert ["Hidden theme of a preview" in seen["live"], "Theme of today" in seen["live"]] == [False, True]
    assert ["Hidden theme of a preview" in seen["new"], "Theme of today" in seen["new"]] == [True, False]
    assert re.findall(r"<(del|ins)><span[^>]*>[^<]*</span>([^<]*)<", seen["beside"]) == [
        ("del", "Theme of today"), ("ins", "Hidden theme of a preview"),
    ]  # fmt: skip


def test_of_what_never_was_public_there_is_one_side_and_of_what_is_withdrawn_the_reason_is_the_other(
    world, reader, clerk
):
    seen = sides(reader, make_link(world.draft, clerk))
    assert (seen["live"], "Nothing of it is public yet." in seen["beside"], "Hidden theme" in seen["new"]) == (
        404, True, True,
    )  # fmt: skip
    with recording(Because("Entered by mistake.")):
        Edition.objects.filter(pk=world.second.pk).update(state="withdrawn")
    seen = sides(reader, make_link(world.second, clerk))
    assert ["Entered by mistake." in seen[name] for name in ("live", "new")] == [True, False]


def test_only_the_sides_of_a_preview_may_be_framed_and_only_by_this_site(world, reader, clerk):
    link = make_link(world.draft, clerk)
    said = {}
    for name in ("", "beside/", "new/"):
        answer = reader.get(f"/en/preview/{link.token}/{name}")
        policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
        said[name] = policy["frame-ancestors"], policy.get("frame-src"), answer["X-Frame-Options"]
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store, private", "noindex, nofollow")
    assert said == {
        "": ("'none'", None, "DENY"), "beside/": ("'none'", "'self'", "DENY"), "new/": ("'self'", None, "SAMEORIGIN"),
    }  # fmt: skip


def test_a_preview_leads_to_itself_in_another_language(world, reader, clerk):
    link = make_link(world.draft, clerk)
    page = followed(reader, link).content.decode()
    assert f'href="/ru/preview/{link.token}/"' in page
    assert "Hidden theme" in followed(reader, link, "ru").content.decode()
