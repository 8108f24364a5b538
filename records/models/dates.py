"""Dates as reports give them: a year, a month or a day, printed as known and no more precisely."""

import calendar
import datetime
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.dates import MONTHS_ALT
from django.utils.text import format_lazy
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Precision(models.TextChoices):
    """How much of a date is known; an empty value means that nothing is."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


class PartialDate(NamedTuple):
    """The first day a date may mean, and its precision; both empty when the date is unknown."""

    first_on: datetime.date | None = None
    precision: str = ""

    def __bool__(self):
        return self.first_on is not None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `2012`, `2012-05` or `2012-05-07`; anything else is a ValidationError that says so."""
        found = PATTERN.fullmatch(text.strip())
        try:
            year, month, day = (int(part) if part else None for part in found.groups())
            first_on = datetime.date(year, month or 1, day or 1)
        except (AttributeError, ValueError):
            raise ValidationError(
                _("“%(text)s” is not a date. Write 2012, 2012-05 or 2012-05-07, as much as is known."),
                code="partial_date",
                params={"text": text},
            ) from None
        return cls(first_on, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR)

    def iso(self) -> str:
        """`2012`, `2012-05` or `2012-05-07`; empty when unknown."""
        length = {"": 0, Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.first_on.isoformat()[:length] if self.first_on else ""

    @property
    def last_on(self) -> datetime.date | None:
        """The last day the date may mean."""
        if not self.first_on or self.precision == Precision.DAY:
            return self.first_on
        month = 12 if self.precision == Precision.YEAR else self.first_on.month
        return self.first_on.replace(month=month, day=calendar.monthrange(self.first_on.year, month)[1])

    def __str__(self):
        return _print(self.first_on, self.precision) if self.first_on else ""


def _print(day: datetime.date, precision: str) -> str:
    if precision == Precision.YEAR:
        return str(day.year)
    if (get_language() or "en").startswith("zh"):
        return f"{day.year}年{day.month}月" + (f"{day.day}日" if precision == Precision.DAY else "")
    if precision == Precision.MONTH:
        return f"{month_name(day.month)} {day.year}"
    return f"{day.day} {MONTHS_ALT[day.month]} {day.year}"


def month_name(month: int) -> str:
    """A month standing alone before a year: “May”, “май”."""
    names = [
        pgettext("month before a year", "January"), pgettext("month before a year", "February"),
        pgettext("month before a year", "March"), pgettext("month before a year", "April"),
        pgettext("month before a year", "May"), pgettext("month before a year", "June"),
        pgettext("month before a year", "July"), pgettext("month before a year", "August"),
        pgettext("month before a year", "September"), pgettext("month before a year", "October"),
        pgettext("month before a year", "November"), pgettext("month before a year", "December"),
    ]  # fmt: skip
    return names[month - 1]


def print_span(start: PartialDate, end: PartialDate) -> str:
    """A start and an end in as few words as are exact: “17–18 October 2019”; one date when both are equal."""
    if not start or not end or start == end:
        return str(start or end)
    days = start.precision == end.precision == Precision.DAY
    a, b = start.first_on, end.first_on
    if not days or a.year != b.year:
        return f"{start} – {end}"
    if (get_language() or "en").startswith("zh"):
        tail = f"{b.day}日" if a.month == b.month else f"{b.month}月{b.day}日"
        return f"{start}至{tail}"
    if a.month == b.month:
        return f"{a.day}–{end}"
    return f"{a.day} {MONTHS_ALT[a.month]} – {end}"


class PartialDateColumns:
    """Declares `start_on` and `start_precision` on a model, and `start`, which reads and writes both."""

    def __init__(self, label, *, help_text=""):
        self.label, self.help_text = label, help_text
        self.short_description = label  # what the admin calls it where it is shown and not edited

    def contribute_to_class(self, model, name):
        self.name, self.on, self.precision = name, f"{name}_on", f"{name}_precision"
        first = models.DateField(
            format_lazy("{}: {}", self.label, _("first day it may mean")),
            null=True, blank=True, help_text=self.help_text,
        )  # fmt: skip
        precision = models.CharField(
            format_lazy("{}: {}", self.label, _("precision")), max_length=5, choices=Precision, blank=True
        )
        first.partial_date = precision.partial_date = name
        model.add_to_class(self.on, first)
        model.add_to_class(self.precision, precision)
        setattr(model, name, self)

    def __get__(self, record, model=None):
        if record is None:
            return self
        return PartialDate(getattr(record, self.on), getattr(record, self.precision))

    def __set__(self, record, value: PartialDate):
        setattr(record, self.on, value.first_on)
        setattr(record, self.precision, value.precision)


def date_with_precision(name: str, constraint: str) -> models.CheckConstraint:
    """A constraint: a date has a precision, and an unknown date has none."""
    unknown = Q(**{f"{name}_on__isnull": True, f"{name}_precision": ""})
    known = Q(**{f"{name}_on__isnull": False, f"{name}_precision__in": Precision.values})
    return models.CheckConstraint(
        condition=unknown | known,
        name=constraint,
        violation_error_message=_("A date needs its precision (day, month or year); an unknown date has neither."),
    )


def end_not_before_start(constraint: str) -> models.CheckConstraint:
    """A constraint on `start` and `end`; a vague end is checked by `check_span`, as the database knows no last days."""
    return models.CheckConstraint(
        condition=Q(end_on__isnull=True) | ~Q(end_precision=Precision.DAY) | Q(end_on__gte=F("start_on")),
        name=constraint,
        violation_error_message=_("The end is before the start."),
    )


def check_span(start: PartialDate, end: PartialDate):
    """Refuse an end that lies before its start, or that has none, whatever the precision of either."""
    if end and not start:
        raise ValidationError(_("An end needs a start."), code="end_without_start")
    if end and end.last_on < start.first_on:
        raise ValidationError(_("The end is before the start."), code="end_before_start")
