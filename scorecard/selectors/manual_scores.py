"""Which objectives of a unit have their scores given by hand, and what was given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from scorecard.engine.types import View
from scorecard.models import ManualScore, ObjectiveVersion
from scorecard.selectors.lines import objectives_on, path_on
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.engine.periods import Period
    from scorecard.selectors.context import Context

MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Given:
    """One revision of a score: None was taken back."""

    score: float | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ByHand:
    """An objective whose score is given by hand, and the one given for the month, if any."""

    code: str
    name: str
    given: Given | None


@dataclass(frozen=True, slots=True)
class ByHandPage:
    """The objectives of a unit with scores given by hand, for a month."""

    month_name: str
    rows: tuple[ByHand, ...]
    can_give: bool


def by_hand_at(user: "User", context: "Context") -> ByHandPage | None:
    """Return what was given by hand for the month of a page; None where nothing is to be said.

    In three queries at most. Longer periods take the score of their last month.
    """
    if context.as_of or context.view is not View.BASE or not context.can_see_breakdown:
        return None
    objectives = manual_objectives(context.unit, context.last_day)
    if not objectives:
        return None
    scores = given_scores(context.unit, objectives, context.period)
    rows = tuple(
        ByHand(version.objective.code, version.name, _given(scores.get(objective)))
        for objective, version in objectives.items()
    )
    can_give = may(user, Action.OVERRIDE, context.unit)
    return ByHandPage(period_name(context.period), rows, can_give)


def manual_objectives(unit: Unit, day: date) -> dict[int, ObjectiveVersion]:
    """Return the objectives at or above a unit whose scores are given by hand on a day, by id."""
    rows = ObjectiveVersion.objects.filter(objective__unit__in=path_on(unit, day))
    versions = objectives_on(day, rows.select_related("objective"))
    found = [version for version in versions.values() if version.roll_up == MANUAL]
    found.sort(key=lambda version: version.objective.code)
    return {version.objective_id: version for version in found}


def given_scores(
    unit: Unit, objective_ids: Collection[int], month: "Period"
) -> dict[int, ManualScore]:
    """Return the newest revision of what was given for a month, by objective id."""
    rows = ManualScore.objects.filter(
        unit=unit, objective__in=objective_ids, period=month.ordinal
    ).select_related("author")
    return {row.objective_id: row for row in rows.order_by("id")}


def _given(row: ManualScore | None) -> Given | None:
    return Given(row.score, row.comment, row.author.name, row.recorded_at) if row else None
