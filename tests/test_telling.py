"""Stored objects in words: every key and code of the exchange document has a name, and names stand for identifiers."""

import json
from pathlib import Path

import pytest
from django.utils.translation import override

from records.models import Person
from records.search.index import recording
from records.telling import labels
from records.telling.names import Names, references
from records.telling.objects import facts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
SCHEMA = json.loads((Path(__file__).parent.parent / "records" / "data" / "forum.schema.json").read_text())["$defs"]
KINDS = (
    "source organization person topic place head_count attending_group next_host session delegation member statement "
    "document agreement party amount alternative follow_up dispute reading gap edition_not_found edition related_event"
).split()


def test_every_key_of_the_document_has_a_label():
    keys = {labels.base_and_language(key)[0] for kind in KINDS for key in SCHEMA[kind]["properties"]}
    keys |= {labels.base_and_language(key)[0] for key in SCHEMA["meta"]["properties"]}
    assert keys - labels.LABELS.keys() == set()


def test_every_code_of_the_document_has_words():
    coded = {
        (kind, key)
        for kind in KINDS
        for key, value in SCHEMA[kind]["properties"].items()
        if "enum" in value or "enum" in SCHEMA.get(value.get("$ref", "").rpartition("/")[2], {})
    }
    assert coded - labels.CODES.keys() == {("edition", "date_precision"), ("related_event", "date_precision")}


def told(of: str, thing: dict) -> dict[str, list[str]]:
    """The facts of an object by their labels."""
    names = Names(references("", thing))
    return {fact.label: [str(one.text) for one in fact.said] for fact in facts(of, thing, names)}


def test_identifiers_are_told_by_names_in_the_language_of_the_reader():
    thing = {"kind": "consensus", "topics": ["water"], "parties": [{"country": "KZ"}, {"name_en": "Several firms"}]}
    with override("ru"):
        assert told("agreement", thing) == {
            "Вид": ["консенсус"], "Темы": ["Вода"], "Стороны": ["Казахстан", "Several firms"],
        }  # fmt: skip


def test_who_is_no_longer_in_the_record_keeps_their_name(world):
    with recording():
        world.statement.delete()
        world.delegation.head_person = None
        world.delegation.save()
        Person.objects.filter(pk=world.aliya.pk).delete()
    assert told("statement", {"person": "aliya-bekova", "gist_en": "Yes."})["Speaker"] == ["Aliya Bekova"]


def test_dates_numbers_and_yes_are_told_in_words():
    thing = {"date": "2019-10", "value": 11248000000, "currency": "CNY", "chosen": True}
    assert told("amount", thing) == {
        "Date": ["October 2019"], "Sum": ["11,248,000,000"], "Currency": ["CNY"],
        "The record follows this account": ["yes"],
    }  # fmt: skip
