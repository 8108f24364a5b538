"""What “public” means, written once: a record with a life of its own is public when it is published,
a child when its owner is, and a person, an organisation or a source while a public record names it."""

from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """The steps in the life of a record."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Step(models.TextChoices):
    """What can be done with a record that has a life of its own."""

    SUBMIT = "submit", _("Send to review")
    RETURN = "return", _("Return")
    PUBLISH = "publish", _("Publish")
    WITHDRAW = "withdraw", _("Withdraw")
    REOPEN = "reopen", _("Make a draft again")


class Passage(NamedTuple):
    """From which states a step leads to which, who may take it, and whether it needs a reason."""

    before: tuple[str, ...]
    after: str
    is_for_publishers: bool = True
    needs_reason: bool = False


# What may follow what: the only place that says it.
PASSAGES = {
    Step.SUBMIT: Passage((State.DRAFT,), State.IN_REVIEW, is_for_publishers=False),
    Step.RETURN: Passage((State.IN_REVIEW,), State.DRAFT, needs_reason=True),
    Step.PUBLISH: Passage((State.DRAFT, State.IN_REVIEW), State.PUBLISHED),
    Step.WITHDRAW: Passage((State.PUBLISHED,), State.WITHDRAWN, needs_reason=True),
    Step.REOPEN: Passage((State.WITHDRAWN,), State.DRAFT),
}


def public(model, path: str = "") -> Q:
    """The condition under which records of `model`, reached by the lookup `path`, are public."""
    condition = Q()
    if issubclass(model, Publishable):
        condition &= Q(**{f"{path}state": State.PUBLISHED})
    if issubclass(model, Named):
        condition &= Q(**{f"{path}is_public": True})
    if owners := getattr(model, "OWNERS", ()):
        condition &= reduce(or_, (_owned(model, owner, path) for owner in owners))
    for name in getattr(model, "SPEAKS_OF", ()):
        condition &= Q(**{f"{path}{name}__isnull": True}) | _owned(model, name, path)
    return condition


def _owned(model, owner: str, path: str) -> Q:
    field = model._meta.get_field(owner)
    present = Q(**{f"{path}{owner}__isnull": False}) if field.null else Q()
    return present & public(field.related_model, f"{path}{owner}__")


# Sent before a queryset writes many records at once, which Django tells nobody of: keys, is_new, changes_state.
many_written = Signal()
# Sent before a queryset adds many at once: records, which have no keys yet.
many_coming = Signal()


class RecordQuerySet(models.QuerySet):
    """The words every kind of record is asked by; what it writes, it says."""

    def update(self, **values):
        """As Django's, after saying which records change."""
        keys = list(self.order_by().values_list("pk", flat=True))
        many_written.send(self.model, keys=keys, is_new=False, changes_state="state" in values)
        return super().update(**values)

    def bulk_create(self, records, *args, **options):
        """As Django's, and says which records are coming, and which are new."""
        records = list(records)
        many_coming.send(self.model, records=records)
        made = super().bulk_create(records, *args, **options)
        changes_state = any(getattr(record, "state", "") == State.PUBLISHED for record in made)
        many_written.send(self.model, keys=[r.pk for r in made], is_new=True, changes_state=changes_state)
        return made

    def bulk_update(self, records, fields, *args, **options):
        """As Django's, after saying which records change."""
        keys = [record.pk for record in records]
        many_written.send(self.model, keys=keys, is_new=False, changes_state="state" in fields)
        return super().bulk_update(records, fields, *args, **options)

    def published(self):
        """Only what everybody may see."""
        return self.filter(public(self.model))

    def related(self, relation: str):
        """The public records at the other end of a relation, for use in a prefetch."""
        return self.model._meta.get_field(relation).related_model.objects.published()

    def with_counts(self, *relations: str):
        """Annotates `delegations_count` and the like: how many public records each relation leads to."""
        return self.annotate(**{f"{relation}_count": self._count(relation) for relation in relations})

    def _count(self, relation: str):
        name = self.model._meta.get_field(relation).field.name
        found = self.related(relation).filter(**{name: OuterRef("pk")}).order_by().values(name)
        return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


MOST_PARTS = 20  # of one row that is kept


