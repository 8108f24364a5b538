"""What becomes of records in public: the versions that were published, the log of changes, and addresses that moved.

None of it belongs to a record by a foreign key, because it outlives the record it speaks of.
"""

import secrets
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from records.models.agreements import Agreement
from records.models.documents import DocumentField
from records.models.editions import Edition
from records.models.languages import Text, Translated, address
from records.models.postings import TermField
from records.models.publication import Record, exactly_one

# The page of each kind of record; what has none is read in the page named.
PAGES = {
    "forum": "about",
    "country": "country",
    "source": "source",
    "organization": "organization",
    "person": "person",
    "topic": "topic",
    "edition": "edition",
    "related_event": "about",
    "agreement": "agreement",
}
WITHOUT_PAGE = ("forum", "related_event")
KIND_NAMES = {
    "forum": _("forum"),
    "country": _("country"),
    "source": _("source"),
    "organization": _("organisation"),
    "person": _("person"),
    "topic": _("topic"),
    "edition": _("edition"),
    "related_event": _("related event"),
    "agreement": _("agreement"),
}


def page_address(kind: str, key: str) -> str:
    """Where a record of this kind and key is read, in the visitor's language."""
    return address(PAGES[kind]) if kind in WITHOUT_PAGE else address(PAGES[kind], key)


def version_address(kind: str, key: str, *number: int) -> str:
    """Where the versions of a record are listed, or one of them is read; editions and agreements have such pages."""
    return address(f"{kind}_versions", key) + "".join(f"{one}/" for one in number)


class OfRecord(models.Model):
    """Speaks of one record by its kind and by what stands in its address, whether it still exists or not."""

    kind = models.CharField(_("kind"), max_length=20, choices=list(KIND_NAMES.items()))
    key = TermField(_("identifier"), max_length=80)

    class Meta:
        abstract = True

    @property
    def page(self) -> str:
        """Where the record is, or was, to be read."""
        return page_address(self.kind, self.key)


class PublicVersionQuerySet(models.QuerySet):
    """Public versions."""

    def of(self, kind: str, key: str):
        """Every version of one record, the newest first."""
        return self.filter(kind=kind, key=key).order_by("-number")

    def current(self):
        """Those that are what everybody reads now."""
        return self.filter(is_current=True)

    def for_listing(self):
        """Without what they say."""
        return self.defer("content")

    def beside(self, records, kind: str):
        """Records of a kind, each with the number and the moment of its current version, at no query more."""
        now = self.current().filter(kind=kind, record=OuterRef("pk"))[:1]
        return records.annotate(
            version_number=Subquery(now.values("number")), version_published_at=Subquery(now.values("published_at"))
        )

    def shown_by(self, record, kind: str, key: str):
        """The current version of a record that was asked for so, without what it says; nothing when it has none."""
        number, moment = record.version_number, record.version_published_at
        return self.model(kind=kind, key=key, number=number, published_at=moment) if number else None


class PublicVersion(OfRecord):
    """What a record said in public from one moment on: its object of the exchange document, numbered from 1."""

    record = models.BigIntegerField(_("number of the record"))
    number = models.PositiveIntegerField(_("version"))
    published_at = models.DateTimeField(_("published"))
    is_current = models.BooleanField(_("what is public now"), default=True)
    content = DocumentField(_("content"))
    objects = PublicVersionQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "key", "-number"]
        verbose_name = _("public version")
        verbose_name_plural = _("public versions")
        constraints = [models.UniqueConstraint(fields=["kind", "key", "number"], name="public_version_numbered_once")]
        indexes = [models.Index(fields=["kind", "record", "is_current"], name="public_version_of_record")]

    def __str__(self):
        return f"{self.kind} {self.key}, {self.number}"

    def get_absolute_url(self) -> str:
        """The page of this version, whatever is published after it."""
        return version_address(self.kind, self.key, self.number)


class ChangeQuerySet(models.QuerySet):
    """Entries of the change log."""

    def newest_first(self):
        """The last act first."""
        return self.order_by("-cursor", "-pk")

    def oldest_first(self):
        """The first act first."""
        return self.order_by("cursor", "pk")

    def in_months(self, months):
        """What happened in any of these months or years: `2024-05`, `2024`."""
        return self.filter(reduce(or_, (Q(month__startswith=month) for month in months)))

    def since(self, cursor: int):
        """What came after a cursor, in the order in which it came."""
        return self.filter(cursor__gt=cursor).order_by("cursor", "pk")

    def for_telling(self):
        """The last act first, with the versions before and after each."""
        return self.newest_first().select_related("before", "after")

    def of(self, kind: str, key: str):
        """Everything that happened to one record."""
        return self.filter(kind=kind, key=key)

    def concerning(self, name: str, values):
        """What happened to records that are or were found by any of these values of a choice."""
        return self.filter(reduce(or_, (Q(concerns__contains=f"\n{name}={value}\n") for value in values)))


