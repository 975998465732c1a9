"""Open a locked month again for a while: one person asks, another one confirms."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError, NotAllowedError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.querysets import principal_allowing
from organization.roles import Action
from organization.selectors.units import top_unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Reopening, ReopeningAnswer
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.locks import read_locks
from scorecard.selectors.periods import period_name
from scorecard.services.calendars import require_reason
from scorecard.services.extensions import require_coming

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def ask_reopening(
    *, actor: "User", month: Period, unit: Unit | None, until: datetime, reason: str
) -> Reopening:
    """Ask that a locked month takes figures again, of one unit or of all (None), until a moment.

    Raises
    ------
    NotAllowedError
        Where `actor` enters no figures of the unit; for all units, where they are not the office.
    DomainError
        Where the month is not locked, there is no reason, or the moment cannot be meant.
    """
    asked_for = unit or top_unit()
    policies.require(actor, Action.COLLECT if unit is None else Action.ENTER_VALUES, asked_for)
    require_reason(reason)
    recorded_at = recorded_now()
    require_coming(until, recorded_at)
    if read_locks(timezone.now(), [month]).since(asked_for, month) is None:
        raise DomainError(
            _("%(month)s is not locked: enter the figures.") % {"month": period_name(month)}
        )
    row = Reopening.objects.create(
        month=month.ordinal,
        unit=unit,
        until=until,
        reason=reason.strip(),
        author=actor,
        recorded_at=recorded_at,
    )
    _record(actor, "asked for reopening", row)
    post("notices", [f"reopening:{row.pk}"])
    return row


@transaction.atomic
def answer_reopening(*, actor: "User", reopening: Reopening, is_confirmed: bool) -> ReopeningAnswer:
    """Open the month as asked, or say that it stays locked.

    Raises
    ------
    NotAllowedError
        Where `actor` does not collect the figures of the unit, or asked for it.
    DomainError
        Where it is answered already, or its time is over.
    """
    unit = reopening.unit or top_unit()
    policies.require(actor, Action.COLLECT, unit)
    if is_confirmed and reopening.author_id in {actor.pk, _principal(actor, unit)}:
        raise NotAllowedError(
            _("You asked for this, or act for who did: somebody else of the office confirms it.")
        )
    recorded_at = recorded_now()
    # Whoever answers at the same moment waits here.
    Unit.objects.select_for_update().get(pk=unit.pk)
    if ReopeningAnswer.objects.filter(reopening=reopening).exists():
        raise DomainError(_("This was answered already."))
    if is_confirmed and reopening.until <= recorded_at:
        raise DomainError(_("Its time is over: ask anew, with a later moment."))
    answer = ReopeningAnswer.objects.create(
        reopening=reopening,
        is_confirmed=is_confirmed,
        author=actor,
        asked_by=reopening.author,
        recorded_at=recorded_at,
    )
    _record(actor, "reopened" if is_confirmed else "refused reopening", reopening)
    post("notices", [f"reopened:{answer.pk}"])
    return answer


def _principal(actor: "User", unit: Unit) -> int | None:
    return principal_allowing(actor, Action.COLLECT, unit.path)


def _record(actor: "User", verb: str, row: Reopening) -> None:
    month = calendar_now().format(Period(Frequency.MONTHLY, row.month))
    unit = row.unit or top_unit()
    record(
        actor=actor,
        verb=verb,
        kind="month",
        subject=f"{unit.code} {month}" if row.unit else month,
        reason=row.reason,
        detail={"until": row.until.isoformat()},
        unit_id=unit.pk,
    )
