"""What is doubtful about figures before they are stored: what is asked, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import gettext as _

from core.numbers import amount
from scorecard.engine.plausibility import is_off_target, jumped, slipped
from scorecard.models import CheckRule, EntryQuestion, Kpi, Result
from scorecard.selectors.check_rules import decided_effects
from scorecard.selectors.cross_checks import cross_checks
from scorecard.selectors.entry_numbers import Numbers, number_as_typed, value_of
from scorecard.selectors.entry_rows import standing_rows
from scorecard.selectors.evidence import evidence_counts
from scorecard.selectors.rebasings import rebased_periods
from scorecard.services.contradictions import Contradictions

if TYPE_CHECKING:
    from decimal import Decimal

    from organization.models import Unit
    from scorecard.engine.periods import Period
    from scorecard.engine.types import Floats
    from scorecard.models import KpiVersion
    from scorecard.services.entries import Figure, Figures

#: How many periods before a figure tell what is usual.
BACK = 36
Key = tuple[int, int]


@dataclass(frozen=True)
class Doubt:
    """One reason to doubt a figure.

    Attributes
    ----------
    kind, effect
        As `EntryQuestion` and `CheckRule` have them; never "off".
    sentence
        What is doubtful, with the figures that say so.
    instead
        What was probably meant, as people type it; empty where that cannot be told.
    """

    kind: str
    effect: str
    sentence: str
    instead: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether no comment helps."""
        return self.effect == CheckRule.STOP

    @property
    def message(self) -> str:
        """The sentence, and what to do."""
        if self.kind == CheckRule.EVIDENCE:
            return f"{self.sentence} {_without_evidence(self.is_refused)}"
        what_to_do = _("Correct it.") if self.is_refused else _("If it is right, say why.")
        return f"{self.sentence} {what_to_do}"


def doubts_about(unit: "Unit", figures: "Figures") -> dict[Key, list[Doubt]]:
    """Return what is doubtful about figures of `unit`, by KPI id and period, the worst first.

    Five queries, however many figures, one more where evidence is wanted. What cannot be stored at
    all is for `refusals` to say.
    """
    if not figures:
        return {}
    checks = _Checks(unit, figures)
    found = {
        (kpi.pk, period.ordinal): checks.doubts(kpi, period, figure)
        for (kpi, period), figure in figures.items()
    }
    return {key: doubts for key, doubts in found.items() if doubts}


def unanswered(figures: "Figures", doubts: Mapping[Key, Sequence[Doubt]]) -> dict[Key, Doubt]:
    """Return the first doubt of each figure that is refused, or that no comment answers."""
    left: dict[Key, Doubt] = {}
    for (kpi, period), figure in figures.items():
        for doubt in doubts.get((kpi.pk, period.ordinal), ()):
            if doubt.is_refused or not figure.comment:
                left.setdefault((kpi.pk, period.ordinal), doubt)
    return left


