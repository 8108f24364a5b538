"""The admin asks the database the same number of questions at 2 and at 12 rows, and never more than promised."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records import models as m
from records.models.publication import Record
from records.search.index import recording
from tests.staff import sign_in
from tests.test_admin_forms import filled

pytestmark = pytest.mark.django_db

CODES = "KZ KG TJ TM UZ CN RU TR IR AF PK IN MN AZ AM".split()
MODELS = [model for model in admin.site._registry if issubclass(model, Record)]
CHOICES = [
    (model, field.name)
    for model in MODELS
    for field in [*model._meta.fields, *model._meta.many_to_many]
    if field.related_model and field.editable and admin.site._registry[field.related_model].search_fields
]


def page(model, name: str, *args) -> str:
    """The address of a page of the admin."""
    return reverse(f"admin:records_{model._meta.model_name}_{name}", args=args)


def choice(model, field: str) -> str:
    """The address that an autocomplete asks."""
    asked = f"app_label=records&model_name={model._meta.model_name}&field_name={field}&term=a"
    return f"{reverse('admin:autocomplete')}?{asked}"


LISTS = {f"{model.__name__} list": (model, "changelist") for model in MODELS}
FORMS = {f"{model.__name__} form": (model, "change") for model in MODELS}
NEW = {f"{model.__name__} new": (model, "add") for model in MODELS}
BOXES = {f"{model.__name__}.{field} box": (model, field) for model, field in CHOICES}


def fill(size: int) -> None:
    """A record with `size` rows of everything, and `size` children in each of its pages."""
    with recording():
        countries = [m.Country.objects.create(code=code) for code in CODES[: max(2, size // 2)]]
        topics = [m.Topic.objects.create(slug=f"topic-{i}", name_en=f"Topic {i}") for i in range(size)]
        bodies = [
            m.Organization.objects.create(slug=f"body-{i}", name_en=f"Body {i}", kind="fund", country=countries[0])
            for i in range(size)
        ]
        people = [m.Person.objects.create(slug=f"person-{i}", name_en=f"Person {i}") for i in range(size)]
        sources = [
            m.Source.objects.create(slug=f"source-{i}", publisher="Press", title_en=f"Report {i}", language="en")
            for i in range(size)
        ]
        forum = m.Forum.objects.create(title_en="Forum")
        editions = [m.Edition.objects.create(number=i + 1, name_en=f"Edition {i}", summary_en="S") for i in range(size)]
        fill_edition(editions[0], size, countries, topics, bodies, people)
        fill_events(size, countries, bodies)
        for i in range(size):
            m.Gap.objects.create(forum=forum, edition_number=100 + i, note_en="nothing")
            m.Report.objects.create(kind="edition", key="1", text=f"Error {i}", language="en", sender="someone")
            m.SheetImport.objects.create(file_name=f"{i}.csv", rows=[], row_count=0)
        cite_everything(sources)


def fill_edition(edition, size, countries, topics, bodies, people):
    """Children of one edition, and the children of the first of them."""
    edition.topics.set(topics)
    m.NextHost.objects.create(edition=edition, country=countries[0])
    for i in range(size):
        country, body = (countries[i // 2], None) if i % 2 else (None, bodies[i])
        named = {"country": country, "organization": body}
        m.Place.objects.create(edition=edition, city_en=f"City {i}", country=countries[0], role="host")
        m.Organizer.objects.create(edition=edition, organization=bodies[i])
        m.HeadCount.objects.create(edition=edition, count=i + 1)
        m.AttendingGroup.objects.create(edition=edition, name_en=f"Group {i}")
        m.Document.objects.create(edition=edition, name_en=f"Document {i}")
        m.Gap.objects.create(edition=edition, field="dates", note_en=f"Gap {i}")
        session = m.Session.objects.create(edition=edition, slug=f"s-{i}", title_en=f"Session {i}", kind="panel")
        session.people.set(people), session.organizations.set(bodies), session.topics.set(topics)
        statement = m.Statement.objects.create(edition=edition, slug=f"t-{i}", person=people[i], gist_en="Said")
        statement.topics.set(topics)
        m.Delegation.objects.create(edition=edition, **named, head_person=people[i], head_title_en="Minister")
        agreement = m.Agreement.objects.create(
            edition=edition, number=i + 1, title_en=f"Agreement {i}", text_en="T", kind="contract",
            document=m.Document.objects.filter(edition=edition).first(), part_of=m.Agreement.objects.first(),
        )  # fmt: skip
        agreement.topics.set(topics)
        m.Dispute.objects.create(edition=edition, field="person_name", person=people[i], agreement=agreement)
    dispute, delegation = m.Dispute.objects.first(), m.Delegation.objects.first()
    agreement = m.Agreement.objects.get(number=1)
    for i in range(size):
        country, body = (countries[i // 2], None) if i % 2 else (None, bodies[i])
        m.Reading.objects.create(dispute=dispute, value_en=f"Reading {i}")
        m.Member.objects.create(delegation=delegation, person=people[i], title_en="Adviser")
        m.Party.objects.create(agreement=agreement, country=country, organization=body)
        m.Amount.objects.create(agreement=agreement, is_alternative=i > 0, value=i, currency="CNY")
        m.FollowUp.objects.create(agreement=agreement, status="signed", note_en=f"{i}")


def fill_events(size, countries, bodies):
    """Related events, each with places and organisations."""
    for i in range(size):
        event = m.RelatedEvent.objects.create(slug=f"event-{i}", name_en=f"Event {i}", relation_en="R")
        event.organizers.set(bodies), event.organizations.set(bodies)
        for j in range(size):
            m.Place.objects.create(related_event=event, city_en=f"City {j}", country=countries[0])


def cite_everything(sources):
    """The first of each kind of record that can be cited gets every source; the others get one."""
    for target, model in m.evidence.CITED.items():
        for i, record in enumerate(model.objects.order_by("pk")):
            for source in sources if i == 0 else sources[:1]:
                m.Citation.objects.create(source=source, **{target: record})


def clerk() -> Client:
    """A member of staff with every right, who is no superuser: rights have to be looked up."""
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="records"))
    return sign_in(Client(), user)


def count(client, address: str) -> int:
    """How many queries a page costs."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code in (200, 403), address
    return len(queries)


