"""What a clerk types is kept as meant, or answered by a sentence; never by an error page."""

from copy import deepcopy

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.forms import ModelMultipleChoiceField
from django.urls import reverse

from records import models as m
from records.models.dates import PartialDateColumns
from records.search.index import recording
from tests.staff import sign_in


@pytest.fixture
def clerk(db):
    """A member of staff who may do everything."""
    return User.objects.create(username="clerk", is_staff=True, is_superuser=True)


@pytest.fixture
def staff(client, clerk):
    """The browser of the clerk."""
    return sign_in(client, clerk)


@pytest.fixture(scope="module")
def made(module_data):
    return _made()


@pytest.fixture
def world(made, db):
    """An edition with an agreement, a dispute and a delegation, and names to choose from."""
    return deepcopy(made)


def _made() -> dict:
    with recording():
        kz, uz = (m.Country.objects.create(code=code) for code in ("KZ", "UZ"))
        edition = m.Edition.objects.create(number=9, name_en="Ninth", summary_en="It met.")
        made = {"edition": edition, "kz": kz, "uz": uz}
        made["body"] = m.Organization.objects.create(slug="sco", name_en="SCO", kind="committee")
        made["person"] = m.Person.objects.create(slug="cui-li", name_en="Cui Li")
        made["topic"] = m.Topic.objects.create(slug="water", name_en="Water")
        made["source"] = m.Source.objects.create(slug="nca", publisher="NCA", title_en="It met", language="en")
        made["agreement"] = m.Agreement.objects.create(
            edition=edition, number=1, title_en="A", text_en="T", kind="contract"
        )
        made["dispute"] = m.Dispute.objects.create(edition=edition, field="dates")
        made["delegation"] = m.Delegation.objects.create(edition=edition, country=kz)
    return made


def page(record, name="change") -> str:
    """The address of a page of a record, or of a model when it is to be added."""
    args = [record.pk] if name in ("change", "delete") else []
    return reverse(f"admin:records_{record._meta.model_name}_{name}", args=args)


def filled(client, address: str) -> dict:
    """What the browser would send if the clerk pressed “save” at once."""
    context = client.get(address).context
    sets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form, *(s.management_form for s in sets), *(f for s in sets for f in s.forms)]
    values = {box.html_name: box.value() for form in forms for box in form if not _says_nothing(box)}
    hidden = {"_seen": context["seen"], "_form": context["form_key"]}
    return hidden | {name: "" if value is None else value for name, value in values.items()}


def _says_nothing(box) -> bool:
    """A browser sends nothing for an empty tick box and for an empty list of choices."""
    return box.value() is False or (not box.value() and isinstance(box.field, ModelMultipleChoiceField))


def add_row(data: dict, prefix: str, **fields) -> dict:
    """Add a row below an owner; a record stands for its key."""
    at = data[f"{prefix}-TOTAL_FORMS"]
    row = {f"{prefix}-{at}-{name}": getattr(value, "pk", value) for name, value in fields.items()}
    return data | row | {f"{prefix}-TOTAL_FORMS": at + 1}


def complaints(response) -> list[str]:
    """Every message of a form that was not saved; empty when it was."""
    return [] if response.status_code == 302 else [said for found in response.context["errors"] for said in found]


def save(client, address: str, **changes) -> list[str]:
    return complaints(client.post(address, filled(client, address) | changes))


@pytest.mark.parametrize(
    ("typed", "kept"), [("2012", "2012"), ("2012-05", "2012-05"), (" 2012-05-07 ", "2012-05-07"), ("", "")]
)
def test_one_box_keeps_a_date_as_precisely_as_it_was_typed(staff, world, typed, kept):
    assert save(staff, page(world["edition"]), start=typed) == []
    world["edition"].refresh_from_db()
    assert world["edition"].start.iso() == kept


