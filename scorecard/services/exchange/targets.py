"""What units aim at, as a file of a package."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from core.cells import number, text
from core.decimals import is_same
from core.errors import DomainError
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from scorecard.engine import Scoring
from scorecard.models import KpiVersion, Target
from scorecard.services.exchange.kpis import present_definitions
from scorecard.services.exchange.periods import LENGTHS, Calendar, period_text

TARGETS = Schema(
    "targets",
    (
        Column("unit", text(200), required=True, refers="unit"),
        Column("kpi", text(60), required=True, refers="kpi"),
        Column("period", period_text, required=True),
        Column("goal", number, default=None),
        Column("red_flag", number, default=None),
        Column("baseline", number, default=None),
        Column("stretch", number, default=None),
        Column("lower", number, default=None),
        Column("upper", number, default=None),
        Column("lower_zero", number, default=None),
        Column("upper_zero", number, default=None),
    ),
    key=("unit", "kpi", "period"),
)
FIELDS = (
    "goal",
    "red_flag",
    "baseline",
    "stretch",
    "lower",
    "upper",
    "lower_zero",
    "upper_zero",
)


class Aim(NamedTuple):
    """For what a target is: a KPI, a unit, and a period of any length."""

    kpi: int
    unit: int
    frequency: str
    period: int


def import_targets(table: Table, context: Import) -> None:
    """Append a revision of each target that differs from what is stored."""
    calendar, definitions = Calendar(context.recorded_at), present_definitions()
    rows = [row for row in context.linked(table) if row["kpi"] in definitions]
    stored = _stored_targets({row["kpi"] for row in rows})

    def read(row: Row) -> tuple[Aim, dict[str, Any]]:
        aim = _aim(row, definitions[row["kpi"]], calendar)
        complete = table.complete(row, stored.get(aim))
        wanted = {name: complete[name] for name in FIELDS}
        _check(wanted, definitions[aim.kpi])
        return aim, wanted

    new = [
        (aim, wanted)
        for aim, wanted in context.each(table, rows, read)
        if not _is_stored(wanted, stored.get(aim, dict.fromkeys(FIELDS)))
    ]
    Target.objects.bulk_create(
        [
            Target(
                kpi_id=aim.kpi,
                unit_id=aim.unit,
                frequency=aim.frequency,
                period=aim.period,
                recorded_at=context.recorded_at,
                **wanted,
            )
            for aim, wanted in new
        ],
        batch_size=200,
    )
    context.touched |= {(aim.kpi, calendar.year(aim.frequency, aim.period)) for aim, _w in new}
    known = sum(1 for aim, _wanted in new if aim in stored)
    context.count(table, added=len(new) - known, changed=known)


def export_targets(context: Export) -> Iterator[Cells]:
    """Yield the targets that hold; one whose numbers were all taken away is none."""
    calendar = Calendar(timezone.now())
    rows = Target.objects.newest().filter(**context.within("unit"))
    for unit, kpi, frequency, period, *numbers in rows.values_list(
        "unit__code", "kpi__code", "frequency", "period", *FIELDS
    ):
        if numbers != [None] * len(FIELDS):
            name = calendar.name(frequency, period)
            aims = dict(zip(FIELDS, numbers, strict=True))
            yield {"unit": unit, "kpi": kpi, "period": name, **aims}


def _stored_targets(kpis: set[int]) -> dict[Aim, dict[str, Any]]:
    """Return the newest targets of some KPIs."""
    rows = Target.objects.filter(kpi_id__in=kpis).order_by("id")
    return {
        Aim(kpi, unit, frequency, period): dict(zip(FIELDS, numbers, strict=True))
        for kpi, unit, frequency, period, *numbers in rows.values_list(
            "kpi_id", "unit_id", "frequency", "period", *FIELDS
        )
    }


def _is_stored(wanted: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Tell whether all numbers are those that are stored."""
    return all(is_same(wanted[name], stored[name]) for name in FIELDS)


def _aim(row: Row, kpi: KpiVersion, calendar: Calendar) -> Aim:
    """Read for what the target is; its period may be longer than the KPI's, not shorter."""
    period = calendar.read(row["period"])
    if LENGTHS.index(period.frequency) < LENGTHS.index(kpi.frequency):
        message = _("The KPI is %(frequency)s: a target needs a period that is at least as long.")
        raise DomainError(message % {"frequency": kpi.frequency}, field="period")
    return Aim(row["kpi"], row["unit"], str(period.frequency), period.ordinal)


def _check(wanted: dict[str, Any], kpi: KpiVersion) -> None:
    """Refuse numbers that nothing could be held against."""
    if kpi.scoring == Scoring.PROGRESS:
        _check_way(wanted)
    elif kpi.scoring == Scoring.BAND:
        _check_band(wanted)
    else:
        _check_direction(wanted, kpi)


def _check_way(wanted: dict[str, Any]) -> None:
    """Refuse a goal that equals the baseline: there would be no way to measure."""
    if wanted["goal"] is not None and wanted["goal"] == wanted["baseline"]:
        message = _("Goal and baseline are both %(goal)s: there is no way between them; move one.")
        raise DomainError(message % wanted, field="goal")


def _check_band(wanted: dict[str, Any]) -> None:
    """Refuse bounds out of order."""
    order = ("lower_zero", "lower", "upper", "upper_zero")
    given = [(name, wanted[name]) for name in order if wanted[name] is not None]
    for (name, below), (following, above) in pairwise(given):
        if below > above:
            message = _(
                "%(name)s is %(below)s and %(following)s %(above)s: they must rise in the "
                "order lower_zero, lower, upper, upper_zero."
            )
            values = {"name": name, "below": below, "following": following, "above": above}
            raise DomainError(message % values, field=following)


def _check_direction(wanted: dict[str, Any], kpi: KpiVersion) -> None:
    """Refuse a goal that equals the red flag, or lies on its wrong side."""
    goal, red = wanted["goal"], wanted["red_flag"]
    if goal is None or red is None:
        return
    values = {"goal": goal, "red": red}
    if goal == red:
        message = _("Goal and red flag are both %(goal)s: nothing could be told apart; move one.")
        raise DomainError(message % values, field="goal")
    if kpi.direction == "higher" and goal < red:
        message = _(
            "Higher is better for this KPI, but the goal %(goal)s lies below the red flag %(red)s."
        )
        raise DomainError(message % values, field="goal")
    if kpi.direction == "lower" and goal > red:
        message = _(
            "Lower is better for this KPI, but the goal %(goal)s lies above the red flag %(red)s."
        )
        raise DomainError(message % values, field="goal")
