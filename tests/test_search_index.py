"""The version of the data, what a draft may not do, and what is undone: seen from the side of those who ask."""

from copy import deepcopy

import pytest
from django.db import transaction

from records.models import Agreement, Citation, Delegation, Edition, Person, Session, Statement
from records.models.postings import DataVersion
from records.models.publication import State
from records.search import paging, snapshot
from records.search.checking import differences
from records.search.index import OutsideTheDoor, recording
from records.search.query import Question, answer, search
from records.search.snapshot import current, moment
from records.search.spelling import completions, perhaps_meant
from records.search.vocabulary import vocabulary
from tests import forum

HIDDEN = "hidden"


@pytest.fixture
def fresh(world, db):
    """The small world as nobody has changed it."""
    return deepcopy(world)


def version() -> int:
    """The number of the data version."""
    return DataVersion.objects.get().number


def growth(act) -> int:
    """By how much the version grows when something is done through the door."""
    before = version()
    with recording():
        act()
    return version() - before


def total(words: str = "") -> int:
    """How many records of all kinds the words find; without words, everything."""
    return search(Question(words=words)).total


def meant(words: str) -> str | None:
    """What is offered instead of the words."""
    return perhaps_meant(search(Question(words=words)).words, current())


def everything() -> tuple:
    """What a process believes: the records, their counts, and what it offers."""
    found = answer(Agreement, Question(), ("country", "topic"))
    return total(), found.total, found.keys, found.counts, [one.slug for one in completions("ali", current())[0]]


def save(record, **values):
    """Set some fields of a record and save it."""
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


# The version


def test_the_version_grows_when_something_public_is_changed(fresh):
    acts = [
        lambda: save(fresh.agreed, title_en="Another plan"),
        lambda: save(fresh.agreed, note_en="A remark that no list shows."),
        lambda: save(fresh.aliya, name_ru="Алия Бекова-Лин"),
        lambda: save(fresh.china, name_uz="Xitoy Respublikasi"),
        lambda: save(fresh.forum, note_en="How it was compiled."),
        lambda: fresh.agreed.topics.add(fresh.economy),
        lambda: fresh.economy.agreements.clear(),
        lambda: Citation.objects.filter(source=fresh.herald).update(locator="page 2"),
        lambda: fresh.statement.delete(),
        lambda: save(fresh.agreed, state=State.WITHDRAWN),
    ]
    assert [growth(act) for act in acts] == [1] * len(acts)


def test_the_version_does_not_grow_when_a_draft_is_written(fresh):
    hidden = Agreement.objects.get(edition=fresh.second, number=2)
    acts = [
        lambda: save(fresh.draft, theme_en="Another theme"),
        lambda: save(fresh.hidden_agreement, title_en="Another title"),
        lambda: save(hidden, title_en="Another title", note_en="water"),
        lambda: fresh.draft.topics.add(fresh.economy),
        lambda: fresh.economy.agreements.add(hidden),
        lambda: Statement.objects.filter(edition=fresh.draft).update(gist_en="Other words"),
        lambda: Delegation.objects.filter(edition=fresh.draft).first().delete(),
        lambda: forum.edition(9, "2030", state=State.DRAFT),
        lambda: save(fresh.hidden_person, name_en="Still Hidden"),
        lambda: forum.person("named-nowhere"),
        lambda: save(hidden, state=State.IN_REVIEW),
    ]
    assert [growth(act) for act in acts] == [0] * len(acts)


def test_many_writes_behind_one_door_are_one_version(fresh):
    def act():
        for number in range(10, 15):
            forum.agreement(fresh.second, number, fresh.china, topics=[fresh.water])

    assert growth(act) == 1


def test_a_door_inside_a_door_is_the_same_door(fresh):
    def act():
        with recording():
            save(fresh.agreed, title_en="Inner")
        save(fresh.second, theme_en="Outer")

    assert growth(act) == 1
    assert (total("inner"), total("outer")) == (1, 1)


def test_a_write_outside_the_door_is_refused(fresh):
    for act in (fresh.agreed.save, fresh.statement.delete, fresh.agreed.topics.clear, Edition.objects.publish):
        with pytest.raises(OutsideTheDoor), transaction.atomic():
            act()


# What is not public


def test_a_draft_never_counts(fresh):
    facets = {"edition": ("country", "topic", "year"), "agreement": ("country", "topic", "edition", "kind")}
    before = [
        answer(model, Question(), facets[kind]).counts
        for kind, model in (("edition", Edition), ("agreement", Agreement))
    ]
    with recording():
        Edition.objects.filter(pk=fresh.draft.pk).publish()
        Agreement.objects.filter(edition=fresh.draft).publish()
    leaking = answer(Edition, Question(), facets["edition"]).counts
    assert (before[0]["topic"], leaking["topic"]) == ({}, {"water": 1, "economy": 1})
    assert before[1]["country"] == {"cn": 1, "kz": 1}
    assert answer(Agreement, Question(), facets["agreement"]).counts["country"] == {"cn": 1, "kz": 2}


def test_a_draft_is_never_found_suggested_or_completed(fresh):
    def seen():
        named, words = completions("hid", current())[0], completions("offi", current())[1]
        return (
            total(HIDDEN),
            perhaps_meant(search(Question(words="hiden")).words, current()),
            [n.slug for n in named],
            words,
        )

    assert seen() == (0, None, [], [])
    with recording():
        Edition.objects.filter(pk=fresh.draft.pk).publish()
    assert seen() == (8, "Hidden", ["3", "hidden-body", "hidden-person"], ["office"])


