"""The finishing touches to the description of the API that is made from the code."""

from typing import Any

PROBLEM = {
    "type": "object",
    "description": "A refusal as RFC 9457 writes it; each fault points to its place.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"detail": {"type": "string"}, "pointer": {"type": "string"}},
                "required": ["detail", "pointer"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["type", "title", "status", "detail", "errors"],
}
REFUSED = {
    "description": "Refused, with the reason.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def finish(result: Any, **_context: Any) -> Any:
    """Say of every operation how it refuses, and of every object that it has no other keys."""
    schemas = result["components"].setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    for schema in schemas.values():
        if schema.get("type") == "object":
            schema.setdefault("additionalProperties", False)
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["responses"]["4XX"] = REFUSED
    _tidy(result)
    return result


def _tidy(part: Any) -> None:
    """Take out the generator's own marks, and name null among the choices where it is one."""
    if isinstance(part, list):
        for each in part:
            _tidy(each)
    elif isinstance(part, dict):
        part.pop("x-spec-enum-id", None)
        if part.get("nullable") and None not in part.get("enum", [None]):
            part["enum"] = [*part["enum"], None]
        for each in part.values():
            _tidy(each)
