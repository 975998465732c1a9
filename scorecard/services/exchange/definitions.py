"""What a KPI's definition must hold together before it is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.packages import Import, Table
from scorecard.engine import TimeRule, UnitRule, allowed_time_rules
from scorecard.engine.graphs import circle
from scorecard.models import Entry, Target
from scorecard.services.exchange.formulas import operand_problems, read_operands, shape_problems
from scorecard.services.exchange.versions import Said, Versions

if TYPE_CHECKING:
    from datetime import date

# A year of 53 weeks uses all shares of a weekly profile, any other all but the last.
PERIODS_A_YEAR = {"monthly": 12, "quarterly": 4, "yearly": 1, "weekly": 53}


class DefinitionCheck:
    """Holds each wanted definition against itself, the other KPIs and what is stored already."""

    def __init__(
        self,
        table: Table,
        context: Import,
        versions: Versions,
        wanted: Iterable[tuple[int, Said]],
    ) -> None:
        self.table = table
        self.context = context
        self.versions = versions
        self.wanted: dict[int, dict[date, Mapping[str, Any]]] = defaultdict(dict)
        for kpi, said in wanted:
            self.wanted[kpi][said["valid_from"]] = said.fields
        self.filled = set(Entry.objects.order_by().values_list("kpi_id", flat=True).distinct())
        self.filled |= set(Target.objects.order_by().values_list("kpi_id", flat=True).distinct())

    def passes(self, kpi: int, said: Said) -> bool:
        """Tell whether a definition may be stored; add a problem for each reason why not."""
        problems = [
            *_rule_problems(said.fields),
            *self._weight_problems(kpi, said.fields),
            *self._shape_problems(kpi, said.fields),
            *self._formula_problems(kpi, said.fields),
        ]
        for column, message in problems:
            self.context.refuse(self.table, said.row, column, message)
        return not problems

    def _weight_problems(self, kpi: int, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Find why no weighted mean can be taken: it needs another KPI to weigh with."""
        weight = fields["weight_kpi_id"]
        if fields["unit_rule"] != UnitRule.WEIGHTED_MEAN:
            if weight is not None:
                yield "weight_kpi", _("Only a weighted_mean has a weight KPI: leave it empty.")
        elif weight is None:
            yield "weight_kpi", _("A weighted_mean needs the code of the KPI that weighs it.")
        elif weight == kpi:
            yield "weight_kpi", _("A KPI cannot weigh itself: write the code of another one.")
        else:
            yield from self._weighing_problems(weight, fields)

    def _formula_problems(self, kpi: int, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Find why a formula cannot be computed."""
        if not fields["formula"]:
            return
        problems = list(shape_problems(fields))
        operands, problem = read_operands(fields["formula"])
        if problem:
            problems.append(("formula", problem))
        for code in operands:
            # Where a KPI of that code has no definition its own row has a problem.
            known = self.context.ids["kpi"].get(code)
            meant = self._meant(known)[-1:] if known else []
            problems += operand_problems(code, meant, fields, is_known=known is not None)
        if not problems:
            problems += self._circle_problems(kpi, fields)
        yield from problems

    def _circle_problems(self, kpi: int, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Refuse formulas that come back to themselves."""
        codes = {number: code for code, number in self.context.ids["kpi"].items()}
        onward = {
            codes[each]: [
                code
                for meant in [*self._meant(each), *([fields] if each == kpi else [])]
                if meant["formula"]
                for code in read_operands(meant["formula"])[0]
            ]
            for each in codes
        }
        path = circle(onward)
        if path is not None and codes[kpi] in path:
            message = _("This formula comes back to itself: %(path)s. Take one of them out.")
            yield "formula", message % {"path": " > ".join(path)}

    def _weighing_problems(
        self, weight: int, fields: Mapping[str, Any]
    ) -> Iterator[tuple[str, str]]:
        # Where there is none its own row has a problem.
        for weighing in self._meant(weight)[-1:]:
            yield from _misfits(weighing, fields)

    def _meant(self, kpi: int) -> list[Mapping[str, Any]]:
        """Return what a KPI would mean from day to day, the last version last."""
        by_day = {**self.versions.by_day((kpi,)), **self.wanted.get(kpi, {})}
        return [by_day[start] for start in sorted(by_day)]

    def _shape_problems(self, kpi: int, fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """Find what would rob entries and targets of their meaning, stored ones or others' days."""
        stored = self.versions.last((kpi,))[1]
        if stored is not None and kpi in self.filled:
            yield from _other_shape(stored, fields)
        else:
            yield from _other_version(self._meant(kpi), fields)


def _misfits(weighing: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Find why one KPI cannot weigh another."""
    if weighing["frequency"] != fields["frequency"]:
        message = _(
            "This KPI is %(other)s and the one it weighs %(frequency)s: both must be the same."
        )
        words = {"other": weighing["frequency"], "frequency": fields["frequency"]}
        yield "weight_kpi", message % words
    if weighing["unit_rule"] == UnitRule.RATIO:
        yield "weight_kpi", _("A ratio has no one number that could weigh: take another KPI.")


def _other_shape(stored: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Find what does not fit the values and targets that a KPI has."""
    if stored["frequency"] != fields["frequency"]:
        message = _(
            "The KPI has values or targets and is %(frequency)s: give the new measure a "
            "code of its own."
        )
        yield "frequency", message % {"frequency": stored["frequency"]}
    if _is_ratio(stored) != _is_ratio(fields):
        message = _(
            "The KPI has values or targets under the rule %(rule)s, which do not fit: give "
            "the new measure a code of its own."
        )
        yield "unit_rule", message % {"rule": stored["unit_rule"]}


def _other_version(
    meant: Iterable[Mapping[str, Any]], fields: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """Find what another version says that must be the same in all."""
    for other in meant:
        if other["frequency"] != fields["frequency"]:
            message = _(
                "From another day on the KPI is %(frequency)s: a KPI keeps its frequency, give the "
                "new measure a code of its own."
            )
            yield "frequency", message % {"frequency": other["frequency"]}
        elif _is_ratio(other) != _is_ratio(fields):
            message = _(
                "From another day on the KPI has the rule %(rule)s: a KPI stays a ratio or one "
                "number, give the new measure a code of its own."
            )
            yield "unit_rule", message % {"rule": other["unit_rule"]}


def _is_ratio(fields: Mapping[str, Any]) -> bool:
    return bool(fields["unit_rule"] == UnitRule.RATIO)


def _rule_problems(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Find rules, limits and shares that contradict each other."""
    rule, time_rule = UnitRule(fields["unit_rule"]), TimeRule(fields["time_rule"])
    if time_rule not in allowed_time_rules(rule):
        message = _("The time rule %(time)s has no meaning for a %(rule)s: write one of %(words)s.")
        words = ", ".join(sorted(allowed_time_rules(rule)))
        yield "time_rule", message % {"time": time_rule, "rule": rule, "words": words}
    if fields["carry_forward_periods"] and time_rule is TimeRule.SUM:
        message = _("A value that is summed over time cannot be carried forward: write 0.")
        yield "carry_forward_periods", message
    low, high = fields["minimum"], fields["maximum"]
    if low is not None and high is not None and low > high:
        message = _("The minimum %(low)s is above the maximum %(high)s: correct one of them.")
        yield "minimum", message % {"low": low, "high": high}
    shares = fields["target_profile"]
    if shares is None:
        return
    if time_rule is not TimeRule.SUM or rule is UnitRule.RATIO:
        yield (
            "target_profile",
            _("Only targets that are summed over time are shared out: leave it empty."),
        )
    elif len(shares) != PERIODS_A_YEAR[fields["frequency"]]:
        message = _("The profile has %(found)d shares and needs %(wanted)d, one for each period.")
        numbers = {"found": len(shares), "wanted": PERIODS_A_YEAR[fields["frequency"]]}
        yield "target_profile", message % numbers
