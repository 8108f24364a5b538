"""The log says which delegations and statements of an edition each change came with, changed or took away."""

from django.db import migrations

LISTS = {"delegations": ("country", "organization"), "statements": ("id",)}


def note_parts(apps, schema_editor):
    """Add the lines to the changes that are there."""
    changes = apps.get_model("records", "Change").objects.filter(kind="edition").exclude(act="moved")
    for change in changes.select_related("before", "after").iterator(chunk_size=20):
        lines = "".join(f"{line}\n" for line in _lines(change))
        if lines:
            type(change).objects.filter(pk=change.pk).update(concerns=(change.concerns or "\n") + lines)


def _lines(change):
    for name, known_by in LISTS.items():
        now, had = (_identities(version, name, known_by) for version in (change.after, change.before))
        touched = dict.fromkeys([*now, *had])
        if change.before and change.after:
            touched = dict.fromkeys(path[1] for path, _before, _after in change.differences if path[0] == name)
        yield from (f"{name}={one}" if one in now else f"without_{name}={one}" for one in touched)


def _identities(version, name, known_by):
    """What each object of a list is known by; these lists name nothing twice."""
    objects = version.content.get(name, []) if version else []
    return [" · ".join(one[part] for part in known_by if part in one) for one in objects]


def forget_parts(apps, schema_editor):
    """Take the lines away."""
    for change in apps.get_model("records", "Change").objects.filter(kind="edition").only("concerns").iterator():
        marks = tuple(f"{before}{name}=" for name in LISTS for before in ("", "without_"))
        kept = [line for line in change.concerns.split("\n") if line and not line.startswith(marks)]
        concerns = "".join(f"\n{line}" for line in kept) + "\n" if kept else ""
        type(change).objects.filter(pk=change.pk).update(concerns=concerns)


class Migration(migrations.Migration):
    dependencies = [("records", "0015_distinguishable_names")]

    operations = [migrations.RunPython(note_parts, forget_parts)]
