"""The tables of the search index: what each public record is found by, and the version of the public data."""

import uuid

from django.db import models


class TermField(models.CharField):
    """A term of the index: compared by bytes on every database, so that ranges of terms mean the same."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        return parameters | {"collation": "C" if connection.vendor == "postgresql" else None}


class IndexedRecord(models.Model):
    """A public record as the index knows it; its `id` is the record number in bitmaps and is never given again."""

    kind = models.CharField(max_length=20)
    record = models.BigIntegerField()
    terms = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="indexed_once")]

    def __str__(self):
        return f"{self.kind} {self.record}"


class Posting(models.Model):
    """The numbers of all records that a term leads to, as a roaring bitmap.

    One that leads to nothing any more is kept, so that caches hear of it.
    """

    class Kind(models.IntegerChoices):
        """Words and names are read when asked for; choices and orders are kept in memory by each process."""

        WORD = 0
        CHOICE = 1

    term = TermField(max_length=200, primary_key=True)
    kind = models.SmallIntegerField(choices=Kind)
    count = models.IntegerField()
    version = models.BigIntegerField()
    bitmap = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["kind", "version"], name="posting_news")]

    def __str__(self):
        return self.term


class DataVersion(models.Model):
    """The version of the public data: one row, locked by whoever writes; it grows when a public answer can change."""

    number = models.BigIntegerField(default=0)
    stamp = models.UUIDField(default=uuid.uuid4)
    next_due_at = models.DateTimeField(null=True)
    form = models.PositiveSmallIntegerField(default=0)  # by which rules the index was made (search/documents.py)

    def __str__(self):
        return str(self.number)


class PastVersion(models.Model):
    """The stamp of every version there was: a cache whose stamp is not here comes from a history that was undone."""

    number = models.BigIntegerField(primary_key=True)
    stamp = models.UUIDField()

    def __str__(self):
        return str(self.number)