def test_a_choice_that_only_a_draft_has_is_offered_by_no_list(fresh):
    with recording():
        save(fresh.hidden_source, language="kk", published=forum.date("2031"))

    def offered():
        now = vocabulary()
        return [[code for code, _label in values] for values in (now.language, now.source_year, now.year)]

    assert offered() == [["en"], ["undated"], ["2014", "2012"]]
    with recording():
        Edition.objects.filter(pk=fresh.draft.pk).publish()
    assert offered() == [["en", "kk"], ["2031", "undated"], ["2016", "2014", "2012"]]


def test_withdrawing_takes_effect_at_once(fresh):
    def seen():
        named = [one.slug for one in completions("ali", current())[0]]
        return (
            total("Balkhash"), total("Aliya Bekova"), named, meant("balkhasj"),
            answer(Edition, Question(), ("country",)).counts, answer(Agreement, Question()).total,
            Person.objects.published().count(),
        )  # fmt: skip

    assert seen() == (8, 4, ["aliya-bekova"], "Balkhash", {"country": {"kz": 1, "cn": 1}}, 1, 1)
    with recording():
        save(fresh.second, state=State.WITHDRAWN)
    assert seen() == (0, 0, [], None, {"country": {}}, 0, 0)
    assert list(differences()) == []


def test_what_is_published_again_is_found_again(fresh):
    before = total()
    for state in (State.WITHDRAWN, State.PUBLISHED):
        with recording():
            save(fresh.second, state=state)
    assert (total(), list(differences())) == (before, [])


# What is remembered


def test_a_process_hears_of_what_another_wrote(fresh):
    before = total()
    mine = snapshot._remembered.copy()
    with recording():
        forum.agreement(fresh.second, 10, fresh.china, title_en="Heard of")
    snapshot._remembered.update(mine)  # as if another process had written
    assert (total(), total("heard")) == (before + 1, 1)


def test_everything_inside_a_moment_sees_one_state(fresh):
    with moment():
        before = total()
        with recording():
            forum.agreement(fresh.second, 10, fresh.china)
        assert total() == before
    assert total() == before + 1


# What leads to what: each is a way in which one record is found by another


def test_a_head_gives_their_country_to_what_they_said(fresh):
    assert answer(Statement, Question({"country": ("cn",)})).total == 0
    with recording():
        save(fresh.delegation, head_person=None, head_title_en="")
        save(Delegation.objects.get(country=fresh.china), head_person=fresh.aliya, head_title_en="Guest")
    assert [answer(Statement, Question({"country": (code,)})).total for code in ("kz", "cn")] == [0, 1]


def test_people_are_found_by_an_office_that_is_public_and_by_no_other(fresh):
    def found(words: str) -> list[int]:
        return answer(Person, Question(words=words, sort="name")).keys

    assert found("Minister of Water") == [fresh.aliya.pk]
    with recording():
        save(Delegation.objects.get(head_title_en="Hidden office"), head_person=fresh.aliya)
        save(fresh.delegation, head_title_en="Keeper of the locks")
    assert [found(words) for words in ("Minister of Water", "Hidden", "Keeper")] == [[], [], [fresh.aliya.pk]]
    assert list(differences()) == []


def test_a_topic_moved_takes_its_records_with_it(fresh):
    with recording():
        other = forum.topic("other")
        save(fresh.water, broader=other)
    assert [answer(Agreement, Question({"topic": (slug,)})).total for slug in ("economy", "other")] == [0, 1]


def test_a_renamed_topic_is_found_by_its_new_name_and_completed_by_it_alone(fresh):
    with recording():
        save(fresh.water, name_en="Rivers")
    offered = [[one.slug for one in completions(text, current())[0]] for text in ("wate", "rive")]
    assert (answer(Agreement, Question(words="rivers")).total, offered) == (1, [[], ["water"]])


def test_deleting_a_person_takes_them_out_of_the_sessions_they_attended(fresh):
    with recording():
        guest = forum.person("guest")
        fresh.session.people.add(guest)
    assert answer(Session, Question(words="guest")).total == 1
    with recording():
        guest.delete()
    assert (answer(Session, Question(words="guest")).total, list(differences())) == (0, [])


def test_an_official_number_given_later_moves_everything_to_it(fresh):
    with recording():
        unnumbered = forum.edition(0, "2016", name_en="Extra meeting")
        forum.agreement(unnumbered, 7)
        save(unnumbered, number=5)
    assert answer(Agreement, Question({"edition": ("5",)})).total == 1
    assert answer(Edition, Question()).keys == [unnumbered.pk, fresh.second.pk, fresh.first.pk]
    assert list(differences()) == []


# The order of a page


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_what_is_much_in_one_edition_is_in_order_from_page_to_page(fresh, monkeypatch, sort):
    with recording():
        for number in (3, 49, 50, 51, 99, 100, 149, 150):
            forum.agreement(fresh.second, number, fresh.china)
        forum.agreement(fresh.first, 70, fresh.china)
    expected = list(getattr(Agreement.objects.published(), f"{sort}_first")().values_list("pk", flat=True))

    def in_pages():
        pages = [answer(Agreement, Question(sort=sort, page=page), size=3).keys for page in range(1, 5)]
        return [key for page in pages for key in page]

    assert in_pages() == expected
    monkeypatch.setattr(paging, "MUCH", 2)
    assert in_pages() == expected
