"""A KPI at a unit beside its sister units: those directly below the same unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.translation import gettext as _

from core.strips import Strip, strip
from organization.models import Unit
from scorecard.engine.types import Scoring, Status, UnitRule
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Figure, shown
from scorecard.selectors.kpis import KpiPage
from scorecard.selectors.ranks import ranks

#: So many units have figures where they stand without names, and so many of them are not one's own.
FEWEST, FEWEST_OTHERS = 5, 4
FEWEST_TO_COMPARE = 2
UP, DOWN, UNKNOWN = "up", "down", ""


@dataclass(frozen=True, slots=True)
class Sister:
    """A unit beside the one of the page, or that one itself.

    Attributes
    ----------
    name, code, query
        What it is called, its code, and the same KPI there; empty where that is not told.
    number
        What is compared: its figure, or its score.
    """

    name: str
    code: str
    query: str
    number: float
    rank: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Sisters:
    """A KPI at sister units in a period, best first.

    Attributes
    ----------
    n_due
        How many of them were to report.
    by_score
        Whether scores are compared: sums grow with the unit, and a band has no better end.
    median, aim
        The middle of what is compared, and what the unit itself aims at; None is unknown.
    """

    finding: str
    parent: str
    period_name: str
    n_due: int
    by_score: bool
    are_named: bool
    rows: tuple[Sister, ...]
    picture: Strip
    median: float
    aim: float | None
    unit_of_measure: str
    decimals: int

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest number that the picture shows."""
        numbers = [row.number for row in self.rows]
        numbers += [self.aim] if self.aim is not None else []
        return min(numbers), max(numbers)

    @property
    def own(self) -> Sister | None:
        """The unit of the page, if it has reported."""
        return next((row for row in self.rows if row.is_own), None)


@dataclass(frozen=True, slots=True)
class Beside:
    """The sister units in a period.

    Attributes
    ----------
    seen
        The ids of those into which the reader sees.
    figures
        What the KPI says there, by unit id, where it was due.
    """

    parent: Unit
    units: Sequence[Unit]
    seen: frozenset[int]
    figures: Mapping[int, Figure]

    @property
    def all_seen(self) -> bool:
        """Whether the reader sees into all of them: names then say nothing new."""
        return self.seen >= {unit.pk for unit in self.units}


def sisters_page(
    context: Context, page: KpiPage, beside: Beside, *, are_named: bool
) -> Sisters | None:
    """Return the comparison that a page shows; None where it would tell too much, or nothing.

    Parameters
    ----------
    are_named
        Whether the names of the others may be told; without them so many units must have
        figures that nobody can tell whose is whose.
    """
    by_score = _by_score(page)
    numbers = _numbers(context, page, beside.figures, by_score=by_score)
    if not _enough(beside, numbers, are_named=are_named):
        return None
    better = UP if by_score else page.figure.better if page.figure else UNKNOWN
    rows = _rows(context, beside, numbers, better, are_named=are_named)
    middle = median(numbers.values())
    aim = context.cuts.goal if by_score else page.figure.goal if page.figure else None
    places = [place for place, row in enumerate(rows) if row.is_own]
    own = places[0] if places else None
    return Sisters(
        finding=finding(rows, better),
        parent=beside.parent.name,
        period_name=page.period_name,
        n_due=len(beside.figures),
        by_score=by_score,
        are_named=are_named,
        rows=tuple(rows),
        picture=strip([row.number for row in rows], own, [middle, aim]),
        median=middle,
        aim=aim,
        unit_of_measure="" if by_score else page.unit_of_measure,
        decimals=0 if by_score else page.decimals,
    )


def _by_score(page: KpiPage) -> bool:
    version = page.subject.version
    return version.unit_rule == UnitRule.SUM or version.scoring == Scoring.BAND


def _numbers(
    context: Context, page: KpiPage, figures: Mapping[int, Figure], *, by_score: bool
) -> dict[int, float]:
    """Return what is compared as it is printed, by unit id, of those of which enough is known."""
    digits = page.decimals + (2 if page.unit_of_measure == "%" else 0)
    found: dict[int, float] = {}
    for unit_id, figure in figures.items():
        score = shown(figure.score, figure.status, context.cuts)
        number = score if by_score else figure.value
        if number is not None and figure.status is not Status.INSUFFICIENT:
            found[unit_id] = round(number, digits)
    return found


def _enough(beside: Beside, numbers: Mapping[int, float], *, are_named: bool) -> bool:
    if are_named:
        return len(numbers) >= FEWEST_TO_COMPARE
    hidden = numbers.keys() - beside.seen
    return len(numbers) >= FEWEST and len(hidden) >= FEWEST_OTHERS


def _rows(
    context: Context,
    beside: Beside,
    numbers: Mapping[int, float],
    better: str,
    *,
    are_named: bool,
) -> list[Sister]:
    """Return the units best first; without a better end, the highest first."""
    sign = 1 if better == DOWN else -1
    # Equal ones stand by name only where names are told: their order must tell none.
    listed = sorted(
        (unit for unit in beside.units if unit.pk in numbers),
        key=lambda unit: (
            sign * numbers[unit.pk],
            unit != context.unit,
            unit.name if are_named else "",
        ),
    )
    opened = [unit for unit in listed if are_named and unit.pk in beside.seen]
    places = ranks([numbers[unit.pk] for unit in listed])
    return [
        Sister(
            name=unit.name if are_named or unit == context.unit else "",
            code=unit.code if unit == context.unit or unit in opened else "",
            query=context.query_for(unit.code) if unit in opened else "",
            number=numbers[unit.pk],
            rank=rank or 0,
            is_own=unit == context.unit,
        )
        for unit, rank in zip(listed, places, strict=True)
    ]


def finding(rows: Sequence[Sister], better: str) -> str:
    """Say in one sentence how the unit stands among its sister units."""
    own = next((row for row in rows if row.is_own), None)
    values = {"count": len(rows), "rank": own.rank if own else 0}
    if own is None:
        return _("Not among the %(count)d sister units that reported") % values
    if sum(row.number == own.number for row in rows) > 1:
        return _shared(rows, better) % values
    if not better:
        return _("Number %(rank)d of %(count)d sister units, the highest first") % values
    words = {
        1: _("Best of %(count)d sister units"),
        2: _("Second best of %(count)d sister units"),
        3: _("Third best of %(count)d sister units"),
    }
    if own.rank == len(rows):
        return _("Last of %(count)d sister units") % values
    further = _("Number %(rank)d of %(count)d sister units, the best first")
    return words.get(own.rank, further) % values


def _shared(rows: Sequence[Sister], better: str) -> str:
    if rows[0].number == rows[-1].number:
        return _("All %(count)d sister units stand alike")
    if better:
        return _("Shares place %(rank)d of %(count)d sister units, the best first")
    return _("Shares place %(rank)d of %(count)d sister units, the highest first")
