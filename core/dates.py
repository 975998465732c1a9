"""Days, moments and periods as people read them: 12 Nov, 3 days late, October 2026."""

import datetime as dt

from django.utils import timezone
from django.utils.dateformat import format as date_text
from django.utils.dates import MONTHS
from django.utils.translation import gettext, ngettext

from core.numbers import UNKNOWN

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def day(value: dt.date | None, *, today: dt.date | None = None) -> str:
    """Write a day, with its year where another year than that of ``today`` is possible.

    >>> day(dt.date(2026, 11, 12), today=dt.date(2026, 1, 1)), day(dt.date(2026, 11, 12))
    ('12 Nov', '12 Nov 2026')
    """
    if value is None:
        return UNKNOWN
    same_year = today is not None and value.year == today.year
    return date_text(value, "j M" if same_year else "j M Y")


def moment(value: dt.datetime | None, *, today: dt.date | None = None) -> str:
    """Write a moment in the reader's time zone: ``12 Nov 08:00``."""
    if value is None:
        return UNKNOWN
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{day(local.date(), today=today)} {clock(local)}"


def clock(value: dt.datetime) -> str:
    """Write the time of day: ``08:07``."""
    return date_text(value, "H:i")


def lateness(due: dt.date, today: dt.date) -> str:
    """Say how a deadline stands, in whole days.

    >>> lateness(dt.date(2026, 11, 9), dt.date(2026, 11, 12))
    '3 days late'
    """
    days = (today - due).days
    if days > 0:
        return ngettext("%(days)d day late", "%(days)d days late", days) % {"days": days}
    if days == 0:
        return gettext("due today")
    return ngettext("due in %(days)d day", "due in %(days)d days", -days) % {"days": -days}


def time_left(left: dt.timedelta) -> str:
    """Say how long there is still: ``9 hours 50 minutes``; days alone from two days up.

    >>> time_left(dt.timedelta(hours=9, minutes=50)), time_left(dt.timedelta(days=3, hours=2))
    ('9 hours 50 minutes', '3 days')
    """
    seconds = max(0, int(left.total_seconds()))
    if seconds >= 2 * DAY:
        return _days(seconds // DAY)
    hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
    if not hours:
        return _minutes(minutes)
    return f"{_hours(hours)} {_minutes(minutes)}" if minutes else _hours(hours)


def month_name(year: int, month: int) -> str:
    """Write a month: ``October 2026``. Raises ``KeyError`` for a month that is none."""
    return f"{MONTHS[month]} {year}"


def month_short(year: int, month: int) -> str:
    """Write a month where space is short: ``Oct 26``."""
    return date_text(dt.date(year, month, 1), "M y")


def quarter_name(fiscal_year: int, quarter: int) -> str:
    """Write a fiscal quarter: ``Quarter 4, FY 2026``."""
    return gettext("Quarter %(quarter)d, FY %(year)d") % {"quarter": quarter, "year": fiscal_year}


def year_name(fiscal_year: int) -> str:
    """Write a fiscal year: ``FY 2026``."""
    return gettext("FY %(year)d") % {"year": fiscal_year}


def week_name(year: int, week: int) -> str:
    """Write an ISO week: ``Week 5, 2026``."""
    return gettext("Week %(week)d, %(year)d") % {"week": week, "year": year}


def _days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}
