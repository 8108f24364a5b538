"""Backups of PostgreSQL without its own tools, which a machine that only runs the site need not have.

Every table is copied in PostgreSQL's text format inside one transaction that sees one moment. Putting back is one
transaction too: tables are made by the site's own migrations, as they were then, filled, and brought up to date.
"""

import json
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

STRUCTURE = "structure.json"
# Counts of wrong attempts: of no worth an hour later, and no migration makes their table.
NOT_KEPT = settings.CACHES["default"]["LOCATION"]


def dump(folder: Path) -> None:
    """Copy each table into a file, and note the columns and where each sequence stands."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        structure = {"tables": _tables(cursor), "sequences": _sequences(cursor)}
        for table, columns in structure["tables"].items():
            with (folder / f"{table}.copy").open("wb") as file, cursor.copy(_copy(table, columns, "TO STDOUT")) as rows:
                file.writelines(rows)
    (folder / STRUCTURE).write_text(json.dumps(structure, indent=1), encoding="utf-8")


def load(folder: Path, migrations: list) -> None:
    """Replace every table by what the backup holds, in one transaction; readers wait for its end."""
    structure = json.loads((folder / STRUCTURE).read_text(encoding="utf-8"))
    with transaction.atomic(), connection.cursor() as cursor:
        _drop_tables(cursor)
        _migrate_to(migrations)
        _fill(cursor, folder, structure["tables"])
        for sequence, value in structure["sequences"].items():
            cursor.execute("SELECT setval(%s, %s)", [connection.ops.quote_name(sequence), value])
        # Foreign keys are checked here, and must not be left waiting when a later migration changes a table.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


def _tables(cursor) -> dict[str, list[str]]:
    """The columns of each table, without those the database computes itself."""
    cursor.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position)"
        " FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'"
        " AND table_name <> %s GROUP BY table_name ORDER BY table_name",
        [NOT_KEPT],
    )
    return dict(cursor.fetchall())


def _sequences(cursor) -> dict[str, int]:
    cursor.execute(
        "SELECT sequencename, last_value FROM pg_sequences"
        " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
    )
    return dict(cursor.fetchall())


def _copy(table: str, columns: list[str], direction: str) -> str:
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    return f"COPY {connection.ops.quote_name(table)} ({quoted}) {direction}"


def _drop_tables(cursor) -> None:
    if tables := ", ".join(map(connection.ops.quote_name, _tables(cursor))):
        cursor.execute(f"DROP TABLE {tables} CASCADE")


def _migrate_to(migrations: list) -> None:
    """Make the tables as they were: apply exactly the migrations that the backup knows."""
    executor = MigrationExecutor(connection)
    known = {migration: executor.loader.graph.node_map[migration] for migration in migrations}
    executor.migrate([migration for migration, node in known.items() if not _is_followed(node, known)])


def _is_followed(node, known) -> bool:
    """Whether a later migration of the same application is among the known: naming both would undo the later one."""
    return any(child.key[0] == node.key[0] and child.key in known for child in node.children)


def _fill(cursor, folder: Path, tables: dict[str, list[str]]) -> None:
    """Rows that migrations wrote are in the backup as well, so tables are emptied first."""
    cursor.execute(f"TRUNCATE {', '.join(map(connection.ops.quote_name, tables))} CASCADE")
    for table, columns in tables.items():
        with (folder / f"{table}.copy").open("rb") as file, cursor.copy(_copy(table, columns, "FROM STDIN")) as rows:
            while block := file.read(1 << 16):
                rows.write(block)
