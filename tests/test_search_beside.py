"""What others show of an agreement: they are looked at again when that changes, and at no other time."""

import pytest

from records.editing.versions import stale
from records.models import Agreement, Dispute, Document, Reading
from records.models.publication import State
from records.search.checking import differences
from records.search.index import recording
from tests import forum

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed(world) -> Agreement:
    """An agreement that stands in a document, is disputed, and has a part."""
    with recording():
        document = Document.objects.create(edition=world.second, name_en="Statement of the lake")
        Document.objects.create(edition=world.second, name_en="Statement of the shore")
        agreed = forum.agreement(world.second, 40, world.china, document=document)
        forum.agreement(world.second, 41, world.china, part_of=agreed)
        dispute = Dispute.objects.create(edition=world.second, field="text", agreement=agreed)
        Reading.objects.create(dispute=dispute, value_en="Otherwise")
    return agreed


def save(agreed: Agreement, **values):
    """Save an agreement with other values; gives the lives that the door looked at again."""
    for name, value in values.items():
        setattr(agreed, name, value)
    with recording() as door:
        agreed.save()
    return {kind for kind, numbers in door.lives.items() if numbers}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("state", lambda world: State.WITHDRAWN),
        ("document", lambda world: None),
        ("document", lambda world: Document.objects.get(name_en="Statement of the shore")),
        ("number", lambda world: 42),
        ("edition", lambda world: world.first),
    ],
)
def test_what_others_show_of_an_agreement_is_told_by_them_at_once(world, agreed, name, value):
    given = {"document": None} if name == "edition" else {}  # a document stays with its edition
    assert "edition" in save(agreed, **given, **{name: value(world)})
    assert (stale(), list(differences())) == ([], [])


def test_an_agreement_that_is_made_or_goes_is_told_by_its_edition(world, agreed):
    with recording():
        Dispute.objects.filter(agreement=agreed).delete()
        Agreement.objects.filter(part_of=agreed).update(part_of=None)
        agreed.delete()
    assert (stale(), list(differences())) == ([], [])


def test_what_others_do_not_show_is_looked_at_in_the_agreement_alone(world, agreed):
    assert save(agreed, title_en="Other words", note_en="And a note") == {"agreement"}
    assert (stale(), list(differences())) == ([], [])
