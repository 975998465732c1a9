"""Explain a figure: gather what stands behind it, as far as the reader may see it."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from scorecard.engine.formulas import parse
from scorecard.engine.periods import Period
from scorecard.engine.types import Scoring
from scorecard.models import Entry, Kpi, Objective, Result
from scorecard.selectors.context import Context
from scorecard.selectors.explanations import (
    Behind,
    Explanation,
    OperandLine,
    explanation_page,
    weight_lines,
)
from scorecard.selectors.figures import Figure, read_results
from scorecard.selectors.lines import kpi_versions, strategy_at
from scorecard.selectors.periods import VIEWS
from scorecard.selectors.revisions import NEWEST, RevisionLine, revisions
from scorecard.selectors.score_steps import UNKNOWN, Zeros
from scorecard.selectors.subjects import Readings, Subject
from scorecard.services.families import read_family
from scorecard.services.rollup.unit_views import kpi_figures


def read_explanation(
    context: Context,
    subject: Subject,
    readings: Readings,
    as_of: datetime | None = None,
    *,
    most_entries: int = NEWEST,
) -> Explanation | None:
    """Return what explains a figure at the unit of `context`; None where there is none to explain.

    In a number of queries that grows neither with units nor with entries.

    Parameters
    ----------
    readings
        As the page of the KPI shows them: what is not published there is not explained.
    as_of
        The moment that `readings` are of, without one now.
    most_entries
        How many entries are listed.
    """
    if readings.period not in readings.own:
        return None
    entered = _Entered(context, subject, readings.period, as_of, most_entries)
    behind = _read_behind(context, subject, readings.period, entered)
    return explanation_page(context, subject, readings, behind)


def _read_behind(context: Context, subject: Subject, period: Period, entered: "_Entered") -> Behind:
    as_of = entered.as_of
    objectives = Objective.objects.filter(pk__in=subject.objective_ids)
    is_computed = bool(subject.version.formula)
    operands = _Operands(context, subject, period, as_of) if is_computed else None
    found = entered.entries()
    return Behind(
        family=None if is_computed else read_family(context, subject.kpi, period, as_of),
        formula=operands.formula() if operands else "",
        operands=operands.lines() if operands else (),
        freshness=entered.freshness(),
        entries=found[: entered.most],
        has_more_entries=len(found) > entered.most,
        weights=weight_lines(subject, dict(objectives.values_list("pk", "code"))),
        zeros=_zeros(context, subject, period, as_of),
    )


def _zeros(context: Context, subject: Subject, period: Period, as_of: datetime | None) -> Zeros:
    """Return where the score of a band has fallen to 0; stored for base periods, as known now."""
    is_stored = as_of is None and period.frequency is subject.frequency
    if subject.version.scoring != Scoring.BAND or not is_stored:
        return UNKNOWN
    stored = Result.objects.filter(kpi=subject.kpi, unit=context.unit, period=period.ordinal)
    found: Zeros | None = stored.values_list("lower_zero", "upper_zero").first()
    return found or UNKNOWN


class _Operands:
    """The figures that a formula takes, at the same unit and in the same period."""

    def __init__(
        self, context: Context, subject: Subject, period: Period, as_of: datetime | None
    ) -> None:
        self.context, self.period, self.as_of = context, period, as_of
        self.text = subject.version.formula
        codes = parse(self.text).operands
        operands = Kpi.objects.filter(code__in=codes).select_related("current")
        known = {kpi.pk for kpi in operands & Kpi.objects.known_to(context.user)}
        if not context.can_see_breakdown:
            # Above one's own unit only what stands on the scorecard there is published.
            known &= strategy_at(context.unit, context.last_day, as_of).frequencies.keys()
        self.seen = [kpi for kpi in operands.order_by("code") if kpi.pk in known]
        self.n_hidden = len(codes) - len(self.seen)

    def formula(self) -> str:
        """Return the formula; nothing where it names what may not be seen."""
        return "" if self.n_hidden else self.text

    def lines(self) -> tuple[OperandLine, ...]:
        """Return the figures that may be seen by code, and one line for all others."""
        versions = kpi_versions([kpi.pk for kpi in self.seen], self.context.last_day, self.as_of)
        figures = self._figures()
        lines = [
            OperandLine(
                kpi.code,
                versions[kpi.pk].name,
                versions[kpi.pk].unit_of_measure,
                versions[kpi.pk].decimals,
                figures[kpi.pk].value if kpi.pk in figures else None,
            )
            for kpi in self.seen
        ]
        if self.n_hidden:
            lines.append(OperandLine("", _("Other figures, together"), "", 0, None))
        return tuple(lines)

    def _figures(self) -> dict[int, Figure]:
        period, unit = self.period, self.context.unit
        if self.as_of is None and all(
            kpi.definition.frequency == period.frequency for kpi in self.seen
        ):
            frequencies = {kpi.pk: period.frequency for kpi in self.seen}
            stored = read_results(unit, frequencies, [period])
            return {kpi_id: figure for (kpi_id, _period), figure in stored.items()}
        view = VIEWS.get(period.frequency, VIEWS[self.context.period.frequency])
        found = {
            kpi.pk: kpi_figures(kpi, [unit.pk], view, [period], self.as_of)[unit.pk].get(period)
            for kpi in self.seen
        }
        return {kpi_id: figure for kpi_id, figure in found.items() if figure}


class _Entered:
    """What was entered at and below a unit for a period; nothing above one's own unit."""

    def __init__(
        self,
        context: Context,
        subject: Subject,
        period: Period,
        as_of: datetime | None,
        most: int,
    ) -> None:
        self.context, self.version, self.as_of = context, subject.version, as_of
        self.most = most
        within = context.calendar.within(period, subject.frequency)
        carried = self.version.carry_forward_periods
        self.ordinals = list(range(within.start - carried, within.stop))

    def freshness(self) -> datetime | None:
        """Return when the last figure that counts came in."""
        if not self.context.can_see_breakdown:
            return None
        standing = Entry.objects.filter(kpi=self.version.kpi_id, period__in=self.ordinals)
        standing = standing.standing().below([self.context.unit.path])
        if self.as_of is not None:
            standing = standing.filter(recorded_at__lte=self.as_of)
        last: datetime | None = standing.aggregate(last=Max("recorded_at"))["last"]
        return last

    def entries(self) -> tuple[RevisionLine, ...]:
        """Return the newest revisions, and one more where there are more."""
        if not self.context.can_see_breakdown:
            return ()
        unit, most = self.context.unit, self.most + 1
        return revisions(unit, self.version, self.ordinals, self.as_of, most=most)
