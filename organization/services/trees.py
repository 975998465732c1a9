"""What must hold for the tree of units on every day: one top, no circles, no orphaned children."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TypeAlias

from django.utils.translation import gettext as _

from core.packages import Import, Row, Table
from organization.models import ALWAYS, Unit

# From which day on under which parent a unit hangs; None is the top.
Places: TypeAlias = dict[date, int | None]
Parents: TypeAlias = Mapping[int, int | None]


def check_trees(places: Mapping[int, Places], context: Import) -> bool:
    """Add a problem for each circle, each missing or second top, each closed parent.

    Returns
    -------
    bool
        Whether the trees of all days are sound.
    """
    if any(problem.file in {"units.csv", "placements.csv"} for problem in context.problems):
        return False
    before = len(context.problems)
    codes = {unit: code for code, unit in context.ids["unit"].items()}
    for day in sorted({day for days in places.values() for day in days}):
        parents = parents_on(places, day)
        circle = find_circle(parents)
        if circle:
            _refuse_circle(circle, day, codes, context)
            break
        if not _has_one_top(parents, day, codes, context):
            break
    else:
        _refuse_closed_parents(places, codes, context)
    return len(context.problems) == before


def parents_on(places: Mapping[int, Places], today: date) -> dict[int, int | None]:
    """Return the parent of every unit that hangs anywhere on a day."""
    begun = {unit: [day for day in days if day <= today] for unit, days in places.items()}
    return {unit: places[unit][max(days)] for unit, days in begun.items() if days}


def find_circle(parents: Parents) -> list[int]:
    """Return units that stand below each other in a circle, the first one twice; none if none.

    >>> find_circle({1: None, 2: 3, 3: 4, 4: 2})
    [2, 3, 4, 2]
    """
    sound: set[int] = set()
    for unit in parents:
        path: dict[int, None] = {}
        above: int | None = unit
        while above is not None and above not in sound:
            if above in path:
                climbed = list(path)
                return [*climbed[climbed.index(above) :], above]
            path[above] = None
            above = parents.get(above)
        sound.update(path)
    return []


def _refuse_circle(circle: list[int], day: date, codes: Mapping[int, str], context: Import) -> None:
    """Add a problem at a row that closes the circle."""
    table, row = _row_of(circle, day, codes, context)
    message = _("The units stand below each other in a circle: %(path)s. Correct one parent.")
    context.refuse(
        table, row, "parent", message % {"path": " → ".join(codes[unit] for unit in circle)}
    )


def _has_one_top(parents: Parents, day: date, codes: Mapping[int, str], context: Import) -> bool:
    """Tell whether exactly one unit has no parent; add a problem if not."""
    tops = sorted(codes[unit] for unit, parent in parents.items() if parent is None)
    if len(tops) == 1 or not parents:
        return True
    ids = context.ids["unit"]
    table, row = _row_of([ids[code] for code in tops[1:]], day, codes, context)
    message = _("%(units)s have no parent: leave it empty for exactly one unit.")
    context.refuse(table, row, "parent", message % {"units": ", ".join(tops)})
    return False


def _row_of(
    units: list[int], day: date, codes: Mapping[int, str], context: Import
) -> tuple[Table, Row | None]:
    """Find a row that says since `day` where one of the units hangs."""
    named = {codes[unit] for unit in units}
    tables = [context.tables[name] for name in ("placements", "units") if name in context.tables]
    for table in tables:
        for row in table.rows:
            if row.cells.get("valid_from", day) == day and row[table.schema.key[0]] in named:
                return table, row
    return tables[-1], None


def _refuse_closed_parents(
    places: Mapping[int, Places], codes: Mapping[int, str], context: Import
) -> None:
    """Add a problem for each unit that closes while a unit below it stays open."""
    window = {
        unit: (opened or date.min, closed or date.max)
        for unit, opened, closed in Unit.objects.values_list("id", "opened_on", "closed_on")
    }
    message = _(
        "%(unit)s closes on %(day)s while %(child)s below it stays open: close or move it first."
    )
    for child, parent, first, last in _stays(places):
        opened, closed = window[child]
        parent_closes = window[parent][1]
        if parent_closes < min(last, closed) and max(first, opened) <= min(last, closed):
            table, row = _row_of([parent, child], first, codes, context)
            context.refuse(
                table,
                row,
                "closed_on",
                message % {"unit": codes[parent], "day": parent_closes, "child": codes[child]},
            )


def _stays(places: Mapping[int, Places]) -> Iterator[tuple[int, int, date, date]]:
    """List who hung under whom from which to which day."""
    for child, days in places.items():
        starts = sorted(days)
        ends = [day - timedelta(days=1) for day in starts[1:]] + [date.max]
        for start, end in zip(starts, ends, strict=True):
            parent = days[start]
            if parent is not None:
                yield child, parent, max(start, ALWAYS), end
