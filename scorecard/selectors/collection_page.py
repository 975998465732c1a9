"""The page on which the office follows how the figures of a month come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from organization.selectors.units import top_unit
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import MonthLock, Reopening
from scorecard.policies import may_extend
from scorecard.selectors.collection import Collection, collect
from scorecard.selectors.entries import CHOICES, Choice
from scorecard.selectors.periods import period_name
from scorecard.selectors.planned_reminders import ReminderMoment, planned_reminders

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class ReopeningLine:
    """Somebody asked to open a month again, and what was said to it.

    Attributes
    ----------
    state
        ``waiting``, ``open``, ``over`` or ``refused``.
    can_answer
        Whether the reader may confirm it: somebody else than who asked.
    """

    pk: int
    unit: str
    reason: str
    by: str
    until: datetime
    state: str
    answered_by: str
    can_answer: bool


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """The page, and what its reader may do.

    Attributes
    ----------
    shows_all
        Whether units of which all is in have a line, too.
    reminders
        Which reminders the rule plans for the month, and what came of them, the first first.
    lock
        The lock of the month; None where the office did not lock it.
    can_remind, can_extend, can_lock, can_reopen, can_decide
        Whether the reader may ask units once more, give more time, lock the month, ask to open it
        again, and decide about the calendar.
    """

    collection: Collection
    units: Sequence[Choice]
    months: Sequence[Choice]
    shows_all: bool
    reminders: tuple[ReminderMoment, ...]
    lock: MonthLock | None
    locks_at: str
    reopenings: tuple[ReopeningLine, ...]
    can_remind: bool
    can_extend: bool
    can_lock: bool
    can_reopen: bool
    can_decide: bool

    @property
    def month_name(self) -> str:
        """The month as people read it."""
        return period_name(self.collection.month)

    @property
    def month_word(self) -> str:
        """The month as addresses write it."""
        return self.collection.calendar.format(self.collection.month)

    @property
    def address(self) -> str:
        """Unit and month for an address."""
        return urlencode({"unit": self.collection.unit.code, "period": self.month_word})

    @property
    def due_words(self) -> str:
        """When the month is due, or was; empty without a calendar."""
        due = self.collection.due
        return due.told(due.due) if due.has_time else ""


def collection_page(
    user: "User", unit: Unit, month: Period, *, shows_all: bool = False
) -> CollectionPage:
    """Return the page of the figures of a month at and below a unit."""
    found, top = collect(user, unit, month), top_unit()
    lock = MonthLock.objects.select_related("author").filter(month=month.ordinal).first()
    may_collect = may(user, Action.COLLECT, top)
    locks = found.due.locks
    is_locked = lock is not None or _is_past(locks)
    return CollectionPage(
        collection=found,
        units=_units(user, unit),
        months=_months(found),
        shows_all=shows_all,
        reminders=planned_reminders(unit, month, local_day(timezone.now())),
        lock=lock,
        locks_at=found.due.told(locks) if locks else "",
        reopenings=_reopenings(user, unit, month, top),
        can_remind=may(user, Action.ASSIGN, unit) and not is_locked,
        can_extend=_extends_below(user, unit) and not is_locked,
        can_lock=may_collect and lock is None,
        can_reopen=may(user, Action.ENTER_VALUES, unit) and is_locked,
        can_decide=may(user, Action.SHAPE, top),
    )


def _extends_below(user: "User", unit: Unit) -> bool:
    """Tell whether `user` may give more time to all that is shown: a manager not to their own."""
    return may_extend(user, unit) or (may(user, Action.ASSIGN, unit) and unit.children.exists())


def _is_past(moment: datetime | None) -> bool:
    return moment is not None and moment <= timezone.now()


def _units(user: "User", unit: Unit) -> list[Choice]:
    """Return the units to look at: those seen that have others below them, in order."""
    seen = Unit.objects.allowing(user, Action.SEE_UNIT)
    shown = seen.filter(Q(children__isnull=False) | Q(pk=unit.pk)).distinct().order_by("path")
    return [Choice(str(one), one.code, one == unit) for one in shown]


def _months(found: Collection) -> list[Choice]:
    calendar, month = found.calendar, found.month
    newest = calendar.containing(timezone.localdate(), Frequency.MONTHLY).ordinal
    wanted = sorted({month.ordinal, *range(newest - CHOICES, newest + 1)}, reverse=True)
    periods = [Period(Frequency.MONTHLY, ordinal) for ordinal in wanted]
    return [Choice(period_name(p), calendar.format(p), p == month) for p in periods]


def _reopenings(user: "User", unit: Unit, month: Period, top: Unit) -> tuple[ReopeningLine, ...]:
    rows = Reopening.objects.filter(
        Q(unit=None) | Q(unit__path__startswith=unit.path), month=month.ordinal
    )
    related = rows.select_related("unit", "author", "answer__author").order_by("-id")
    return tuple(_reopening(user, row, row.unit or top) for row in related)


def _reopening(user: "User", row: Reopening, unit: Unit) -> ReopeningLine:
    answer = getattr(row, "answer", None)
    if answer is not None and not answer.is_confirmed:
        state = "refused"
    elif row.until <= timezone.now():
        state = "over"
    else:
        state = "waiting" if answer is None else "open"
    return ReopeningLine(
        pk=row.pk,
        unit=row.unit.name if row.unit else "",
        reason=row.reason,
        by=row.author.name,
        until=row.until,
        state=state,
        answered_by=answer.author.name if answer else "",
        can_answer=state == "waiting"
        and row.author_id != user.pk
        and may(user, Action.COLLECT, unit),
    )
