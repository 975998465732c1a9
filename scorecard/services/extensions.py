"""Give one unit more time for the figures of a month."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.models import Extension
from scorecard.policies import require_extender
from scorecard.selectors.entries import calendar_now
from scorecard.services.calendars import require_reason
from scorecard.services.reminder_plans import replan

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = timedelta(days=366)


@transaction.atomic
def extend(*, actor: "User", unit: Unit, month: Period, until: datetime, reason: str) -> Extension:
    """Let nothing that `unit` reports with `month` be late before `until`, and tell the unit.

    Raises
    ------
    NotAllowedError
        Where `actor` is neither the office nor a manager above the unit.
    DomainError
        Where there is no reason, or the moment is over or a year away.
    """
    require_extender(actor, unit)
    require_reason(reason)
    recorded_at = recorded_now()
    require_coming(until, recorded_at)
    row = Extension.objects.create(
        unit=unit,
        month=month.ordinal,
        until=until,
        reason=reason.strip(),
        author=actor,
        recorded_at=recorded_at,
    )
    record(
        actor=actor,
        verb="extended",
        kind="month",
        subject=f"{unit.code} {calendar_now().format(month)}",
        reason=reason.strip(),
        detail={"until": until.isoformat()},
        unit_id=unit.pk,
    )
    post("notices", [f"extension:{row.pk}"])
    replan()
    return row


def require_coming(until: datetime, now: datetime) -> None:
    """Refuse a moment that is over, or too far away to be meant.

    Raises
    ------
    DomainError
        Beside the field "until".
    """
    if until <= now:
        raise DomainError(_("This moment is over. Choose one that is to come."), field="until")
    if until > now + LONGEST:
        raise DomainError(_("This is more than a year away. Choose an earlier day."), field="until")
