"""What the office decided that figures of several KPIs say of each other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from core.dates import day
from organization.models import ALWAYS
from organization.selectors.units import top_unit
from scorecard.models import CheckRule, CrossCheck, Kpi

if TYPE_CHECKING:
    from organization.models import Unit

Rule = tuple[int, int | None, int, str]
DEFINITIONS = tuple(f"{name}__current" for name in ("part", "other", "whole"))


@dataclass(frozen=True, slots=True)
class CrossLine:
    """A decision, as a page lists it; `is_standing` where no later one took its place."""

    pk: int
    text: str
    since: str
    effect: str
    reason: str
    author: str
    at: datetime
    is_standing: bool


@dataclass(frozen=True, slots=True)
class CrossPage:
    """The page on which the office holds a KPI against others: what fits, and what holds.

    `choices` are ids and names of the KPIs of the same frequency and unit of measure.
    """

    kpi: Kpi
    unit: "Unit"
    choices: tuple[tuple[str, str], ...]
    lines: tuple[CrossLine, ...]


class CrossChecks:
    """The decided rules about some KPIs, known by the day with which a period ends.

    Parameters
    ----------
    rows
        Their revisions, the newest last, with their KPIs and current definitions.
    """

    def __init__(self, rows: Collection[CrossCheck]) -> None:
        self.rows = rows

    def holding(self, last_day: date) -> list[CrossCheck]:
        """Return the rules that hold for a period that ends on a day."""
        found: dict[Rule, CrossCheck] = {
            row.rule: row for row in self.rows if row.valid_from <= last_day
        }
        return [row for row in found.values() if row.effect != CheckRule.OFF]


def cross_checks(kpis: Collection[Kpi]) -> CrossChecks:
    """Return what was decided about some KPIs, in one query."""
    rows = CrossCheck.objects.about([kpi.pk for kpi in kpis])
    return CrossChecks(list(rows.select_related(*DEFINITIONS)))


def rule_in_words(parts: Collection[Kpi], relation: str, whole: Kpi) -> str:
    """Say a rule as a sentence without a full stop."""
    sentences = {
        (1, CrossCheck.AT_MOST): _("%(part)s is at most %(whole)s"),
        (1, CrossCheck.EXACTLY): _("%(part)s is exactly %(whole)s"),
        (2, CrossCheck.AT_MOST): _("%(part)s and %(other)s together are at most %(whole)s"),
        (2, CrossCheck.EXACTLY): _("%(part)s and %(other)s together are exactly %(whole)s"),
    }
    first, *others = parts
    words = {"part": str(first), "other": str(others[0]) if others else "", "whole": str(whole)}
    return sentences[len(parts), relation] % words


def standing_sentences(kpi: Kpi) -> tuple[str, ...]:
    """Return the rules that stand about a KPI, each as a sentence with what happens."""
    return tuple(f"{line.text}: {line.effect}" for line in _lines(kpi) if line.is_standing)


def cross_page(kpi: Kpi) -> CrossPage:
    """Return what a KPI may be held against and is held against, the newest first."""
    choices = ((str(each.pk), f"{each} ({each.code})") for each in _fitting(kpi))
    return CrossPage(kpi, top_unit(), tuple(choices), _lines(kpi))


def initial_of(kpi: Kpi, rule_id: str) -> Mapping[str, object]:
    """Return what a form begins with: a rule that stands about `kpi`, or that KPI as the part.

    Raises
    ------
    Http404
        Where there is no such rule about the KPI.
    """
    if not rule_id:
        return {"part": kpi.pk, "effect": CheckRule.ASK}
    rows = CrossCheck.objects.about([kpi.pk])
    row = rows.filter(pk=rule_id).first() if rule_id.isdecimal() else None
    if row is None:
        raise Http404(_("There is no such rule about %(kpi)s.") % {"kpi": kpi})
    return {
        "part": row.part_id,
        "other": row.other_id,
        "relation": row.relation,
        "whole": row.whole_id,
        "effect": row.effect,
        "valid_from": None if row.valid_from == ALWAYS else row.valid_from,
    }


def _fitting(kpi: Kpi) -> list[Kpi]:
    version = kpi.definition
    rows = Kpi.objects.select_related("current").filter(
        current__frequency=version.frequency,
        current__unit_of_measure=version.unit_of_measure,
        current__formula="",
    )
    return sorted(rows, key=str)


def _lines(kpi: Kpi) -> tuple[CrossLine, ...]:
    rows = list(CrossCheck.objects.about([kpi.pk]).select_related("author", *DEFINITIONS))
    last = {row.rule: row.pk for row in rows}
    return tuple(
        CrossLine(
            pk=row.pk,
            text=rule_in_words(row.parts, row.relation, row.whole),
            since="" if row.valid_from == ALWAYS else day(row.valid_from),
            effect=str(row.get_effect_display()),
            reason=row.reason,
            author=row.author.name,
            at=row.recorded_at,
            is_standing=last[row.rule] == row.pk and row.effect != CheckRule.OFF,
        )
        for row in reversed(rows)
    )