@pytest.mark.parametrize("typed", ["May 2012", "2012-13", "2012-02-30", "12", "2012-5"])
def test_a_senseless_date_is_answered_by_a_sentence(staff, world, typed):
    said = f"“{typed}” is not a date. Write 2012, 2012-05 or 2012-05-07, as much as is known."
    assert save(staff, page(world["edition"]), start=typed) == [said]


def test_a_date_can_be_taken_away(staff, world):
    save(staff, page(world["edition"]), start="2022-07", end="2022-08")
    save(staff, page(world["edition"]), start="", end="")
    world["edition"].refresh_from_db()
    assert (world["edition"].start_on, world["edition"].start_precision, world["edition"].end_on) == (None, "", None)


def test_an_end_before_the_start_is_answered_by_a_sentence(staff, world):
    said = save(staff, page(world["edition"]), start="2022-07-13", end="2022-07-12")
    assert set(said) == {"The end is before the start."}


def test_every_partial_date_of_every_record_has_a_box(rf, clerk):
    request = rf.get("/")
    request.user = clerk
    boxes = set()
    for page_of in admin.site._registry.values():
        if page_of.model._meta.app_label == "records":
            rows = [inline.get_formset(request).form for inline in page_of.get_inline_instances(request)]
            for form in [page_of.get_form(request), *rows]:
                boxes |= {(form._meta.model, name) for name in form.base_fields}
    dates = {(model, name) for model in m.Edition._meta.apps.get_app_config("records").get_models()
             for name, value in vars(model).items() if isinstance(value, PartialDateColumns)}  # fmt: skip
    assert dates - boxes == set()


def test_a_list_of_words_is_typed_one_on_each_line(staff, world):
    assert save(staff, page(world["person"]), name_variants="Qu Li\r\n\r\n  Цуй Ли \r\n") == []
    world["person"].refresh_from_db()
    assert world["person"].name_variants == ["Qu Li", "Цуй Ли"]


def test_the_code_of_a_country_is_enough(staff, db):
    assert save(staff, reverse("admin:records_country_add"), code="TJ", reason_en="Came.") == []
    assert m.Country.objects.get(code="TJ").name_ru == "Таджикистан"


def test_a_code_that_is_no_country_is_answered_by_a_sentence(staff, db):
    said = save(staff, reverse("admin:records_country_add"), code="XX", reason_en="Came.")
    assert said == ["ISO 3166-1 has no country with this code."]


# Rows that may stand once: owner, prefix of the rows, what is typed, and the sentence for the second row.
ONCE = [
    ("agreement", "parties", {"country": "kz"}, "This country is entered already."),
    ("agreement", "parties", {"organization": "body"}, "This organisation is entered already."),
    ("agreement", "parties", {"description_en": "banks"}, "This description is entered already."),
    ("agreement", "amounts", {"value": 5, "currency": "CNY"},
     "There is a main sum already; enter this one as an alternative."),
    ("agreement", "follow_ups", {"status": "signed", "happened": "2023"}, "This follow-up is entered already."),
    ("agreement", "citations", {"source": "source"}, "This source is cited here already."),
    ("delegation", "members", {"person": "person", "title_en": "Adviser"}, "This person is entered already."),
    ("delegation", "members", {"title_en": "Adviser"}, "This office is entered already."),
    ("delegation", "citations", {"source": "source"}, "This source is cited here already."),
    ("dispute", "readings", {"value_en": "13 July"}, "This account is entered already."),
    ("edition", "places", {"city_en": "Xi’an", "country": "kz", "role": "host"}, "This city is entered already."),
    ("edition", "organizers", {"organization": "body", "role": "organizer"},
     "This organisation is entered already in this role."),
    ("edition", "head_counts", {"count": 300}, "This number is entered already."),
    ("edition", "attending_groups", {"name_en": "Youth"}, "This group is entered already."),
    ("edition", "documents", {"name_en": "Charter"}, "This edition has a document of this name already."),
    ("edition", "disputes", {"field": "format"}, "A dispute about this is entered already."),
    ("edition", "gaps", {"field": "format", "note_en": "unknown", "looked_for": "on"}, "This gap is entered already."),
    ("edition", "citations", {"source": "source", "field": "dates"}, "This source is cited here already."),
]  # fmt: skip


