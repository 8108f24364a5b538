"""What readers come for, by following links and submitting forms from `/`, counted: page loads, submits, clicks."""

import json

import pytest

from records.editing import steps
from records.models import Agreement, Edition, Topic
from records.search.index import Because, recording
from tests.reading import links, tree, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]


class Visit:
    """A reader who only uses what the page offers."""

    def __init__(self, reader):
        self.reader, self.steps = reader, 0
        self.page = reader.get("/", follow=True)
        self.address = self.page.request["PATH_INFO"]

    def click(self, address: str):
        """Follow a link of the page; there must be one."""
        assert address in links(self.page)
        self._load(address)

    def submit(self, action: str, **choices):
        """Send the form with this action; every choice must be one that the form offers, or a box to write in."""
        form = next(f for f in tree(self.page).iter("form") if self._target(f) == action)
        boxes = {i.get("name") for i in form.iter("input") if i.get("type") == "search"}
        offered = {(i.get("name"), i.get("value")) for i in form.iter("input")}
        assert [c for c in choices.items() if c not in offered and c[0] not in boxes] == []
        self._load(action, choices)

    def choose(self, action: str, **choices):
        """Send the form of choices with this action; each choice must be an option of its list."""
        form = next(f for f in tree(self.page).iter("form") if self._target(f) == action)
        offered = {(box.get("name"), o.get("value")) for box in form.iter("select") for o in box.iter("option")}
        assert set(choices.items()) <= offered
        self._load(action, choices)

    def _target(self, form) -> str:
        return self.address if form.get("action") == "." else form.get("action")

    def _load(self, address, data=None):
        self.page, self.steps = self.reader.get(address, data), self.steps + 1
        self.address = address.partition("?")[0]
        assert self.page.status_code == 200


def test_what_was_agreed_on_the_digital_economy_with_uzbekistan_takes_three_steps(reader):
    visit = Visit(reader)
    visit.click("/en/agreements/")
    visit.submit("/en/agreements/", country="uz", topic="digital-economy")
    shown = [li.get("id") for li in tree(visit.page).iter("li") if (li.get("id") or "").startswith("agreement-")]
    assert shown == [f"agreement-{number}" for number in ("11.3", "11.2", "9.3", "9.2", "7.4")]
    visit.click("/en/agreements/9.2/")
    assert (visit.steps, "Linking national strategies" in words(visit.page, "h1")) == (3, True)


def test_the_same_in_one_question_of_words(reader):
    visit = Visit(reader)
    visit.submit("/en/search/", q="digital economy Uzbekistan")
    assert "Agreements 5" in words(visit.page, "main")
    assert (visit.steps, {"/en/countries/uz/", "/en/topics/digital-economy/"} - set(links(visit.page))) == (1, set())


def test_to_be_told_of_anything_new_on_water_takes_two_steps_and_no_account(reader):
    visit = Visit(reader)
    visit.submit("/en/search/", q="water")
    visit.click("/en/topics/water.atom")
    assert (visit.steps, visit.page["Content-Type"]) == (2, "application/atom+xml; charset=utf-8")
    with recording():
        late = Agreement.objects.create(
            edition=Edition.objects.get(number=3), number=99, title_en="Late", state="published"
        )
        late.topics.add(Topic.objects.get(slug="water"))
    assert "3.99 Late — added" in reader.get(visit.address).content.decode()


def test_a_copy_stays_in_step_with_one_request_deletions_included(reader):
    visit = Visit(reader)
    visit.click("/en/changes/")
    cursor = json.loads(reader.get("/changes.json").content)["newest"]
    steps.withdraw(Agreement.objects.get(reference="9.2"), Because("Entered twice."))
    found = reader.get(f"/changes.json?since={cursor}").json()
    gone = [(change["kind"], change["key"]) for change in found["changes"] if change["object"] is None]
    assert (gone, found["has_more"]) == ([("agreement", "9.2")], False)
    assert "/changes.json?since=0" in links(visit.page)


def test_what_came_out_of_one_edition_and_what_became_of_it_takes_two_steps(reader):
    visit = Visit(reader)
    visit.click("/en/editions/11/")
    assert "What became of these items" in words(visit.page, "main")
    visit.click("/en/agreements/11.7/")
    assert "What became of it" in words(visit.page, "main")
    assert visit.steps == 2


def test_who_represented_kyrgyzstan_in_2019_in_what_post_then_takes_two_steps(reader):
    visit = Visit(reader)
    visit.click("/en/editions/7/")
    visit.click("/en/editions/7/delegations/kg/")
    assert "Askarov Deputy Prime Minister of Kyrgyzstan" in words(visit.page, "main")
    assert visit.steps == 2


def test_two_editions_documents_are_compared_in_three_steps(reader):
    visit = Visit(reader)
    visit.click("/en/editions/")
    visit.click("/en/compare/editions/")
    visit.choose("/en/compare/editions/", a="11", b="12")
    page = words(visit.page, "main")
    assert "Edition 11: 8 agreements · Yinchuan Initiative" in page
    assert "Edition 12: 7 agreements · Urumqi Initiative" in page
    assert {mark.text for mark in tree(visit.page).iter("mark")} >= {"trade", "farming"}
    assert visit.steps == 3


def test_neighbouring_editions_are_compared_in_two_steps(reader):
    visit = Visit(reader)
    visit.click("/en/editions/9/")
    visit.click("/en/compare/editions/?a=9&b=8")
    assert (visit.steps, words(visit.page, "h1")) == (2, "Edition 9 beside Edition 8")
