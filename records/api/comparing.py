"""Two editions or two countries side by side, for machines: both records, and what stands beside what."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from records.editing.whereabouts import Gone
from records.lists import AskedCountries, AskedEditions, AskedPair
from records.models.languages import address, data_address
from records.search.snapshot import current

from .answers import json_answer, refused
from .found import gone_answer
from .lists import about
from .objects import absolute, names, objects, pages

PARTS = ("first_only", "both", "second_only")


@require_safe
def editions_as_json(request) -> HttpResponse:
    """Two editions; 400 where two different ones are not named, 410 where one has left the record."""
    return _answer(request, AskedEditions, _editions)


@require_safe
def countries_as_json(request) -> HttpResponse:
    """Two countries; 400 where two different ones are not named."""
    return _answer(request, AskedCountries, _countries)


def _answer(request, asking: type[AskedPair], tell) -> HttpResponse:
    try:
        asked = asking(request.GET)
    except Gone as gone:
        return gone_answer(gone.tombstone)
    if missing := asked.missing():
        return refused(missing, asked.status if asked.problems else 400)
    told, also_named = tell(asked.compared())
    first, second = asked.pair
    question = {"a": first, "b": second} | _given(names=asked.filters.form.cleaned_data["names"])
    now = current()
    return json_answer(
        {
            "question": question,
            "links": _links(asked, question),
            **told,
            "names": names([told["first"], told["second"], told["records"], *also_named], now),
            **about(now),
        }
    )


def _given(**said) -> dict:
    return {name: value for name, value in said.items() if value}


def _links(asked: AskedPair, question: dict) -> dict:
    name = f"compare_{asked.name}"
    own = {"a": question["a"], "b": question["b"]}

    def page() -> str:
        return f"{address(name)}?{urlencode(own | _given(**asked.filters.names_for_page()))}"

    here = absolute(data_address(address(name), "json"))
    return {"self": f"{here}?{urlencode(question)}", "pages": pages(page)}


def _editions(compared: dict) -> tuple[dict, list]:
    """What is told of two editions, and what it names beside its records."""
    first, second = objects("edition", [compared["first"].pk, compared["second"].pk])
    agreements = [one.pk for edition in (compared["first"], compared["second"]) for one in edition.agreements.all()]
    topics = {part: [topic.slug for topic in getattr(compared["topics"], part)] for part in PARTS}
    told = {
        "first": first,
        "second": second,
        "topics": topics,
        "agreements": [
            {"topic": topic.slug if topic else None, "first": _references(left), "second": _references(right)}
            for topic, left, right in compared["agreed"]
        ],
        "alike": [
            {"first": pair.first.reference, "second": pair.second.reference, "is_close": pair.is_close(),
             "topics": [topic.slug for topic in pair.topics()]}
            for pair in compared["alike"]
        ],
        "delegations": [
            {"sender": sender.slug, "first": _data(left), "second": _data(right)}
            for sender, left, right in compared["came"]
        ],
        "sessions": [
            {"kind": kind, "first": _slugs(left), "second": _slugs(right)} for kind, left, right in compared["met"]
        ],
        "records": {"agreements": objects("agreement", agreements)},
    }  # fmt: skip
    tops = [row["topic"] for row in told["agreements"] if row["topic"]]
    return told, [{"topics": [*tops, *(code for codes in topics.values() for code in codes)]}]


def _countries(compared: dict) -> tuple[dict, list]:
    """What is told of two countries, and what it names beside its records."""
    first, second = objects("country", [compared["first"].pk, compared["second"].pk])
    sent = [one.pk for _edition, *sides in compared["came"] for side in sides for one in side]
    shown = [one.pk for found in compared["agreements"].values() for one in found]
    shared = [row for rows in compared["topics"] for row in rows]
    told = {
        "first": first,
        "second": second,
        "editions": dict(zip(PARTS, compared["came_counts"], strict=True)),
        "hosted": dict(zip(("first", "second"), map(_slugs, compared["hosted"]), strict=True)),
        "delegations": [
            {"edition": edition.slug, "first": _data(left), "second": _data(right)}
            for edition, left, right in compared["came"]
        ],
        "has_more_delegations": bool(compared["most_delegations"]),
        "agreements": {
            part: {"total": compared["answers"][part].total, "newest": _references(compared["agreements"][part])}
            for part in PARTS
        },
        "topics": [{"topic": row.record.slug} | {part: getattr(row, part) for part in PARTS} for row in shared],
        "records": {"delegations": objects("delegation", sent), "agreements": objects("agreement", shown)},
    }
    hosted = [edition.slug for held in compared["hosted"] for edition in held]
    return told, [{"topics": [row.record.slug for row in shared]}, *({"edition": slug} for slug in hosted)]


def _references(agreements) -> list[str]:
    return [agreement.reference for agreement in agreements]


def _slugs(records) -> list[str]:
    return [record.slug for record in records]


def _data(delegations) -> list[str]:
    """Where the data of delegations are, by which they are found among the records."""
    return [absolute(data_address(delegation.page_address(), "json")) for delegation in delegations]
