"""Perspectives, themes, objectives and the lines of the scorecard, as files of a package."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from core.cells import choice, day, flag, text, whole, within
from core.package_export import Cells, Export
from core.packages import Column, Import, Schema, Table
from organization.models import ALWAYS, Unit
from organization.services.organization import local_day
from organization.services.people import Owners
from scorecard.engine import NodeRule
from scorecard.models import (
    Kpi,
    Line,
    Objective,
    ObjectiveVersion,
    Perspective,
    PerspectiveVersion,
    Theme,
)
from scorecard.services.exchange.versions import (
    Versions,
    read_fields,
    upsert_named,
)
from scorecard.services.present import refresh_current

POSITION = Column("position", whole(-(10**6), 10**6), default=0)
WEIGHT = Column("weight", within(0), default=1.0)
CRITICAL = Column("critical", flag, default=False)
OWNER = Column("owner", text(200))
VALID_FROM = Column("valid_from", day, default=ALWAYS)
WEIGHED = ("weight", "critical")
OWNED = ("owner_id", "owner_name")
OBJECTIVE_FIELDS = (
    "name",
    "perspective_id",
    "theme_id",
    "description",
    *OWNED,
    *WEIGHED,
    "roll_up",
    "retired",
    "place",
)
LINE_KEY = ("unit_id", "objective_id", "kpi_id")

PERSPECTIVES = Schema(
    "perspectives",
    (
        Column("code", text(60), required=True),
        Column("name", text(200), required=True),
        POSITION,
        WEIGHT,
        CRITICAL,
        VALID_FROM,
    ),
    key=("code", "valid_from"),
    defines="perspective",
)
THEMES = Schema(
    "themes",
    (
        Column("code", text(60), required=True),
        Column("name", text(200), required=True),
        POSITION,
    ),
    key=("code",),
    defines="theme",
)
OBJECTIVES = Schema(
    "objectives",
    (
        Column("code", text(60), required=True),
        Column("name", text(200), required=True),
        Column("unit", text(200), required=True, refers="unit"),
        Column("perspective", text(60), required=True, refers="perspective"),
        Column("theme", text(60), default=None, refers="theme"),
        Column("description"),
        OWNER,
        WEIGHT,
        CRITICAL,
        Column("roll_up", choice(*NodeRule), default="weighted_mean"),
        Column("retired", flag, default=False),
        Column("place", whole(1, 32767), default=None),
        VALID_FROM,
    ),
    key=("code", "valid_from"),
    defines="objective",
)
SCORECARD = Schema(
    "scorecard",
    (
        Column("unit", text(200), required=True, refers="unit"),
        Column("objective", text(60), required=True, refers="objective"),
        Column("kpi", text(60), required=True, refers="kpi"),
        WEIGHT,
        CRITICAL,
        OWNER,
        VALID_FROM,
    ),
    key=("unit", "objective", "kpi", "valid_from"),
)


def import_perspectives(table: Table, context: Import) -> None:
    """Add and change perspectives, and append what they weigh."""
    rows = read_fields(table, context)
    ids = upsert_named(table, rows, Perspective, ("name", "position"), context)
    context.ids["perspective"] = ids
    versions = Versions(PerspectiveVersion, ["perspective_id"], WEIGHED)
    for said in rows:
        versions.add(table, (ids[said["code"]],), said, context)
    versions.write()


def import_themes(table: Table, context: Import) -> None:
    """Add and change themes."""
    rows = read_fields(table, context)
    known = Theme.objects.count()
    ids = context.ids["theme"] = upsert_named(table, rows, Theme, ("name", "position"), context)
    context.count(table, added=len(ids) - known)


def import_objectives(table: Table, context: Import) -> None:
    """Add and change objectives, and append what they say."""
    rows = read_fields(table, context)
    ids = context.ids["objective"] = upsert_named(table, rows, Objective, ["unit_id"], context)
    versions = Versions(ObjectiveVersion, ["objective_id"], OBJECTIVE_FIELDS)
    for said in rows:
        versions.add(table, (ids[said["code"]],), said, context)
    versions.write()
    refresh_current(Objective, ObjectiveVersion, "objective", local_day(timezone.now()))


def import_scorecard(table: Table, context: Import) -> None:
    """Append the lines that say which KPIs make which objective at which unit."""
    versions = Versions(Line, LINE_KEY, (*WEIGHED, *OWNED))
    for said in read_fields(table, context):
        versions.add(table, tuple(said[name] for name in LINE_KEY), said, context)
    versions.write()


def export_perspectives(_context: Export) -> Iterator[Cells]:
    """Yield what each perspective weighs from which day on."""
    named = {each.pk: each for each in Perspective.objects.all()}
    for (perspective,), cells in Versions(PerspectiveVersion, ["perspective_id"], WEIGHED).rows():
        thing = named[perspective]
        yield {"code": thing.code, "name": thing.name, "position": thing.position, **cells}


def export_themes(_context: Export) -> Iterator[Cells]:
    """Yield the themes."""
    yield from Theme.objects.values("code", "name", "position")


def export_objectives(context: Export) -> Iterator[Cells]:
    """Yield what each objective says from which day on."""
    wanted = Objective.objects.filter(**context.within("unit"))
    named = {each.pk: each for each in wanted.select_related("unit")}
    perspectives = _codes(Perspective)
    themes, owners = _codes(Theme), Owners()
    versions = Versions(ObjectiveVersion, ["objective_id"], OBJECTIVE_FIELDS)
    for (objective,), cells in versions.rows():
        if objective in named:
            yield {
                **cells,
                "code": named[objective].code,
                "unit": named[objective].unit.code,
                "perspective": perspectives[cells["perspective_id"]],
                "theme": themes.get(cells["theme_id"]),
                "owner": owners.text(cells["owner_id"], cells["owner_name"]),
            }


def export_scorecard(context: Export) -> Iterator[Cells]:
    """Yield what each line weighs from which day on."""
    units = dict(Unit.objects.filter(**context.within()).values_list("id", "code"))
    objectives, kpis, owners = _codes(Objective), _codes(Kpi), Owners()
    for (unit, objective, kpi), cells in Versions(Line, LINE_KEY, (*WEIGHED, *OWNED)).rows():
        if unit in units:
            yield {
                **cells,
                "unit": units[unit],
                "objective": objectives[objective],
                "kpi": kpis[kpi],
                "owner": owners.text(cells["owner_id"], cells["owner_name"]),
            }


def _codes(model: Any) -> dict[int, str]:
    """Return the code of every thing by its id."""
    return dict(model._default_manager.values_list("id", "code"))
