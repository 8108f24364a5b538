"""The history of each record: what is kept of whose act, restored, recovered and undone, whoever writes and however."""

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from records import models as m
from records.editing.comparing import compare
from records.editing.history import history_of
from records.editing.restoring import NotRestorable, recover, restore, undo
from records.exchange import dump, load
from records.models.history import Act, KeptState
from records.models.publication import State
from records.search.index import recording
from tests import forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world):
    """Somebody who writes."""
    return User.objects.create(username="clerk", first_name="Aigul", last_name="Omarova")


@pytest.fixture
def write(clerk):
    """Changes columns of a record as one act of the clerk."""

    def write(record, **values):
        with recording(by=clerk):
            record = type(record).objects.get(pk=record.pk)
            for name, value in values.items():
                setattr(record, name, value)
            record.save()

    return write


def told(record) -> list[tuple]:
    """The history of a record, the oldest first: what became of it, who did it, what changed."""
    states = reversed(history_of(record))
    return [(state.deed, state.act.author_name, state.changed) for state in states]


def read(sections) -> list[tuple]:
    """Compared states as words: where, whether it came or went, and each line with [removed] and {added}."""
    marks = {"same": "{}", "removed": "[{}]", "added": "{{{}}}"}
    words = [{line.label: "".join(marks[p.change].format(p.text) for p in line.pieces) for line in one.lines}
             for one in sections]  # fmt: skip
    return [(one.title, one.what, *lines.items()) for one, lines in zip(sections, words, strict=True)]


def last_change(record) -> list[tuple]:
    """What the last act changed."""
    after, before = history_of(record)[:2]
    return read(compare(type(record), before.content, after.content))


# What is kept


def test_the_first_change_of_a_loaded_record_keeps_what_it_said_before(world, write):
    write(world.agreed, title_en="Lakes")
    assert told(world.agreed) == [("found", "", []), ("changed", "Aigul Omarova", ["title_en"])]
    assert last_change(world.agreed) == [("", "", ("Title (English)", "[Point 2.1]{Lakes}"))]


def test_what_somebody_makes_has_a_history_from_the_start_and_what_a_file_makes_has_none(world, clerk):
    with recording(by=clerk):
        made = forum.agreement(world.second, 7, world.china)
    with recording():
        loaded = forum.agreement(world.second, 8, world.china)
    assert (told(made), told(loaded)) == ([("added", "Aigul Omarova", [])], [])


def test_saving_without_a_change_leaves_no_state(world, write):
    write(world.agreed, title_en="Point 2.1")
    assert told(world.agreed) == []


def test_a_part_a_list_and_a_part_of_a_part_belong_to_the_record_on_whose_page_they_stand(world, clerk):
    with recording(by=clerk):
        m.Party.objects.get(agreement=world.agreed, country=world.china).delete()
        m.Party.objects.create(agreement=world.agreed, organization=world.committee)
        world.agreed.topics.set([world.economy])
        amount = m.Amount.objects.create(agreement=world.agreed, value=5, currency="CNY")
        forum.cite(world.herald, amount=amount)
    assert last_change(world.agreed) == [
        ("", "", ("Topics", "[Water], {Economy}")),
        ("Party: China", "removed"),
        ("Party: Lake Committee", "added"),
        ("Sum of money: 5 CNY", "added", ("Sum", "5"), ("Currency", "CNY")),
        ("Sum of money: 5 CNY › Citation: Herald: Report herald-1", "added"),
    ]


def test_a_delegation_has_a_history_of_its_own_and_the_edition_tells_of_it(world, write):
    write(world.delegation, head_title_en="Minister")
    assert told(world.second) == []
    around = KeptState.objects.around(world.second.pk)
    assert [(state.kind, state.name, state.deed) for state in around] == [
        ("delegation", "Kazakhstan", "changed"),
        ("delegation", "Kazakhstan", "found"),
    ]


def test_what_is_written_at_once_or_by_a_list_of_the_other_side_is_kept_too(world, clerk):
    with recording(by=clerk):
        m.Agreement.objects.filter(pk=world.agreed.pk).update(kind="contract")
        m.Party.objects.bulk_create([m.Party(agreement=world.agreed, description_en="Donors")])
        world.water.agreements.remove(world.agreed)
    assert told(world.agreed)[1:] == [("changed", "Aigul Omarova", ["kind", "topics", "parties"])]


def test_a_step_is_told_as_a_change_of_the_state(world, clerk):
    with recording(by=clerk):
        m.Edition.objects.filter(pk=world.draft.pk).publish()
    (_title, _what, *lines), *_parts = last_change(world.draft)
    assert dict(lines)["State"] == "[draft] {published}"


