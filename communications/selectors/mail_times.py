"""When a mail may leave: the person's hour, their quiet hours, on their clock."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from communications.models import MailChoice

DAY = timedelta(days=1)
MONDAY = 0
LONGEST_WAIT = 15


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment at which a mail may leave, in UTC and on the person's clock."""

    at: datetime
    day: date
    wall_time: str
    zone: str


def next_digest(
    choice: MailChoice, zone: str, now: datetime, taken: Collection[date]
) -> Slot | None:
    """Return the first time after `now` for a digest, on none of the days in `taken`.

    None for a person who wants none. An hour that a clock skips is the hour after it; of one that
    it shows twice, the first counts. Within quiet hours it is their end.

    Examples
    --------
    >>> choice = MailChoice(hour=2, quiet_from=None, quiet_until=None)
    >>> spring = next_digest(choice, "Europe/Oslo", datetime(2026, 3, 28, 12, tzinfo=UTC), ())
    >>> spring.at.isoformat(), spring.wall_time
    ('2026-03-29T01:00:00+00:00', '2026-03-29 03:00')
    """
    if choice.frequency == MailChoice.NEVER:
        return None
    today = now.astimezone(ZoneInfo(zone)).date()
    for day in (today + DAY * number for number in range(LONGEST_WAIT)):
        if choice.frequency == MailChoice.WEEKLY and day.weekday() != MONDAY:
            continue
        slot = after_quiet(choice, zone, _utc(day, time(choice.hour), zone))
        if slot.at > now and slot.day not in taken:
            return slot
    return None


def after_quiet(choice: MailChoice, zone: str, moment: datetime) -> Slot:
    """Return `moment`, or the end of the quiet hours within which it falls.

    Examples
    --------
    >>> choice = MailChoice(quiet_from=time(20), quiet_until=time(7))
    >>> after_quiet(choice, "UTC", datetime(2026, 11, 12, 21, tzinfo=UTC)).wall_time
    '2026-11-13 07:00'
    """
    local = moment.astimezone(ZoneInfo(zone))
    first, last = choice.quiet_from, choice.quiet_until
    if first is not None and last is not None and _is_within(local.time(), first, last):
        day = local.date() if local.time() < last else local.date() + DAY
        # In the hour that a clock shows twice the end of the quiet hours comes twice, too.
        ends = (_utc(day, last, zone, fold=fold) for fold in (0, 1))
        local = next(end for end in ends if end > moment).astimezone(ZoneInfo(zone))
    return Slot(local.astimezone(UTC), local.date(), f"{local:%Y-%m-%d %H:%M}", zone)


def _is_within(clock: time, first: time, last: time) -> bool:
    """Tell whether a time lies between two, past midnight where the first is the later one."""
    if first <= last:
        return first <= clock < last
    return clock >= first or clock < last


def _utc(day: date, clock: time, zone: str, fold: int = 0) -> datetime:
    local = datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold)
    return local.astimezone(UTC)
