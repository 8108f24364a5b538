"""The differences of a proposal, written: what goes first, then what changes, then what comes."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import ProtectedError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.exchange.kinds import KINDS, NAMES
from records.models.dates import PartialDate

from .differences import ADD, CHANGE, REMOVE, Difference
from .shelf import Shelf, boxes_of, number_of

ORDER = list(KINDS)


class NotWritable(Exception):
    """Differences that the rules of the record do not allow today; carries the sentences."""

    def __init__(self, sentences: list[str]):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def write(found: list[Difference], today: Shelf, numbers: dict[tuple, int]):
    """Write differences that nothing keeps from being written (`obstacles`); needs an open door.

    `numbers` leads from a key that the record bore when they were proposed to its number. Raises NotWritable.
    """
    _Writing(today, numbers).write(sorted(found, key=lambda one: ORDER.index(one.kind)))


def fill(record, values: dict, number=number_of):
    """Put values into the boxes of a record; `number` finds the records that they name."""
    boxes = boxes_of(KINDS[NAMES[type(record)]])
    for box, value in values.items():
        column, *precision = boxes[box]
        if precision:
            setattr(record, box, PartialDate.parse(value) if value else PartialDate())
        elif column.is_relation:
            setattr(record, column.attname, number(value) if value else None)
        else:
            setattr(record, box, value)
    return record


class _Writing:
    """`numbers` leads from the keys of a page to its records, the new ones as well."""

    def __init__(self, today: Shelf, numbers: dict[tuple, int]):
        self.today = today
        self.numbers = {row.key: row.number for row in today.rows} | numbers

    def write(self, found: list[Difference]):
        for one in reversed([one for one in found if one.act == REMOVE]):
            self._remove(one)
        self._save([self._changed(one) for one in found if one.act == CHANGE])
        for one in (one for one in found if one.act == ADD):
            record = self._filled(KINDS[one.kind].model(), one)
            self._save([(record, one)])
            self.numbers[one.key] = record.pk

    def _remove(self, one: Difference):
        record = self._stored(one)
        try:
            record.delete()
        except ProtectedError as error:
            named_by = ", ".join(f"{other._meta.verbose_name} {other}" for other in error.protected_objects)
            sentence = _("“%(name)s” cannot go, because it is named by: %(others)s.")
            raise NotWritable([sentence % {"name": record, "others": named_by}]) from None

    def _stored(self, one: Difference):
        number = self.today.find(one.kind, one.number, one.key).number
        return KINDS[one.kind].model.objects.get(pk=number)

    def _changed(self, one: Difference) -> tuple:
        return self._filled(self._stored(one), one), one

    def _filled(self, record, one: Difference):
        if one.act == ADD and one.owner:
            setattr(record, _owner_column(type(record), one.owner), self._number(one.owner))
        return fill(record, {box: new for box, (_old, new) in one.values.items()}, self._number)

    def _number(self, key: tuple) -> int | None:
        return self.numbers.get(key) or number_of(key)

    def _save(self, pairs: list[tuple]):
        """Save records that are as they must be; one that must wait until another gives up its place comes later."""
        while pairs:
            problems = [_problems(record, one) for record, one in pairs]
            ready = next((place for place, found in enumerate(problems) if not found), None)
            if ready is None:
                raise NotWritable([sentence for found in problems for sentence in found])
            record, one = pairs.pop(ready)
            record.save()
            for name, (gone, come) in one.links.items():
                getattr(record, name).remove(*map(self._number, gone))
                getattr(record, name).add(*map(self._number, come))


def _owner_column(model, owner: tuple) -> str:
    columns = (model._meta.get_field(name) for name in model.OWNERS)
    return next(column.attname for column in columns if NAMES[column.related_model] == owner[0])


def _problems(record, one: Difference) -> list[str]:
    """What the rules say against a record: those of the columns that change, and all that speak of several."""
    untouched = set() if one.act == ADD else {c.name for c in record._meta.fields} - _columns(one)
    found = []
    for check in (
        lambda: record.full_clean(exclude=untouched, validate_unique=False, validate_constraints=False),
        record.validate_unique,
        record.validate_constraints,
    ):
        try:
            check()
        except ValidationError as error:
            found += _sentences(record, error)
    return list(dict.fromkeys(found))


def _columns(one: Difference) -> set[str]:
    boxes = boxes_of(KINDS[one.kind])
    return {column.name for name in one.values for column in boxes[name]}


def _sentences(record, error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return [f"{record}: {sentence}" for sentence in error.messages]
    return [
        f"{record}: {sentence}" if name == NON_FIELD_ERRORS else f"{record}, {_label(record, name)}: {sentence}"
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]


def _label(record, name: str) -> str:
    return capfirst(record._meta.get_field(name).verbose_name)
