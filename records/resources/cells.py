"""The cells of staff's spreadsheets: how each column is written from a record, and read back into one.

A cell that is empty empties the value; a column that is not in the sheet leaves it alone. Raises ValidationError with a
sentence for a clerk where a cell makes no sense.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from records.models import Citation, Country, Document, Organization, Party
from records.models.dates import PartialDate
from records.models.languages import COLUMNS

from .columns import BETWEEN, titled

KEYS = {"country": "code", "agreement": "reference", "edition": "slug"}


def parted(text: str) -> list[str]:
    """The values of a cell that holds several, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(BETWEEN.strip()) if part.strip()))


def named(model, key: str):
    """The record with a key, as cells name it; ValidationError when there is none."""
    name = KEYS.get(model._meta.model_name, "slug")
    found = model.objects.filter(**{name: key.upper() if name == "code" else key}).first()
    if found is None:
        sentence = _("There is no %(kind)s “%(key)s”.")
        raise ValidationError(sentence % {"kind": model._meta.verbose_name, "key": key})
    return found


def key_of(record) -> str:
    """What stands for a record in a cell."""
    return "" if record is None else str(getattr(record, KEYS.get(record._meta.model_name, "slug")))


@dataclass(frozen=True)
class Cell:
    """A column: its name, what it means, and the values it may have."""

    name: str
    explanation: str
    attribute: str = ""
    is_key: bool = False
    allowed: tuple[str, ...] = ()

    def label(self, model) -> str:
        """What the column is called, in the reader's language."""
        return str(model._meta.get_field(self.attribute or self.name).verbose_name)

    def choices(self, model) -> list[tuple[str, str]]:
        """The values it may have, each with its name in the reader's language."""
        names = dict(model._meta.get_field(self.attribute or self.name).flatchoices) if self.allowed else {}
        return [(code, str(names[code])) for code in self.allowed]

    def written(self, record) -> str:
        """The cell of a record."""
        return str(getattr(record, self.attribute or self.name) or "")

    def fill(self, record, text: str):
        """Set what can be set before the record is saved."""
        setattr(record, self.attribute or self.name, text)

    def fill_later(self, record, text: str):
        """Set what needs the record to be there."""

    def meant(self, text: str) -> str:
        """What a text of a cell means; the same for all texts that mean the same."""
        return text


class Several(Cell):
    """Several values, in no order."""

    def meant(self, text):
        return BETWEEN.join(sorted(parted(text)))


@dataclass(frozen=True)
class Choice(Cell):
    """One of a few codes."""

    def fill(self, record, text):
        if text and text not in self.allowed:
            sentence = _("“%(text)s” is not one of: %(allowed)s.")
            raise ValidationError(sentence % {"text": text, "allowed": ", ".join(self.allowed)})
        super().fill(record, text)


@dataclass(frozen=True)
class Number(Cell):
    """A whole number."""

    def meant(self, text):
        return text.lstrip("0") or "0" if text.isdecimal() else text

    def written(self, record):
        value = getattr(record, self.attribute or self.name)
        return "" if value is None else str(value)

    def fill(self, record, text):
        if text and not text.isdecimal():
            raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
        if text and len(text) > 9:
            raise ValidationError(_("This number is too large."))
        super().fill(record, int(text) if text else None)


@dataclass(frozen=True)
class Date(Cell):
    """A date as far as it is known."""

    def label(self, model):
        return str(getattr(model, self.name).label)

    def written(self, record):
        return getattr(record, self.name).iso()

    def fill(self, record, text):
        super().fill(record, PartialDate.parse(text) if text else PartialDate())


@dataclass(frozen=True)
class Words(Several):
    """Several names or words."""

    def written(self, record):
        return BETWEEN.join(getattr(record, self.attribute or self.name))

    def fill(self, record, text):
        super().fill(record, parted(text))


@dataclass(frozen=True)
class Point(Cell):
    """One other record, by its key."""

    model: type | None = None

    def meant(self, text):
        return text.upper() if self.model is Country else text

    def written(self, record):
        return key_of(getattr(record, self.attribute or self.name))

    def fill(self, record, text):
        super().fill(record, named(self.model, text) if text else None)


