"""Dated revisions while a file is imported: find what is stored, append what differs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from core.errors import DomainError
from core.packages import UNKNOWN, Import, Row, Schema, Table
from organization.models import ALWAYS


@dataclass(frozen=True)
class Said:
    """What a row says, in the words of the models, and what it means where it says nothing."""

    row: Row
    fields: Mapping[str, Any]
    defaults: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    def over(self, stored: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return every field: as said, else as stored, else the default."""
        return {**self.defaults, **(stored or {}), **self.fields}


def read_fields(table: Table, context: Import) -> list[Said]:
    """Return what the rows say whose codes and owners are all known."""
    defaults = _fields(table.schema, table.schema.defaults, {})

    def read(row: Row) -> Said:
        return Said(row, _fields(table.schema, row.cells, context.ids["person"]), defaults)

    return context.each(table, context.linked(table), read)


def _fields(schema: Schema, cells: Mapping[str, Any], people: Mapping[str, int]) -> dict[str, Any]:
    """Name cells as the models do: ids of other things end in _id, an owner is one or a name."""
    fields: dict[str, Any] = {}
    for column in schema.columns:
        if column.name not in cells:
            continue
        if column.name == "owner":
            fields |= _owner(cells["owner"], people)
        else:
            fields[f"{column.name}_id" if column.refers else column.name] = cells[column.name]
    return fields


def _owner(owner: str, people: Mapping[str, int]) -> dict[str, Any]:
    """Return who owns a thing: the person with that address, else whoever bears that name."""
    if "@" not in owner:
        return {"owner_id": None, "owner_name": owner}
    if owner.lower() not in people:
        raise DomainError(UNKNOWN["person"](), field="owner")
    return {"owner_id": people[owner.lower()], "owner_name": ""}


class Versions:
    """The newest revision of every (thing, day) of one model, as plain fields.

    Parameters
    ----------
    model
        The model whose rows are revisions.
    key
        The fields that name the thing.
    fields
        The fields that say something about it; only these are compared.
    """

    def __init__(
        self, model: type[models.Model], key: Sequence[str], fields: Sequence[str]
    ) -> None:
        self.model = model
        self.key = tuple(key)
        self.fields = tuple(fields)
        self.new: list[models.Model] = []
        self._by_thing: dict[tuple[Any, ...], dict[date, dict[str, Any]]] = {}
        rows = model._default_manager.order_by("id")
        for row in rows.values(*key, "valid_from", *fields):
            thing = tuple([row.pop(name) for name in self.key])
            self._by_thing.setdefault(thing, {})[row.pop("valid_from")] = row

    def on(self, thing: tuple[Any, ...], day: date) -> dict[str, Any] | None:
        """Return what holds for a thing on a day, None where nothing holds yet."""
        days = [start for start in self._by_thing.get(thing, {}) if start <= day]
        return self._by_thing[thing][max(days)] if days else None

    def last(self, thing: tuple[Any, ...]) -> tuple[date, dict[str, Any] | None]:
        """Return the last version of a thing and the day it holds from; None if there is none."""
        days = self._by_thing.get(thing)
        return (max(days), days[max(days)]) if days else (ALWAYS, None)

    def things(self) -> list[tuple[Any, ...]]:
        """Return every thing of which something is stored."""
        return list(self._by_thing)

    def by_day(self, thing: tuple[Any, ...]) -> Mapping[date, dict[str, Any]]:
        """Return what a thing means from which day on."""
        return self._by_thing.get(thing, {})

    def rows(self) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
        """Yield every version with its thing, as cells: `valid_from` is empty for since ever."""
        for thing, days in self._by_thing.items():
            for day, fields in days.items():
                yield thing, {**fields, "valid_from": None if day == ALWAYS else day}

    def add(self, table: Table, thing: tuple[Any, ...], said: Said, context: Import) -> None:
        """Prepare a revision where a row says something else than what is stored for its day."""
        day = said.over({})["valid_from"]
        stored = self._by_thing.setdefault(thing, {})
        complete = said.over(self.on(thing, day))
        fields = {name: complete[name] for name in self.fields}
        if stored.get(day) == fields:
            return
        context.count(table, added=day not in stored, changed=day in stored)
        stored[day] = fields
        named = dict(zip(self.key, thing, strict=True))
        self.new.append(
            self.model(valid_from=day, recorded_at=context.recorded_at, **named, **fields)
        )

    def write(self) -> None:
        """Insert what was prepared."""
        self.model._default_manager.bulk_create(self.new, batch_size=200)


def upsert_named(
    table: Table, rows: Iterable[Said], model: Any, fields: Sequence[str], context: Import
) -> dict[str, int]:
    """Add and change the undated side of things named by a code; return all ids by code.

    What is new is not counted here: it is with its first version.
    """
    things = {thing.code: thing for thing in model._default_manager.all()}
    new, changed = {}, {}
    for code, said in _said_last(rows).items():
        stored = things.get(code)
        known = {name: getattr(stored, name) for name in fields} if stored else None
        complete = said.over(known)
        wanted = {name: complete[name] for name in fields}
        if stored is None:
            new[code] = things[code] = model(code=code, **wanted)
        elif known != wanted:
            for name in fields:
                setattr(stored, name, wanted[name])
            changed[code] = stored
    model._default_manager.bulk_create(new.values(), batch_size=200)
    if changed:
        model._default_manager.bulk_update(changed.values(), fields, batch_size=200)
    context.count(table, changed=len(changed))
    return {code: thing.pk for code, thing in things.items()}


def _said_last(rows: Iterable[Said]) -> dict[str, Said]:
    """Return by code the row of the last day: rows may stand in any order."""
    found: dict[str, Said] = {}
    for said in rows:
        before = found.setdefault(said["code"], said)
        if _begins(before) < _begins(said):
            found[said["code"]] = said
    return found


def _begins(said: Said) -> date:
    """Return from which day on a row holds."""
    day: date = said.over(None).get("valid_from", ALWAYS)
    return day
