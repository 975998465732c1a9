"""Where units hang over time, and the present copy of it that lists and the gate use."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.cells import day, text
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from organization.models import ALWAYS, Placement, Unit
from organization.services.organization import local_day
from organization.services.trees import Parents, Places, check_trees, parents_on

PLACEMENTS = Schema(
    "placements",
    (
        Column("unit", text(200), required=True, refers="unit"),
        Column("parent", text(200), required=True, may_be_empty=True, refers="unit"),
        Column("valid_from", day, required=True),
    ),
    key=("unit", "valid_from"),
)


def import_placements(table: Table, context: Import) -> None:
    """Append what units.csv and placements.csv say about where units hang.

    A parent in units.csv holds since ever, and a dated row from its day on. Where the last dated
    row names the parent of units.csv, that is the present place: the time before the first
    dated row then belongs to the parent of that row, unless an earlier place is stored.
    """
    stored = stored_places()
    wanted = _wanted(table, context, stored)
    if check_trees({**stored, **wanted}, context):
        _append(wanted, stored, table, context)
        refresh_present(local_day(timezone.now()))


def export_placements(context: Export) -> Iterator[Cells]:
    """Yield every place of the units that ever moved, the one since ever included."""
    wanted = set(Unit.objects.filter(**context.within()).values_list("id", flat=True))
    codes = dict(Unit.objects.values_list("id", "code"))
    for unit, places in stored_places().items():
        if unit not in wanted or places.keys() == {ALWAYS}:
            continue
        # As an import reads it where nothing is said of the time before the first day.
        since_ever = places.get(ALWAYS, places[min(places)])
        for valid_from, parent in {ALWAYS: since_ever, **places}.items():
            above = codes[parent] if parent is not None else ""
            yield {"unit": codes[unit], "parent": above, "valid_from": valid_from}


def stored_places() -> dict[int, Places]:
    """Return the newest revision of every placement."""
    places: dict[int, Places] = defaultdict(dict)
    rows = Placement.objects.order_by("id").values_list("unit_id", "valid_from", "parent_id")
    for unit, valid_from, parent in rows:
        places[unit][valid_from] = parent
    return dict(places)


def refresh_present(today: date) -> None:
    """Make each unit's `parent` and `path` the copy of the placement that is valid today."""
    parents = parents_on(stored_places(), today)
    paths = _paths(parents)
    changed = []
    for unit in Unit.objects.filter(placements__isnull=False).distinct():
        present = parents[unit.pk], paths[unit.pk]
        if (unit.parent_id, unit.path) != present:
            unit.parent_id, unit.path = present
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["parent", "path"], batch_size=200)


def _wanted(table: Table, context: Import, stored: Mapping[int, Places]) -> dict[int, Places]:
    """Return all places, stored ones included, of each unit that the package speaks about."""
    wanted: dict[int, Places] = {}
    said_since_ever = set()
    for row in context.linked(table):
        places = wanted.setdefault(row["unit"], dict(stored.get(row["unit"], {})))
        places[row["valid_from"]] = row["parent"]
        if row["valid_from"] == ALWAYS:
            said_since_ever.add(row["unit"])
    units, today = context.tables.get("units"), local_day(context.recorded_at)
    for row in context.linked(units) if units else ():
        unit = context.ids["unit"].get(row["code"])
        if unit is None:
            continue
        if unit in said_since_ever:
            _check_named(units, row, wanted[unit], context)
        else:
            places = wanted.setdefault(unit, dict(stored.get(unit, {})))
            _place_since_ever(places, row["parent"], today)
    return wanted


def _check_named(units: Table | None, row: Row, places: Places, context: Import) -> None:
    """Refuse a parent in units.csv that is none of the places which placements.csv lists."""
    if units is not None and row["parent"] not in places.values():
        message = _(
            "placements.csv says where the unit hangs on every day, and never here: add a row "
            "there, with the day from which on it hangs here."
        )
        context.refuse(units, row, "parent", message)


def _place_since_ever(places: Places, parent: int | None, today: date) -> None:
    """Say where a unit hung before its first dated place, given its parent in units.csv.

    Where that names the place of today, and the one since ever is known, nothing is said.
    """
    dated = sorted(day for day in places if day != ALWAYS)
    begun = max((day for day in places if day <= today), default=ALWAYS)
    if ALWAYS in places and places[begun] == parent:
        return
    if dated and places[dated[-1]] == parent:
        places.setdefault(ALWAYS, places[dated[0]])
    else:
        places[ALWAYS] = parent


def _append(
    wanted: Mapping[int, Places], stored: Mapping[int, Places], table: Table, context: Import
) -> None:
    """Append a placement for each that is not stored or is stored otherwise."""
    units = context.tables.get("units", table)
    new = []
    for unit, places in wanted.items():
        known = stored.get(unit, {})
        for valid_from, parent in places.items():
            if valid_from in known and known[valid_from] == parent:
                continue
            new.append(
                Placement(
                    unit_id=unit,
                    parent_id=parent,
                    valid_from=valid_from,
                    recorded_at=context.recorded_at,
                )
            )
            # A new unit is counted with its own row.
            if known:
                context.count(units if valid_from == ALWAYS else table, changed=1)
    Placement.objects.bulk_create(new, batch_size=500)


def _paths(parents: Parents) -> dict[int, str]:
    """Return the path of every unit: the ids from the top down to itself."""
    paths: dict[int, str] = {}
    for unit in parents:
        climb: list[int] = []
        above: int | None = unit
        while above is not None and above not in paths:
            climb.append(above)
            above = parents[above]
        for below in reversed(climb):
            over = parents[below]
            paths[below] = f"{paths[over] if over is not None else '/'}{below}/"
    return paths
