"""The way from target to actual: what each unit below adds to it or takes away, step by step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from scorecard.engine.contributions import causes
from scorecard.engine.states import EXTREMES
from scorecard.engine.types import Status, UnitRule
from scorecard.models import KpiVersion
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.explained_parts import SEEN, PartLine, Parts
from scorecard.selectors.families import Family
from scorecard.selectors.figures import Figure, decimals_seen

#: Units beyond these are one step, together.
MOST_STEPS = 8
MOST_NAMED = 3
MISSED = frozenset({Status.RED, Status.AMBER})


@dataclass(frozen=True, slots=True)
class Step:
    """What one part adds to the way from target to actual; None is unknown, or no share.

    Attributes
    ----------
    query
        Of a unit below, the address of the same KPI there; empty for all else.
    points
        ``rate`` and ``mix`` together: what comes from its own goal, and what from its weight.
    share
        The part of the whole way; None where target and actual are the same.
    is_cause
        Whether the finding speaks of it.
    is_out
        Whether nothing of what is due there has come in.
    """

    name: str
    query: str
    value: float | None
    points: float | None
    rate: float | None
    mix: float | None
    share: float | None
    is_cause: bool
    is_out: bool


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The way from the target of a figure to the figure itself.

    Attributes
    ----------
    steps
        All parts: of the units, the worst first, then what is none of theirs. Their points add up
        to the end less the start. Empty where there are none: `refusal` says why.
    finding
        What they show, in one sentence; `rule` says how a part comes about.
    """

    unit_of_measure: str
    decimals: int
    start: float | None
    end: float
    steps: tuple[Step, ...] = ()
    finding: str = ""
    rule: str = ""
    refusal: str = ""

    @property
    def gap(self) -> float | None:
        """The way as a whole."""
        return None if self.start is None else self.end - self.start

    @property
    def sentence(self) -> str:
        """What is said aloud instead of the picture."""
        ends = {"goal": self.start, "value": self.end}
        written = {
            name: numbers.figure(end, self.unit_of_measure, decimals=self.decimals)
            for name, end in ends.items()
        }
        return _("%(finding)s: from the target of %(goal)s to %(value)s") % {
            "finding": self.finding,
            **written,
        }

    @property
    def drawn(self) -> tuple[Step, ...]:
        """The steps as a picture has room for them: the smallest units are one, together."""
        shared = [step for step in self.steps if step.points is not None]
        units = [step for step in shared if step.query]
        # Of what is no unit, nothing is drawn that would print as zero.
        others = [s for s in shared if not s.query and self._written(s.points or 0.0)]
        if len(units) <= MOST_STEPS + 1:
            return (*units, *others)
        by_size = sorted(units, key=lambda step: -abs(step.points or 0.0))
        small = by_size[MOST_STEPS:]
        return (*(step for step in units if step not in small), together(small), *others)

    @property
    def causes(self) -> tuple[str, ...]:
        """The names of the units that the finding speaks of, where they are few enough to name."""
        names = tuple(step.name for step in self.steps if step.is_cause)
        return names if len(names) <= MOST_NAMED else ()

    @property
    def out(self) -> tuple[str, ...]:
        """The names of the units of which nothing is in."""
        return tuple(step.name for step in self.steps if step.is_out)

    @property
    def has_mix(self) -> bool:
        """Whether weights are at work beside the units' own figures."""
        return any(abs(step.mix or 0.0) > SEEN for step in self.steps)

    @property
    def is_rounded(self) -> bool:
        """Whether the steps as written do not quite add up to the way as written."""
        written = sum(self._written(step.points or 0.0) for step in self.steps)
        return self._written(self.start or 0.0) + written != self._written(self.end)

    def _written(self, number: float) -> Decimal:
        return numbers.rounded(number, self.unit_of_measure, decimals=self.decimals)


def together(steps: Sequence[Step]) -> Step:
    """Return the steps of several units as one."""
    name = ngettext("%(count)d other unit", "%(count)d other units, together", len(steps))
    shares = [step.share for step in steps if step.share is not None]
    return Step(
        name=name % {"count": len(steps)},
        query="",
        value=None,
        points=sum(step.points or 0.0 for step in steps),
        rate=sum(step.rate or 0.0 for step in steps),
        mix=sum(step.mix or 0.0 for step in steps),
        share=sum(shares) if shares else None,
        is_cause=False,
        is_out=False,
    )


def why_no_way(version: KpiVersion, figure: Figure, unit: str) -> str:
    """Say why a figure at a unit has no way from target to actual; empty where it may have one."""
    if figure.gap is None:
        return _("There is no single target to hold this figure against.")
    if version.formula:
        return _("It is computed from other figures, not put together from units.")
    if version.unit_rule == UnitRule.NONE:
        return _("%(unit)s enters this figure itself: it is not made of units.") % {"unit": unit}
    return ""


def why_no_parts(figure: Figure, family: Family | None, parts: Parts) -> str:
    """Say why what stands behind a figure is no way from its target; empty where it is one."""
    if family is None:
        return _("Over so long a period it has no parts: choose a month.")
    if family.now.whole.replaces is not None:
        return _("The figure is overridden: no unit below has a share in it.")
    if family.rule in EXTREMES:
        return _decided(family, figure, parts)
    return _why_not_split(figure, parts)


