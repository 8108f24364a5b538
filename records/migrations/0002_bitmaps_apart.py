"""PostgreSQL keeps the bitmaps of the index uncompressed: they are compact already, and reading them is what costs."""

from django.db import migrations


def store_bitmaps_apart(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE records_posting ALTER COLUMN bitmap SET STORAGE EXTERNAL")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(store_bitmaps_apart, migrations.RunPython.noop)]
