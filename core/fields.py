"""A number exactly as it was typed."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    # Only the stubs make Field generic.
    DecimalOrNone = models.Field[Decimal | None, Decimal | None]
else:
    DecimalOrNone = models.Field


class ExactDecimalField(DecimalOrNone):
    """A decimal of any length, kept digit for digit: NUMERIC on PostgreSQL, TEXT on SQLite.

    Django's DecimalField rounds to 15 digits on SQLite; the engine's floats are made from these.
    """

    def db_type(self, connection: Any) -> str:
        """Return the column type."""
        return "numeric" if connection.vendor == "postgresql" else "text"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Decimal | None:
        """Return the stored number as a Decimal."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """Return what a fixture or form gave as a Decimal."""
        return None if value is None else Decimal(str(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002, FBT001, FBT002
        """Return what the database stores."""
        number = self.to_python(value)
        if number is None or connection.vendor == "postgresql":
            return number
        return str(number)
