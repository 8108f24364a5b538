"""What must always hold is held by the database, and said in words a clerk understands."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from records.models import (
    Agreement,
    Amount,
    Citation,
    Country,
    Delegation,
    Edition,
    Gap,
    Party,
    Person,
    Place,
    Source,
    Topic,
)
from records.models.publication import State
from records.search.index import OutsideTheDoor, recording
from tests import forum

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def refused(record) -> list[str]:
    """The sentences with which a form refuses a record that the database refuses too."""
    with pytest.raises(ValidationError) as said:
        record.full_clean()
    with pytest.raises(IntegrityError), recording(), transaction.atomic():
        record.save()
    return said.value.messages


def test_a_citation_supports_exactly_one_record(world):
    nothing = Citation(source=world.gazette)
    both = Citation(source=world.gazette, edition=world.first, agreement=world.agreed)
    for citation in (nothing, both):
        assert refused(citation)[0] == "A citation supports exactly one record."


def test_a_source_is_cited_once_for_one_thing(world):
    assert refused(Citation(source=world.gazette, edition=world.first)) == ["This source is cited here already."]


def test_a_delegation_is_of_a_country_or_an_organisation(world):
    both = Delegation(edition=world.first, country=world.china, organization=world.committee)
    for delegation in (Delegation(edition=world.first), both):
        assert refused(delegation) == ["A delegation is of a country or of an organisation: choose one of the two."]


def test_a_country_sends_one_delegation_to_an_edition(world):
    again = Delegation(edition=world.second, country=world.china)
    assert refused(again) == ["This edition has a delegation of this country already."]


def test_a_number_belongs_to_one_edition_and_none_may_repeat():
    taken = Edition(number=2, slug="2b", name_en="Another second", summary_en="It met.")
    assert refused(taken) == ["There is an edition with this number already."]
    with recording():
        forum.edition(0, name_en="Meeting one")
        forum.edition(0, name_en="Meeting two")
    assert Edition.objects.filter(number=0).count() == 2


def test_a_reference_belongs_to_one_agreement(world):
    again = Agreement(edition=world.second, number=1, title_en="Again", text_en="Again.", kind="consensus")
    assert refused(again)[0] == "There is an agreement with this reference already."


def test_an_end_is_not_before_its_start(world):
    world.second.end = forum.date("2014-08-31")
    assert refused(world.second) == ["The end is before the start."]
    world.second.refresh_from_db()


def test_a_date_has_a_precision_and_an_unknown_one_has_none(world):
    world.first.start_precision = ""
    assert refused(world.first)[0].startswith("A date needs its precision")
    world.first.refresh_from_db()


def test_a_party_is_one_of_three_things(world):
    sentence = "A party is a country, an organisation or a description: give exactly one."
    assert refused(Party(agreement=world.agreed)) == [sentence]
    named_and_described = Party(agreement=world.agreed, organization=world.committee, description_en="schools")
    assert refused(named_and_described) == [sentence]


def test_a_sum_is_a_value_with_its_currency_or_dollars(world):
    assert refused(Amount(agreement=world.agreed, value=5))[0].startswith("Give a sum with its currency")
    with recording():
        Amount.objects.create(agreement=world.agreed, value=11_248_000_000, currency="CNY")
    assert Amount.objects.get().value == 11_248_000_000


def test_a_gap_is_about_a_field_of_an_edition_or_an_edition_not_found(world):
    assert refused(Gap(edition=world.first, note_en="what?"))[0].startswith("A gap is about a field")


def test_a_place_of_an_edition_has_a_role(world):
    without_role = Place(edition=world.first, city_en="Aral", country=world.kazakhstan)
    assert refused(without_role)[0].startswith("A place of an edition has a role")


def test_a_topic_cannot_be_broader_than_itself_by_any_way_round(world):
    world.economy.broader = world.water
    with pytest.raises(ValidationError, match="This would make the topic broader than itself"):
        world.economy.full_clean()
    world.economy.broader = world.economy
    assert refused(world.economy) == ["This would make the topic broader than itself."]
    world.economy.refresh_from_db()


def test_a_country_code_is_one_of_iso_3166():
    with pytest.raises(ValidationError, match="ISO 3166-1 has no country with this code"):
        Country(code="QQ").full_clean()
    assert refused(Country(code="kz")) == ["ISO 3166-1 has no country with this code."]


@pytest.mark.parametrize(("model", "slug"), [(Source, "gazette-1"), (Person, "aliya-bekova"), (Topic, "economy")])
def test_what_others_rest_on_cannot_be_deleted(model, slug):
    with pytest.raises(ProtectedError), recording():
        model.objects.get(slug=slug).delete()


def test_an_edition_with_agreements_cannot_be_deleted(world):
    with pytest.raises(ProtectedError), recording():
        world.second.delete()


def test_a_number_that_agreements_are_cited_by_cannot_change(world):
    world.second.number = 22
    with pytest.raises(ValidationError, match="Agreements are cited by this number"):
        world.second.full_clean()
    world.second.refresh_from_db()


def test_two_unnumbered_editions_need_two_names():
    with recording():
        forum.edition(0, name_en="Meeting of friends")
    again = Edition(number=0, name_en="Meeting of friends", summary_en="It met.")
    assert refused(again) == ["Another edition without a number has this name; change one word."]


def test_the_address_of_an_unnumbered_edition_outlives_its_name():
    with recording():
        meeting = forum.edition(0, name_en="Meeting of friends")
        meeting.name_en = "Meeting of good friends"
        meeting.save()
    assert meeting.slug == "meeting-of-friends"


def test_a_record_begins_as_a_draft_and_its_first_publication_is_kept(world):
    with recording():
        made = Edition.objects.create(number=8, name_en="Eighth", summary_en="It met.")
    assert made.state == State.DRAFT
    with recording():
        Edition.objects.filter(pk=made.pk).publish()
    made.refresh_from_db()
    assert (made.state, made.published_at is not None) == (State.PUBLISHED, True)


def test_a_record_cannot_be_written_outside_the_door(world):
    with pytest.raises(OutsideTheDoor):
        world.first.save()
    with pytest.raises(OutsideTheDoor):
        world.first.topics.add(world.water)


def test_a_change_that_fails_leaves_nothing_behind(world):
    def fail_after_writing():
        with recording():
            forum.edition(30)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_writing()
    assert Edition.objects.filter(number=30).count() == 0


def test_names_sort_alike_in_each_language_on_both_databases():
    with recording():
        for slug, russian in (("b", "Ель"), ("c", "Ёлка"), ("d", "еда"), ("a", "Ежа")):
            forum.person(f"tree-{slug}", name_en=f"{slug} Tree", name_ru=russian)
    trees = Person.objects.filter(slug__startswith="tree")
    assert [p.slug for p in trees.order_by("sort_ru")] == ["tree-d", "tree-a", "tree-c", "tree-b"]
    assert [p.slug for p in trees.order_by("sort_en")] == ["tree-a", "tree-b", "tree-c", "tree-d"]
