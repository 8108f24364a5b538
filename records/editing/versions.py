"""Before a door closes: whatever says something else in public than before gets a version and an entry in the log.

So nothing public can change without both, whoever writes: a form, an action, a loaded file, a merge, the clock.
"""

from dataclasses import asdict

from django.db.models import F
from django.utils import timezone

from records.exchange import written
from records.models.editorial import Change, PastAddress, PublicVersion, Redirect, last_numbers
from records.models.languages import COLUMNS
from records.models.publication import Publishable, State
from records.models.reference import country_names
from records.search.index import Door, recording
from records.search.lives import LIVES

from .concerns import BATCH, batches, note_concerns
from .differences import differences, is_only_more

NAMED_BY = ("title", "name")
# What is named comes before what names it, so a list with the last first begins with editions and agreements.
ORDER = "forum country topic source organization person related_event agreement edition".split()


def keep(door: Door):
    """Compare what is public now with the last version of each record that the door has touched; keep what differs."""
    lives = {kind: numbers for kind, numbers in door.lives.items() if numbers}
    if lives:
        _Keeping(door, lives).keep()


def keep_missing() -> int:
    """Versions for public records that have none yet, as after an upgrade; gives how many."""
    with recording() as door:
        for kind, model in LIVES.items():
            public = set(model.objects.published().values_list("pk", flat=True))
            kept = PublicVersion.objects.current().filter(kind=kind).values_list("record", flat=True)
            door.lives[kind] |= public - set(kept)
        missing = {kind: numbers for kind, numbers in door.lives.items() if numbers}
        _Keeping(door, missing).keep()
        door.lives.clear()
        return sum(map(len, missing.values()))


def stale() -> list[str]:
    """Every public record whose current version is not what it says, and every current version of nothing public."""
    now = written({kind: set(model.objects.values_list("pk", flat=True)) for kind, model in LIVES.items()})
    kept = {(v.kind, v.record): (v.key, v.content) for v in PublicVersion.objects.current()}
    return [" ".join(map(str, one)) for one in sorted(now.keys() | kept.keys()) if now.get(one) != kept.get(one)]


class _Keeping:
    """One closing of the door."""

    def __init__(self, door: Door, lives: dict[str, set[int]]):
        self.door, self.lives = door, lives
        self.now = written(lives)
        self.moment = timezone.now()
        self.versions: list[PublicVersion] = []
        self.changes: list[Change] = []

    def keep(self):
        """Write versions, changes and redirects; nothing when everything says what it said."""
        for kind, numbers in self.lives.items():
            for batch in batches(sorted(numbers)):
                self._compare(kind, batch)
        if not self.changes:
            return
        _close([change.before for change in self.changes if change.before])
        self._number()
        PublicVersion.objects.bulk_create(self.versions, batch_size=BATCH)
        # An address is given up before another record may take it.
        self.changes.sort(key=lambda change: (ORDER.index(change.kind), change.after is not None))
        cursor = self.door.grow()
        for change in self.changes:
            change.cursor = cursor
        note_concerns(self.changes)
        Change.objects.bulk_create(self.changes, batch_size=BATCH)

    def _compare(self, kind: str, numbers: list[int]):
        kept = PublicVersion.objects.current().filter(kind=kind, record__in=numbers)
        before = {version.record: version for version in kept}
        for number in numbers:
            key, content = self.now.get((kind, number), (None, None))
            if number in before and content is None:
                self._gone(before[number])
            elif number in before:
                self._another(before[number], key, content)
            elif content is not None:
                self._change(Change.Act.ADDED, None, self._version(kind, number, key, content))

    def _another(self, before: PublicVersion, key: str, content: dict):
        if key != before.key:
            self._moved(before, key)
        found = differences(*(_in_full(before.kind, one) for one in (before.content, content)))
        if found or key != before.key:
            after = self._version(before.kind, before.record, key, content)
            act = Change.Act.ENRICHED if is_only_more(found) and found else Change.Act.CORRECTED
            self._change(act, before, after, differences=found)

    def _version(self, kind: str, number: int, key: str, content: dict) -> PublicVersion:
        version = PublicVersion(kind=kind, key=key, record=number, content=content, published_at=self.moment)
        self.versions.append(version)
        return version

    def _moved(self, before: PublicVersion, key: str):
        """The old address leads to the new one, and so do its versions."""
        self._change(Change.Act.MOVED, before, None, into=key)
        redirect(before.kind, before.key, key)
        last = last_numbers(before.kind, [key]).get(key, 0)
        own = PublicVersion.objects.filter(kind=before.kind, record=before.record, key=before.key)
        PastAddress.objects.bulk_create(
            PastAddress(kind=before.kind, key=before.key, number=number, version_id=pk)
            for pk, number in own.values_list("pk", "number")
        )
        own.update(key=key, number=F("number") + last)

    def _gone(self, before: PublicVersion):
        into = self.door.moved.get((before.kind, before.record), "")
        merged = into and not self._is_withdrawn(before)
        if merged:
            redirect(before.kind, before.key, into)
        has_steps = issubclass(LIVES[before.kind], Publishable)
        act = Change.Act.MERGED if merged else Change.Act.WITHDRAWN if has_steps else Change.Act.REMOVED
        self._change(act, before, None, into=into)

    def _is_withdrawn(self, version: PublicVersion) -> bool:
        model = LIVES[version.kind]
        has_steps = issubclass(model, Publishable)
        return has_steps and model.objects.filter(pk=version.record, state=State.WITHDRAWN).exists()

    def _change(self, act: str, before: PublicVersion | None, after: PublicVersion | None, **more):
        about = after or before
        because = self.door.reasons.get((about.kind, about.record), self.door.because)
        self.changes.append(
            Change(
                kind=about.kind, key=before.key if act == Change.Act.MOVED else about.key, act=act,
                happened_at=self.moment, month=f"{self.moment:%Y-%m}", before=before, after=after,
                **names_in(about.content), **asdict(because), **more,
            )
        )  # fmt: skip

    def _number(self):
        """Number the versions of a key on, whichever record bears it now or bore it before."""
        last = {}
        for kind in {version.kind for version in self.versions}:
            keys = [version.key for version in self.versions if version.kind == kind]
            for batch in batches(keys):
                last |= {(kind, key): number for key, number in last_numbers(kind, batch).items()}
        for version in self.versions:
            version.number = last.get((version.kind, version.key), 0) + 1
            last[version.kind, version.key] = version.number


def _close(versions: list[PublicVersion]):
    for batch in batches(sorted({version.pk for version in versions})):
        PublicVersion.objects.filter(pk__in=batch).update(is_current=False)


def names_in(content: dict) -> dict:
    """What a record calls itself in each language; a country, which says nothing of its own, by the Unicode CLDR."""
    for name in NAMED_BY:
        if f"{name}_en" in content:
            return {f"name_{column}": content.get(f"{name}_{column}", "")[:500] for column in COLUMNS}
    known = country_names().get(content.get("code"), {})
    return {f"name_{column}": content.get(column) or known.get(column, "") for column in COLUMNS}


def _in_full(kind: str, content: dict) -> dict:
    """What a record says, with the names of a country that the document leaves out: those of the Unicode CLDR."""
    return {**country_names().get(content["code"], {}), **content} if kind == "country" else content


def redirect(kind: str, old: str, new: str):
    """Let an old address lead to a new one, and whatever led to the old one too; nothing leads to itself."""
    Redirect.objects.filter(kind=kind, new_key=old).update(new_key=new)
    Redirect.objects.update_or_create(kind=kind, key=old, defaults={"new_key": new})
    Redirect.objects.filter(kind=kind, key=new).delete()
