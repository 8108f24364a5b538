"""Whatever changes in public gets a version and an entry in the log, whoever writes it; drafts get neither."""

from contextlib import suppress

import pytest
from django.utils import timezone

from records.editing import steps
from records.editing.versions import keep_missing, stale
from records.exchange import dump, load
from records.models import Agreement, Change, Citation, Edition, Note, Person, PublicVersion, Redirect, Statement
from records.models.publication import State
from records.search.index import Because, publish_due, recording
from tests.reading import links, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def log(after: int) -> list[tuple]:
    """What the log says since an entry: what happened to what, and which fields differ."""
    return [
        (c.act, f"{c.kind} {c.key}", ["/".join(path) for path, _before, _after in c.differences])
        for c in Change.objects.filter(pk__gt=after).order_by("pk")
    ]


@pytest.fixture(autouse=True)
def as_stored(world):
    """What a test before has changed in memory only is forgotten."""
    for record in (world.agreed, world.draft, world.first, world.second, world.delegation):
        record.refresh_from_db()


@pytest.fixture
def last() -> int:
    """The newest entry of the log before the test."""
    return Change.objects.newest_first().first().pk


def test_every_public_record_has_a_version_that_says_what_it_says(world):
    assert stale() == []
    assert PublicVersion.objects.filter(content__icontains="Hidden").count() == 0


def test_a_correction_makes_a_version_and_says_what_was_before(world, last):
    with recording(Because("A slip of the pen.")):
        world.agreed.title_en = "Water plan"
        world.agreed.save()
    assert log(last) == [("corrected", "agreement 2.1", ["title_en"])]
    change = Change.objects.newest_first().first()
    assert change.differences == [[["title_en"], "Point 2.1", "Water plan"]]
    assert (change.before.number, change.after.number, change.reason_en) == (1, 2, "A slip of the pen.")


def test_what_only_adds_enriches(world, last):
    with recording():
        world.agreed.note_en = "More is known now."
        world.agreed.save()
    assert log(last) == [("enriched", "agreement 2.1", ["note_en"])]


def test_a_child_is_told_of_as_part_of_its_owner(world, last):
    with recording():
        world.delegation.head_title_en = "Minister of Rivers"
        world.delegation.save()
    assert log(last) == [("corrected", "edition 2", ["delegations/KZ/head/title_en"])]


def test_saving_without_a_change_says_nothing(world, last):
    with recording():
        world.agreed.save()
        world.second.save()
    assert log(last) == []


def test_a_draft_makes_no_version_and_no_entry(world, last):
    with recording():
        world.draft.name_en = "Another hidden name"
        world.draft.save()
    assert (log(last), PublicVersion.objects.filter(key="3").count()) == ([], 0)


def test_publishing_an_edition_adds_it_its_agreements_and_who_they_name(world, last):
    with recording():
        Citation.objects.create(source=world.hidden_source, agreement=world.hidden_agreement)
        Agreement.objects.filter(pk=world.hidden_agreement.pk).update(parties_basis="listed")
    steps.publish(world.draft, with_agreements=True)
    assert sorted(log(last)) == [
        ("added", "agreement 3.1", []), ("added", "edition 3", []), ("added", "organization hidden-body", []),
        ("added", "person hidden-person", []), ("added", "source hidden-source", []),
    ]  # fmt: skip
    assert len(set(Change.objects.filter(pk__gt=last).values_list("cursor", flat=True))) == 1
    assert stale() == []


def test_a_rolled_back_change_leaves_no_trace(world, last):
    with suppress(ZeroDivisionError), recording():
        Agreement.objects.filter(pk=world.agreed.pk).update(title_en="Never")
        raise ZeroDivisionError
    assert (log(last), stale()) == ([], [])


def test_withdrawing_says_why_and_coming_back_counts_on(world, reader, last):
    steps.withdraw(world.agreed, Because("It was entered twice.", reason_ru="Внесено дважды."))
    assert log(last) == [("withdrawn", "agreement 2.1", [])]
    page = reader.get("/ru/agreements/2.1/")
    assert (page.status_code, "Внесено дважды." in page.content.decode()) == (410, True)
    steps.reopen(world.agreed)
    assert reader.get("/en/agreements/2.1/").status_code == 410
    with recording():
        Agreement.objects.filter(pk=world.agreed.pk).publish()
    assert reader.get("/en/agreements/2.1/").status_code == 200
    assert [v.number for v in PublicVersion.objects.of("agreement", "2.1")] == [2, 1]


def test_what_replaces_a_withdrawn_record_is_named(world, reader):
    with recording():
        other = Agreement.objects.get(reference="2.2")
        Citation.objects.create(source=world.gazette, agreement=other)
        Agreement.objects.filter(pk=other.pk).update(state=State.PUBLISHED)
    steps.withdraw(world.agreed, Because("Entered twice."), replaced_by=other)
    said = reader.get("/en/agreements/2.1/").content.decode()
    assert '<a href="/en/agreements/2.2/">2.2 Hidden agreement</a>' in said


def test_with_an_edition_its_children_are_gone_too(world, reader):
    steps.withdraw(world.second, Because("It never met."))
    gone = ["/en/editions/2/", "/en/editions/2/delegations/kz/", "/en/agreements/2.1/", "/en/people/aliya-bekova/"]
    assert {address: reader.get(address).status_code for address in gone} == dict.fromkeys(gone, 410)
    assert reader.get("/en/editions/2/delegations/tj/").status_code == 410
    assert reader.get("/en/editions/77/").status_code == 404