class _Checks:
    """The rules, what stands, and the targets, of some cells of one unit."""

    def __init__(self, unit: "Unit", figures: "Figures") -> None:
        kpis = {kpi for kpi, _period in figures}
        self.effects = decided_effects(kpis)
        rules = cross_checks(kpis)
        # Three years of each, and what they are held against: read as numbers, not as entries.
        beside = {kpi for rule in rules.rows for kpi in rule.kpis} - kpis
        cells = [*figures, *((kpi, period) for kpi in beside for _kpi, period in figures)]
        rows = standing_rows(unit, cells, BACK)
        numbers = rows.values_list("kpi_id", "period", *Numbers._fields)
        self.values = {
            (kpi_id, period): value_of(Numbers(*said)) for kpi_id, period, *said in numbers
        }
        self.entered = {(kpi.pk, period.ordinal): each for (kpi, period), each in figures.items()}
        self.contradictions = Contradictions(rules, figures, self._said)
        wants = any(self.effect(kpi, CheckRule.EVIDENCE) != CheckRule.OFF for kpi in kpis)
        self.evidence = evidence_counts(unit, list(figures)) if wants else {}
        self.rebased = rebased_periods(unit, [kpi.pk for kpi in kpis])
        periods = {period.ordinal for _kpi, period in figures}
        results = Result.objects.filter(unit=unit, kpi__in=kpis, period__in=periods)
        self.targets = {(row.kpi_id, row.period): (row.goal, row.red_flag) for row in results}

    def doubts(self, kpi: Kpi, period: "Period", figure: "Figure") -> list[Doubt]:
        value = value_of(figure)
        if value is None:
            return []
        before = self._before(kpi, period)
        said = {
            CheckRule.SLIP: self._slip(kpi, before, figure, value),
            CheckRule.PART: _part(kpi, figure),
            CheckRule.JUMP: self._jump(kpi, period, before, value),
            CheckRule.RED: self._red(kpi, period, value),
            CheckRule.EVIDENCE: self._evidence(kpi, period),
        }
        found = [
            Doubt(kind, self.effect(kpi, kind), *words)
            for kind, words in said.items()
            if words and self.effect(kpi, kind) != CheckRule.OFF
        ]
        found += [
            Doubt(EntryQuestion.CROSS, effect, sentence)
            for effect, sentence in self.contradictions.about(kpi, period)
        ]
        return sorted(found, key=lambda doubt: not doubt.is_refused)

    def effect(self, kpi: Kpi, kind: str) -> str:
        return self.effects.get((kpi.pk, kind), CheckRule.USUAL[kind])

    def _said(self, kpi_id: int, period: int) -> float | None:
        """Return the figure of a cell: what is entered for it now, else what stands there."""
        entered = self.entered.get((kpi_id, period))
        return value_of(entered) if entered else self.values.get((kpi_id, period))

    def _before(self, kpi: Kpi, period: "Period") -> "Floats":
        """Return the figures of the periods before, the oldest first, ``(BACK,)``."""
        ordinals = range(period.ordinal - BACK, period.ordinal)
        values = [self.values.get((kpi.pk, ordinal)) for ordinal in ordinals]
        return np.array([np.nan if value is None else value for value in values])

    def _slip(self, kpi: Kpi, before: "Floats", figure: "Figure", value: float) -> tuple[str, ...]:
        known = before[~np.isnan(before)]
        factor = slipped(value, float(known[-1])) if known.size else None
        if factor is None:
            return ()
        words = {"new": _shown(kpi, value), "last": _shown(kpi, float(known[-1]))}
        if factor > 1:
            sentence = _("%(new)s is about a hundred times the last figure, %(last)s.") % words
        else:
            sentence = _("%(new)s is about a hundredth of the last figure, %(last)s.") % words
        if figure.value is None:
            return (sentence,)
        places = -2 if factor > 1 else 2
        return sentence, _typed(kpi.definition, figure.value.scaleb(places))

    def _jump(self, kpi: Kpi, period: "Period", before: "Floats", value: float) -> tuple[str, ...]:
        first = period.ordinal - BACK
        rebased = [at - first for at in self.rebased.get(kpi.pk, ())]
        usual = jumped(value, before, rebased)
        if usual is None:
            return ()
        words = {
            "new": _shown(kpi, value),
            "lowest": _shown(kpi, usual[0]),
            "highest": _shown(kpi, usual[1]),
        }
        return (
            _("%(new)s is unusual here: %(lowest)s to %(highest)s is what the months before say.")
            % words,
        )

    def _evidence(self, kpi: Kpi, period: "Period") -> tuple[str, ...]:
        if self.evidence.get((kpi.pk, period.ordinal)):
            return ()
        return (_("No file of evidence is attached."),)

    def _red(self, kpi: Kpi, period: "Period", value: float) -> tuple[str, ...]:
        goal, red = self.targets.get((kpi.pk, period.ordinal), (None, None))
        if goal is None or kpi.definition.scoring != "goal_red_flag":
            return ()
        if not is_off_target(value, goal, red):
            return ()
        words = {"new": _shown(kpi, value), "goal": _shown(kpi, goal)}
        return (_("%(new)s is off target; the target is %(goal)s.") % words,)


def _part(kpi: Kpi, figure: "Figure") -> tuple[str, ...]:
    """Say that a part is larger than its whole, of shares alone: other ratios may be over one."""
    part, whole = figure.numerator, figure.denominator
    if not kpi.definition.is_percentage or part is None or whole is None or part <= whole:
        return ()
    words = {"part": amount(part), "whole": amount(whole)}
    return (_("%(part)s of %(whole)s is more than all.") % words,)


def _without_evidence(is_refused: bool) -> str:  # noqa: FBT001 - said of one doubt
    if is_refused:
        return _("Attach one, then submit.")
    return _("Attach one, or say why there is none.")


def _shown(kpi: Kpi, value: float) -> str:
    version = kpi.definition
    return amount(value, version.unit_of_measure, decimals=version.decimals)


def _typed(version: "KpiVersion", value: "Decimal") -> str:
    return number_as_typed(value, is_percentage=version.is_percentage)