@dataclass(frozen=True)
class Links(Several):
    """Several other records, by their keys."""

    model: type | None = None

    def written(self, record):
        return BETWEEN.join(sorted(key_of(one) for one in getattr(record, self.name).all())) if record.pk else ""

    def fill(self, record, text):
        """Only look whether all of them are there; they are set once the record is."""
        for key in parted(text):
            named(self.model, key)

    def fill_later(self, record, text):
        getattr(record, self.name).set([named(self.model, key) for key in parted(text)])


@dataclass(frozen=True)
class Sources(Several):
    """The sources that support the record as a whole; those of one field of it are left alone."""

    target: str = ""
    model: type | None = None

    def label(self, model):
        return str(self.model._meta.verbose_name_plural)

    def written(self, record):
        if not record.pk:
            return ""
        cited = record.citations.filter(field="").select_related("source")
        return BETWEEN.join(sorted(citation.source.slug for citation in cited))

    def fill(self, record, text):
        """Only look whether all of them are there; they are cited once the record is."""
        for key in parted(text):
            named(self.model, key)

    def fill_later(self, record, text):
        wanted = {key: named(self.model, key) for key in parted(text)}
        for citation in record.citations.filter(field="").select_related("source"):
            if wanted.pop(citation.source.slug, None) is None:
                citation.delete()
        for source in wanted.values():
            Citation.objects.create(source=source, **{self.target: record})


@dataclass(frozen=True)
class Parties(Several):
    """Countries by their codes, organisations by their identifiers; parties that are only described are left alone."""

    models: dict = field(default_factory=dict)

    def meant(self, text):
        return BETWEEN.join(sorted({key.upper() if _is_code(key) else key for key in parted(text)}))

    def label(self, model):
        return str(Party._meta.verbose_name_plural)

    def written(self, record):
        if not record.pk:
            return ""
        parties = record.parties.select_related("country", "organization").order_by("pk")
        return BETWEEN.join(sorted(key_of(party.named) for party in parties if party.named))

    def fill(self, record, text):
        """Only look whether all of them are there; they are named once the record is."""
        for key in parted(text):
            self._named(key)

    def fill_later(self, record, text):
        wanted = {key_of(one): one for one in map(self._named, parted(text))}
        for party in record.parties.select_related("country", "organization"):
            if party.named and wanted.pop(key_of(party.named), None) is None:
                party.delete()
        for one in wanted.values():
            column = "organization" if isinstance(one, Organization) else "country"
            Party.objects.create(agreement=record, **{column: one})

    def _named(self, key: str):
        return named(self.models["country" if _is_code(key) else "organization"], key)


def _is_code(key: str) -> bool:
    """Whether a party is a country."""
    return len(key) == 2


@dataclass(frozen=True)
class EditionNumber(Cell):
    """The number of the row's own edition; of one without a number, the last part of its address."""

    def label(self, model):
        return str(model._meta.verbose_name)

    def written(self, record):
        return record.slug

    def fill(self, record, text):
        record.number = int(text) if text.isdecimal() and len(text) < 10 else 0


@dataclass(frozen=True)
class DocumentName(Cell):
    """The name in one language of the document that an agreement stands in; one English name, one document."""

    column: str = "en"

    def label(self, model):
        return str(titled(self.column, Document._meta.verbose_name))

    def written(self, record):
        return getattr(record.document, f"name_{self.column}") if record.document_id else ""

    def fill(self, record, text):
        """Names are given once the agreement is there."""

    def fill_later(self, record, text):
        if self.column == "en":
            found = text and Document.objects.get_or_create(edition=record.edition, name_en=text)[0]
            record.document = found or None
            record.save()
        elif text and record.document_id:
            setattr(record.document, f"name_{self.column}", text)
            record.document.save()


def in_three_languages(name: str, explanation: str, kind: type = Cell, **options) -> list[Cell]:
    """A text with a column for each language."""
    return [
        kind(f"{name}_{column}", f"{explanation} ({COLUMNS[column]})" if column == "en" else "", **options)
        for column in COLUMNS
    ]
