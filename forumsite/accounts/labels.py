"""What the boxes of a form of the admin are called, by the names under which a browser sends them.

Only the code is asked, never the database: it may be away, and who sent the form may not be signed in any more.
"""

import re

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.forms.models import _get_foreign_key
from django.urls import Resolver404, resolve
from django.utils.text import capfirst

ROW = re.compile(r"(.+)-(\d{1,4})-(.+)")


def told(path: str, sent: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What was sent to an address of the admin, with labels and words for names and codes as far as they are known."""
    page = _page_at(path)
    return [_told(page, name, value) for name, value in sent] if page else sent


def _page_at(path: str):
    """The page of a kind of record in the admin that an address belongs to."""
    try:
        name = resolve(path).url_name or ""
    except Resolver404:
        return None
    pages = admin.site._registry.values()
    mine = (page for page in pages if name.startswith(f"{page.opts.app_label}_{page.opts.model_name}_"))
    return next(mine, None)


def _told(page, name: str, value: str) -> tuple[str, str]:
    if row := ROW.fullmatch(name):
        rows = _rows_of(page, row[1])
        label, said = _told_of(rows, row[3], value) if rows else (None, value)
        return (f"{capfirst(rows.opts.verbose_name)} {int(row[2]) + 1}: {label}" if label else name), said
    label, said = _told_of(page, name, value)
    return label or name, said


def _rows_of(page, prefix: str):
    """The kind of rows below a page whose boxes begin with a prefix."""
    for kind in page.inlines:
        key = _get_foreign_key(page.model, kind.model, fk_name=kind.fk_name)
        if key.remote_field.get_accessor_name(model=kind.model) == prefix:
            return kind(page.model, page.admin_site)
    return None


def _told_of(page, name: str, value: str) -> tuple[str | None, str]:
    """The label of a box and what a choice in it means; no label when nothing is known of it."""
    declared = {**getattr(page, "other_labels", {}), **{key: box.label for key, box in page.form.base_fields.items()}}
    if name in declared:
        return capfirst(declared[name]), value
    try:
        column = page.model._meta.get_field(re.sub(r"_[01]$", "", name))
    except FieldDoesNotExist:
        return None, value
    choices = dict(getattr(column, "flatchoices", ()))
    return capfirst(getattr(column, "verbose_name", name)), str(choices.get(value, value))
