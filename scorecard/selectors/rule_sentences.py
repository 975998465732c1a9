"""The rules of a KPI in words: over units, over time, and what becomes of what is missing."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import numbers
from scorecard.engine.periods import Period
from scorecard.engine.scores import Cuts
from scorecard.engine.types import Scoring, TimeRule, UnitRule
from scorecard.models import KpiVersion
from scorecard.selectors.definitions import status_lines
from scorecard.selectors.figures import Figure
from scorecard.selectors.periods import period_name

RULES = {
    UnitRule.SUM: gettext_lazy("The figures of all units below are added."),
    UnitRule.MEAN: gettext_lazy(
        "The figures of all units below are added, then divided by how many reported."
    ),
    UnitRule.WEIGHTED_MEAN: gettext_lazy(
        "Each figure counts by its weight: %(kpi)s of the same unit."
    ),
    UnitRule.RATIO: gettext_lazy(
        "How many, added over all units, divided by of how many, added likewise."
    ),
    UnitRule.MIN: gettext_lazy("The lowest figure of all units below counts."),
    UnitRule.MAX: gettext_lazy("The highest figure of all units below counts."),
    UnitRule.MEAN_OF_CHILDREN: gettext_lazy(
        "The units directly below count alike, whatever stands behind each."
    ),
    UnitRule.NONE: gettext_lazy(
        "The unit enters this figure itself: nothing below becomes part of it."
    ),
}
TIME_RULES = {
    TimeRule.SUM: gettext_lazy("The periods of %(period)s are added."),
    TimeRule.MEAN: gettext_lazy("The mean of the periods of %(period)s that have a figure."),
    TimeRule.LAST: gettext_lazy("The last period of %(period)s that has a figure counts."),
    TimeRule.MIN: gettext_lazy("The lowest period of %(period)s counts."),
    TimeRule.MAX: gettext_lazy("The highest period of %(period)s counts."),
}


def rule_sentence(version: KpiVersion) -> str:
    """Say how the figures of units become the figure of the unit above."""
    if version.formula:
        return _("It is computed from other figures of the same unit and period.")
    return str(RULES[UnitRule(version.unit_rule)]) % {"kpi": version.weight_kpi}


def time_sentence(version: KpiVersion, period: Period, *, is_long: bool) -> str:
    """Say how base periods became the period shown; a base period is one by itself."""
    values = {"period": period_name(period)}
    if not is_long:
        return _("%(period)s is one period of entry: nothing is put together over time.") % values
    if version.formula:
        return _("The formula takes what its figures say of %(period)s as a whole.") % values
    return str(TIME_RULES[TimeRule(version.time_rule)]) % values


def policy_sentence(version: KpiVersion) -> str:
    """Say what becomes of what is missing."""
    if version.formula:
        return _("Where one of its figures is missing, it has none itself.")
    if version.unit_rule == UnitRule.WEIGHTED_MEAN:
        return _(
            "What is missing is left out, never read as zero. "
            "A figure without a weight counts as reported and has no share."
        )
    return _("What is missing is left out, never read as zero.")


def special_sentences(version: KpiVersion) -> Iterable[str]:
    """Say what this KPI does otherwise than most."""
    if version.carry_forward_periods:
        yield ngettext(
            "A unit’s last figure stands in for a missing one for %(count)d period.",
            "A unit’s last figure stands in for a missing one for up to %(count)d periods.",
            version.carry_forward_periods,
        ) % {"count": version.carry_forward_periods}
    if version.approved_only:
        yield _("Only approved figures count: one that waits leaves the one before in its place.")


def figure_sentences(figure: Figure, unit: str, decimals: int) -> Iterable[str]:
    """Say what is special about one figure."""
    if figure.overridden and figure.computed is not None:
        computed = numbers.figure(figure.computed, unit, decimals=decimals)
        yield _(
            "This figure was overridden: it takes the place of %(computed)s that came from below."
        ) % {"computed": computed}
    elif figure.overridden:
        yield _("This figure, or one that it is made of, was overridden.")
    if figure.carried:
        yield ngettext(
            "%(count)d figure behind it is carried forward from an earlier period.",
            "%(count)d figures behind it are carried forward from earlier periods.",
            figure.carried,
        ) % {"count": figure.carried}


def threshold_sentences(version: KpiVersion, figure: Figure, cuts: Cuts) -> Iterable[str]:
    """Say from where on which status holds; nothing where the figure is held against nothing."""
    lines = status_lines(version, figure)
    if not lines:
        return
    yield f"{lines[0].upper()}{lines[1:]}."
    if version.scoring == Scoring.GOAL_RED_FLAG:
        yield _("A figure at the goal is on target, one at the red flag off target.")
    yield _(
        "Scores of %(goal)s and more are on target, of %(red)s and more at risk. "
        "What differs by less than a billionth is equal."
    ) % {"goal": numbers.plain(cuts.goal), "red": numbers.plain(cuts.red)}


def unassigned_sentence(gap: float, goal: float, unit: str, decimals: int) -> str:
    """Say how a goal that was set differs from what the goals of the units below make."""
    values = {
        "goal": numbers.figure(goal, unit, decimals=decimals),
        "made": numbers.figure(goal - gap, unit, decimals=decimals),
        "gap": numbers.difference(gap, unit, decimals=decimals),
    }
    return (
        _(
            "The goal of %(goal)s was set for this unit. The goals of the units below make "
            "%(made)s: %(gap)s are assigned to nobody."
        )
        % values
    )