def _why_not_split(figure: Figure, parts: Parts) -> str:
    if not any(line.query for line in parts.lines):
        return _("No unit below reports this KPI.")
    if not parts.has_miss or parts.miss is None:
        return _("Not every unit below has a target of its own: a sum is split along them.")
    if abs(parts.miss - (figure.gap or 0.0)) > SEEN * max(1.0, abs(figure.value or 0.0)):
        return _("It is being computed anew: load the page again in a moment.")
    return ""


def _decided(family: Family, figure: Figure, parts: Parts) -> str:
    """Say which part alone made a lowest or highest figure: the first of equals by code."""
    names = [line.name for line in parts.lines if line.value == figure.value]
    values = {"unit": names[0] if names else ""}
    lowest = family.rule is UnitRule.MIN
    if not names:
        return _("Only the lowest unit counts.") if lowest else _("Only the highest unit counts.")
    if lowest:
        return _("%(unit)s decides this figure alone: the lowest unit counts.") % values
    return _("%(unit)s decides this figure alone: the highest unit counts.") % values


def no_way(version: KpiVersion, figure: Figure, refusal: str) -> Waterfall:
    """Return that a figure has no steps, and why."""
    return Waterfall(
        unit_of_measure=version.unit_of_measure,
        decimals=version.decimals,
        start=figure.goal,
        end=figure.value or 0.0,
        refusal=refusal,
    )


def waterfall(context: Context, version: KpiVersion, figure: Figure, parts: Parts) -> Waterfall:
    """Return the way from target to actual; it makes no queries.

    Parameters
    ----------
    figure
        It has a value and a goal.
    parts
        What stands behind it, as far as the reader may see it; its miss is split.
    """
    lines = [line for line in parts.lines if line.miss is not None]
    # Above one's own unit nobody is told how few units carry most of it.
    speaks_of_causes = context.can_see_breakdown and figure.status in MISSED
    steps = tuple(_steps(figure, lines, speaks_of_causes=speaks_of_causes))
    largest = max(abs(step.points or 0.0) for step in steps)
    return Waterfall(
        unit_of_measure=version.unit_of_measure,
        decimals=decimals_seen(largest, version.unit_of_measure, version.decimals),
        start=figure.goal,
        end=figure.value or 0.0,
        steps=steps,
        finding=_finding(context, figure, steps),
        rule=sentences.split_rule(version.unit_rule),
    )


def _steps(figure: Figure, lines: Sequence[PartLine], *, speaks_of_causes: bool) -> Iterable[Step]:
    """Yield the steps of the units, the worst first, then those of what is no unit."""
    points = np.array([line.miss if line.query else 0.0 for line in lines], dtype=np.float64)
    gap = figure.gap or 0.0
    found = set(causes(points, gap).tolist()) if speaks_of_causes else set()
    steps = [_step(line, gap, place in found) for place, line in enumerate(lines)]
    worse = _worse(figure)
    units = [step for step in steps if step.query]
    yield from sorted(units, key=lambda step: (step.points is None, -worse * (step.points or 0.0)))
    yield from (step for step in steps if not step.query)


def _step(line: PartLine, gap: float, is_cause: bool) -> Step:  # noqa: FBT001
    # What is missing from a mean has no share; of a sum its target stays, so it counts.
    points = line.miss if line.miss or line.has_share or not line.query else None
    return Step(
        name=line.name,
        query=line.query,
        value=line.value,
        points=points,
        rate=line.miss_rate,
        mix=line.miss_mix,
        share=points / gap if points is not None and gap else None,
        is_cause=is_cause,
        is_out=line.is_out,
    )


def _worse(figure: Figure) -> float:
    """Return the sign of a step for the worse; without a direction, that of the way."""
    if figure.better:
        return -1.0 if figure.better == "up" else 1.0
    return float(np.sign(figure.gap or 0.0))


def _finding(context: Context, figure: Figure, steps: Sequence[Step]) -> str:
    units = [step for step in steps if step.query]
    if not context.can_see_breakdown:
        # How many units there are is not published above one's own.
        return _("What your units add on the way from target to actual")
    if figure.status in MISSED:
        found = [step.share or 0.0 for step in units if step.is_cause]
        return sentences.causes_finding(len(found), len(units), sum(found))
    if figure.status is Status.GREEN:
        return _of_met(figure, units)
    return _("What each unit adds on the way from target to actual")


def _of_met(figure: Figure, units: Sequence[Step]) -> str:
    """Say how many units work against a figure that is on target: a sum hides them."""
    seen = SEEN * max(1.0, abs(figure.value or 0.0))
    against = sum(_worse(figure) * (step.points or 0.0) > seen for step in units)
    values = {"few": against, "all": len(units)}
    if not against:
        return _("No unit below works against the target")
    return (
        ngettext(
            "On target, though %(few)d of %(all)d units works against it",
            "On target, though %(few)d of %(all)d units work against it",
            against,
        )
        % values
    )
