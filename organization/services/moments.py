"""Moments that people and programs write: days and times of the organisation's time zone."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.services.organization import present_organization


def past_moment(text: str) -> datetime:
    """Read a day or a day with a time, which must not be in the future.

    A day means its end, today's day the present moment. What names no time zone is meant in the
    organisation's.

    Raises
    ------
    ValueError
        Where the text cannot be read.
    DomainError
        Where the moment is in the future.
    """
    now, zone = timezone.now(), ZoneInfo(present_organization().time_zone)
    try:
        moment = _read(text, zone, now)
    except ValueError as error:
        message = _(
            "“%(text)s” is no moment: write a day as 2026-05-12, or a time as 2026-05-12T17:30."
        )
        raise ValueError(message % {"text": text}) from error
    if moment > now:
        message = _("“%(text)s” is in the future: nothing is known of it yet. Write a past moment.")
        raise DomainError(message % {"text": text})
    return moment


def _read(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    if len(text) > len("2026-05-12"):
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    day = date.fromisoformat(text)
    if day == now.astimezone(zone).date():
        return now
    return datetime.combine(day, time.max, zone)
