"""What the database holds, read into entries: one query for each kind of record and each list of links."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import contextmanager
from functools import reduce
from operator import itemgetter, or_

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
    return _Shelves(_Everything()).read_all()


def entries_around(lives: dict[str, set[int]]) -> Entries:
    """Some records, given as {kind: numbers}, with all that belongs to them and whatever they name.

    The agreements of an edition are not part of it: they have lives of their own.
    """
    return _Shelves(_Around(lives)).read_all()


class _Everything:
    """The rows of all records."""

    def read(self, kind: Kind) -> Iterable[tuple]:
        """The number and the columns of each record of a kind, in the order of their numbers."""
        return kind.model.objects.order_by("pk").values_list("pk", *_columns(kind))

    def read_links(self, kind: Kind, name: str) -> Iterable[tuple[int, int]]:
        """The numbers of a record and of one that it is linked with."""
        return linked(kind, name, None).values_list(*_ends(kind, name))

    def of(self, kind: Kind):
        """The records of a kind, to ask more of them."""
        return kind.model.objects.all()


class _Around:
    """The rows of some records, of what belongs to them (`whole`), and of what all of it names as well."""

    def __init__(self, lives: dict[str, set[int]]):
        self.whole = {kind: set(lives.get(kind, ())) for kind in KINDS}
        for kind in KINDS.values():
            self._add_parts(kind)
        self.numbers = {kind: set(numbers) for kind, numbers in self.whole.items()}
        self.rows: dict[str, list[tuple]] = {}
        self.links: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for kind in reversed(KINDS.values()):  # what names stands after what it names
            if self.numbers[kind.name]:
                self._read_rows(kind)
                self._read_links(kind)

    def read(self, kind: Kind) -> Iterable[tuple]:
        """The number and the columns of each record of a kind, in the order of their numbers."""
        return self.rows.get(kind.name, ())

    def read_links(self, kind: Kind, name: str) -> Iterable[tuple[int, int]]:
        """The numbers of a record and of one that it is linked with."""
        return self.links.get((kind.name, name), ())

    def of(self, kind: Kind):
        """The records of a kind, to ask more of them."""
        return kind.model.objects.filter(pk__in=self.numbers[kind.name])

    def _add_parts(self, kind: Kind):
        if not kind.model.OWNERS or kind.is_publishable:
            return
        owners = {name: NAMES[kind.model._meta.get_field(name).related_model] for name in kind.model.OWNERS}
        belongs = [Q(**{f"{name}__in": self.whole[owner]}) for name, owner in owners.items() if self.whole[owner]]
        if belongs:
            self.whole[kind.name] |= _column(kind.model.objects.filter(reduce(or_, belongs)), "pk")

    def _read_rows(self, kind: Kind):
        """The rows of a kind; those they point to in the same kind are read once more, those in others later."""
        numbers, columns = self.numbers[kind.name], _columns(kind)
        rows = self._rows(kind, numbers)
        for name in kind.points_to_itself:
            more = _named_by(rows, columns, name) - numbers
            rows += self._rows(kind, more) if more else []
            numbers |= more
        for name, target in kind.points_to_others.items():
            self.numbers[target] |= _named_by(rows, columns, name)
        self.rows[kind.name] = sorted(rows, key=itemgetter(0))

    @staticmethod
    def _rows(kind: Kind, numbers: set[int]) -> list[tuple]:
        return list(kind.model.objects.filter(pk__in=numbers).order_by().values_list("pk", *_columns(kind)))

    def _read_links(self, kind: Kind):
        for name, target in kind.links.items():
            pairs = list(linked(kind, name, self.whole).values_list(*_ends(kind, name)))
            self.links[kind.name, name] = pairs
            self.numbers[target] |= {other for _number, other in pairs}


def _columns(kind: Kind) -> list[str]:
    return [column.name for column in kind.fields]


def _named_by(rows: list[tuple], columns: list[str], name: str) -> set[int]:
    place = columns.index(name) + 1  # behind the number
    return {row[place] for row in rows} - {None}


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


def _ends(kind: Kind, name: str) -> tuple[str, str]:
    return kind.model._meta.get_field(name).m2m_column_name(), linked_column(kind, name)


class _Shelves:
    """Reads records by kind: all of them, or those around some."""

    def __init__(self, rows: _Everything | _Around):
        self.rows = rows
        self.entries = Entries()
        # By kind: the key and the entry behind each number of the database.
        self.keys, self.by_number = defaultdict(dict), defaultdict(dict)

    def read_all(self) -> Entries:
        for kind in KINDS.values():
            self._read_records(kind)
            if self.by_number[kind.name]:
                self._point_to_itself(kind)
                self._read_links(kind)
                self._read_life(kind)
        return self.entries

    def _read_records(self, kind: Kind):
        names = _columns(kind)
        for number, *columns in self.rows.read(kind):
            values = dict(zip(names, columns, strict=True))
            for name, target in kind.points_to_others.items():
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
            for number, other in self.rows.read_links(kind, name):
                self.by_number[kind.name][number].links[name].append(self.keys[target][other])

    def _read_life(self, kind: Kind):
        if not (kind.is_publishable or kind.is_named or kind.model.SPEAKS_OF):
            return  # public when its owner is, and it stands in the document only where its owner does
        public = set(self.rows.of(kind).published().values_list("pk", flat=True))
        for number, entry in self.by_number[kind.name].items():
            entry.is_public = number in public
        if kind.is_publishable:
            for life in self.rows.of(kind).values("pk", *LIFE):
                self.by_number[kind.name][life.pop("pk")].life = life
