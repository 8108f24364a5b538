"""A proposal as people read it: names instead of keys, before and after with the words marked, and what has changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.editing import comparing
from records.exchange.kinds import KINDS
from records.models.languages import TAGS

from .applying import fill
from .checking import Obstacle, obstacles
from .differences import ADD, CHANGE, REMOVE, Difference
from .shelf import Shelf, boxes_of, number_of


@dataclass(frozen=True)
class Line(comparing.Line):
    """One box, or one list of records: what is said now and what would be; `today` when that is not what it was."""

    today: str | None = None


@dataclass(frozen=True)
class Section(comparing.Section):
    """One record of the page, with what changes in it; `problem` says why that cannot be any more."""

    problem: str = ""


WHAT = {ADD: "added", REMOVE: "removed", CHANGE: ""}


def sections(found: list[Difference], today: Shelf, *, is_waiting: bool = True) -> list[Section]:
    """All of what would be written, record by record; of what still waits also what is in its way today."""
    called = _Called(found, today)
    in_the_way = obstacles(found, today) if is_waiting else []
    return [_section(one, called, [o for o in in_the_way if o.difference is one]) for one in found]


def label_of(one: Difference, box: str = "") -> str:
    """What a box is called on its page; without a box, what the record is."""
    kind = KINDS[one.kind]
    if not box:
        return str(capfirst(kind.model._meta.verbose_name))
    if box in kind.links:
        return str(capfirst(comparing.label(kind.model, box)))
    columns = boxes_of(kind).get(box)  # none: no box of today's pages
    return str(capfirst(comparing.label(kind.model, columns[0].name))) if columns else box


def _section(one: Difference, called: "_Called", in_the_way: list[Obstacle]) -> Section:
    differing = {obstacle.box: obstacle for obstacle in in_the_way if obstacle.box}
    whole = next((obstacle for obstacle in in_the_way if not obstacle.box), None)
    title, problem = f"{label_of(one)}: {called.row(one)}", _sentence(whole, called) if whole else ""
    return Section(title, WHAT[one.act], list(_lines(one, called, differing)), problem)


def _lines(one: Difference, called: "_Called", differing: dict[str, Obstacle]) -> Iterator[Line]:
    for box, pair in {**one.values, **one.links}.items():
        said = [called.said(one.kind, box, value) for value in pair]
        column = boxes_of(KINDS[one.kind]).get(box, [None])[0]
        is_prose = column is not None and comparing.is_prose(column)
        language = TAGS.get(getattr(column, "translation_column", ""), "")
        obstacle = differing.get(box)
        now = called.said(one.kind, box, obstacle.today) if obstacle else None
        shown = ", ".join(now) if isinstance(now, list) else now
        yield Line(label_of(one, box), comparing.marked(*said, is_prose=is_prose), language, shown)


def _sentence(obstacle: Obstacle, called: "_Called") -> str:
    if obstacle.what == Obstacle.NAMED:
        return _("“%(name)s” is no longer there.") % {"name": called.name(obstacle.today)}
    return {
        Obstacle.EXISTS: _("It has been entered meanwhile."),
        Obstacle.GONE: _("It is no longer there."),
        Obstacle.CHANGED: _("It has changed since this was proposed."),
    }[obstacle.what]


def _in_words(key: tuple) -> str:
    """What a key tells of a record that is gone."""
    return next(part for part in reversed(key) if isinstance(part, str) and part)


class _Called:
    """What the records are called that a proposal speaks of."""

    def __init__(self, found: list[Difference], today: Shelf):
        self.today, self.names = today, {}
        self.added = {one.key: one for one in found if one.act == ADD}

    def row(self, one: Difference) -> str:
        """The name of a row as it stands, or as it would stand."""
        model, row = KINDS[one.kind].model, self.today.find(one.kind, one.number, one.key)
        record = model.objects.filter(pk=row.number).first() if row and one.act != ADD else None
        if record is None:
            place = 0 if one.act in (REMOVE, CHANGE) else 1
            record = fill(model(), {box: pair[place] for box, pair in one.values.items()})
        try:
            return str(record)
        except ObjectDoesNotExist:  # it is called by somebody who is gone
            return _in_words(one.key)

    def name(self, key: tuple) -> str:
        """The name of a record that others name, in the language of the reader; what its key says when it is gone."""
        if key not in self.names:
            model, number = KINDS[key[0]].model, number_of(key)
            record = model.objects.filter(pk=number).first() if number else None
            self.names[key] = str(record or _in_words(key))
        return self.names[key]

    def said(self, kind: str, box: str, value) -> str | list[str]:
        """What a value says."""
        if box in KINDS[kind].links:
            return sorted(map(self.name, value))
        columns = boxes_of(KINDS[kind]).get(box)
        if columns is None:
            return str(value)
        if columns[0].is_relation:
            return self.name(value) if value else ""
        row = fill(KINDS[kind].model(), {box: value})
        return str(getattr(row, box)) if len(columns) == 2 else comparing.shown(columns[0], row)
