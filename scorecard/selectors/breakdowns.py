"""What a KPI is made of: the units directly below one, and the unit's own entry."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from organization.models import Placement, Unit
from organization.querysets import UnitQuerySet
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Status
from scorecard.models import Entry, Kpi
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Figure, shown
from scorecard.selectors.lines import known


@dataclass(frozen=True, slots=True)
class Part:
    """A unit below, or the own entry of the unit itself; None is unknown.

    Attributes
    ----------
    query
        Unit and period, for the address of the same KPI there; empty for the own entry.
    received
        When the last of its figures came in.
    """

    name: str
    query: str
    value: float | None
    goal: float | None
    red_flag: float | None
    gap: float | None
    score: int | None
    status: Status | None
    reported: int
    expected: int
    received: datetime | None

    @property
    def is_not_reported(self) -> bool:
        """Whether nothing of what is due has come in."""
        return self.value is None and self.reported < self.expected


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of a KPI's figure: what is not reported first, then worst first."""

    parts: tuple[Part, ...]

    @property
    def can_be_drawn(self) -> bool:
        """Whether there are two values to compare."""
        return sum(part.value is not None for part in self.parts) > 1

    @property
    def finding(self) -> str:
        """What the parts show, in one sentence."""
        missing = sum(part.is_not_reported for part in self.parts)
        red = sum(part.status is Status.RED for part in self.parts)
        return sentences.parts_finding(red, missing)


def children_in(context: Context, period: Period, as_of: datetime | None = None) -> UnitQuerySet:
    """Return the units that hung directly below the unit at the end of a period, and were open.

    A unit that has left since is there for those only who may see it where it is now. As known at
    a moment those are there, too, of which it was said only later when they opened or closed.
    """
    return below_in(context, [context.unit.pk], period, as_of).in_order()


def below_in(
    context: Context, unit_ids: Collection[int], period: Period, as_of: datetime | None = None
) -> UnitQuerySet:
    """Return the same for several units; `then_below` is the id of the one above each."""
    below = all_below_in(context, unit_ids, period, as_of)
    return below.allowing(context.user, Action.SEE_UNIT)


def all_below_in(
    context: Context, unit_ids: Collection[int], period: Period, as_of: datetime | None = None
) -> UnitQuerySet:
    """Return the same whoever looks: to calculate with, not to be named to everybody."""
    first, last = context.calendar.first_day(period), context.calendar.last_day(period)
    placed = known(Placement.objects.filter(valid_from__lte=last), as_of)
    newest = placed.filter(unit=OuterRef("pk")).order_by("-valid_from", "-id")
    units: UnitQuerySet = (
        Unit.objects.filter(pk__in=placed.filter(parent__in=unit_ids).values("unit"))
        .annotate(then_below=Subquery(newest.values("parent")[:1]))
        .filter(then_below__in=unit_ids)
    )
    # A unit holds when it opens and closes as that is known now.
    return units if as_of else units.exclude(opened_on__gt=last).exclude(closed_on__lt=first)


def breakdown(
    context: Context, kpi: Kpi, periods: Collection[int], figures: Mapping[int, Figure]
) -> Breakdown | None:
    """Return the parts of a figure, in two queries; None where nothing below reports the KPI.

    The caller has asked the gate.

    Parameters
    ----------
    periods
        The base periods behind the period shown.
    figures
        The figures of the units below, by unit id.
    """
    if not figures:
        return None
    units = list(Unit.objects.filter(pk__in=list(figures)).in_order())
    entries = _standing(context.unit, kpi, periods)
    parts = [_part(context, unit, figures[unit.pk], entries) for unit in units]
    parts += _own(context.unit, periods, entries)
    return Breakdown(tuple(sorted(parts, key=_worst_first)))


def _standing(unit: Unit, kpi: Kpi, periods: Collection[int]) -> list[dict[str, Any]]:
    """Return the entries that count below a unit, newest revision last."""
    standing = Entry.objects.filter(kpi=kpi, period__in=periods).standing().below([unit.path])
    return list(
        standing.order_by("revision").values(
            *("unit_id", "unit__path", "recorded_at", "kind"),
            *("value", "numerator", "denominator"),
        )
    )


def _part(context: Context, unit: Unit, figure: Figure, entries: Iterable[dict[str, Any]]) -> Part:
    came_in = [e["recorded_at"] for e in entries if e["unit__path"].startswith(unit.path)]
    return Part(
        name=unit.name,
        query=context.query_for(unit.code),
        value=figure.value,
        goal=figure.goal,
        red_flag=figure.red_flag,
        gap=figure.gap,
        score=shown(figure.score, figure.status, context.cuts),
        status=figure.status,
        reported=figure.reported,
        expected=figure.expected,
        received=max(came_in, default=None),
    )


def _own(unit: Unit, periods: Collection[int], entries: Iterable[dict[str, Any]]) -> list[Part]:
    """Return the unit's own entry as one more part, where the period is a single base period."""
    mine = [entry for entry in entries if entry["unit_id"] == unit.pk]
    # An override is no part: it takes the place of all of them.
    if not mine or len(periods) > 1 or mine[-1]["kind"] == Entry.OVERRIDE:
        return []
    entry = mine[-1]
    return [
        Part(
            name=_("%(unit)s, own entry") % {"unit": unit.name},
            query="",
            value=_value(entry),
            goal=None,
            red_flag=None,
            gap=None,
            score=None,
            status=None,
            reported=1,
            expected=1,
            received=entry["recorded_at"],
        )
    ]


def _value(entry: dict[str, Any]) -> float | None:
    if entry["denominator"]:
        return float(entry["numerator"] / entry["denominator"])
    return None if entry["value"] is None else float(entry["value"])


def _worst_first(part: Part) -> tuple[bool, float]:
    """Sort what is not reported first, then by score; what is not scored stands last."""
    return not part.is_not_reported, float("inf") if part.score is None else part.score