class Change(OfRecord):
    """One entry of the public change log: what happened to one record, when, and why."""

    class Act(models.TextChoices):
        """What happened."""

        ADDED = "added", _("added")
        ENRICHED = "enriched", _("enriched")
        CORRECTED = "corrected", _("corrected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged into another")
        MOVED = "moved", _("moved to another address")
        REMOVED = "removed", _("no longer named in public")
        REPORTED = "reported", _("a reader’s report was looked into")

    # The version of the public data that came with it; several changes of one act share it.
    cursor = models.BigIntegerField(_("cursor"), db_index=True)
    happened_at = models.DateTimeField(_("when"), db_index=True)
    # The month of the moment, `2024-05`: the log is counted by it.
    month = models.CharField(_("month"), max_length=7, editable=False, default="")
    act = models.CharField(_("what happened"), max_length=10, choices=Act)
    name = Translated(models.CharField, _("name"), max_length=500)
    reason = Translated(models.TextField, _("reason"))
    # [path, before, after] for each difference; a value that was not there is null.
    differences = DocumentField(_("differences"), default=list)
    # Where the record has gone: the key of what it was merged into, moved to or replaced by.
    into = models.CharField(_("leads to"), max_length=80, blank=True)
    # By what the record is or was found, a line each, between line breaks: `country=kz`, `topic=water`.
    concerns = models.TextField(_("concerns"), blank=True)
    before = models.ForeignKey(PublicVersion, models.PROTECT, related_name="+", null=True)
    after = models.ForeignKey(PublicVersion, models.PROTECT, related_name="changes", null=True)
    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-cursor", "-pk"]
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["kind", "key"], name="change_of_record"),
            models.Index(fields=["kind", "act", "month"], name="change_counted"),
        ]

    def __str__(self):
        return f"{self.cursor} {self.act} {self.kind} {self.key}"

    def get_absolute_url(self) -> str:
        """Where the record that changed is, or was, to be read."""
        return self.page

    @property
    def called(self) -> Text:
        """The record by its name, as it was then; an agreement by its reference as well."""
        name = self.name
        return Text(f"{self.key} {name}", name.column, name.is_fallback) if self.kind == "agreement" else name

    @property
    def is_gone(self) -> bool:
        """Whether the record is no longer at this address."""
        return self.after_id is None


class Redirect(OfRecord):
    """An address that was given up: the record it led to is at another one now."""

    new_key = TermField(_("leads to"), max_length=80)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="redirect_once")]

    def __str__(self):
        return f"{self.kind} {self.key} → {self.new_key}"


class NoteQuerySet(models.QuerySet):
    """Notes between colleagues."""

    def of(self, record):
        """The notes on one record, the newest first."""
        return self.filter(kind=record._meta.model_name, record=record.pk).order_by("-pk").select_related("author")


class Note(models.Model):
    """What colleagues tell each other about a record; never public."""

    kind = models.CharField(_("kind"), max_length=40)
    record = models.BigIntegerField(_("number of the record"))
    text = models.TextField(_("note"))
    is_return = models.BooleanField(_("says why it was returned"), default=False)
    author = models.ForeignKey("auth.User", models.SET_NULL, verbose_name=_("by"), null=True)
    written_at = models.DateTimeField(_("written"), auto_now_add=True)
    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["kind", "record"], name="note_of_record")]

    def __str__(self):
        return self.text


def unguessable_name(attachment, name: str) -> str:
    """Where an upload is kept: nothing of its own name, and nothing that anybody could guess."""
    return f"attachments/{secrets.token_urlsafe(24)}"