@pytest.mark.parametrize(("owner", "prefix", "typed", "said"), ONCE)
def test_a_row_typed_twice_is_answered_by_a_sentence(staff, world, owner, prefix, typed, said):
    row = {name: world.get(value, value) for name, value in typed.items()}
    data = filled(staff, page(world[owner]))
    response = staff.post(page(world[owner]), add_row(add_row(data, prefix, **row), prefix, **row))
    assert complaints(response) == [said]


@pytest.mark.parametrize(("owner", "prefix", "typed", "said"), ONCE)
def test_a_row_that_is_stored_already_is_answered_by_the_same_sentence(staff, world, owner, prefix, typed, said):
    row = {name: world.get(value, value) for name, value in typed.items()}
    assert complaints(staff.post(page(world[owner]), add_row(filled(staff, page(world[owner])), prefix, **row))) == []
    data = add_row(filled(staff, page(world[owner])), prefix, **row)
    assert complaints(staff.post(page(world[owner]), data)) == [said]


# Rows that cannot stand at all, below an owner that is stored and below one that is being added.
NEVER = [
    ("agreement", "parties", {"country": "kz", "organization": "body"},
     "A party is a country, an organisation or a description: give exactly one."),
    ("agreement", "parties", {"description_ru": "банки"},
     "A party is a country, an organisation or a description: give exactly one."),
    ("agreement", "amounts", {"value": 5}, "Give a sum with its currency (CNY), or the dollars as reported."),
    ("edition", "gaps", {"note_en": "unknown", "looked_for": "on"},
     "A gap is about a field of an edition, or about an edition not found."),
    ("edition", "gaps", {"field": "format", "note_en": "unknown", "looked": "2025"},
     "What was not looked for has no date of looking."),
    ("edition", "places", {"city_en": "Xi’an", "country": "kz"},
     "A place of an edition has a role; a place of a related event has none."),
]  # fmt: skip


@pytest.mark.parametrize("name", ["change", "add"])
@pytest.mark.parametrize(("owner", "prefix", "typed", "said"), NEVER)
def test_a_row_that_says_too_much_or_too_little_is_answered_by_a_sentence(
    staff, world, owner, prefix, typed, said, name
):
    new = {
        "agreement": {"edition": world["edition"].pk, "number": 2, "title_en": "B", "text_en": "T", "kind": "contract"},
        "edition": {"number": 10, "name_en": "Tenth", "summary_en": "It met."},
    }
    row = {key: world.get(value, value) for key, value in typed.items()}
    data = filled(staff, page(world[owner], name)) | (new[owner] if name == "add" else {})
    assert complaints(staff.post(page(world[owner], name), add_row(data, prefix, **row))) == [said]


def test_a_new_edition_is_saved_with_all_its_rows_at_once(staff, world):
    address = reverse("admin:records_edition_add")
    data = filled(staff, address) | {"number": 10, "name_en": "Tenth", "summary_en": "It met.", "start": "2023"}
    data = add_row(data, "places", city_en="Almaty", country=world["kz"], role="host")
    data = add_row(data, "gaps", field="format", note_en="the format", looked_for="on")
    data = add_row(data, "citations", source=world["source"], field="dates", locator="p. 3")
    assert complaints(staff.post(address, data)) == []
    made = m.Edition.objects.get(number=10)
    assert (made.start.iso(), made.places.get().city_en, made.citations.get().locator) == ("2023", "Almaty", "p. 3")


@pytest.mark.parametrize("first", [True, False])
def test_the_chosen_account_can_be_another_one(staff, world, first):
    with recording():
        for i in range(2):
            m.Reading.objects.create(dispute=world["dispute"], value_en=f"{i}", is_chosen=(i == 0) == first)
    data = filled(staff, page(world["dispute"]))
    was, becomes = (0, 1) if first else (1, 0)
    data.pop(f"readings-{was}-is_chosen")
    assert complaints(staff.post(page(world["dispute"]), data | {f"readings-{becomes}-is_chosen": "on"})) == []
    assert m.Reading.objects.get(is_chosen=True).value_en == str(becomes)


