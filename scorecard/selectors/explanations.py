"""Why a KPI says what it says: the rule, what each part contributes, what moved it, who entered it.

Units that a person may see are named; all others are one line, together.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core import numbers
from scorecard.engine.types import Status
from scorecard.selectors import explained_parts, sentences
from scorecard.selectors.context import Context
from scorecard.selectors.definitions import least_coverage
from scorecard.selectors.explained_parts import Parts, part_lines
from scorecard.selectors.families import Family
from scorecard.selectors.figures import (
    MORE_DECIMALS,
    Figure,
    decimals_seen,
    decimals_to_show,
    shown,
)
from scorecard.selectors.kpis import finding_of
from scorecard.selectors.periods import before, period_name
from scorecard.selectors.revisions import RevisionLine
from scorecard.selectors.rule_sentences import (
    figure_sentences,
    policy_sentence,
    rule_sentence,
    special_sentences,
    threshold_sentences,
    time_sentence,
    unassigned_sentence,
)
from scorecard.selectors.score_steps import UNKNOWN, ScoreStep, Zeros, score_steps
from scorecard.selectors.subjects import Readings, Subject


@dataclass(frozen=True, slots=True)
class WeightLine:
    """What a KPI weighs in an objective, and its share in the weights set there."""

    code: str
    name: str
    weight: float
    share: float | None
    critical: bool


@dataclass(frozen=True, slots=True)
class OperandLine:
    """A figure that a formula takes; `code` is empty for those that may not be seen."""

    code: str
    name: str
    unit_of_measure: str
    decimals: int
    value: float | None


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure; all but `family` only as far as the reader may see it.

    Attributes
    ----------
    family
        None where a figure over so long a period has no parts.
    formula, operands
        Of a KPI that is computed from others; empty for all else.
    freshness
        When the last of its figures came in; None above one's own unit.
    entries
        The newest with who and when; empty above one's own unit.
    has_more_entries
        Whether there are older ones.
    zeros
        Where the score of a band has fallen to 0.
    """

    family: Family | None
    formula: str
    operands: tuple[OperandLine, ...]
    freshness: datetime | None
    entries: tuple[RevisionLine, ...]
    has_more_entries: bool
    weights: tuple[WeightLine, ...]
    zeros: Zeros = UNKNOWN


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the panel of a figure says.

    Attributes
    ----------
    finding, change_sentence
        What it is, against its goal, and how it moved since the period before.
    rules, policies
        How the figure is made, and what becomes of what is missing, in words.
    parts
        By code; their points add up to the figure, what moved them to its change, their misses
        to its distance from the goal. Empty where there are none: `refusal` says why.
    decimals, points_decimals
        With how many the figure is written, and its parts, so that the smaller are seen.
    score
        The whole number as printed; `score_steps` add up to it before it was rounded.
    thresholds, least_coverage, weights
        From where on which status holds, how much has to be in, what it weighs in which objective.
    unassigned
        How a goal that was set differs from what those below make; empty for not at all.
    formula, operands, freshness, entries, has_more_entries
        As in `Behind`.
    """

    code: str
    name: str
    unit_of_measure: str
    decimals: int
    points_decimals: int
    period_name: str
    previous_name: str
    figure: Figure
    finding: str
    change_sentence: str
    rules: tuple[str, ...]
    policies: tuple[str, ...]
    marks: tuple[str, ...]
    refusal: str
    parts: Parts
    score: int | None
    score_steps: tuple[ScoreStep, ...]
    thresholds: tuple[str, ...]
    unassigned: str
    least_coverage: str
    formula: str
    operands: tuple[OperandLine, ...]
    freshness: datetime | None
    entries: tuple[RevisionLine, ...]
    has_more_entries: bool
    weights: tuple[WeightLine, ...]

    @property
    def status(self) -> Status:
        """The status that the panel explains."""
        return self.figure.status

    @property
    def heading(self) -> str:
        """The question that the panel answers."""
        if self.figure.value is None:
            return _("Why %(kpi)s has no figure") % {"kpi": self.name}
        value = numbers.figure(self.figure.value, self.unit_of_measure, decimals=self.decimals)
        return _("Why %(kpi)s is %(value)s") % {"kpi": self.name, "value": value}


def explanation_page(
    context: Context, subject: Subject, readings: Readings, behind: Behind
) -> Explanation:
    """Return what the panel of a figure says; the figure is there.

    Parameters
    ----------
    readings
        As the page of the KPI shows them: what is not published there is not explained.
    """
    period, version = readings.period, subject.version
    figure, unit = readings.own[period], version.unit_of_measure
    decimals = decimals_to_show(figure, unit, version.decimals)
    parts = _parts(context, behind.family, unit, decimals)
    name, previous = period_name(period), period_name(before(period))
    is_long = period.frequency is not subject.frequency
    return Explanation(
        code=subject.kpi.code,
        name=version.name,
        unit_of_measure=unit,
        decimals=decimals,
        points_decimals=_points_decimals(parts, unit, decimals),
        period_name=name,
        previous_name=previous,
        figure=figure,
        finding=finding_of(version, name, figure, decimals),
        change_sentence=sentences.change_sentence(
            _change(figure, readings.own.get(before(period))), unit, previous, decimals
        ),
        rules=(rule_sentence(version), time_sentence(version, period, is_long=is_long)),
        policies=(policy_sentence(version), *special_sentences(version)),
        marks=tuple(figure_sentences(figure, unit, decimals)),
        refusal=_refusal(behind, parts),
        parts=parts,
        score=shown(figure.score, figure.status, context.cuts),
        score_steps=score_steps(version, figure, context.cuts, behind.zeros),
        thresholds=tuple(threshold_sentences(version, figure, context.cuts)),
        unassigned=_unassigned(context, behind.family, figure, unit, decimals),
        least_coverage=least_coverage(version),
        formula=behind.formula,
        operands=behind.operands,
        freshness=behind.freshness,
        entries=behind.entries,
        has_more_entries=behind.has_more_entries,
        weights=behind.weights,
    )


def weight_lines(subject: Subject, codes: dict[int, str]) -> tuple[WeightLine, ...]:
    """Return what a KPI weighs in the objectives, whose codes are given by id."""
    return tuple(
        WeightLine(
            code=codes[line.objective_id],
            name=name,
            weight=line.weight,
            share=line.weight / total if (total := subject.weights[line.objective_id]) else None,
            critical=line.critical,
        )
        for line, name in subject.lines
    )


def _parts(context: Context, family: Family | None, unit: str, decimals: int) -> Parts:
    return explained_parts.NONE if family is None else part_lines(context, family, unit, decimals)


def _change(figure: Figure, earlier: Figure | None) -> float | None:
    if earlier is None or earlier.value is None or figure.value is None:
        return None
    return figure.value - earlier.value


def _points_decimals(parts: Parts, unit: str, decimals: int) -> int:
    """Return with how many decimals the largest part is seen, and those near it."""
    points = [abs(line.points) for line in parts.lines if line.points]
    return decimals_seen(min(points), unit, decimals) if points else decimals


def _refusal(behind: Behind, parts: Parts) -> str:
    if parts.lines or behind.operands:
        return ""
    if behind.family is None:
        return _("Over so long a period there are no parts: choose a month")
    return _("Nothing has been entered yet that it could be made of")


def _unassigned(
    context: Context, family: Family | None, figure: Figure, unit: str, decimals: int
) -> str:
    """Say which part of a goal nobody below has; nothing above one's own unit."""
    gap = family.unassigned if family else None
    if gap is None or figure.goal is None or not context.can_see_breakdown:
        return ""
    enough = _enough_for(gap, unit, decimals)
    return "" if enough is None else unassigned_sentence(gap, figure.goal, unit, enough)


def _enough_for(gap: float, unit: str, decimals: int) -> int | None:
    """Return with how many decimals a gap is seen; None where there is nothing to be seen."""
    more = range(decimals, decimals + MORE_DECIMALS + 1)
    return next((each for each in more if sentences.size(gap, unit, each)), None)