class Record(models.Model):
    """A record that belongs to the one owner set among `OWNERS`, or to nobody.

    `SPEAKS_OF` names other records that it would betray if they were not public.
    """

    OWNERS: tuple[str, ...] = ()
    SPEAKS_OF: tuple[str, ...] = ()
    # What was made of it for pages in one language; only of a row that is kept with its version (search.vocabulary).
    printed: dict | None = None
    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def once(self, part: str, make):
        """What `make()` gives, made once for a row that is kept and each time for any other record."""
        kept = self.printed
        if kept is None:
            return make()
        if (made := kept.get(part)) is None:
            made = make()
            if len(kept) >= MOST_PARTS:  # each word that is asked for makes its own
                kept.clear()
            kept[part] = made
        return made

    def owner(self):
        """The record this one belongs to; itself when it has a life of its own."""
        return next((record for name in self.OWNERS if (record := getattr(self, name))), self)

    def life(self):
        """The record whose steps, rights and history this one shares; itself when it has its own."""
        owner = self.owner()
        return self if owner is self else owner.life()

    def get_absolute_url(self) -> str:
        """The page where the record can be read: its owner's, when it has none of its own."""
        return self.owner().get_absolute_url()

    def page_address(self) -> str:
        """The page that is about it most of all: where it can be read, without the place on the page."""
        return self.get_absolute_url().partition("#")[0]

    def full_name(self):
        """What it is called away from the pages that lead to it."""
        return getattr(self, "name", "") or str(self)

    def is_public_now(self) -> bool:
        """Whether everybody may see this record, as stored."""
        return type(self).objects.published().filter(pk=self.pk).exists()


class PublishableQuerySet(RecordQuerySet):
    """Records that are published one by one."""

    def waiting(self):
        """Those that are to be published at a later time."""
        return self.filter(publish_at__isnull=False, state__in=PASSAGES[Step.PUBLISH].before)

    def publish(self) -> int:
        """Publish what is not yet public; the moment of the first publication is kept. Gives how many."""
        waiting = self.filter(state__in=PASSAGES[Step.PUBLISH].before)
        waiting.filter(published_at=None).update(published_at=timezone.now())
        reasons = dict.fromkeys(WHY_PUBLISHED, "")
        return waiting.update(state=State.PUBLISHED, publish_at=None, returned_because="", **reasons)


# Why a record is to be published at the time that was set: the log of changes says it then.
WHY_PUBLISHED = ("publish_because_en", "publish_because_ru", "publish_because_zh")


class Publishable(Record):
    """A record with a life of its own."""

    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False, db_index=True
    )
    published_at = models.DateTimeField(_("first published"), null=True, editable=False)
    publish_at = models.DateTimeField(_("to be published at"), null=True, editable=False, db_index=True)
    publish_because_en = models.TextField(_("reason"), blank=True, editable=False)
    publish_because_ru = models.TextField(_("reason"), blank=True, editable=False)
    publish_because_zh = models.TextField(_("reason"), blank=True, editable=False)
    returned_because = models.TextField(_("returned, because"), blank=True, editable=False)
    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    def life(self):
        """Its own, whatever it belongs to."""
        return self

    def planned_reasons(self) -> list[str]:
        """Why it is to be published at the time that was set, in each language."""
        return [getattr(self, name) for name in WHY_PUBLISHED]

    def steps(self) -> list[Step]:
        """What can be done with the record as it stands now, whoever asks."""
        return [step for step, passage in PASSAGES.items() if self.state in passage.before]


class NamedQuerySet(RecordQuerySet):
    """People, organisations and sources: public while a public record names them, or by being listed."""

    def named_in_public(self):
        """Those that some public record names now, by any relation models have or will have; and those listed."""
        return self.filter(self._are_named())

    def _are_named(self) -> Q:
        relations = [r for r in self.model._meta.related_objects if hasattr(r.related_model.objects, "published")]
        return reduce(or_, map(self._is_named_by, relations)) | Q(is_listed=True)

    @staticmethod
    def _is_named_by(relation):
        return Exists(relation.related_model.objects.published().filter(**{relation.field.name: OuterRef("pk")}))

    def refresh_is_public(self) -> set[int]:
        """Bring the stored column up to date; only rows that change are written, and their keys given."""
        are_named = Case(When(self._are_named(), then=True), default=False, output_field=models.BooleanField())
        changing = self.alias(is_named=are_named).exclude(is_public=models.F("is_named")).order_by()
        changed = dict(changing.values_list("pk", "is_public"))
        for was_public in set(changed.values()):
            keys = [key for key, value in changed.items() if value == was_public]
            # Django's own update: the door is closing, and knows.
            models.QuerySet(self.model).filter(pk__in=keys).update(is_public=not was_public)
        return set(changed)


class Named(Record):
    """Reference data that becomes public by being named; `is_public` is kept by `search.index.recording`."""

    is_public = models.BooleanField(_("public"), default=False, editable=False, db_index=True)
    # A published file may list what nothing in it names; it came in public, and stays so.
    is_listed = models.BooleanField(_("public without being named"), default=False, editable=False)
    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True


def exactly_one(*names: str) -> Q:
    """The condition that exactly one of the named columns is set."""
    return reduce(or_, (Q(**{f"{name}__isnull": name != chosen for name in names}) for chosen in names))


def neighbours_in(records, record) -> tuple:
    """The records before and after this one among ordered ones, loaded whole; nothing at either end."""
    records = list(records)
    place = records.index(record) if record in records else None
    if place is None:
        return None, None
    return records[place - 1] if place else None, next(iter(records[place + 1 :]), None)
