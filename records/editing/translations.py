"""Which translations are missing, and which are stale because their original has changed since."""

from functools import reduce
from operator import or_

from django.db.models import Q

from records.models import StaleTranslation
from records.models.languages import translated_names

TRANSLATED_INTO = ("ru", "zh")


def before_saving(sender, instance, raw=False, **signal):
    """Note which translations an English text leaves behind, and which catch up (connected in records/apps.py)."""
    names = translated_names(sender)
    if raw or not names or not instance.pk or instance._state.adding:
        return
    columns = [f"{name}_{column}" for name in names for column in ("en", *TRANSLATED_INTO)]
    stored = sender._base_manager.filter(pk=instance.pk).values(*columns).first()
    if stored:
        changed = {column for column in columns if stored[column] != getattr(instance, column)}
        _note(sender._meta.model_name, instance, [name for name in names if f"{name}_en" in changed], changed)


def _note(kind: str, record, originals: list[str], changed: set[str]):
    caught_up = [column for column in changed if not column.endswith("_en")]
    if caught_up:
        StaleTranslation.objects.filter(kind=kind, record=record.pk, field__in=caught_up).delete()
    for name in originals:
        for column in TRANSLATED_INTO:
            field = f"{name}_{column}"
            if field not in changed and getattr(record, field):
                StaleTranslation.objects.get_or_create(kind=kind, record=record.pk, field=field)


def missing_in(model, column: str) -> Q:
    """The condition that a record has a text in English and none in the language."""
    lacking = (~Q(**{f"{name}_en": ""}) & Q(**{f"{name}_{column}": ""}) for name in translated_names(model))
    return reduce(or_, lacking)


def stale_in(model, column: str) -> Q:
    """The condition that a text of a record in the language is older than its original."""
    stale = StaleTranslation.objects.filter(kind=model._meta.model_name, field__endswith=f"_{column}")
    return Q(pk__in=stale.values("record"))
