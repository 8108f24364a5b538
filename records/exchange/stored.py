"""What the database holds, read into entries: one query for each kind of record and each list of links."""

from collections import defaultdict
from contextlib import contextmanager
from functools import reduce
from operator import or_

from django.db import connection, transaction
from django.db.models import Q

from .kinds import KINDS, LIFE, NAMES, Entries, Entry, Kind


@contextmanager
def one_moment():
    """All queries inside see the record as it was at one moment, whoever is saving meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def stored_entries() -> Entries:
    """Every record of the forum, drafts included, in the order in which the records arrived."""
    return _Shelves().read_all()


def entries_around(lives: dict[str, set[int]]) -> Entries:
    """Some records, given as {kind: numbers}, with all that belongs to them and whatever they name.

    The agreements of an edition are not part of it: they have lives of their own.
    """
    return _Shelves(_Around(lives)).read_all()


class _Around:
    """The numbers of what belongs to some records (`whole`) and of what all of it names as well, by kind."""

    def __init__(self, lives: dict[str, set[int]]):
        self.whole = {kind: set(lives.get(kind, ())) for kind in KINDS}
        for kind in KINDS.values():
            self._add_parts(kind)
        self.numbers = {kind: set(numbers) for kind, numbers in self.whole.items()}
        for kind in reversed(KINDS.values()):  # what names stands after what it names
            self._add_named(kind, self.numbers[kind.name])

    def _add_parts(self, kind: Kind):
        if not kind.model.OWNERS or kind.is_publishable:
            return
        owners = {name: NAMES[kind.model._meta.get_field(name).related_model] for name in kind.model.OWNERS}
        belongs = [Q(**{f"{name}__in": self.whole[owner]}) for name, owner in owners.items() if self.whole[owner]]
        if belongs:
            self.whole[kind.name] |= _column(kind.model.objects.filter(reduce(or_, belongs)), "pk")

    def _add_named(self, kind: Kind, numbers: set[int]):
        if not numbers:
            return
        for name in kind.points_to_itself:
            numbers |= _column(kind.model.objects.filter(pk__in=numbers), name) - {None}
        others = {name: target for name, target in kind.points.items() if target != kind.name}
        for row in kind.model.objects.filter(pk__in=numbers).values_list(*others) if others else ():
            for target, number in zip(others.values(), row, strict=True):
                self.numbers[target] |= {number} - {None}
        for name, target in kind.links.items():
            self.numbers[target] |= _column(linked(kind, name, self.whole), linked_column(kind, name))


def _column(records, name: str) -> set[int]:
    return set(records.order_by().values_list(name, flat=True))


def linked(kind: Kind, name: str, numbers: dict[str, set[int]] | None):
    """The rows that link records of a kind with others; of some records only, where their numbers are given."""
    relation = kind.model._meta.get_field(name)
    rows = relation.remote_field.through.objects.order_by("pk")
    return rows if numbers is None else rows.filter(**{f"{relation.m2m_field_name()}__in": numbers[kind.name]})


def linked_column(kind: Kind, name: str) -> str:
    """The column of such a row that holds the number of the other record."""
    return kind.model._meta.get_field(name).m2m_reverse_name()


class _Shelves:
    """Reads records by kind: all of them, or those around some."""

    def __init__(self, around: _Around | None = None):
        self.numbers = around.numbers if around else None
        self.whole = around.whole if around else None
        self.entries = Entries()
        # By kind: the key and the entry behind each number of the database.
        self.keys, self.by_number = defaultdict(dict), defaultdict(dict)

    def read_all(self) -> Entries:
        for kind in KINDS.values():
            if self.numbers is not None and not self.numbers[kind.name]:
                continue
            self._read_records(kind)
            self._point_to_itself(kind)
            self._read_links(kind)
            self._read_life(kind)
        return self.entries

    def _asked(self, kind: Kind):
        found = kind.model.objects.all()
        return found if self.numbers is None else found.filter(pk__in=self.numbers[kind.name])

    def _read_records(self, kind: Kind):
        names = [column.name for column in kind.fields]
        others = {name: target for name, target in kind.points.items() if target != kind.name}
        for number, *columns in self._asked(kind).order_by("pk").values_list("pk", *names):
            values = dict(zip(names, columns, strict=True))
            for name, target in others.items():
                if values[name] is not None:
                    values[name] = self.keys[target][values[name]]
            entry = Entry(kind, values, {name: [] for name in kind.links}, number=number)
            # Two rows that nothing tells apart are one record.
            earlier = self.entries.add(entry)
            self.keys[kind.name][number] = entry.key
            self.by_number[kind.name][number] = earlier or entry

    def _point_to_itself(self, kind: Kind):
        for name in kind.points_to_itself:
            for entry in self.by_number[kind.name].values():
                entry.values[name] = self.keys[kind.name].get(entry.values[name])

    def _read_links(self, kind: Kind):
        for name, target in kind.links.items():
            columns = kind.model._meta.get_field(name).m2m_column_name(), linked_column(kind, name)
            for number, other in linked(kind, name, self.whole).values_list(*columns):
                self.by_number[kind.name][number].links[name].append(self.keys[target][other])

    def _read_life(self, kind: Kind):
        if not (kind.is_publishable or kind.is_named or kind.model.SPEAKS_OF):
            return  # public when its owner is, and it stands in the document only where its owner does
        public = set(self._asked(kind).published().values_list("pk", flat=True))
        for number, entry in self.by_number[kind.name].items():
            entry.is_public = number in public
        if kind.is_publishable:
            for life in self._asked(kind).values("pk", *LIFE):
                self.by_number[kind.name][life.pop("pk")].life = life
