"""Numbers in JSON, read digit for digit."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import IO, Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.fields import Field
from rest_framework.parsers import JSONParser

from core.cells import number
from core.typed_units import with_unit

WRITTEN = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?$"


class ExactJSONParser(JSONParser):
    """Reads numbers with decimals as they are written, not as the nearest binary fraction."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """Read the body.

        Raises
        ------
        ParseError
            Where it is not JSON in UTF-8.
        """
        try:
            return json.loads(stream.read().decode(), parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body is not JSON.")) from error


class NumberField(Field[Decimal, Any, str, Any]):
    """A number, written as one or as text with a decimal point."""

    def to_internal_value(self, data: Any) -> Decimal:
        """Read the number; true and false are none.

        Raises
        ------
        ValidationError
            With a sentence that says how a number is written.
        """
        written = isinstance(data, int | float | Decimal | str) and not isinstance(data, bool)
        try:
            return number(str(data) if written else "")
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def to_representation(self, value: Decimal) -> str:
        """Write it as text, so that no reader rounds it."""
        return f"{value:f}"


class FigureField(NumberField):
    """A number, or text with a number and its unit, which is held against the unit of its KPI."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the number; text with a unit as it is, for it is no number yet."""
        written = with_unit(data, "") if isinstance(data, str) else None
        if written is None:
            return super().to_internal_value(data)
        super().to_internal_value(written.number)
        return data


class NumberScheme(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """How the description of the API speaks of numbers."""

    target_class = NumberField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:  # noqa: ARG002
        """Return the type: text in answers, text or a number in what is sent."""
        if direction == "response":
            return {"type": "string", "example": "12.50"}
        written = {"type": "string", "pattern": WRITTEN, "maxLength": 60, "example": "12.50"}
        return {"oneOf": [{"type": "number"}, written]}


class FigureScheme(NumberScheme):  # type: ignore[no-untyped-call]
    """How the description of the API speaks of figures with a unit."""

    target_class = FigureField

    def map_serializer_field(self, auto_schema: Any, direction: str) -> dict[str, Any]:
        """Return the type: a number, or text that may end with a unit."""
        if direction == "response":
            return super().map_serializer_field(auto_schema, direction)
        written = {"type": "string", "maxLength": 120, "example": "12.50 days"}
        return {"oneOf": [{"type": "number"}, written]}
