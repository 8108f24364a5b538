"""What takes long to make is made once in a process; after that its rows are put into the database as they were."""

from django.apps import apps
from django.db import connection

AT_ONCE = 200  # rows in one sentence of SQL
_kept: dict[str, dict[str, object]] = {}


def once(name: str, make) -> None:
    """Let `make()` write into the empty tables of the records; the second time of this name, write what it wrote.

    In a transaction that is undone at the end: the numbers that the database gives next are those of the first time.
    """
    if name not in _kept:
        make()
        _kept[name] = {table: _read(table, columns) for table, columns in _tables()}
    else:
        for table, columns in _tables():
            _write(table, columns, _kept[name][table])


def _tables() -> list[tuple[str, str]]:
    """Every table of the records, with its columns as SQL lists them."""
    models = apps.get_app_config("records").get_models(include_auto_created=True)
    quote = connection.ops.quote_name
    return [
        (quote(model._meta.db_table), ", ".join(quote(f.column) for f in model._meta.local_concrete_fields))
        for model in models
    ]


def _read(table: str, columns: str):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as rows:
            return b"".join(rows)
    # As literals: exact, whatever Python makes of the types of columns.
    literals = ", ".join(f"quote({column})" for column in columns.split(", "))
    with connection.cursor() as cursor:
        return ["(" + ", ".join(row) + ")" for row in cursor.execute(f"SELECT {literals} FROM {table}")]


def _write(table: str, columns: str, rows) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                into.write(rows)
        else:
            for start in range(0, len(rows), AT_ONCE):
                cursor.execute(f"INSERT INTO {table} ({columns}) VALUES {', '.join(rows[start : start + AT_ONCE])}")
