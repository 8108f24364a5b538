"""The addresses that versions had before their record moved, as the log of changes tells them."""

from collections import defaultdict

from django.db import migrations


def note_past_addresses(apps, schema_editor):
    """Go through the log from its beginning as the versions were numbered then, and keep what each move gave up."""
    found, standing = {}, defaultdict(dict)
    changes = apps.get_model("records", "Change").objects.exclude(act="reported").order_by("cursor", "pk")
    rows = changes.values_list("kind", "key", "act", "into", "before__record", "after", "after__record")
    for kind, key, act, into, moved, version, record in rows.iterator():
        here = standing[kind, key]
        if act == "moved":
            there, own = standing[kind, into], [pk for pk, (_number, owner) in here.items() if owner == moved]
            last = _last(there)
            for pk in own:
                number, owner = here.pop(pk)
                found.setdefault((kind, key, number), pk)
                there[pk] = (number + last, owner)
        elif version and version not in here:
            here[version] = (_last(here) + 1, record)
    _keep(apps, found)


def _last(versions):
    return max((number for number, _owner in versions.values()), default=0)


def _keep(apps, found):
    """An address at which another version stands by now stays its own."""
    past, version = (apps.get_model("records", name) for name in ("PastAddress", "PublicVersion"))
    taken = set(version.objects.filter(kind__in={kind for kind, *_rest in found}).values_list("kind", "key", "number"))
    kept = (past(kind=at[0], key=at[1], number=at[2], version_id=pk) for at, pk in found.items() if at not in taken)
    past.objects.bulk_create(kept, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("records", "0017_past_addresses_of_versions")]

    operations = [migrations.RunPython(note_past_addresses, migrations.RunPython.noop)]
