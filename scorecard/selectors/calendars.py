"""The reporting calendar as the office decides it: what holds, and who decided it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import CollectionRule, Holiday, PlannedReminder, ReminderRule, UnitZone
from scorecard.selectors.deadlines import read_deadlines
from scorecard.selectors.periods import period_name
from scorecard.selectors.planned_reminders import planned_at, rule_words

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN_AHEAD = 3


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule, as a page lists it."""

    frequency: str
    first: str
    words: str
    reason: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """When units are reminded, why, and who decided it when; `next_at` is empty for never."""

    words: str
    reason: str
    author: str
    at: datetime
    next_at: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A period to come, and when it is due at the headquarters."""

    name: str
    due: str


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The rules, the newest first, the holidays to come, zones of units, and what comes next.

    `reminders` says when units are reminded; None where nobody has decided it.
    """

    rules: tuple[RuleLine, ...]
    reminders: ReminderLine | None
    holidays: tuple[Holiday, ...]
    zones: tuple[UnitZone, ...]
    coming: tuple[Coming, ...]
    home: str


def calendar_page() -> CalendarPage:
    """Return the page, in a fixed number of queries."""
    organization, now = present_organization(), timezone.now()
    calendar = FiscalCalendar(organization.fiscal_year_start_month)
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    rows = CollectionRule.objects.select_related("author").order_by("-id")
    holidays = Holiday.objects.standing().filter(day__gte=today).order_by("day")
    zones = UnitZone.objects.newest().exclude(time_zone="").select_related("unit")
    return CalendarPage(
        rules=tuple(_line(row) for row in rows),
        reminders=_reminders(now, today),
        holidays=tuple(holidays),
        zones=tuple(zones.order_by("unit__path")),
        coming=tuple(_coming(calendar, organization.time_zone, now)),
        home=organization.time_zone,
    )


def _coming(calendar: FiscalCalendar, home: str, now: datetime) -> "Iterable[Coming]":
    deadlines = read_deadlines(calendar, home)
    if not deadlines.rules:
        return
    today = now.astimezone(ZoneInfo(home)).date()
    month = calendar.containing(today, Frequency.MONTHLY).ordinal - 1
    for ordinal in range(month, month + SHOWN_AHEAD):
        period = Period(Frequency.MONTHLY, ordinal)
        due = deadlines.due(period, "/")
        if due.due > now:
            yield Coming(period_name(period), due.told(due.due))


def _reminders(now: datetime, today: date) -> ReminderLine | None:
    row = ReminderRule.objects.select_related("author").order_by("-id").first()
    if row is None:
        return None
    planned = PlannedReminder.objects.waiting().filter(not_before__gt=now)
    first = planned.order_by("not_before").first()
    return ReminderLine(
        words=rule_words(row.steps, row.at),
        reason=row.reason,
        author=row.author.name,
        at=row.recorded_at,
        next_at=planned_at(first.wall_time, first.time_zone, today) if first else "",
    )


def _line(row: CollectionRule) -> RuleLine:
    return RuleLine(
        frequency=str(row.get_frequency_display()),
        first=period_name(Period(Frequency(row.frequency), row.valid_from)),
        words="; ".join(_facts(row)),
        reason=row.reason,
        author=row.author.name,
        at=row.recorded_at,
    )


def _facts(row: CollectionRule) -> "Iterable[str]":
    yield _due(row.due_after, row.due_at)
    if row.grace:
        yield ngettext("%(n)d day of grace", "%(n)d days of grace", row.grace) % {"n": row.grace}
    if row.opens_after is not None:
        yield _("takes figures from day %(n)+d on") % {"n": row.opens_after}
    if row.locks_after is not None:
        yield ngettext(
            "locks %(n)d day after that", "locks %(n)d days after that", row.locks_after
        ) % {"n": row.locks_after}


def _due(days: int, at: time) -> str:
    return ngettext(
        "due %(n)d working day after the end, at %(time)s",
        "due %(n)d working days after the end, at %(time)s",
        days,
    ) % {"n": days, "time": f"{at:%H:%M}"}
