"""What the database holds, read into entries: one query for each kind of record and each list of links."""

from collections import defaultdict
from contextlib import contextmanager

from django.db import connection, transaction

from .kinds import KINDS, LIFE, Entries, Entry, Kind


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


class _Shelves:
    def __init__(self):
        self.entries = Entries()
        # By kind: the key and the entry behind each number of the database.
        self.keys, self.by_number = defaultdict(dict), defaultdict(dict)

    def read_all(self) -> Entries:
        for kind in KINDS.values():
            self._read_records(kind)
            self._point_to_itself(kind)
            self._read_links(kind)
            self._read_life(kind)
        return self.entries

    def _read_records(self, kind: Kind):
        names = [column.name for column in kind.fields]
        others = {name: target for name, target in kind.points.items() if target != kind.name}
        for number, *columns in kind.model.objects.order_by("pk").values_list("pk", *names):
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
            relation = kind.model._meta.get_field(name)
            columns = relation.m2m_column_name(), relation.m2m_reverse_name()
            for number, linked in relation.remote_field.through.objects.order_by("pk").values_list(*columns):
                self.by_number[kind.name][number].links[name].append(self.keys[target][linked])

    def _read_life(self, kind: Kind):
        if not (kind.is_publishable or kind.is_named or kind.model.SPEAKS_OF):
            return  # public when its owner is, and it stands in the document only where its owner does
        public = set(kind.model.objects.published().values_list("pk", flat=True))
        for number, entry in self.by_number[kind.name].items():
            entry.is_public = number in public
        if kind.is_publishable:
            for life in kind.model.objects.values("pk", *LIFE):
                self.by_number[kind.name][life.pop("pk")].life = life
