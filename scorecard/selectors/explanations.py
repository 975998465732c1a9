"""Why a KPI says what it says: the rule, what each part contributes, what moved it, who entered it.

Units that a person may see are named; all others are one line, together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organization.models import Unit
from organization.querysets import paths_allowing
from organization.roles import Action
from scorecard.engine.explain import Composition, Movement, composed, moved
from scorecard.engine.explain_scores import ScoreLines, score_lines
from scorecard.engine.periods import Period
from scorecard.engine.types import UnitRule
from scorecard.models import Entry, Kpi, KpiVersion
from scorecard.selectors.context import Context
from scorecard.selectors.definitions import least_coverage, status_lines, weight
from scorecard.selectors.families import Family, read_family
from scorecard.selectors.figures import Figure, decimals_to_show
from scorecard.selectors.kpis import Readings, Subject
from scorecard.selectors.periods import before, period_name
from scorecard.selectors.revisions import RevisionLine, revisions

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
# What rounding leaves over is not worth a line.
SEEN = 1e-9


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one part contributes to a figure and to its change, in points of the figure.

    Attributes
    ----------
    query
        Unit and period, for the address of the same KPI there; empty where it is no unit below.
    value
        The figure of the part itself; None where unknown. Of several together nothing is said but
        `points` and `moved`.
    points
        0 for a part without a share; None where there is no figure.
    has_share
        Whether it takes part: not without a value or without a weight.
    weight
        Its share in the weight of the whole; None where the rule has none.
    moved
        ``rate`` and ``mix`` together; all None where there was no figure before.
    """

    name: str
    query: str
    value: float | None
    points: float | None
    has_share: bool
    weight: float | None
    moved: float | None
    rate: float | None
    mix: float | None
    appeared: bool
    vanished: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that the panel of a figure says.

    Attributes
    ----------
    rule, policy
        How the figure is made, and what becomes of what is missing, in words.
    parts
        By code; their points add up to the figure, what moved them to `change`. Empty where a
        figure over so long a period has none: `refusal` says so.
    change
        The figure less that of the period before; None where one is unknown.
    score
        How the score comes about; None where it is not scored.
    thresholds, least_coverage, weights
        From where on which status holds, how much has to be in, what it weighs in which objective.
    freshness
        When the last of its figures came in; None above one's own unit.
    entries
        The newest at the bottom with who and when; empty above one's own unit.
    """

    name: str
    unit_of_measure: str
    decimals: int
    period_name: str
    previous_name: str
    figure: Figure
    rule: str
    policy: str
    refusal: str
    parts: tuple[PartLine, ...]
    change: float | None
    score: ScoreLines | None
    thresholds: str
    least_coverage: str
    weights: tuple[str, ...]
    freshness: datetime | None
    entries: tuple[RevisionLine, ...]


def explanation(context: Context, subject: Subject, readings: Readings) -> Explanation | None:
    """Return what explains a figure at the unit of `context`; None where there is none to explain.

    A fixed number of queries.

    Parameters
    ----------
    readings
        As the page of the KPI shows them: what is not published there is not explained.
    """
    period, version = readings.period, subject.version
    figure = readings.own.get(period)
    if figure is None:
        return None
    has_parts = period.frequency is subject.frequency
    parts, change = _parts(context, subject.kpi, period) if has_parts else ((), None)
    below = _Below(context, subject, period)
    return Explanation(
        name=version.name,
        unit_of_measure=version.unit_of_measure,
        decimals=decimals_to_show(figure, version.unit_of_measure, version.decimals),
        period_name=period_name(period),
        previous_name=period_name(before(period)),
        figure=figure,
        rule=rule_sentence(version),
        policy=policy_sentence(version),
        refusal="" if has_parts else _("Over so long a period there are no parts: choose a month"),
        parts=parts,
        change=change,
        score=_score(context, figure),
        thresholds=status_lines(version, figure),
        least_coverage=least_coverage(version),
        weights=tuple(weight(line, objective) for line, objective in subject.lines),
        freshness=below.freshness(),
        entries=below.entries(),
    )


def rule_sentence(version: KpiVersion) -> str:
    """Say how the figures of units become the figure of the unit above."""
    return str(RULES[UnitRule(version.unit_rule)]) % {"kpi": version.weight_kpi}


def policy_sentence(version: KpiVersion) -> str:
    """Say what becomes of what is missing."""
    if version.unit_rule == UnitRule.WEIGHTED_MEAN:
        return _(
            "What is missing is left out, never read as zero. "
            "A figure without a weight counts as reported and has no share."
        )
    return _("What is missing is left out, never read as zero.")


def _score(context: Context, figure: Figure) -> ScoreLines | None:
    if figure.score is None or figure.value is None:
        return None
    if figure.goal is None or figure.red_flag is None:
        return None
    return score_lines(figure.value, figure.goal, figure.red_flag, context.cuts)


def _parts(context: Context, kpi: Kpi, period: Period) -> tuple[tuple[PartLine, ...], float | None]:
    family = read_family(context, kpi, period)
    rule = UnitRule(kpi.definition.unit_rule)
    made, change = composed(rule, family.now), moved(rule, family.earlier, family.now)
    lines = _Lines(context, family, made, change)
    return tuple(lines.all()), _shown(change.change)


class _Lines:
    """Makes the lines of the parts: who may be seen is named, all else is one line."""

    def __init__(
        self, context: Context, family: Family, made: Composition, change: Movement
    ) -> None:
        self.context, self.family, self.made, self.change = context, family, made, change
        self.paths = paths_allowing(context.user, Action.SEE_UNIT)

    def all(self) -> Iterable[PartLine]:
        """Yield the parts by code, then the others together, then what is none of them."""
        named = [place for place, unit in enumerate(self.family.units) if self._is_named(unit)]
        yield from (self._line(place) for place in named)
        others = [place for place in range(len(self.family.units)) if place not in named]
        if others:
            yield self._together(_("Other units, together"), others)
        elif self._has_rest():
            yield self._together(_("Everything else"), [])

    def _is_named(self, unit: Unit) -> bool:
        if unit.pk == self.context.unit.pk:
            return self.context.can_see_breakdown
        return any(unit.path.startswith(path) for path in self.paths)

    def _line(self, place: int) -> PartLine:
        unit, made, change = self.family.units[place], self.made, self.change
        is_own = unit.pk == self.context.unit.pk
        return PartLine(
            name=_("%(unit)s, own entry") % {"unit": unit.name} if is_own else unit.name,
            query="" if is_own else self.context.query_for(unit.code),
            value=_shown(self.family.now.parts.value[place]),
            points=_shown(made.points[place]),
            has_share=bool(made.has_share[place]),
            weight=_shown(made.weight[place]),
            moved=_shown(change.points[place]),
            rate=_shown(change.rate[place]),
            mix=_shown(change.mix[place]),
            appeared=bool(change.appeared[place]),
            vanished=bool(change.vanished[place]),
        )

    def _together(self, name: str, places: Sequence[int]) -> PartLine:
        """Return several parts as one line, with what is none of the parts."""
        made, change = self.made, self.change
        points = sum(made.points[places].tolist()) + made.rest + made.override
        moved_by = sum(change.points[places].tolist()) + change.rest + change.override
        return PartLine(
            name=name,
            query="",
            value=None,
            points=_shown(points),
            has_share=True,
            weight=None,
            moved=_shown(moved_by),
            rate=None,
            mix=None,
            appeared=False,
            vanished=False,
        )

    def _has_rest(self) -> bool:
        seen = SEEN * max(1.0, abs(self.family.now.whole.value))
        return abs(self.made.rest) > seen or abs(self.change.rest) > seen


class _Below:
    """What was entered at and below a unit for a period; nothing above one's own unit."""

    def __init__(self, context: Context, subject: Subject, period: Period) -> None:
        self.context, self.version = context, subject.version
        self.ordinals = list(context.calendar.within(period, subject.frequency))

    def freshness(self) -> datetime | None:
        """Return when the last figure that counts came in."""
        if not self.context.can_see_breakdown:
            return None
        standing = Entry.objects.filter(kpi=self.version.kpi_id, period__in=self.ordinals)
        standing = standing.standing().below([self.context.unit.path])
        last: datetime | None = standing.aggregate(last=Max("recorded_at"))["last"]
        return last

    def entries(self) -> tuple[RevisionLine, ...]:
        """Return the newest revisions."""
        if not self.context.can_see_breakdown:
            return ()
        return revisions(self.context.unit, self.version, self.ordinals)


def _shown(number: float) -> float | None:
    """Return a number of the engine as pages take it: None is unknown."""
    return None if isnan(number) else float(number)