def test_a_row_can_be_deleted_and_entered_anew_in_one_go(staff, world):
    with recording():
        m.Party.objects.create(agreement=world["agreement"], country=world["kz"])
    data = filled(staff, page(world["agreement"])) | {"parties-0-DELETE": "on"}
    data = add_row(data, "parties", country=world["kz"])
    assert complaints(staff.post(page(world["agreement"]), data)) == []
    assert m.Party.objects.get().country == world["kz"]


def test_two_rows_that_change_places_are_refused_with_a_sentence(staff, world):
    with recording():
        for country in (world["kz"], world["uz"]):
            m.Party.objects.create(agreement=world["agreement"], country=country)
    data = filled(staff, page(world["agreement"]))
    swapped = {"parties-0-country": world["uz"].pk, "parties-1-country": world["kz"].pk}
    said = complaints(staff.post(page(world["agreement"]), data | swapped))
    assert [sentence[:18] for sentence in said] == ["Nothing was saved."]


def test_a_delegation_of_both_and_of_neither_is_answered_by_a_sentence(staff, world):
    said = "A delegation is of a country or of an organisation: choose one of the two."
    assert save(staff, page(world["delegation"]), organization=world["body"].pk) == [said]
    assert save(staff, page(world["delegation"]), country="") == [said]


def test_a_second_delegation_of_a_country_is_answered_by_a_sentence(staff, world):
    address = reverse("admin:records_delegation_add")
    said = save(staff, address, edition=world["edition"].pk, country=world["kz"].pk)
    assert said == ["This edition has a delegation of this country already."]


def test_a_second_edition_of_a_number_is_answered_beside_the_box(staff, world):
    address = reverse("admin:records_edition_add")
    data = filled(staff, address) | {"number": 9, "name_en": "Again", "summary_en": "It met."}
    form = staff.post(address, data).context["adminform"].form
    assert form.errors == {"number": ["There is an edition with this number already."]}


def test_a_second_main_sum_is_refused_on_the_page_of_the_sum_too(staff, world):
    with recording():
        m.Amount.objects.create(agreement=world["agreement"], value=1, currency="CNY")
        other = m.Amount.objects.create(agreement=world["agreement"], value=2, currency="CNY", is_alternative=True)
    data = {"value": 2, "currency": "CNY", "citations-TOTAL_FORMS": 0, "citations-INITIAL_FORMS": 0}
    said = complaints(staff.post(page(other), data))
    assert said == ["There is a main sum already; enter this one as an alternative."]


def test_the_number_of_a_published_agreement_is_shown_and_not_edited(staff, world):
    with recording():
        m.Agreement.objects.publish()
    assert save(staff, page(world["agreement"]), number=7, reason_en="R") == []
    world["agreement"].refresh_from_db()
    assert world["agreement"].reference == "9.1"


def test_the_three_languages_of_a_text_stand_in_one_row_each_marked(staff, world):
    context = staff.get(page(world["edition"])).context
    lines = [list(line.fields) for group in context["adminform"] for line in group]
    assert ["summary_en", "summary_ru", "summary_zh"] in lines
    boxes = context["adminform"].form.fields
    marks = [boxes[f"summary_{column}"].widget.attrs["lang"] for column in ("en", "ru", "zh")]
    assert marks == ["en", "ru", "zh-Hans"]


def test_the_edition_and_the_next_number_are_filled_in_from_its_list(staff, world):
    shown = staff.get(page(world["edition"])).context["adminform"]
    links = [str(field.contents()) for group in shown for line in group for field in line if field.is_readonly]
    address = next(link for link in links if "agreement" in link).split('<a href="')[2].split('"')[0]
    data = filled(staff, address.replace("&amp;", "&"))
    assert (data["edition"], data["number"]) == (str(world["edition"].pk), 2)
