"""Scores of objectives that are given by hand, with a reason."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.models import ManualScore, Objective
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.lines import path_on
from scorecard.selectors.manual_scores import given_scores, manual_objectives

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from scorecard.engine.periods import Period

FULL = 100


def give_score(
    *,
    actor: "User",
    unit: Unit,
    objective: Objective,
    month: "Period",
    score: float | None,
    reason: str,
) -> ManualScore:
    """Give an objective its score at a unit in a month; None takes back what was given.

    Raises
    ------
    NotAllowedError
        Where `actor` may not do this for the unit.
    DomainError
        Where there is no reason, the score is none, the objective's is not given by hand, or
        does not hold at the unit.
    """
    policies.require(actor, Action.OVERRIDE, unit)
    _require_sense(score, reason)
    calendar = calendar_now()
    if calendar.first_day(month) > local_day(timezone.now()):
        raise DomainError(_("This month has not begun: give the score once it has."))
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever gives a score at this unit at the same moment waits here.
        Unit.objects.select_for_update().get(pk=unit.pk)
        _require_by_hand(unit, objective, calendar.last_day(month))
        before = given_scores(unit, [objective.pk], month).get(objective.pk)
        given = ManualScore.objects.create(
            unit=unit,
            objective=objective,
            period=month.ordinal,
            score=score,
            comment=reason,
            author=actor,
            recorded_at=recorded_at,
        )
        record(
            actor=actor,
            verb="gave score",
            kind="objective",
            subject=f"{unit.code} {objective.code} {calendar.format(month)}",
            reason=reason,
            detail={"changes": {"score": [_said(before.score if before else None), _said(score)]}},
            unit_id=unit.pk,
        )
        post("scores", [str(calendar.fiscal_year(month))])
    return given


def _require_sense(score: float | None, reason: str) -> None:
    # NaN fails every comparison.
    if score is not None and not 0 <= score <= FULL:
        raise DomainError(_("A score is a number from 0 to 100."), field="score")
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")


def _require_by_hand(unit: Unit, objective: Objective, day: "date") -> None:
    """Refuse an objective that is not scored by hand at a unit on a day."""
    if objective.unit_id not in path_on(unit, day):
        raise DomainError(
            _(
                "“%(objective)s” is an objective of %(home)s, so it has no score at %(unit)s. "
                "Give it at %(home)s, or at a unit below it."
            )
            % {"objective": objective, "home": objective.unit.name, "unit": unit.name}
        )
    if objective.pk not in manual_objectives(unit, day):
        raise DomainError(
            _(
                "The score of “%(objective)s” is calculated in this month, not given by hand. "
                "Choose a month in which its rule is “manual”, or correct the figures below it."
            )
            % {"objective": objective}
        )


def _said(score: float | None) -> str:
    return "" if score is None else f"{score:g}"