class Attachment(Record):
    """A document or a picture of an edition or an agreement; public with it, by a link that cannot be guessed."""

    class Kind(models.TextChoices):
        """What the content was found to be."""

        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"
        WEBP = "image/webp", "WebP"

    OWNERS = ("edition", "agreement")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="attachments", null=True, blank=True)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="attachments", null=True, blank=True)
    file = models.FileField(_("file"), upload_to=unguessable_name, max_length=120)
    title = Translated(
        models.CharField, _("title"), required=True, max_length=300,
        help_text=_("What the document is, or what the picture shows; it is read out to who cannot see it."),
    )  # fmt: skip
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Who made it, and under which licence it may be shown.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, editable=False)
    token = models.CharField(max_length=40, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False, help_text=_("In bytes."))
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        constraints = [
            models.CheckConstraint(
                condition=exactly_one("edition", "agreement"),
                name="attachment_of_one_record",
                violation_error_message=_("A file belongs to one edition or to one agreement."),
            )
        ]

    def __str__(self):
        return self.title

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return self.kind != self.Kind.PDF

    def what_it_is(self) -> str:
        """Its kind and its size, for people."""
        return f"{self.get_kind_display()}, {filesizeformat(self.size)}"

    def ending(self) -> str:
        """The ending of its name: pdf, jpeg, png, webp."""
        return self.kind.rpartition("/")[2]

    def address(self, preview: str = "") -> str:
        """Where everybody can fetch it while its record is public, or who has the link of a preview."""
        name, link = ("preview_file", [preview]) if preview else ("attachment", [])
        return reverse(name, args=[*link, self.token, self.ending()])


class ReportQuerySet(models.QuerySet):
    """What readers report."""

    def waiting(self):
        """Those nobody has answered yet."""
        return self.filter(state=Report.State.WAITING)


class Report(OfRecord):
    """An error that a reader reports; no name is needed, and what came of it stands in the log of changes."""

    class State(models.TextChoices):
        """What staff made of it."""

        WAITING = "waiting", _("waits for an answer")
        MENDED = "mended", _("mended")
        KEPT = "kept", _("looked into; the record stays as it is")
        NOISE = "noise", _("no report")

    text = models.TextField(_("what is wrong"), max_length=4000)
    evidence = models.TextField(_("how it is known"), max_length=2000, blank=True)
    contact = models.CharField(_("how to reach the reader"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10)
    reported_at = models.DateTimeField(_("reported"), auto_now_add=True, db_index=True)
    # Who sent it, as a digest that changes every day: enough to slow down a flood, too little to know anybody.
    sender = models.CharField(max_length=64, editable=False, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, db_index=True)
    answer = Translated(models.TextField, _("answer (public)"))
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("reader’s report")
        verbose_name_plural = _("readers’ reports")

    def __str__(self):
        return f"{self.get_kind_display()} {self.key}: {self.text[:80]}"


class StaleTranslation(models.Model):
    """A translation whose English original has changed since it was written; kept by `editing.translations`."""

    kind = models.CharField(max_length=40)
    record = models.BigIntegerField()
    field = models.CharField(max_length=60)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stale translation")
        verbose_name_plural = _("stale translations")
        constraints = [models.UniqueConstraint(fields=["kind", "record", "field"], name="stale_once")]

    def __str__(self):
        return f"{self.kind} {self.record} {self.field}"


class SheetImport(models.Model):
    """A spreadsheet that was uploaded: its rows as they were read, what was shown of them, and the act they became."""

    author = models.ForeignKey(
        "auth.User", models.SET_NULL, verbose_name=_("by"), null=True, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    rows = DocumentField()
    row_count = models.PositiveIntegerField(_("rows"))
    act = models.ForeignKey("records.Act", models.SET_NULL, null=True, related_name="+", editable=False)
    imported_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(_("undone"), null=True)
    # The rows that somebody chose not to import: `people:3`.
    left_out = DocumentField(default=list)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("spreadsheet")
        verbose_name_plural = _("spreadsheets")

    def __str__(self):
        return self.file_name


class Preview(models.Model):
    """A link by which a colleague without an account reads one state of a record that is not public."""

    kind = models.CharField(_("kind"), max_length=20, choices=list(KIND_NAMES.items()))
    record = models.BigIntegerField(_("number of the record"))
    # The state it shows; none: what the record says when the link is followed.
    state = models.ForeignKey("records.KeptState", models.CASCADE, null=True, related_name="+", editable=False)
    # The proposal that it shows as if it had been accepted, while that waits.
    proposal = models.ForeignKey("records.Proposal", models.CASCADE, null=True, related_name="+", editable=False)
    token = models.CharField(max_length=60, unique=True, editable=False)
    made_by = models.ForeignKey("auth.User", models.SET_NULL, null=True, related_name="+", editable=False)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("preview")
        verbose_name_plural = _("previews")

    def __str__(self):
        return f"{self.kind} {self.record}"
