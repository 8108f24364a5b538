"""A list as JSON, a page at a time: the records, what they point to, the choices with their counts, and where to go."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from records.filters import RecordFilterSet
from records.lists import LISTS, Asked
from records.models.languages import COLUMNS, Text, address, data_address, in_each_language
from records.search.snapshot import current
from records.search.vocabulary import vocabulary

from .answers import json_answer, refused
from .found import of_record
from .objects import absolute, names, objects, pages


@require_safe
def list_as_json(request, name: str) -> HttpResponse:
    """One page of a list; 400 where the question makes no sense, 404 past the end, both with sentences."""
    asked = Asked(LISTS[name], request.GET)
    if asked.problems:
        return refused(asked.problems, asked.status)
    records = objects(asked.listing.kind, asked.answer.keys)
    return json_answer(page_of(asked, records=records, names=names(records, current())))


def page_of(asked: Asked, **rows) -> dict:
    """A page of any list: how many, what was asked and where to go, its rows, and what can be chosen."""
    answer = asked.answer
    return {
        "list": asked.listing.name,
        "total": answer.total,
        "page": answer.page,
        "pages": answer.pages,
        "question": _question(asked.filters),
        **({"gone": [said_of_gone(one) for one in asked.filters.withdrawn()]} if asked.filters.past else {}),
        "links": links_of(asked.listing.name, asked.filters, answer),
        **rows,
        "facets": _facets(asked),
        **about(current()),
    }


@require_safe
@of_record("json")
def record_as_json(request, kind: str, record) -> HttpResponse:
    """One record, with the names of what it points to."""
    [one] = objects(kind, [record.pk])
    now = current()
    return json_answer({**one, "names": names([one], now), **about(now)})


def about(now) -> dict:
    """Of which version of the data an answer is, and how its texts may be used."""
    return {"data_version": now.number, "licence": now.forum.licence if now.forum else ""}


def _question(filters: RecordFilterSet) -> dict:
    """What was asked, as it was understood."""
    cleaned = filters.form.cleaned_data
    given = {name: "/".join(value) if isinstance(value, tuple) else value for name, value in cleaned.items()}
    given = {name: value for name, value in given.items() if value not in (None, "", [])}
    return {"sort": filters.sorts[0], **given, "page": given.get("page", 1)}


def said_of_gone(one) -> dict:
    """What is asked for and has no answers any more, and why, in English like all that has no language."""
    why = {"reason": one.reason} if one.reason else {}
    return {"code": one.code, "sentence": one.sentence, **why, "page": absolute(one.address)}


def links_of(name: str, filters: RecordFilterSet, answer) -> dict:
    """Where one page of an answer is, all of it as a table, the same as pages to be read, and what is before and after.

    `name` is that of the address; the answer knows its `page` of how many `pages`.
    """
    here = absolute(data_address(address(name), "json"))
    all_rows = absolute(data_address(address(name), "csv")) + filters.asking_for_page(1).removeprefix(".")
    question = filters.asking_for_page(answer.page).removeprefix(".")
    links = {
        "self": here + question,
        "csv": all_rows,
        "pages": pages(lambda: address(name) + _page_question(filters, answer.page)),
    }
    if answer.page > 1:
        links["previous"] = here + filters.asking_for_page(answer.page - 1).removeprefix(".")
    if answer.page < answer.pages:
        links["next"] = here + filters.asking_for_page(answer.page + 1).removeprefix(".")
    return links


def _page_question(filters: RecordFilterSet, page: int) -> str:
    """The question as a page asks it, which sorts names in its own language unless it is told otherwise."""
    return filters.asking_for_page(page, **filters.names_for_page()).removeprefix(".")


def _facets(asked: Asked) -> dict[str, list[dict]]:
    here = absolute(data_address(address(asked.listing.name), "json"))
    labels = in_each_language(lambda: _labels(asked.filters))
    return {
        facet.name: [_choice(facet.name, choice, asked.filters, here, labels) for choice in facet.choices]
        for facet in asked.filters.facet_list(asked.answer.counts)
    }


def _choice(name: str, choice, filters: RecordFilterSet, here: str, labels: dict) -> dict:
    without = filters.asking_without(name, choice.code).removeprefix(".")
    texts = {f"name_{column}": labels[column][name].get(choice.code, "") for column in COLUMNS}
    return {
        "code": choice.code,
        **{key: str(text) for key, text in texts.items() if not (isinstance(text, Text) and text.is_fallback)},
        "count": choice.count,
        "is_chosen": choice.is_chosen,
        "leads_to": here + filters.asking_alone(name, choice.code).removeprefix("."),
        **({"without": here + without} if choice.is_chosen else {}),
    }


def _labels(filters: RecordFilterSet) -> dict[str, dict]:
    """The names of every choice in the language around the call, by facet and code."""
    known, labels = vocabulary(), {}
    for name in filters.facets:
        kind = filters.filters[name].vocabulary
        offered = getattr(known, kind) if kind else filters.filters[name].offered
        offered = [*offered, *((code, one.label) for code, one in filters.past.get(name, {}).items())]
        labels[name] = {code: text if isinstance(text, Text) else str(text) for code, text in offered}
    return labels