def test_what_a_savepoint_has_rolled_back_leaves_no_state(world, clerk):
    with recording(by=clerk):
        with transaction.atomic():
            m.Agreement.objects.filter(pk=world.agreed.pk).update(kind="contract")
            forum.agreement(world.second, 7, world.china)
            transaction.set_rollback(True)
        m.Agreement.objects.filter(pk=world.agreed.pk).update(item_count=3)
    assert [(state.kind, state.record, state.changed) for state in Act.objects.first().states.all()] == [
        ("agreement", world.agreed.pk, ["item_count"])
    ]


def test_a_file_that_is_loaded_over_the_words_of_a_clerk_is_told_in_the_history(world, write):
    before = dump()
    write(world.agreed, title_en="The clerk’s words")
    load(before)
    assert (told(world.agreed)[2:], last_change(world.agreed)) == (
        [("changed", "", ["title_en"])],
        [("", "", ("Title (English)", "[The clerk’s words]{Point 2.1}"))],
    )
    assert Act.objects.first().what == "loaded"


def test_who_wrote_is_known_after_the_account_is_gone(world, write, clerk):
    write(world.agreed, title_en="Lakes")
    clerk.delete()
    assert told(world.agreed)[-1] == ("changed", "Aigul Omarova", ["title_en"])


# How it reads


def test_what_is_named_is_called_as_it_is_called_now_and_after_it_is_gone_as_it_was(world, write, clerk):
    write(world.delegation, head_person=world.boris)
    with recording(by=clerk):
        m.Person.objects.filter(pk=world.aliya.pk).update(name_en="Aliya Bek")
    assert last_change(world.delegation) == [("", "", ("Head", "[Aliya Bek] {Boris Lin}"))]
    with recording(by=clerk):
        m.Statement.objects.filter(person=world.aliya.pk).delete()
        m.Person.objects.get(pk=world.aliya.pk).delete()
    assert last_change(world.delegation) == [("", "", ("Head", "[Aliya Bekova] {Boris Lin}"))]


def test_a_date_reads_as_one_thing(world, write):
    write(world.second, start=forum.date("2014"))
    assert last_change(world.second) == [("", "", ("Start", "[1 September 2014] {2014}"))]


def test_names_of_other_records_do_not_make_a_change(world, write, clerk):
    write(world.delegation, head_title_en="Minister")
    with recording(by=clerk):
        m.Person.objects.filter(pk=world.aliya.pk).update(name_en="Aliya Bek")
        m.Delegation.objects.get(pk=world.delegation.pk).save()
    assert len(told(world.delegation)) == 2


# Restoring


def test_restoring_brings_back_columns_lists_and_parts_and_is_an_act_like_any_other(world, write, clerk):
    write(world.agreed, title_en="Lakes")
    with recording(by=clerk):
        m.Party.objects.get(agreement=world.agreed, country=world.china).delete()
        m.Party.objects.create(agreement=world.agreed, organization=world.committee)
        world.agreed.topics.clear()
    first = history_of(world.agreed).last()
    restore(first, by=clerk)
    last = history_of(world.agreed).first()
    assert {name: last.content[name] for name in ("values", "links", "parts")} == {
        name: first.content[name] for name in ("values", "links", "parts")
    }
    assert (last.act.what, last.act.author_name, last.restored_from) == ("restored", "Aigul Omarova", first)


def test_restoring_never_publishes_and_never_withdraws(world, write, clerk):
    write(world.draft, name_en="Other")
    with recording(by=clerk):
        m.Edition.objects.filter(pk=world.draft.pk).publish()
    restore(history_of(world.draft).last(), by=clerk)
    world.draft.refresh_from_db()
    assert (world.draft.state, world.draft.name_en) == (State.PUBLISHED, "Hidden edition")
    with recording(by=clerk):
        m.Edition.objects.filter(pk=world.draft.pk).update(state=State.DRAFT)
    restore(history_of(world.draft)[1], by=clerk)
    world.draft.refresh_from_db()
    assert world.draft.state == State.DRAFT


def test_what_is_to_stay_stays(world, write, clerk):
    write(world.agreed, number=5, kind="contract")
    restore(history_of(world.agreed).last(), by=clerk, keep={"number"})
    world.agreed.refresh_from_db()
    assert (world.agreed.number, world.agreed.reference, world.agreed.kind) == (5, "2.5", "consensus")


def test_a_state_that_names_what_has_been_deleted_is_refused_with_its_name_and_changes_nothing(world, write, clerk):
    write(world.delegation, head_person=world.boris)
    with recording(by=clerk):
        m.Statement.objects.filter(person=world.aliya.pk).delete()
        m.Person.objects.get(pk=world.aliya.pk).delete()
    with pytest.raises(NotRestorable, match="“Aliya Bekova” is named in it and has been deleted"):
        restore(history_of(world.delegation).last(), by=clerk)
    assert m.Delegation.objects.get(pk=world.delegation.pk).head_person == world.boris


def test_a_state_that_the_rules_no_longer_allow_is_refused_in_words(world, write, clerk):
    write(world.agreed, number=5)
    with recording():
        forum.agreement(world.second, 1, world.china)
    with pytest.raises(NotRestorable, match="There is an agreement with this reference already"):
        restore(history_of(world.agreed).last(), by=clerk)
    world.agreed.refresh_from_db()
    assert world.agreed.reference == "2.5"


