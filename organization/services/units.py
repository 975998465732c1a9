"""Units: their codes and names, and the days on which they are open."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.cells import day, text, whole
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from organization.models import Unit, UnitWindow
from organization.services.organization import local_day
from organization.services.placements import stored_places
from organization.services.trees import parents_on

UNITS = Schema(
    "units",
    (
        Column("code", text(200), required=True),
        Column("name", text(300), required=True),
        Column("parent", text(200), required=True, may_be_empty=True, refers="unit"),
        Column("kind", text(60)),
        Column("opened_on", day, default=None),
        Column("closed_on", day, default=None),
        Column("position", whole(-(10**6), 10**6), default=0),
    ),
    key=("code",),
    defines="unit",
)
WINDOW = ("opened_on", "closed_on")
ALWAYS_OPEN = (None, None)
FIELDS = ("name", "kind", "position", *WINDOW)


def import_units(table: Table, context: Import) -> None:
    """Add and change units and their open days; where they hang is the matter of placements.

    A new unit has no path until `placements.import_placements` gives it one.
    """
    stored = {unit.code: unit for unit in Unit.objects.all()}
    sound = [row for row in table.rows if _opens_before_it_closes(table, row, context)]
    wanted = {row["code"]: _wanted(table, row, stored.get(row["code"])) for row in sound}
    new = [
        Unit(code=code, path=f"?{code}", **fields)
        for code, fields in wanted.items()
        if code not in stored
    ]
    Unit.objects.bulk_create(new, batch_size=500)
    changed = _changed(stored, wanted)
    Unit.objects.bulk_update(changed, FIELDS, batch_size=200)
    _append_windows([*new, *changed], context)
    context.ids["unit"] = {unit.code: unit.pk for unit in (*stored.values(), *new)}
    context.count(table, added=len(new), changed=len(changed))


def export_units(context: Export) -> Iterator[Cells]:
    """Yield every unit below the parent under which it hangs today."""
    codes = dict(Unit.objects.values_list("id", "code"))
    parents = parents_on(stored_places(), local_day(timezone.now()))
    for unit in Unit.objects.filter(**context.within()):
        parent = parents.get(unit.pk, unit.parent_id)
        fields = {name: getattr(unit, name) for name in FIELDS}
        yield {"code": unit.code, "parent": codes[parent] if parent else "", **fields}


def _opens_before_it_closes(table: Table, row: Row, context: Import) -> bool:
    opened, closed = row.cells.get("opened_on"), row.cells.get("closed_on")
    if opened is None or closed is None or opened <= closed:
        return True
    message = _("The unit opens on %(opened)s and closes before that: correct one of the days.")
    context.refuse(table, row, "closed_on", message % {"opened": opened})
    return False


def _wanted(table: Table, row: Row, unit: Unit | None) -> dict[str, Any]:
    """Return what the row wants the fields of its unit to be."""
    stored = {name: getattr(unit, name) for name in FIELDS} if unit else None
    complete = table.complete(row, stored)
    return {name: complete[name] for name in FIELDS}


def _changed(stored: dict[str, Unit], wanted: dict[str, dict[str, Any]]) -> list[Unit]:
    """Set what differs on the stored units, and return those."""
    changed = []
    for code, fields in wanted.items():
        unit = stored.get(code)
        if unit is not None and any(getattr(unit, name) != fields[name] for name in FIELDS):
            for name in FIELDS:
                setattr(unit, name, fields[name])
            changed.append(unit)
    return changed


def _append_windows(units: list[Unit], context: Import) -> None:
    """Append a revision of the open days of each unit whose newest one says otherwise."""
    known = {
        unit_id: tuple(days)
        for unit_id, *days in UnitWindow.objects.order_by("id").values_list("unit_id", *WINDOW)
    }
    windows = [
        UnitWindow(
            unit=unit,
            opened_on=unit.opened_on,
            closed_on=unit.closed_on,
            recorded_at=context.recorded_at,
        )
        for unit in units
        if (unit.opened_on, unit.closed_on) != known.get(unit.pk, ALWAYS_OPEN)
    ]
    UnitWindow.objects.bulk_create(windows, batch_size=500)
