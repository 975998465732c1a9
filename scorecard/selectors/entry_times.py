"""When the figures on a page are due, and whether it takes them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Extension
from scorecard.selectors.locks import Locks, read_locks
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from datetime import datetime

    from scorecard.selectors.deadlines import Due
    from scorecard.selectors.entry_fields import Placed


@dataclass(frozen=True, slots=True)
class EntryTime:
    """How the month of a unit stands against the calendar.

    Attributes
    ----------
    due
        When what is reported is due, one sentence for each length of periods; none without a
        calendar.
    reason
        Why the unit was given more time, if it was.
    closed
        Why figures of the page are refused; empty where all are taken.
    is_closed
        Whether all of them are.
    reopened
        Until when a locked month takes figures again.
    """

    due: tuple[str, ...] = ()
    reason: str = ""
    closed: str = ""
    is_closed: bool = False
    reopened: str = ""


NO_TIME = EntryTime()


def entry_time(unit: Unit, month: Period, due: "Iterable[Placed]") -> EntryTime:
    """Return how the figures of a unit stand, in three to eight queries."""
    now = timezone.now()
    locks = read_locks(now, [month])
    periods = sorted({period for _kpi, period in due})
    more = Extension.objects.newest().filter(unit=unit, month=month.ordinal).first()
    said = [locks.refusal(unit, each) or locks.opening_refusal(unit, each) for each in periods]
    until = locks.open_until(unit, month.ordinal)
    return EntryTime(
        due=tuple(_sentences(locks, unit, periods, now, more)),
        reason=more.reason if more else "",
        closed=next(filter(None, said), ""),
        is_closed=bool(said) and all(said),
        reopened=locks.deadlines.due(month, unit.path).told(until) if until else "",
    )


def _sentences(
    locks: Locks, unit: Unit, periods: list[Period], now: "datetime", more: Extension | None
) -> Iterable[str]:
    """Say when what is due; of the weeks of a month the last one that is listed."""
    last = {period.frequency: period for period in periods}
    extended = more.until if more else None
    for frequency, period in last.items():
        due: Due = locks.deadlines.due(period, unit.path, extended)
        if due.has_time or extended:
            words = due.words(now)
            alone = len(last) == 1 and frequency is not Frequency.WEEKLY
            sentence = _("%(period)s: %(when)s") % {"period": period_name(period), "when": words}
            yield words if alone else sentence
