"""The description of the API for people, made from the same schema that programs get."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a key of an object that is sent or answered."""

    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One verb of one address."""

    key: str
    verb: str
    address: str
    text: str
    parameters: tuple[Field, ...]
    sent: tuple[Field, ...]
    answered: tuple[Field, ...]
    in_pages: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The operations on one kind of thing."""

    name: str
    operations: tuple[Operation, ...]


@cache
def described() -> tuple[Group, ...]:
    """Return every operation, by what it is about; made once, since it changes with the code."""
    schema = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    groups: dict[str, list[Operation]] = defaultdict(list)
    for address, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            found = _operation(verb.upper(), address, operation, schema)
            groups[operation["tags"][0]].append(found)
    return tuple(Group(name, tuple(operations)) for name, operations in groups.items())


def _operation(verb: str, address: str, operation: Schema, schema: Schema) -> Operation:
    answer = _answer(operation, schema)
    return Operation(
        key=operation["operationId"],
        verb=verb,
        address=address,
        text=operation.get("description", ""),
        parameters=tuple(_parameter(one, schema) for one in operation.get("parameters", ())),
        sent=tuple(_fields(_content(operation.get("requestBody", {}), schema), schema)),
        answered=tuple(_fields(answer, schema)),
        in_pages=any(one["name"] == "page" for one in operation.get("parameters", ())),
    )


def _parameter(parameter: Schema, schema: Schema) -> Field:
    return Field(
        name=parameter["name"],
        kind=_kind(parameter["schema"], schema),
        required=parameter.get("required", False),
        text=parameter.get("description", ""),
    )


def _answer(operation: Schema, schema: Schema) -> Schema:
    """Return what one row of the answer looks like where it is well."""
    well = next(answer for code, answer in operation["responses"].items() if code[0] == "2")
    content = _content(well, schema)
    rows = content.get("properties", {}).get("results", {})
    return _one(rows, schema) if rows else content


def _content(part: Schema, schema: Schema) -> Schema:
    # What is sent as a form, as files are, has a body of another kind.
    bodies = list(part.get("content", {}).values())
    return _one(bodies[0]["schema"], schema) if bodies else {}


def _one(found: Schema, schema: Schema) -> Schema:
    """Follow references, and go from a list, or from one or a list, to one."""
    if "$ref" in found:
        name = found["$ref"].rsplit("/", 1)[-1]
        return _one(schema["components"]["schemas"][name], schema)
    if "oneOf" in found:
        return _one(found["oneOf"][0], schema)
    return _one(found["items"], schema) if found.get("type") == "array" else found


def _fields(found: Schema, schema: Schema) -> Iterator[Field]:
    required = found.get("required", ())
    for name, field in found.get("properties", {}).items():
        yield Field(
            name=name,
            kind=_kind(field, schema),
            required=name in required,
            text=field.get("description", ""),
        )


def _kind(found: Schema, schema: Schema) -> str:
    """Say in words what may stand there."""
    word = _word(found, schema)
    return _("%(word)s or null") % {"word": word} if found.get("nullable") else word


def _word(found: Schema, schema: Schema) -> str:
    if found.get("type") == "array":
        keys = _one(found, schema).get("properties", {})
        inside = ", ".join(keys) or _word(found["items"], schema)
        return _("list of: %(inside)s") % {"inside": inside}
    if "oneOf" in found:
        return _("number or text")
    if "enum" in found:
        return " | ".join(str(word) for word in found["enum"] if word)
    words = {"date": _("day"), "date-time": _("moment"), "email": _("e-mail address")}
    kinds = {"number": _("number"), "integer": _("whole number"), "boolean": _("true or false")}
    return words.get(found.get("format", "")) or kinds.get(found.get("type", ""), _("text"))
