"""The difference between a document and the record, written to the database."""

from .comparing import Change, Plan
from .kinds import KINDS, Entry, Kind

BATCH = 500


class Writer:
    """Writes a plan; must be used inside `recording()`."""

    def __init__(self, plan: Plan, tick):
        self.plan, self.tick = plan, tick
        self.numbers = {key: entry.number for key, entry in plan.before.items()}

    def write(self):
        """Remove, change and add, in the order that the constraints of the database ask for."""
        self._remove(lambda kind: not kind.is_cited and kind.name != "document")
        for kind in KINDS.values():
            changes = [change for change in self.plan.changed if change.stored.kind is kind]
            added = [entry for entry in self.plan.added if entry.kind is kind]
            self._change(kind, changes)
            self._add(kind, added)
            self._point_to_itself(kind, [*added, *(change.wanted for change in changes)])
        self._remove(lambda kind: kind.is_cited or kind.name == "document")

    def _remove(self, is_meant):
        for kind in reversed([kind for kind in KINDS.values() if is_meant(kind)]):
            numbers = [entry.number for entry in self.plan.removed if entry.kind is kind]
            for batch in _batches(numbers):
                going = kind.model.objects.filter(pk__in=batch)
                # Whole and part may go together; what goes protects nothing.
                for name in kind.points_to_itself:
                    going.update(**{name: None})
                going.delete()
                self.tick(len(batch))

    def _change(self, kind: Kind, changes: list[Change]):
        # A reading that is no longer the chosen one makes room for the one that is.
        changes = sorted(changes, key=lambda change: change.wanted.values.get("is_chosen") is True)
        for batch in _batches(changes):
            records = kind.model.objects.in_bulk([change.stored.number for change in batch])
            for change in batch:
                record = records[change.stored.number]
                for name in change.columns.keys() - set(kind.points_to_itself):
                    self._set(record, name, change.wanted)
                record.save()
                for name, (_, keys) in change.links.items():
                    getattr(record, name).set([self.numbers[key] for key in keys])
                self.tick(1)

    def _set(self, record, name: str, entry: Entry):
        value = entry.values[name]
        if name in entry.kind.points:
            setattr(record, f"{name}_id", self.numbers[value] if value else None)
        else:
            setattr(record, name, value)

    def _add(self, kind: Kind, entries: list[Entry]):
        for batch in _batches(entries):
            # Not save(), a hundred times slower: what save() derives stands in the entries, and bulk_create asks
            # every column for its pre_save().
            for entry, record in zip(batch, kind.model.objects.bulk_create(map(self._new, batch)), strict=True):
                self.numbers[entry.key] = record.pk
            self._link(kind, batch)
            self.tick(len(batch))

    def _new(self, entry: Entry):
        record = entry.kind.model()
        for column in entry.kind.fields:
            if column.name not in entry.kind.points_to_itself:
                self._set(record, column.name, entry)
        if entry.kind.name == "forum":
            record.pk = 1
        if entry.kind.is_publishable:
            for name, value in entry.life.items():
                setattr(record, name, value)
        return record

    def _link(self, kind: Kind, entries: list[Entry]):
        for name in kind.links:
            relation = kind.model._meta.get_field(name)
            own, other = (f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id")
            through = relation.remote_field.through
            through.objects.bulk_create(
                through(**{own: self.numbers[entry.key], other: self.numbers[key]})
                for entry in entries
                for key in entry.links[name]
            )

    def _point_to_itself(self, kind: Kind, entries: list[Entry]):
        """Set what names a record of the same kind, now that all of them have numbers."""
        for name in kind.points_to_itself:
            before = self.plan.before
            moved = [e for e in entries if e.values[name] != (before[e.key].values[name] if e.key in before else None)]
            for batch in _batches(moved):
                records = kind.model.objects.in_bulk([self.numbers[entry.key] for entry in batch])
                for entry in batch:
                    self._set(records[self.numbers[entry.key]], name, entry)
                kind.model.objects.bulk_update(records.values(), [name])


def _batches(items: list) -> list[list]:
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
