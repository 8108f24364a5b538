"""What a reviewer accepts is exactly what the same form, saved by a reviewer, would have written: on every page."""

import pytest
from django import forms
from django.contrib import admin
from django.db import transaction

from records.admin.forms import PartialDateField, WordsField
from records.admin.reasons import REASONS
from records.editing.proposals import Shelf, shelf_of
from records.editing.roles import is_before_public
from records.exchange.kinds import NAMES
from records.models import Topic
from records.models.proposals import Proposal
from tests.proposing import decide, page
from tests.staff import colleague
from tests.test_admin_forms import complaints

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record"), pytest.mark.long]
PAGES = [model for model in admin.site._registry if model in NAMES]


def richest(model):
    """The public record of a kind with the most rows below it, among the first thirty."""
    records = [record for record in model.objects.order_by("pk")[:30] if is_before_public(record)]
    return max(records, key=lambda record: len(shelf_of(record).rows), default=None)


def rewritten(client, address: str) -> dict:
    """What the browser sends when every text and list has been changed, and the last of several rows ticked to go."""
    context = client.get(address).context
    sets = [inline.formset for inline in context["inline_admin_formsets"]]
    data = {box.html_name: _changed(box) for box in context["adminform"].form}
    for rows in sets:
        data |= {box.html_name: box.value() for box in rows.management_form}
        data |= {box.html_name: _changed(box) for form in rows.forms for box in form}
        if rows.initial_form_count() > 1 and rows.can_delete and rows.prefix != "documents":
            data[f"{rows.prefix}-{rows.initial_form_count() - 1}-DELETE"] = "on"
    return {name: "" if value is None else value for name, value in data.items() if value is not False and value != []}


def _changed(box):
    value = box.value()
    match box.field:
        case WordsField():
            return f"{value or ''}\nOne more"
        case PartialDateField():
            return "2031" if value and box.name != "start" else value
        case forms.ModelMultipleChoiceField() if box.name == "topics":
            return list(Topic.objects.exclude(pk__in=_keys(value)).values_list("pk", flat=True)[:2])
        case forms.ModelMultipleChoiceField():
            return _keys(value)[1:]
        case forms.CharField() if box.name == "locator":
            return "Page 3"
        case forms.IntegerField() if box.name in ("value", "dollars_as_reported", "count"):
            return value and value + 1
        case forms.CharField() if box.name not in ("slug", "url", "language", "currency", "code", *REASONS):
            return f"{value} (rewritten)" if value and not box.field.disabled else value
    return value


def _keys(records) -> list[int]:
    return [getattr(record, "pk", record) for record in records or []]


def said(shelf: Shelf) -> dict:
    """Everything on a page, without the numbers of its rows."""
    return {
        row.key: (row.owner, row.values, {name: set(keys) for name, keys in row.links.items()}) for row in shelf.rows
    }


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_an_accepted_proposal_writes_what_the_form_would_have_written(model):
    record = richest(model)
    if record is None:
        pytest.skip("the real record has none")
    editor, reviewer = colleague("editor", "editor"), colleague("reviewer", "reviewer")
    data = rewritten(reviewer, page(record)) | {"reason_en": "Everything is new."}
    before = said(shelf_of(record))
    with transaction.atomic():
        response = reviewer.post(page(record), data)
        assert response.status_code == 302, [str(said) for said in complaints(response)]
        directly = said(shelf_of(record))
        transaction.set_rollback(True)
    editor.post(page(record), data)
    assert (said(shelf_of(record)), directly != before) == (before, True)
    proposal = Proposal.objects.get()
    assert decide(reviewer, proposal, "accept")[-1].startswith("Accepted")
    assert said(shelf_of(record)) == directly
