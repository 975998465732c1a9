"""Lock months, and refuse what would change a locked one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.database import hold_sources_alone
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from scorecard.engine.periods import Period
from scorecard.models import MonthLock
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.locks import read_locks
from scorecard.selectors.periods import period_name
from scorecard.services.calendars import require_reason

if TYPE_CHECKING:
    from accounts.models import User
    from organization.models import Unit


class LockedError(DomainError):
    """Something was refused because its period is locked."""


def lock_refusals(unit: "Unit", periods: Iterable[Period]) -> dict[Period, str]:
    """Return a sentence for each of some periods that takes no figures of a unit now.

    Every door asks here, after `recorded_now`: whoever locks a month waits for those who have
    asked, and whoever asks later is refused.
    """
    wanted = set(periods)
    locks = read_locks(timezone.now(), wanted)
    sentences = {period: locks.refusal(unit, period) for period in wanted}
    return {period: sentence for period, sentence in sentences.items() if sentence}


def require_unlocked(unit: "Unit", periods: Iterable[Period]) -> None:
    """Refuse a change of what a unit reported for some periods, if one of them is locked.

    Raises
    ------
    LockedError
        Saying since when, and how it is opened again.
    """
    for sentence in lock_refusals(unit, periods).values():
        raise LockedError(sentence)


@transaction.atomic
def lock_month(*, actor: "User", month: Period, reason: str) -> MonthLock:
    """Let what is reported with a month take no figures any more, of no unit.

    Raises
    ------
    NotAllowedError
        Where `actor` does not collect the figures of the whole organisation.
    DomainError
        Where there is no reason, the month is not over, or it is locked already.
    """
    top, calendar = top_unit(), calendar_now()
    require(actor, Action.COLLECT, top)
    require_reason(reason)
    # Figures that are on their way are stored first; those that come later find the lock.
    hold_sources_alone()
    recorded_at = recorded_now()
    if calendar.last_day(month) >= recorded_at.date():
        raise DomainError(
            _("%(month)s is not over yet: lock it when it is.") % {"month": period_name(month)}
        )
    if MonthLock.objects.filter(month=month.ordinal).exists():
        raise DomainError(_("%(month)s is locked already.") % {"month": period_name(month)})
    row = MonthLock.objects.create(
        month=month.ordinal, reason=reason.strip(), author=actor, recorded_at=recorded_at
    )
    record(
        actor=actor,
        verb="locked",
        kind="month",
        subject=calendar.format(month),
        reason=reason.strip(),
        unit_id=top.pk,
    )
    return row
