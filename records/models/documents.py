"""A column for a JSON document that comes back as it was written, the order of its keys included."""

import json

from django.db import models


class DocumentField(models.JSONField):
    """A document kept as its text on every database: PostgreSQL's jsonb would lose the order in which it says things.

    It is read whole. Nothing may be asked of what stands inside, nor whether two are equal.
    """

    def db_type(self, connection) -> str:
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value, connection, prepared=False) -> str:
        return json.dumps(value)

    def select_format(self, compiler, sql, params) -> tuple:
        """As text, so that it is parsed in one place only."""
        return (f"{sql}::text" if compiler.connection.vendor == "postgresql" else sql), params
