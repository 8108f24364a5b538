"""A form that was sent on top of what is no longer the last state: what others wrote meanwhile is put into it.

What only they have changed is taken over, what only this form changes stays, and a box that both have filled
differently is a clash, which people decide. Rows are matched by their numbers; nobody's row is lost.
"""

import re
from dataclasses import dataclass, field

from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.editing.comparing import marked
from records.editing.names import Called, row_of
from records.templatetags.wording import Piece

from .boxes import Boxes, as_sent, read_sent, set_sent


@dataclass
class Clash:
    """A box that two people have filled differently: what is stored now, and both side by side."""

    name: str
    label: str
    stored: list[str]
    pieces: list[Piece]
    language: str = ""


@dataclass
class Meanwhile:
    """What is to stand in the form now, what people have to decide, and what became of rows, in sentences."""

    data: MultiValueDict
    clashes: list[Clash] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    # Whether others have changed anything that stands on this page.
    is_met: bool = False

    def merge(
        self, boxes: Boxes, was: dict, now: dict, data: MultiValueDict | None = None, title: str = ""
    ) -> list[Clash]:
        """Put what others have changed in one record into what was sent of it; gives the boxes that clash."""
        data = self.data if data is None else data
        before, stored = boxes.values(was), boxes.values(now)
        theirs = {name for name in boxes.fields if before[name] != stored[name]}
        mine, differ = boxes.changed(data, before), boxes.changed(data, stored)
        for name in theirs - mine:
            set_sent(data, name, as_sent(boxes.fields[name], stored[name]))
        self.is_met = self.is_met or bool(theirs)
        both = [name for name in boxes.fields if name in theirs & mine & differ]
        return [
            clash_of(name, boxes.fields[name], as_sent(boxes.fields[name], stored[name]), data, title) for name in both
        ]


def clash_of(name: str, box, stored: list[str], data: MultiValueDict, title: str = "") -> Clash:
    """What is stored in the place of one box and what was sent from it, side by side."""
    label = capfirst(f"{title}: {box.label}" if title else box.label)
    pieces = marked(read_sent(box, stored), read_sent(box, data.getlist(name)), is_prose=True)
    return Clash(name, label, stored, pieces, box.widget.attrs.get("lang", ""))


@dataclass(eq=False)
class Row:
    """One row as it was sent, by the names of its boxes; without a number it is a new one."""

    data: MultiValueDict

    @property
    def number(self) -> int | None:
        """The number of a stored row."""
        number = self.data.get("id", "")
        return int(number) if number.isdecimal() and len(number) < 19 else None


class SentRows:
    """The rows of one kind below the record of a page, as they were sent."""

    def __init__(self, formset: type, owner, called: Called):
        self.prefix, self.model, self.called = formset.get_default_prefix(), formset.model, called
        self.boxes = Boxes(formset.model, formset.form.base_fields)
        self.owner = {formset.fk.name: str(owner.pk)}

    def merge_into(self, meanwhile: Meanwhile, was: list[dict], now: list[dict]):
        """Match the rows that were sent with those that were there, and with those that are there now."""
        self.meanwhile = meanwhile
        self.before, self.now = ({node["number"]: node for node in nodes} for nodes in (was, now))
        sent = self._take_out(meanwhile.data)
        numbers = {row.number for row in sent}
        added = [node for number, node in self.now.items() if number not in self.before and number not in numbers]
        stored = [row for row in sent if row.number in self.now]
        new = [row for row in sent if row.number is None and not self._is_among(row, added)]
        new += [row for row in sent if row.number in self.before and row.number not in self.now and self._is_kept(row)]
        meanwhile.is_met = meanwhile.is_met or bool(added) or bool(self.before.keys() - self.now.keys())
        clashes = [(row, clash) for row in stored for clash in self._merge_stored(row)]
        rows = [*stored, *(self._row_of(node) for node in added), *new]
        self._put_back(rows, len(rows) - len(new))
        for row, clash in clashes:
            clash.name = f"{self.prefix}-{rows.index(row)}-{clash.name}"
            meanwhile.clashes.append(clash)

    def _take_out(self, data: MultiValueDict) -> list[Row]:
        rows = {}
        for name in list(data):
            if found := re.fullmatch(rf"{re.escape(self.prefix)}-([0-9]{{1,4}})-(.+)", name):
                row = rows.setdefault(int(found[1]), Row(MultiValueDict()))
                row.data.setlist(found[2], data.pop(name))
        count = data.get(f"{self.prefix}-TOTAL_FORMS", "")
        last = int(count) if count.isdecimal() and len(count) < 5 else 0
        return [rows[number] for number in sorted(rows) if number < last]

    def _put_back(self, rows: list[Row], stored: int):
        data = self.meanwhile.data
        for number, row in enumerate(rows):
            for name in row.data:
                data.setlist(f"{self.prefix}-{number}-{name}", row.data.getlist(name))
        data[f"{self.prefix}-TOTAL_FORMS"], data[f"{self.prefix}-INITIAL_FORMS"] = str(len(rows)), str(stored)

    def _is_among(self, row: Row, added: list[dict]) -> bool:
        """Whether somebody else has added the same row."""
        return any(not self.boxes.changed(row.data, self.boxes.values(node)) for node in added)

    def _row_of(self, node: dict) -> Row:
        values = self.boxes.values(node)
        data = MultiValueDict({name: [text] for name, text in {"id": str(node["number"]), **self.owner}.items()})
        for name, box in self.boxes.fields.items():
            set_sent(data, name, as_sent(box, values[name]))
        return Row(data)

    def _is_kept(self, row: Row) -> bool:
        """Whether a row that others have removed is worth keeping, as a new one: something was written in it."""
        node = self.before[row.number]
        if row.data.get("DELETE") or not self.boxes.changed(row.data, self.boxes.values(node)):
            return False
        row.data.pop("id")
        self._say(node, _("%(row)s: somebody removed this row while you changed it. Yours is added anew."))
        return True

    def _merge_stored(self, row: Row) -> list[Clash]:
        now = self.now[row.number]
        was = self.before.get(row.number, now)
        if row.data.get("DELETE") and self.boxes.values(was) != self.boxes.values(now):
            row.data.pop("DELETE")
            self._say(now, _("%(row)s: somebody changed this row that you wanted to remove. It stays for now."))
        return self.meanwhile.merge(self.boxes, was, now, row.data, self._title(now))

    def _say(self, node: dict, sentence: str):
        self.meanwhile.sentences.append(sentence % {"row": self._title(node)})

    def _title(self, node: dict) -> str:
        told = {"kind": self.model._meta.verbose_name, "name": row_of(self.model, node, self.called)}
        return _("%(kind)s “%(name)s”") % told
