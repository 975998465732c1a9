"""datapackage.json: what the files of a package hold, after the Frictionless Data Package standard.

Specification: https://specs.frictionlessdata.io/data-package/ and its Tabular Data Package.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from core.packages import Column, Schema

DESCRIPTION = "datapackage.json"


def describe(files: Mapping[str, bytes], schemas: Sequence[Schema], *, is_whole: bool) -> bytes:
    """Return the content of datapackage.json.

    Parameters
    ----------
    files
        The content of each file by its name.
    schemas
        What the files look like, in the order in which they are listed.
    is_whole
        Whether every code has its row; else there are no foreign keys, for some lead outside.
    """
    defining = {schema.defines: schema for schema in schemas if schema.defines}
    resources = [
        _resource(schema, files[schema.file], defining if is_whole else {}) for schema in schemas
    ]
    package = {"profile": "tabular-data-package", "name": "osm", "resources": resources}
    return (json.dumps(package, indent=2, ensure_ascii=False) + "\n").encode()


def _resource(schema: Schema, content: bytes, defining: Mapping[str, Schema]) -> dict[str, Any]:
    """Describe one file."""
    return {
        "name": schema.name,
        "path": schema.file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": _table_schema(schema, defining),
    }


def _table_schema(schema: Schema, defining: Mapping[str, Schema]) -> dict[str, Any]:
    """Describe the columns of one file and the keys among them."""
    found: dict[str, Any] = {
        "fields": [_field(column) for column in schema.columns],
        "missingValues": [""],
    }
    if schema.key:
        found["primaryKey"] = list(schema.key)
    links = [
        _foreign_key(schema, column, defining[column.refers])
        for column in schema.columns
        if column.refers in defining
    ]
    return {**found, "foreignKeys": links} if links else found


def _field(column: Column) -> dict[str, Any]:
    """Describe one column."""
    field = {"name": column.name, **column.described}
    if column.required and not column.may_be_empty:
        field["constraints"] = {"required": True, **field.get("constraints", {})}
    return field


def _foreign_key(schema: Schema, column: Column, other: Schema) -> dict[str, Any]:
    """Say in which column of which file the code of a column stands; "" is the same file."""
    resource = "" if other is schema else other.name
    reference = {"resource": resource, "fields": other.key[0]}
    return {"fields": column.name, "reference": reference}
