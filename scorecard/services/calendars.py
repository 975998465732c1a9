"""Decide when figures are due: rules, holidays, and by which clocks."""

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from organization.services.organization import present_organization
from scorecard.engine.deadlines import Rule
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import CollectionRule, Holiday, UnitZone
from scorecard.models.calendars import MOST_DAYS
from scorecard.services.reminder_plans import replan

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def decide_rule(*, actor: "User", first: Period, rule: Rule, reason: str) -> CollectionRule:
    """Let figures of a frequency be due by a rule, from the period `first` on.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the whole organisation.
    DomainError
        Where there is no reason, or a number of days cannot be meant.
    """
    top = top_unit()
    require(actor, Action.SHAPE, top)
    require_reason(reason)
    _check(rule)
    row = CollectionRule.objects.create(
        frequency=first.frequency.value,
        valid_from=first.ordinal,
        opens_after=rule.opens_after,
        due_after=rule.due_after,
        due_at=rule.due_at,
        grace=rule.grace,
        locks_after=rule.locks_after,
        reason=reason.strip(),
        author=actor,
        recorded_at=recorded_now(),
    )
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    detail = {
        "frequency": first.frequency.value,
        "from": calendar.format(first),
        "opens_after": rule.opens_after,
        "due_after": rule.due_after,
        "due_at": f"{rule.due_at:%H:%M}",
        "grace": rule.grace,
        "locks_after": rule.locks_after,
    }
    record(
        actor=actor,
        verb="changed",
        kind="calendar",
        subject=calendar.format(first),
        reason=reason.strip(),
        detail=detail,
        unit_id=top.pk,
    )
    replan()
    return row


def _check(rule: Rule) -> None:
    numbers = {"opens_after": rule.opens_after, "locks_after": rule.locks_after}
    numbers |= {"due_after": rule.due_after, "grace": rule.grace}
    for name, number in numbers.items():
        least = -MOST_DAYS if name == "opens_after" else 0
        if number is not None and not least <= number <= MOST_DAYS:
            raise DomainError(
                _("Write a number of days from %(least)d to %(most)d.")
                % {"least": least, "most": MOST_DAYS},
                field=name,
            )


@transaction.atomic
def decide_holiday(*, actor: "User", day: date, name: str, is_taken_back: bool = False) -> Holiday:
    """Say that a day is no working day, or that it is one after all.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the whole organisation.
    DomainError
        Where it is so already, or the holiday has no name.
    """
    top = top_unit()
    require(actor, Action.SHAPE, top)
    if not name.strip():
        raise DomainError(_("Name the holiday, so that others know why."), field="name")
    recorded_at = recorded_now()
    # Whoever decides at the same moment waits here.
    Unit.objects.select_for_update().get(pk=top.pk)
    known = Holiday.objects.standing().filter(day=day).exists()
    if known is not is_taken_back:
        raise DomainError(_("It is so already: choose another day."), field="day")
    row = Holiday.objects.create(
        day=day,
        name=name.strip(),
        is_taken_back=is_taken_back,
        author=actor,
        recorded_at=recorded_at,
    )
    record(
        actor=actor,
        verb="took back holiday" if is_taken_back else "added holiday",
        kind="calendar",
        subject=day.isoformat(),
        detail={"name": name.strip()},
        unit_id=top.pk,
    )
    replan()
    return row


@transaction.atomic
def decide_zone(*, actor: "User", unit: Unit, time_zone: str) -> UnitZone:
    """Let the figures of a unit and all below it be due by the clocks of a time zone.

    Empty stands for the zone of the unit above.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the unit.
    DomainError
        Where no time zone has this name.
    """
    require(actor, Action.SHAPE, unit)
    if time_zone and time_zone not in available_timezones():
        raise DomainError(
            _("No time zone has this name: write one as Europe/Oslo or UTC."), field="time_zone"
        )
    row = UnitZone.objects.create(
        unit=unit, time_zone=time_zone, author=actor, recorded_at=recorded_now()
    )
    record(
        actor=actor,
        verb="changed",
        kind="calendar",
        subject=unit.code,
        detail={"time_zone": time_zone},
        unit_id=unit.pk,
    )
    replan()
    return row


def require_reason(reason: str) -> None:
    """Refuse what is decided without a reason.

    Raises
    ------
    DomainError
        Beside the field "reason".
    """
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")
