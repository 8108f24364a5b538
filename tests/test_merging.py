"""Two records of one thing become one, duplicates are noticed, an edition begins from the last."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from records.editing.duplicates import alike
from records.editing.merging import MergeRefused, merge
from records.editing.starting import Copied, start_edition
from records.editing.versions import stale
from records.models import Change, Citation, Delegation, Edition, Organization, Person, Source, Statement, Topic
from records.search.checking import differences
from records.search.index import Because, recording
from tests.forum import organization, person, source, topic
from tests.staff import member, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def test_what_names_the_duplicate_names_the_other_and_the_address_leads_there(world, reader):
    with recording():
        twin = person("alia-bekova", name_en="Alia Bekova", name_ru="Алия Бекова")
        Statement.objects.create(edition=world.second, slug="again", person=twin, gist_en="Water last.")
    done = merge(twin, world.aliya, Because("The same person in two spellings."))
    world.aliya.refresh_from_db()
    assert (done.moved, done.dropped, world.aliya.name_variants) == (1, 0, ["Alia Bekova"])
    answer = reader.get("/ru/people/alia-bekova/")
    assert (answer.status_code, answer["Location"]) == (301, "/ru/people/aliya-bekova/")
    assert (stale(), list(differences())) == ([], [])


def test_a_source_that_is_cited_twice_for_one_fact_is_cited_once(world):
    with recording():
        twin = source("gazette-1-again", url="https://example.org/1")
        Citation.objects.create(source=twin, agreement=world.agreed)
        Citation.objects.create(source=twin, edition=world.second)
    done = merge(twin, world.gazette)
    world.gazette.refresh_from_db()
    assert (done.moved, done.dropped, world.gazette.url) == (1, 1, "https://example.org/1")
    assert Citation.objects.filter(source=world.gazette, agreement=world.agreed).count() == 1


def test_two_bodies_with_a_delegation_each_to_one_edition_are_merged_there_first(world):
    with recording():
        twin, other = organization("twin-body"), organization("other-body")
        for body in (twin, other):
            sent = Delegation.objects.create(edition=world.second, organization=body)
            Citation.objects.create(source=world.gazette, delegation=sent)
    with pytest.raises(MergeRefused, match="Both are in “Edition 2”"):
        merge(twin, other)
    assert Organization.objects.filter(slug="twin-body").exists()


def test_a_topic_below_the_one_it_replaces_takes_its_place(world):
    with recording():
        between = topic("between", broader=world.economy)
        below = topic("below", broader=between)
    merge(between, below)
    below.refresh_from_db()
    assert (below.broader, Topic.objects.filter(slug="between").exists()) == (world.economy, False)


def test_a_record_is_not_merged_into_itself_or_into_another_kind(world):
    for other in (world.aliya, world.committee):
        with pytest.raises(MergeRefused):
            merge(world.aliya, other)


@pytest.mark.parametrize(
    ("model", "name", "found"),
    [
        (Person, "Bekova, Aliya", "aliya-bekova"), (Person, "Алия Бекова", "aliya-bekova"),
        (Person, "Alia Bekova", "aliya-bekova"), (Person, "阿利娅", "aliya-bekova"), (Person, "Aliya Norova", None),
        (Person, "hidden person", "hidden-person"), (Organization, "lake committee", "lake-committee"),
        (Organization, "Lake Comittee", "lake-committee"), (Topic, "Вода", "water"), (Person, "", None),
    ],
)  # fmt: skip
def test_a_name_that_was_entered_already_is_noticed(model, name, found):
    assert [record.slug for record in alike(model, [name])] == ([found] if found else [])


def test_a_source_is_known_by_its_address_however_it_is_written(world):
    with recording():
        known = source("known", url="https://www.example.org/news/1/")
    assert alike(Source, ["Another title"], "http://example.org/news/1#top") == [known]
    assert (alike(Source, [""], "http://example.org/news/2"), alike(Source, [""], "http://[")) == ([], [])


def test_an_edition_begins_with_who_came_last_and_without_people_texts_and_sources(world):
    made = start_edition(world.second, Copied(sessions=True), number=4, name_en="Fourth", summary_en="To come.")
    assert [str(d) for d in made.delegations.order_by("pk")] == ["Kazakhstan", "China"]
    assert {(d.head_person, d.head_title_en, d.citations.count()) for d in made.delegations.all()} == {(None, "", 0)}
    assert [o.organization for o in made.organizers.all()] == [world.committee]
    assert [(s.slug, s.held_on, s.people.count()) for s in made.sessions.all()] == [("opening", None, 0)]
    assert made.state == "draft"


def test_only_what_was_chosen_is_copied(world):
    made = start_edition(world.second, Copied(countries=False, bodies=False), number=5, name_en="F", summary_en="S")
    assert (made.delegations.count(), made.organizers.count(), made.sessions.count()) == (0, 0, 0)


# In the admin


@pytest.fixture
def staff(client):
    """The browser of somebody who may do everything."""
    return sign_in(client, member(is_superuser=True))


def page(record, name: str) -> str:
    return reverse(f"admin:records_{record._meta.model_name}_{name}", args=[record.pk])


def test_two_people_are_made_one_on_a_page_of_their_own(staff, reader, world):
    with recording():
        twin = person("aliya-bekova-2", name_en="Aliya Bekova")
        Statement.objects.create(edition=world.second, slug="again", person=twin, gist_en="Water last.")
    asked = staff.get(page(twin, "merge")).content.decode()
    assert "Perhaps the same:" in asked
    staff.post(
        page(twin, "merge"), {"kept": world.aliya.pk, "reason_ru": "Введена дважды. ", "reason_zh": "重复录入。"}
    )
    merged = Change.objects.newest_first().filter(act="merged")
    assert merged.values_list("key", "into", "reason_en", "reason_ru", "reason_zh").get() == (
        "aliya-bekova-2", "aliya-bekova", "", "Введена дважды.", "重复录入。",
    )  # fmt: skip


def test_who_may_not_merge_is_told_who_may(client, world):
    said = "a reviewer can make one of the two"
    reviewer, editor = (member(name) for name in ("reviewer", "editor"))
    pages = {}
    for who in (reviewer, editor):
        who.groups.set(Group.objects.filter(name=who.username))
        pages[who.username] = sign_in(client, who).get(page(world.aliya, "change")).content.decode()
    assert [said in pages[name] for name in ("reviewer", "editor")] == [False, True]
    assert ["/merge/" in pages[name] for name in ("reviewer", "editor")] == [True, False]
    again = {"slug": "bekova", "name_en": "Bekova Aliya", "name_variants": ""}
    told = client.post(reverse("admin:records_person_add"), again, follow=True).content.decode()
    assert "ask a reviewer to merge the two" in told


def test_while_a_name_is_typed_the_form_hears_of_who_has_it(staff, world):
    address = reverse("admin:records_person_alike")
    found = staff.get(address, {"name_en": "aliya bekova"}).json()["alike"]
    assert [one["name"] for one in found] == ["Aliya Bekova"]
    assert staff.get(address, {"name_en": "aliya bekova", "besides": world.aliya.pk}).json() == {"alike": []}
    assert staff.get(address, {"besides": "²", "url": "http://["}).json() == {"alike": []}


def test_after_saving_somebody_who_was_there_the_clerk_is_told(staff, world):
    texts = {"slug": "bekova", "name_en": "Bekova Aliya", "name_variants": ""}
    said = staff.post(reverse("admin:records_person_add"), texts, follow=True).context["messages"]
    assert [str(one).startswith("This may be in the record already: <a href=") for one in said] == [True, False]


def test_an_edition_is_begun_from_the_last_one_on_one_page(staff, world):
    address = reverse("admin:records_edition_start")
    initial = staff.get(address).context["form"].initial
    assert (initial["number"], initial["earlier"].number) == (4, 3)
    given = {"number": 4, "name_en": "Fourth", "summary_en": "To come.", "start": "2027-05", "earlier": world.second.pk}
    staff.post(address, given | {"countries": "on"})
    made = Edition.objects.get(number=4)
    assert (str(made.start), made.delegations.count(), made.organizers.count()) == ("May 2027", 2, 0)
    again = staff.post(address, given)
    assert again.context["form"].non_field_errors() == ["There is an edition with this number already."]


def test_a_topic_is_found_by_the_names_and_words_of_the_one_that_became_it(world, reader):
    with recording():
        world.water.name_ru, world.water.search_words_en = "Вода", ["rivers"]
        world.water.save()
    merge(world.water, world.economy)
    for word in ("вода", "rivers", "water"):
        assert [one["id"] for one in reader.get(f"/topics.json?q={word}").json()["records"]] == [world.economy.slug]
