"""What happens where figures of a KPI are doubtful, and who decided it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from organization.selectors.units import top_unit
from scorecard.models import CheckRule, Kpi
from scorecard.selectors.cross_checks import standing_sentences

if TYPE_CHECKING:
    from organization.models import Unit


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A decision, as a page lists it."""

    text: str
    reason: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page on which the office decides how figures of a KPI are checked.

    `against` says what they are held against, a sentence for each rule.
    """

    kpi: Kpi
    unit: "Unit"
    lines: tuple[CheckLine, ...]
    against: tuple[str, ...]


def decided_effects(kpis: Collection[Kpi]) -> dict[tuple[int, str], str]:
    """Return what was decided, by KPI id and kind of doubt, in one query."""
    rules = CheckRule.objects.newest().filter(kpi__in=kpis)
    return {(rule.kpi_id, rule.kind): rule.effect for rule in rules}


def effects_of(kpi: Kpi) -> dict[str, str]:
    """Return what happens at each kind of doubt, decided or usual."""
    decided = decided_effects([kpi])
    return {kind: decided.get((kpi.pk, kind), usual) for kind, usual in CheckRule.USUAL.items()}


def check_page(kpi: Kpi) -> CheckPage:
    """Return what was decided about a KPI so far, the newest first."""
    rows = CheckRule.objects.filter(kpi=kpi).select_related("author").order_by("-id")
    lines = (
        CheckLine(
            text=f"{row.get_kind_display()}: {row.get_effect_display()}",
            reason=row.reason,
            author=row.author.name,
            at=row.recorded_at,
        )
        for row in rows
    )
    return CheckPage(kpi, top_unit(), tuple(lines), standing_sentences(kpi))