def test_an_edition_that_gets_its_number_takes_its_address_along(world, reader, last):
    with recording():
        late = Edition.objects.create(number=0, name_en="Night meeting", summary_en="It met.", state="published")
    with recording():
        late.number = 12
        late.save()
    assert [entry[:2] for entry in log(last)] == [
        ("added", "edition night-meeting"), ("moved", "edition night-meeting"), ("corrected", "edition 12"),
    ]  # fmt: skip
    answer = reader.get("/en/editions/night-meeting/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/editions/12/")
    assert [v.number for v in PublicVersion.objects.of("edition", "12")] == [2, 1]


def test_who_is_named_no_more_is_said_to_be_gone(world, last):
    with recording():
        world.statement.delete()
        world.delegation.head_person = None
        world.delegation.save()
    assert ("removed", "person aliya-bekova", []) in log(last)
    with recording():
        Person.objects.filter(pk=world.aliya.pk).update(is_listed=True)
    assert stale() == []


def test_what_named_a_deleted_topic_says_so_no_more(world, last):
    with recording():
        world.water.delete()
    assert sorted(log(last)) == [("corrected", "agreement 2.1", ["topics"]), ("removed", "topic water", [])]
    assert stale() == []


def test_loading_a_file_again_says_nothing(world, last):
    load(dump())
    assert (log(last), stale()) == ([], [])


def test_the_clock_publishes_with_version_and_entry(world, last):
    with recording():
        Edition.objects.filter(pk=world.draft.pk).update(publish_at=timezone.now())
    publish_due()
    assert "edition 3" in [key for _act, key, _fields in log(last)]


def test_versions_that_are_missing_are_made_once(world):
    Change.objects.all().delete()
    PublicVersion.objects.all().delete()
    made = keep_missing()
    assert (made, made > 5, keep_missing(), stale()) == (PublicVersion.objects.count(), True, 0, [])


def test_redirects_never_go_round_in_circles(world):
    from records.editing.versions import redirect

    redirect("person", "a", "b")
    redirect("person", "b", "c")
    redirect("person", "c", "a")
    assert sorted(Redirect.objects.values_list("key", "new_key")) == [("b", "a"), ("c", "a")]


# Steps


def test_a_record_goes_to_review_and_comes_back_with_a_note(world):
    steps.submit(world.draft)
    assert world.draft.state == State.IN_REVIEW
    steps.send_back(world.draft, "Who was there?")
    world.draft.refresh_from_db()
    assert (world.draft.state, world.draft.returned_because) == (State.DRAFT, "Who was there?")
    assert [note.text for note in Note.objects.of(world.draft)] == ["Who was there?"]


def test_a_step_that_does_not_follow_is_refused_with_a_sentence(world):
    with pytest.raises(steps.StepRefused, match="is now: published"):
        steps.submit(world.second)
    with pytest.raises(steps.StepRefused, match="Say why"):
        steps.withdraw(world.second, Because())


def test_what_blocks_keeps_an_edition_and_all_its_agreements_back(world):
    with pytest.raises(steps.StepRefused, match="No source is given"):
        steps.publish(world.draft, with_agreements=True)
    world.draft.refresh_from_db()
    assert world.draft.state == State.DRAFT


def test_a_moment_that_has_passed_is_refused(world):
    with pytest.raises(steps.StepRefused, match="has passed"):
        steps.publish_later(world.draft, timezone.now())


def test_a_statement_that_left_its_edition_says_so_at_its_address(world, reader):
    with recording():
        said = Statement.objects.create(edition=world.second, slug="again", person=world.boris, gist_en="Yes.")
    with recording(Because("Said at another meeting.")):
        said.delete()
    page, data = reader.get("/en/editions/2/statements/again/"), reader.get("/editions/2/statements/again.json")
    assert (page.status_code, "Said at another meeting." in page.content.decode()) == (410, True)
    assert (data.status_code, data.json()["reason_en"]) == (410, "Said at another meeting.")
    assert reader.get("/en/editions/2/statements/nobody/").status_code == 404


@pytest.mark.parametrize("kind", ["statement", "delegation"])
def test_what_left_its_edition_is_gone_and_not_the_edition(world, reader, kind):
    key, name = {"statement": ("aliya-bekova", "Алия Бекова"), "delegation": ("kz", "Казахстан")}[kind]
    with recording(Because("It was another meeting.")):
        (world.second.statements if kind == "statement" else world.second.delegations).first().delete()
    place = f"editions/2/{kind}s/{key}"
    page, data, file = reader.get(f"/ru/{place}/"), reader.get(f"/{place}.json"), reader.get(f"/ru/{place}.md")
    assert [answer.status_code for answer in (page, data, file)] == [410, 410, 410]
    assert (words(page, "h1"), "/ru/editions/2/" in links(page)) == (name, True)
    assert f"410 · {kind} 2/{key}" in words(reader.get(f"/en/{place}/"), "main")
    said = {name: data.json()[name] for name in ("kind", "key", "act", "edition", "reason_en")}
    assert list(said.values()) == [kind, f"2/{key}", "removed", "/editions/2.json", "It was another meeting."]
    assert f"{name} (Вторая встреча)" in file.content.decode()


def test_a_statement_is_found_with_its_edition_when_another_edition_has_its_number(world, reader):
    with recording():
        Edition.objects.filter(pk=world.second.pk).update(number=4, slug="4")
    with recording():
        Edition.objects.create(number=2, name_en="Another", state="published")
    answer = reader.get("/en/editions/2/statements/aliya-bekova/")
    assert (answer.status_code, answer["Location"]) == (301, "/en/editions/4/statements/aliya-bekova/")
