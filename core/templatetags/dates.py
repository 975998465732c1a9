"""Days and moments on a page."""

import datetime as dt

from django import template
from django.utils import timezone

from core import dates

register = template.Library()


@register.filter
def day(value: dt.date | None) -> str:
    """Write a day: ``12 Nov``, with the year where it is not this one."""
    return dates.day(value, today=timezone.localdate())


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a moment: ``12 Nov 08:00``."""
    return dates.moment(value, today=timezone.localdate())


@register.filter
def lateness(due: dt.date) -> str:
    """Say how a deadline stands: ``3 days late``."""
    return dates.lateness(due, timezone.localdate())
