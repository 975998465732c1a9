"""Where figures of one unit and period are at odds with each other, by the rules of the office."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.numbers import figure
from scorecard.engine.plausibility import contradicts
from scorecard.models import CrossCheck, Kpi
from scorecard.selectors.cross_checks import CrossChecks
from scorecard.selectors.entries import calendar_now

if TYPE_CHECKING:
    from scorecard.engine.periods import Period
    from scorecard.services.entries import Figures

# The figure of a KPI in a period, as it is entered or stands; None where there is none.
ValueOf = Callable[[int, int], float | None]


class Contradictions:
    """Finds the rules that figures break which are entered together.

    Each broken rule is asked about once, beside the first of its figures that is entered: the
    parts come before the whole. Where a figure of a rule is not there yet nothing is asked.
    """

    def __init__(self, rules: CrossChecks, figures: "Figures", value_of: ValueOf) -> None:
        self.rules, self.value_of = rules, value_of
        self.entered = {(kpi.pk, period.ordinal) for kpi, period in figures}
        self.calendar = calendar_now() if rules.rows else None

    def about(self, kpi: Kpi, period: "Period") -> Iterator[tuple[str, str]]:
        """Yield effect and sentence of each rule that the figure of a cell breaks."""
        if self.calendar is None:
            return
        for rule in self.rules.holding(self.calendar.last_day(period)):
            if self._asked_beside(rule, period) == kpi.pk and (said := self._broken(rule, period)):
                yield rule.effect, said

    def _asked_beside(self, rule: CrossCheck, period: "Period") -> int | None:
        ids = (kpi.pk for kpi in rule.kpis)
        return next((pk for pk in ids if (pk, period.ordinal) in self.entered), None)

    def _broken(self, rule: CrossCheck, period: "Period") -> str:
        found = [self.value_of(kpi.pk, period.ordinal) for kpi in rule.kpis]
        *parts, whole = [value for value in found if value is not None]
        if len(parts) < len(rule.parts):
            return ""
        exactly = rule.relation == CrossCheck.EXACTLY
        return broken_rule(rule, parts, whole) if contradicts(parts, whole, exactly=exactly) else ""


def broken_rule(rule: CrossCheck, parts: list[float], whole: float) -> str:
    """Say that figures break a rule, naming each of them."""
    sentences = {
        (1, CrossCheck.AT_MOST): _("%(part)s, %(one)s, is more than %(whole)s, %(all)s."),
        (1, CrossCheck.EXACTLY): _("%(part)s, %(one)s, is not the same as %(whole)s, %(all)s."),
        (2, CrossCheck.AT_MOST): _(
            "%(part)s, %(one)s, and %(other)s, %(two)s, are together more than %(whole)s, %(all)s."
        ),
        (2, CrossCheck.EXACTLY): _(
            "%(part)s, %(one)s, and %(other)s, %(two)s, are together not %(whole)s, %(all)s."
        ),
    }
    numbers = [_shown(kpi, value) for kpi, value in zip(rule.kpis, (*parts, whole), strict=True)]
    words = {
        "part": str(rule.part),
        "one": numbers[0],
        "other": str(rule.other or ""),
        "two": numbers[1],
        "whole": str(rule.whole),
        "all": numbers[-1],
    }
    return sentences[len(parts), rule.relation] % words


def _shown(kpi: Kpi, value: float) -> str:
    version = kpi.definition
    return figure(value, version.unit_of_measure, decimals=version.decimals)
