"""What owners said of their figures, as pages show it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from organization.models import Unit
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Matter, OfficeLine, OwnerExplanation, about

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class OfficeRemark:
    """The line that the strategy office added."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExplanationLine:
    """One revision of what an owner said; texts are empty, and `due_on` None, where unsaid."""

    pk: int
    happened: str
    cause: str
    next_step: str
    due_on: date | None
    help_asked: str
    by: str
    at: datetime
    remark: OfficeRemark | None


def explanations_of(
    unit: Unit, matter: Matter, period: Period, as_of: datetime | None = None
) -> tuple[ExplanationLine, ...]:
    """Return what was said of a matter at a unit in a period, the newest first, in two queries."""
    rows = OwnerExplanation.objects.filter(
        unit=unit, **about(matter), frequency=period.frequency.value, period=period.ordinal
    )
    if as_of is not None:
        rows = rows.filter(recorded_at__lte=as_of)
    return explanation_lines(rows.select_related("author").order_by("-id"), as_of)


def newest_by_kpi(unit: Unit, periods: Mapping[int, Period]) -> dict[int, ExplanationLine]:
    """Return what counts of some KPIs at a unit, each in its period, by KPI id, in two queries."""
    rows = OwnerExplanation.objects.newest().filter(
        unit=unit, kpi__in=list(periods), period__in={each.ordinal for each in periods.values()}
    )
    found = [
        row
        for row in rows.select_related("author")
        if periods[row.kpi_id] == Period(Frequency(row.frequency), row.period)
    ]
    lines = explanation_lines(found)
    return {row.kpi_id: line for row, line in zip(found, lines, strict=True)}


def explanation_lines(
    rows: Iterable[OwnerExplanation], as_of: datetime | None = None
) -> tuple[ExplanationLine, ...]:
    """Return explanations, which have their authors fetched, as a page shows them."""
    found = list(rows)
    remarks = _remarks({row.pk for row in found}, as_of)
    return tuple(
        ExplanationLine(
            pk=row.pk,
            happened=row.happened,
            cause=row.cause,
            next_step=row.next_step,
            due_on=row.due_on,
            help_asked=row.help_asked,
            by=row.author.name,
            at=row.recorded_at,
            remark=remarks.get(row.pk),
        )
        for row in found
    )


def _remarks(ids: Collection[int], as_of: datetime | None) -> dict[int, OfficeRemark]:
    rows = OfficeLine.objects.newest(as_of).filter(explanation__in=ids).select_related("author")
    if as_of is not None:
        rows = rows.filter(recorded_at__lte=as_of)
    return {
        row.explanation_id: OfficeRemark(row.text, row.author.name, row.recorded_at) for row in rows
    }


def visible_explanation(user: "User", explanation_id: int) -> OwnerExplanation:
    """Return what was said at a unit that `user` may see, or answer 404."""
    seen = OwnerExplanation.objects.allowing(user, Action.SEE_UNIT)
    rows = seen.select_related("unit", "kpi__current", "objective__current", "author")
    found: OwnerExplanation = get_object_or_404(rows, pk=explanation_id)
    return found
