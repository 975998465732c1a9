"""Decide when units are reminded of what they owe."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from scorecard.models import ReminderRule
from scorecard.selectors.reminder_plans import Steps
from scorecard.services.calendars import require_reason
from scorecard.services.reminder_plans import replan

if TYPE_CHECKING:
    from accounts.models import User

FURTHEST = 60
MOST_STEPS = 10


@transaction.atomic
def decide_reminders(*, actor: "User", rule: Steps, reason: str) -> ReminderRule:
    """Let units be reminded by a rule from now on; without steps nobody is.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the whole organisation.
    DomainError
        Where there is no reason, a step cannot be meant, or there are too many.
    """
    top = top_unit()
    require(actor, Action.SHAPE, top)
    require_reason(reason)
    steps = sorted(set(rule.steps))
    _check(steps)
    row = ReminderRule.objects.create(
        steps=steps, at=rule.at, reason=reason.strip(), author=actor, recorded_at=recorded_now()
    )
    record(
        actor=actor,
        verb="changed",
        kind="calendar",
        subject="reminders",
        reason=reason.strip(),
        detail={"steps": steps, "at": f"{rule.at:%H:%M}"},
        unit_id=top.pk,
    )
    replan()
    return row


def _check(steps: list[int]) -> None:
    if any(abs(step) > FURTHEST for step in steps):
        raise DomainError(
            _("Write numbers of working days from 1 to %(most)d.") % {"most": FURTHEST},
            field="before",
        )
    if len(steps) > MOST_STEPS:
        raise DomainError(
            _("More than %(most)d reminders of one month are not read. Leave some out.")
            % {"most": MOST_STEPS},
            field="before",
        )
