"""How much has come in of what is due for the objectives of the heat map, unit by unit."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from organization.models import Unit
from scorecard.models import Kpi, Line, Result
from scorecard.selectors.context import Context
from scorecard.selectors.lines import path_on, valid_on
from scorecard.selectors.map_cells import Count

# The KPIs that make an objective, by objective.
Made = Mapping[int, frozenset[int]]


def figures_in(context: Context, unit_ids: Collection[int]) -> dict[int, Count]:
    """Count, for each unit, the figures due at and below it: those in, and all; in one query."""
    rows = Result.objects.filter(
        kpi__in=Kpi.objects.values("pk"), period__in=context.base_ordinals(), unit__in=unit_ids
    )
    counts = rows.order_by().values("unit_id").annotate(done=Sum("reported"), due=Sum("expected"))
    return {row["unit_id"]: Count(row["done"], row["due"]) for row in counts}


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of single KPIs at some units, and which of them make which objective there."""

    made: Mapping[int, Made]
    counts: Mapping[tuple[int, int], Count]

    def of(self, objective_ids: Collection[int]) -> dict[int, Count]:
        """Count the figures of some objectives together, each KPI once, by unit id."""
        return {
            unit_id: self._sum(unit_id, frozenset().union(*_picked(made, objective_ids)))
            for unit_id, made in self.made.items()
        }

    def _sum(self, unit_id: int, kpi_ids: Iterable[int]) -> Count:
        found = [self.counts[unit_id, kpi] for kpi in kpi_ids if (unit_id, kpi) in self.counts]
        return Count(sum(each.reported for each in found), sum(each.expected for each in found))


def _picked(made: Made, objective_ids: Collection[int]) -> list[frozenset[int]]:
    return [made[objective_id] for objective_id in objective_ids if objective_id in made]


def coverage_of(context: Context, units: Sequence[Unit]) -> Coverage:
    """Return the figures of the unit of `context` and of units directly below it.

    In a fixed number of queries. The caller has asked the gate.
    """
    made = _made(context, [unit.pk for unit in units])
    kpi_ids = {kpi for each in made.values() for found in each.values() for kpi in found}
    rows = Result.objects.filter(
        kpi__in=kpi_ids, period__in=context.base_ordinals(), unit__in=list(made)
    ).order_by()
    sums = rows.values_list("unit_id", "kpi_id").annotate(Sum("reported"), Sum("expected"))
    return Coverage(made, {(unit, kpi): Count(done, due) for unit, kpi, done, due in sums})


def _made(context: Context, unit_ids: Collection[int]) -> dict[int, Made]:
    """Return what makes which objective at each unit: own lines take the place of inherited ones.

    As `scorecard.selectors.lines.strategy_at` says it of one unit.
    """
    above = path_on(context.unit, context.last_day)
    lines = Line.objects.filter(unit__in={*above, *unit_ids})
    newest = valid_on(
        context.last_day, lines, lambda line: (line.objective_id, line.unit_id, line.kpi_id)
    )
    own: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for objective_id, unit_id, kpi_id in newest:
        own[unit_id][objective_id].add(kpi_id)
    inherited: dict[int, set[int]] = {}
    for unit_id in above:
        inherited |= own[unit_id]
    return {
        unit_id: {
            objective: frozenset(kpis) for objective, kpis in (inherited | own[unit_id]).items()
        }
        for unit_id in unit_ids
    }
