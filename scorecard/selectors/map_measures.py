"""By what the units of a heat map can be ranked beside their whole scorecards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scorecard.models import ObjectiveVersion, Score
from scorecard.selectors.figures import Node
from scorecard.selectors.lines import Strategy

# Before a code, so that none can be taken for another column.
OBJECTIVE, PERSPECTIVE, KPI = "objective", "perspective", "kpi"


@dataclass(frozen=True, slots=True)
class Measure:
    """An objective, a perspective or a KPI.

    Attributes
    ----------
    pk
        Its id; of what nobody knows here 0.
    unit_of_measure, decimals
        How a KPI is written.
    """

    kind: str
    code: str
    name: str
    pk: int = 0
    unit_of_measure: str = ""
    decimals: int = 0

    @property
    def word(self) -> str:
        """How addresses write it: ``objective:REPAIR``."""
        return f"{self.kind}:{self.code}"

    @property
    def node(self) -> Node:
        """Where its scores stand, unless it is a KPI."""
        return Score.OBJECTIVE if self.kind == OBJECTIVE else Score.PERSPECTIVE, self.pk

    @property
    def is_kpi(self) -> bool:
        """Whether it has figures beside its scores."""
        return self.kind == KPI

    @property
    def has_column(self) -> bool:
        """Whether it stands in the map whatever the units are ranked by."""
        return self.kind == OBJECTIVE

    @property
    def explained_by(self) -> str:
        """The name of the address that explains its scores."""
        return f"scorecard:explain-{self.kind}"


@dataclass(frozen=True, slots=True)
class Measures:
    """All that there are at a unit, kind by kind, as its scorecard lists them."""

    objectives: tuple[Measure, ...]
    perspectives: tuple[Measure, ...] = ()
    kpis: tuple[Measure, ...] = ()

    @property
    def groups(self) -> list[tuple[str, tuple[Measure, ...]]]:
        """The kinds by name, those without any left out."""
        found = [
            (_("Perspectives"), self.perspectives),
            (_("Objectives"), self.objectives),
            (_("KPIs"), self.kpis),
        ]
        return [(name, measures) for name, measures in found if measures]

    @property
    def extras(self) -> tuple[Measure, ...]:
        """Those that have a column only where the units are ranked by them."""
        return (*self.perspectives, *self.kpis)


def columns_of(objectives: Iterable[ObjectiveVersion]) -> tuple[Measure, ...]:
    """Return the objectives that are the columns of a map."""
    return tuple(
        Measure(OBJECTIVE, each.objective.code, each.name, each.objective_id) for each in objectives
    )


def measures_at(objectives: Sequence[ObjectiveVersion], strategy: Strategy) -> Measures:
    """Return all by which the units below one can be ranked.

    Parameters
    ----------
    objectives
        The columns of the map.
    strategy
        The scorecard of the unit of the page, with its KPIs.
    """
    perspectives = {each.perspective.code: each.perspective for each in objectives}
    lines = [line for found in strategy.lines.values() for line in found]
    versions = {line.kpi.code: line.version for line in lines}
    kpis = [
        Measure(KPI, code, each.name, each.kpi_id, each.unit_of_measure, each.decimals)
        for code, each in versions.items()
    ]
    return Measures(
        objectives=columns_of(objectives),
        perspectives=tuple(
            Measure(PERSPECTIVE, code, each.name, each.pk) for code, each in perspectives.items()
        ),
        kpis=tuple(sorted(kpis, key=lambda kpi: kpi.name.casefold())),
    )


def named(word: str) -> tuple[str, str]:
    """Split how addresses write a measure into its kind and code; both empty for anything else.

    >>> named("kpi:VEH:A"), named("score")
    (('kpi', 'VEH:A'), ('', ''))
    """
    kind, colon, code = word.partition(":")
    return (kind, code) if colon and kind in {OBJECTIVE, PERSPECTIVE, KPI} else ("", "")