def test_two_parts_that_take_each_others_place_are_restored(world, clerk):
    with recording():
        first, second = (m.Amount.objects.create(agreement=world.agreed, value=v, currency="CNY", is_alternative=v > 1)
                         for v in (1, 2))  # fmt: skip
    with recording(by=clerk):
        m.Amount.objects.filter(pk=first.pk).update(is_alternative=True)
        m.Amount.objects.filter(pk=second.pk).update(is_alternative=False)
    restore(history_of(world.agreed)[1], by=clerk)
    assert list(m.Amount.objects.order_by("pk").values_list("is_alternative", flat=True)) == [False, True]


# Recovering


def test_a_deleted_record_comes_back_with_its_parts_its_number_and_its_history(world, clerk):
    before = list(m.Party.objects.filter(agreement=world.hidden_agreement).values())
    topics = list(world.hidden_agreement.topics.values_list("pk", flat=True))
    with recording(by=clerk):
        m.Agreement.objects.get(pk=world.hidden_agreement.pk).delete()
    recover(KeptState.objects.deleted("agreement").get(), by=clerk)
    back = m.Agreement.objects.get(pk=world.hidden_agreement.pk)
    assert list(m.Party.objects.filter(agreement=back).values()) == before
    assert list(back.topics.values_list("pk", flat=True)) == topics
    assert [deed for deed, _who, _what in told(back)] == ["found", "deleted", "added"]
    assert KeptState.objects.deleted("agreement").count() == 0


def test_what_was_waiting_to_be_published_comes_back_as_a_draft(world, clerk):
    with recording(by=clerk):
        m.Agreement.objects.filter(pk=world.hidden_agreement.pk).update(state=State.IN_REVIEW)
    with recording(by=clerk):
        m.Agreement.objects.get(pk=world.hidden_agreement.pk).delete()
    recover(KeptState.objects.deleted("agreement").get(), by=clerk)
    assert m.Agreement.objects.get(pk=world.hidden_agreement.pk).state == State.DRAFT


def test_an_edition_comes_back_with_everything_that_was_deleted_with_it(world, clerk):
    hidden = {m.Delegation: 2, m.Statement: 1, m.Session: 1, m.Place: 1, m.Gap: 1}
    with recording(by=clerk):
        m.Agreement.objects.get(pk=world.hidden_agreement.pk).delete()
        m.Edition.objects.get(pk=world.draft.pk).delete()
    assert {model: model.objects.filter(edition=world.draft.pk).count() for model in hidden} == dict.fromkeys(hidden, 0)
    recover(KeptState.objects.deleted("edition").get(), by=clerk)
    assert {model: model.objects.filter(edition=world.draft.pk).count() for model in hidden} == hidden
    assert m.Agreement.objects.filter(edition=world.draft.pk).count() == 1


def test_a_delegation_whose_edition_is_gone_waits_for_it(world, clerk):
    with recording(by=clerk):
        m.Agreement.objects.get(pk=world.hidden_agreement.pk).delete()
        m.Edition.objects.get(pk=world.draft.pk).delete()
    with pytest.raises(NotRestorable, match="“Hidden edition” is named in it and has been deleted"):
        recover(KeptState.objects.deleted("delegation").first(), by=clerk)


# Undoing an act


def test_an_act_is_undone_as_one(world, clerk):
    before = dump()
    with recording(by=clerk):
        m.Agreement.objects.filter(pk=world.agreed.pk).update(title_en="Lakes")
        person = forum.person("new-person")
        m.Statement.objects.create(edition=world.second, slug="new", person=person, gist_en="New.")
        m.Session.objects.get(pk=world.session.pk).delete()
    undo(Act.objects.first(), by=clerk)
    assert (dump(), Act.objects.first().what) == (before, "undone")


def test_an_act_whose_record_has_changed_since_is_not_undone(world, write):
    write(world.agreed, title_en="Lakes")
    act = Act.objects.first()
    write(world.agreed, title_en="Rivers")
    with pytest.raises(NotRestorable, match=r"“2\.1 Lakes” has been changed since"):
        undo(act)


# What it costs


def test_keeping_history_asks_the_same_number_of_questions_whatever_else_is_in_the_record(world, clerk):
    def save(title):
        with CaptureQueriesContext(connection) as asked, recording(by=clerk):
            m.Statement.objects.filter(pk=world.statement.pk).update(gist_en=title)
        return sum("keptstate" in query["sql"] or "_act" in query["sql"] for query in asked)

    save("first")
    few = save("second")
    with recording(by=clerk):
        for number in range(10, 30):
            m.Statement.objects.create(edition=world.second, slug=f"s{number}", person=world.boris, gist_en="G")
    assert (few, save("third")) == (5, 5)
