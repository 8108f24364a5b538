"""What a process remembers of the index: choices, orders and names, exact at every request.

One query tells whether the memory is still true and brings what has changed since. A memory is replaced whole, never
changed, so that a request keeps the one it began with. It is known by a number and a stamp: a stamp that the history
does not have (after a restore, a rolled-back change, a new index) throws it away.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from django.db import connection
from django.utils import timezone
from pyroaring import BitMap

from records.models import Change, Country, Edition, Forum, Topic
from records.models.postings import Posting

from .named import public_names
from .names import Names

NEWS = """
    SELECT latest.number, latest.stamp, past.stamp, posting.term, posting.bitmap, latest.next_due_at
    FROM records_dataversion latest
    LEFT JOIN records_pastversion past ON past.number = %s
    LEFT JOIN records_posting posting ON posting.kind = %s AND posting.version > %s
    WHERE latest.id = 1
"""


@dataclass(frozen=True)
class Snapshot:
    """The index at one version: `choices[name][value]` is the record numbers of a choice, as a bitmap."""

    number: int = 0
    stamp: str = ""
    choices: dict[str, dict[str, BitMap]] = field(default_factory=dict)
    next_due_at: datetime | None = None
    # What others make of this version and no other; it goes when the snapshot goes.
    derived: dict = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def names(self) -> Names:
        """Every public name; read when it is first asked for."""
        return Names(public_names())

    @cached_property
    def forum(self) -> Forum | None:
        """The forum itself."""
        return Forum.objects.first()

    @cached_property
    def version(self) -> str:
        """What the public data are cited by: the edition of the record, if it has one, and this version (`1.1+204`)."""
        return "+".join(filter(None, [self.forum.version if self.forum else "", str(self.number)]))

    @cached_property
    def changed_at(self) -> datetime | None:
        """When this version became public; nothing where no public change made it, as when the index is made anew."""
        return Change.objects.filter(cursor=self.number).values_list("happened_at", flat=True).first()

    @cached_property
    def countries(self) -> list[Country]:
        """Every country of the record."""
        return list(Country.objects.published())

    @cached_property
    def topics(self) -> list[Topic]:
        """Every topic."""
        return list(Topic.objects.published())

    @cached_property
    def editions(self) -> list[Edition]:
        """Every public edition, the newest first, with what a list of choices needs."""
        names = Edition.name.columns.values()
        return list(Edition.objects.published().newest_first().only("slug", "number", "start_on", *names))

    @cached_property
    def order(self) -> list[str]:
        """The buckets of editions and months, in order."""
        return sorted(self.choices.get("order", {}))

    def having(self, name: str, value: str) -> BitMap:
        """The record numbers that have a value; empty when nothing has."""
        return self.choices.get(name, {}).get(value) or BitMap()

    def having_narrower(self, slug: str) -> BitMap:
        """The record numbers that have a topic below this one."""
        above = {topic.pk for topic in self.topics if topic.slug == slug}
        narrower = (self.having("topic", topic.slug) for topic in self.topics if topic.broader_id in above)
        return BitMap.union(BitMap(), *narrower)

    def is_due(self) -> bool:
        """Whether something waits to be published whose moment has come."""
        return self.next_due_at is not None and self.next_due_at <= timezone.now()

    def changed(self, number: int, stamp: str, news: list[tuple[str, bytes]], due: datetime | None) -> "Snapshot":
        """The next snapshot: this one with these postings in the place of the old."""
        choices = dict(self.choices)
        for name in {term.split("=", 2)[1] for term, _ in news}:
            choices[name] = dict(choices.get(name, {}))
        for term, content in news:
            _, name, value = term.split("=", 2)
            bitmap = BitMap.deserialize(bytes(content))
            if bitmap:
                choices[name][value] = bitmap
            else:
                choices[name].pop(value, None)
        return Snapshot(number, stamp, choices, due)


_remembered: dict[str, Snapshot] = {}
_moment: ContextVar[list[Snapshot] | None] = ContextVar("moment", default=None)
# Set while records are written: what is read then may be undone, so nothing of it is remembered.
is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


def current() -> Snapshot:
    """The index as it is now; inside a `moment()` as it was at the first look. One query, or none."""
    seen = _moment.get()
    if seen is None:
        return _look()
    if not seen:
        seen.append(_look())
    return seen[0]


@contextmanager
def moment():
    """Everything inside sees one and the same snapshot, looked at once, when it is first asked for."""
    token = _moment.set([])
    try:
        yield
    finally:
        _moment.reset(token)


def look_again():
    """Let the `moment()` around this call begin anew."""
    if seen := _moment.get():
        seen.clear()


def forget():
    """Forget what this process remembers (tests, commands that change the database)."""
    _remembered.clear()


def _look() -> Snapshot:
    known = Snapshot() if is_writing.get() else _remembered.get(connection.alias) or Snapshot()
    rows = _news(known.number)
    if not rows:
        return Snapshot()
    number, stamp, then = rows[0][0], str(rows[0][1]), str(rows[0][2])
    if (number, stamp, _moment_of(rows)) == (known.number, known.stamp, known.next_due_at):
        return known
    if number < known.number or then != known.stamp:
        known, rows = Snapshot(), _news(0)
        number, stamp = rows[0][0], str(rows[0][1])
    fresh = known.changed(number, stamp, [(row[3], row[4]) for row in rows if row[3] is not None], _moment_of(rows))
    if not is_writing.get():
        _remembered[connection.alias] = fresh
    return fresh


def _moment_of(rows) -> datetime | None:
    """When something is due next; SQLite gives a moment without its time zone, as a text or not."""
    due = rows[0][5]
    due = datetime.fromisoformat(due) if isinstance(due, str) else due
    return due.replace(tzinfo=UTC) if due and timezone.is_naive(due) else due


def _news(number: int) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [number, Posting.Kind.CHOICE.value, number])
        return cursor.fetchall()
