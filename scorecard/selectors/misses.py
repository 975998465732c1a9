"""What drives a miss: which units carry how much of a figure's distance from its target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.engine.contributions import Split, causes
from scorecard.engine.types import Status
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Column, Figure, decimals_seen, decimals_to_show, shown
from scorecard.selectors.lines import KpiLine, Strategy
from scorecard.selectors.periods import period_name

MOST_LARGEST = 3
MISSED = {Status.RED: 0, Status.AMBER: 1}


@dataclass(frozen=True, slots=True)
class MissedKpi:
    """A KPI that misses its target at the unit of a page, and the address to look into it."""

    line: KpiLine
    figure: Figure
    score: int | None
    query: str

    @property
    def code(self) -> str:
        """The KPI's code."""
        return self.line.kpi.code

    @property
    def decimals(self) -> int:
        """With how many decimals its miss is seen."""
        version = self.line.version
        return decimals_to_show(self.figure, version.unit_of_measure, version.decimals)


@dataclass(frozen=True, slots=True)
class MissPart:
    """What one unit contributes to a miss, in points of the figure above; None is unknown.

    Attributes
    ----------
    query
        Unit and period, for the address of the same KPI there; empty where it is no unit.
    share
        The part of the whole miss, negative where it works against it.
    is_cause
        Whether the title of the chart speaks of it.
    is_out
        Whether nothing of what is due there has come in.
    """

    name: str
    query: str
    value: float | None
    goal: float | None
    points: float | None
    share: float | None
    is_cause: bool
    is_out: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The units below and what they say, in the same order, and how the miss splits.

    Attributes
    ----------
    split
        None where it cannot be split.
    """

    units: tuple[Unit, ...]
    figures: Mapping[int, Figure]
    split: Split | None


@dataclass(frozen=True, slots=True)
class Miss:
    """One miss, looked into: which units carry it, and the others to choose from.

    Attributes
    ----------
    refusal
        Why it has no parts; empty where it has.
    out
        The names of the units of which nothing is in.
    """

    missed: MissedKpi
    others: tuple[MissedKpi, ...]
    period_name: str
    finding: str
    rule: str
    refusal: str
    parts: tuple[MissPart, ...]
    out: tuple[str, ...]

    @property
    def decimals(self) -> int:
        """With how many decimals its largest part is seen, and those near it."""
        version = self.missed.line.version
        largest = max((abs(part.points or 0.0) for part in self.parts), default=0.0)
        return decimals_seen(largest, version.unit_of_measure, version.decimals)

    @property
    def largest_parts(self) -> tuple[MissPart, ...]:
        """The largest parts, and the others together."""
        shared = [part for part in self.parts if part.points is not None]
        if len(shared) <= MOST_LARGEST + 1:
            return tuple(shared)
        largest, others = shared[:MOST_LARGEST], shared[MOST_LARGEST:]
        return (*largest, together(others))

    @property
    def causes(self) -> tuple[str, ...]:
        """The names of the units that the finding speaks of, where they are few enough to name."""
        names = tuple(part.name for part in self.parts if part.is_cause)
        return names if len(names) <= MOST_LARGEST else ()

    @property
    def longest(self) -> float:
        """How long the longest of these is: the others are drawn against it."""
        return max((abs(part.points or 0.0) for part in self.largest_parts), default=0.0)

    @property
    def can_be_drawn(self) -> bool:
        """Whether there is more than one part."""
        return sum(part.points is not None for part in self.parts) > 1


def together(parts: Sequence[MissPart]) -> MissPart:
    """Return several parts as one."""
    name = _("%(count)d others, together") % {"count": len(parts)}
    points = sum(part.points or 0.0 for part in parts)
    share = sum(part.share or 0.0 for part in parts)
    return MissPart(name, "", None, None, points, share, is_cause=False, is_out=False)


def missed_kpis(context: Context, strategy: Strategy, column: Column) -> list[MissedKpi]:
    """Return the KPIs that miss their target at the unit of `context`, worst first."""
    found: dict[str, MissedKpi] = {}
    for line in (line for lines in strategy.lines.values() for line in lines):
        figure = column.kpis.get(line.kpi.pk)
        if figure is not None and figure.status in MISSED and figure.gap:
            found.setdefault(line.kpi.code, _missed(context, line, figure))
    return sorted(found.values(), key=_worst_first)


def _missed(context: Context, line: KpiLine, figure: Figure) -> MissedKpi:
    query = f"{context.query}&{urlencode({'kpi': line.kpi.code})}"
    return MissedKpi(line, figure, shown(figure.score, figure.status, context.cuts), query)


def _worst_first(missed: MissedKpi) -> tuple[int, bool, float, str]:
    figure = missed.figure
    return MISSED[figure.status], not missed.line.critical, figure.score or 0.0, missed.code


def miss_page(
    context: Context, missed: MissedKpi, others: Sequence[MissedKpi], reading: Reading
) -> Miss:
    """Return what a page says of one miss; it makes no queries."""
    parts = _Parts(context, missed, reading)
    unit_rule = missed.line.version.unit_rule
    refusal = _refusal(context, unit_rule, reading)
    return Miss(
        missed=missed,
        others=tuple(each for each in others if each.code != missed.code),
        period_name=period_name(missed.figure.period),
        finding=refusal or parts.finding(),
        rule=sentences.split_rule(unit_rule),
        refusal=refusal,
        parts=tuple(parts.all()),
        out=tuple(part.name for part in parts.of_units if part.is_out),
    )


def _refusal(context: Context, unit_rule: str, reading: Reading) -> str:
    if reading.split:
        return ""
    if not reading.units and unit_rule != "none":
        return _("No unit below reports this KPI: the miss has no parts")
    return sentences.no_parts(unit_rule, context.unit.name)


class _Parts:
    """Makes the parts of a miss, those that carry most of it first."""

    def __init__(self, context: Context, missed: MissedKpi, reading: Reading) -> None:
        self.context, self.reading = context, reading
        self.miss = missed.figure.gap or 0.0
        split = reading.split
        self.causes = causes(split.parts, self.miss).tolist() if split else []
        self.of_units = [self._of_unit(place, unit) for place, unit in enumerate(reading.units)]

    def finding(self) -> str:
        """Say how few units carry how much."""
        if self.reading.split and self.reading.split.override:
            return _("The figure is overridden: no unit below has a share in the miss")
        explained = sum(self.of_units[place].share or 0.0 for place in self.causes)
        return sentences.causes_finding(len(self.causes), len(self.of_units), explained)

    def all(self) -> list[MissPart]:
        """Return the parts of the units, then what is none of theirs."""
        toward_first = sorted(self.of_units, key=lambda part: -(part.share or 0.0))
        return [*toward_first, *self._beside()]

    def _of_unit(self, place: int, unit: Unit) -> MissPart:
        figure, split = self.reading.figures[unit.pk], self.reading.split
        is_out = figure.value is None and figure.reported < figure.expected
        points = float(split.parts[place]) if split else None
        # Of a sum, what is missing adds nothing to the figure and its target stays: it counts.
        counts = points or figure.value is not None
        return self._part(
            unit.name,
            points if counts else None,
            query=self.context.query_for(unit.code),
            figure=figure,
            is_cause=place in self.causes,
            is_out=is_out,
        )

    def _beside(self) -> list[MissPart]:
        """Return what is left over: an own entry, and a target that no unit was given."""
        split = self.reading.split
        if split is None:
            return []
        own = _("%(unit)s, own entry and others") % {"unit": self.context.unit.name}
        named = (
            (own, split.rest),
            (_("Target that no unit below has"), split.unassigned),
            (_("Override by the strategy office"), split.override),
        )
        # What rounding leaves over is not worth a line.
        seen = max(1.0, abs(self.miss)) * 1e-9
        return [self._part(name, points) for name, points in named if abs(points) > seen]

    def _part(
        self,
        name: str,
        points: float | None,
        *,
        query: str = "",
        figure: Figure | None = None,
        is_cause: bool = False,
        is_out: bool = False,
    ) -> MissPart:
        return MissPart(
            name=name,
            query=query,
            value=figure.value if figure else None,
            goal=figure.goal if figure else None,
            points=points,
            share=None if points is None else points / self.miss,
            is_cause=is_cause,
            is_out=is_out,
        )