def addresses() -> dict[str, str]:
    """Every page of the admin, by the name of its kind."""
    lists = {name: page(model, kind) for name, (model, kind) in {**LISTS, **NEW}.items()}
    forms = {name: page(model, kind, busiest(model)) for name, (model, kind) in FORMS.items()}
    return lists | forms | {name: choice(*box) for name, box in BOXES.items()}


def busiest(model) -> int:
    """The record with the most children: the first one made."""
    return model.objects.order_by("pk").first().pk


def measure(size: int) -> dict[str, int]:
    """What every page costs with so many rows; nothing stays in the database."""
    with transaction.atomic():
        fill(size)
        client = clerk()
        client.get(reverse("admin:index"))
        for model in MODELS:
            ContentType.objects.get_for_model(model)
        found = {name: count(client, address) for name, address in addresses().items()}
        found |= {"RelatedEvent deletion": count(client, page(m.RelatedEvent, "delete", busiest(m.RelatedEvent)))}
        found |= {"Edition saved": save_all(client)}
        transaction.set_rollback(True)
    return found


def save_all(client) -> int:
    """How many queries it costs to save the page of the busiest edition with nothing changed."""
    address = page(m.Edition, "change", busiest(m.Edition))
    data = filled(client, address)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(address, data).status_code == 302
    return len(queries)


@pytest.fixture(scope="module")
def costs(django_db_setup, django_db_blocker):
    """The queries of every page at 2 and at 12 rows and children."""
    with django_db_blocker.unblock():
        return {size: measure(size) for size in (2, 12)}


@pytest.mark.parametrize("name", [*LISTS, *FORMS, *NEW])
def test_a_list_or_form_asks_at_most_16_questions_however_many_rows(costs, name):
    few, many = costs[2][name], costs[12][name]
    assert (few, many <= 16) == (many, True), f"{few} at 2 rows, {many} at 12"


@pytest.mark.parametrize("name", BOXES)
def test_a_box_asks_at_most_4_questions_however_many_rows(costs, name):
    few, many = costs[2][name], costs[12][name]
    assert (few, many <= 4) == (many, True), f"{few} at 2 rows, {many} at 12"


@pytest.mark.parametrize("name", ["Edition saved", "RelatedEvent deletion"])
def test_saving_and_deleting_ask_no_more_questions_for_more_rows(costs, name):
    assert costs[2][name] == costs[12][name]
