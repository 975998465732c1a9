"""Decide that the limits of a course are computed anew, and take that back."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.services.organization import local_day, present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Rebasing

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 500


@transaction.atomic
def rebase_limits(*, actor: "User", unit: Unit, kpi: Kpi, period: Period, reason: str) -> Rebasing:
    """Record that the limits of a KPI at a unit are computed anew from a base period on.

    Raises
    ------
    NotAllowedError
        Where `actor` may not shape the scorecard of `unit`.
    DomainError
        For a period that is none of the KPI's or has not begun, that begins new limits already,
        and without a reason.
    """
    require(actor, Action.SHAPE, unit)
    recorded_at = recorded_now()
    # Whoever decides for this unit at the same moment waits here.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _check_period(kpi, period)
    same = Rebasing.objects.filter(unit=unit, kpi=kpi, period=period.ordinal)
    if same.in_force().exists():
        raise DomainError(_("New limits begin with this period already."), field="period")
    row = Rebasing.objects.create(
        unit=unit,
        kpi=kpi,
        period=period.ordinal,
        reason=_checked(reason),
        author=actor,
        recorded_at=recorded_at,
    )
    _audit(row, verb="computed limits anew")
    return row


@transaction.atomic
def take_back_rebasing(*, actor: "User", rebasing: Rebasing, reason: str) -> Rebasing:
    """Record that a decision to compute limits anew no longer holds; it stays to be seen.

    Raises
    ------
    NotAllowedError
        Where `actor` may not shape the scorecard of its unit.
    DomainError
        Where it does not hold any more, and without a reason.
    """
    require(actor, Action.SHAPE, rebasing.unit)
    recorded_at = recorded_now()
    Unit.objects.select_for_update().get(pk=rebasing.unit_id)
    if not Rebasing.objects.in_force().filter(pk=rebasing.pk).exists():
        raise DomainError(_("This was taken back already."))
    row = Rebasing.objects.create(
        unit=rebasing.unit,
        kpi=rebasing.kpi,
        period=rebasing.period,
        is_taken_back=True,
        reason=_checked(reason),
        author=actor,
        recorded_at=recorded_at,
    )
    _audit(row, verb="took back new limits")
    return row


def _check_period(kpi: Kpi, period: Period) -> None:
    if period.frequency.value != kpi.definition.frequency:
        raise DomainError(_("Name a period in which this KPI is entered."), field="period")
    if _calendar().first_day(period) > local_day(timezone.now()):
        raise DomainError(_("This period has not begun yet."), field="period")


def _checked(reason: str) -> str:
    words = reason.strip()
    if not words:
        raise DomainError(_("Say why: others will ask."), field="reason")
    if len(words) > LONGEST:
        raise DomainError(
            _("The text has %(length)d characters; %(longest)d are allowed. Shorten it.")
            % {"length": len(words), "longest": LONGEST},
            field="reason",
        )
    return words


def _audit(row: Rebasing, *, verb: str) -> None:
    period = Period(Frequency(row.kpi.definition.frequency), row.period)
    record(
        actor=row.author,
        verb=verb,
        kind="limits",
        subject=f"{row.unit.code} {row.kpi.code} {_calendar().format(period)}",
        reason=row.reason,
        unit_id=row.unit_id,
    )


def _calendar() -> FiscalCalendar:
    return FiscalCalendar(present_organization().fiscal_year_start_month)
