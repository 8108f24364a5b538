"""The record as tables: what each list gives to a spreadsheet, column by column, and how it is read quickly.

TABLES                              one table for each list, by its name in addresses
table.fields(rows_by)               its columns, each with its explanation
Reading(table, now, rows_by)        its rows, a portion of records at a time
pieces(reading, portions)           the same as CSV
"""

from .agreements import AGREEMENTS
from .columns import Field
from .delegations import DELEGATIONS, STATEMENTS
from .editions import EDITIONS
from .reference import COUNTRIES, ORGANIZATIONS, PEOPLE, SOURCES, TOPICS
from .tables import Reading, Table
from .text import pieces

TABLES = {
    table.name: table
    for table in (
        EDITIONS, DELEGATIONS, AGREEMENTS, STATEMENTS, SOURCES, PEOPLE, ORGANIZATIONS, COUNTRIES, TOPICS,
    )
}  # fmt: skip

__all__ = ["TABLES", "Field", "Reading", "Table", "pieces"]
