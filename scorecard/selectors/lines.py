"""Which KPIs make which objectives at a unit on a day, and what they were called and weighed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Q

from organization.models import Placement, Unit
from scorecard.engine.types import Frequency
from scorecard.models import (
    Kpi,
    KpiVersion,
    Line,
    ManualScore,
    ObjectiveVersion,
    Perspective,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scorecard.models.dated import Dated

Rows = TypeVar("Rows", bound="QuerySet[Any]")


@dataclass(frozen=True, slots=True)
class KpiLine:
    """A KPI in an objective, as it stands at a unit on a day."""

    kpi: Kpi
    version: KpiVersion
    objective_id: int
    weight: float
    critical: bool
    owner: str

    @property
    def frequency(self) -> Frequency:
        """How often the KPI is entered, by its present definition, as results are stored."""
        return Frequency(self.kpi.current.frequency if self.kpi.current else self.version.frequency)


@dataclass(frozen=True, slots=True)
class Strategy:
    """What one unit's scorecard is made of on a day; objectives and perspectives by id."""

    lines: dict[int, list[KpiLine]]
    objectives: dict[int, ObjectiveVersion]
    perspectives: list[Perspective]

    @property
    def frequencies(self) -> dict[int, Frequency]:
        """Frequency of each KPI, by id."""
        return {line.kpi.pk: line.frequency for lines in self.lines.values() for line in lines}


def strategy_at(unit: Unit, day: date, as_of: datetime | None = None) -> Strategy:
    """Return the lines that count at a unit on a day, in a fixed number of queries.

    As far as they were known at a moment, without one all that are known now.

    An objective's lines are those of the nearest unit at or above that has own ones.
    """
    lines = _nearest(path_on(unit, day, as_of), day, as_of)
    versions = kpi_versions({line.kpi_id for line in lines}, day, as_of)
    by_objective: dict[int, list[KpiLine]] = defaultdict(list)
    for line in lines:
        by_objective[line.objective_id].append(_kpi_line(line, versions[line.kpi_id]))
    # Without a KPI one may have a score all the same: contributed at its own unit, or by hand.
    by_hand = known(ManualScore.objects.filter(unit=unit), as_of).values("objective")
    objectives = ObjectiveVersion.objects.filter(
        Q(objective__in=list(by_objective)) | Q(objective__unit=unit) | Q(objective__in=by_hand)
    )
    standing = objectives_on(
        day, known(objectives.select_related("perspective", "objective", "owner", "theme"), as_of)
    )
    return Strategy(
        lines={each: lines for each, lines in by_objective.items() if each in standing},
        objectives=standing,
        perspectives=list(Perspective.objects.all()),
    )


def objectives_on(day: date, versions: "QuerySet[Any]") -> dict[int, ObjectiveVersion]:
    """Return, by objective, the version valid on `day`; those that are retired are left out."""
    valid = valid_on(day, versions, lambda version: version.objective_id)
    return {each: version for each, version in valid.items() if not version.retired}


def known(rows: Rows, as_of: datetime | None) -> Rows:
    """Leave out what was recorded after a moment; without one nothing."""
    return rows if as_of is None else rows.filter(recorded_at__lte=as_of)


def _nearest(path: Sequence[int], day: date, as_of: datetime | None) -> list[Line]:
    """Return the lines of the nearest unit, objective by objective; `path` has the top first."""
    rows = Line.objects.filter(unit__in=path).select_related("kpi__current", "owner")
    newest = valid_on(
        day, known(rows, as_of), lambda line: (line.objective_id, line.unit_id, line.kpi_id)
    )
    depth = {unit_id: place for place, unit_id in enumerate(path)}
    nearest: dict[int, int] = {}
    for line in newest.values():
        nearest[line.objective_id] = max(nearest.get(line.objective_id, 0), depth[line.unit_id])
    kept = [each for each in newest.values() if depth[each.unit_id] == nearest[each.objective_id]]
    return sorted(kept, key=lambda line: line.pk)


def _kpi_line(line: Line, version: KpiVersion) -> KpiLine:
    owner = person(line) or person(version)
    return KpiLine(line.kpi, version, line.objective_id, line.weight, line.critical, owner)


def kpi_versions(
    kpi_ids: Collection[int], day: date, as_of: datetime | None = None
) -> dict[int, KpiVersion]:
    """Return what each KPI meant on a day; before its first definition, the first one."""
    rows = KpiVersion.objects.filter(kpi__in=kpi_ids).select_related("owner", "weight_kpi__current")
    found: dict[int, KpiVersion] = {}
    for version in known(rows, as_of).order_by("valid_from", "id"):
        if version.valid_from <= day or version.kpi_id not in found:
            found[version.kpi_id] = version
    return found


def person(owned: Line | KpiVersion | ObjectiveVersion) -> str:
    """Return who owns something: the person, or the name given for one without an account."""
    return owned.owner.name if owned.owner else owned.owner_name


def valid_on(day: date, rows: "QuerySet[Any]", key: Callable[[Any], Any]) -> dict[Any, Any]:
    """Return, for each key, the row valid on `day`: the latest day, then the newest revision."""
    dated: Iterable[Dated] = rows.filter(valid_from__lte=day).order_by("valid_from", "id")
    return {key(row): row for row in dated}


def path_on(unit: Unit, day: date, as_of: datetime | None = None) -> list[int]:
    """Return the ids of the units from the top down to one, as they stood on a day."""
    present = [int(part) for part in unit.path.strip("/").split("/")]
    if (
        as_of is None
        and not Placement.objects.filter(unit__in=present, valid_from__gt=day).exists()
    ):
        return present
    parents = valid_on(
        day, known(Placement.objects.all(), as_of), lambda placement: placement.unit_id
    )
    path = [unit.pk]
    while (placed := parents.get(path[0])) and placed.parent_id:
        path.insert(0, placed.parent_id)
    return path
