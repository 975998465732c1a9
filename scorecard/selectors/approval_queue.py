"""The page of all that waits for the approval of one person, a month at a time."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from organization.policies import may_anywhere
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.periods import period_name
from scorecard.selectors.waiting import (
    WaitingFigure,
    by_month,
    of_month,
    waiting_below,
    waiting_figures,
    waiting_for,
    with_all,
)

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.engine.periods import FiscalCalendar
    from scorecard.models import Entry
    from scorecard.querysets import EntryQuerySet

A_PAGE = 50
ALL, PLAIN, QUEUE = "all", "plain", "queue"


@dataclass(frozen=True, slots=True)
class MonthWaiting:
    """A month of which figures wait, and how many."""

    name: str
    word: str
    count: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ApprovalQueue:
    """What waits in the month shown, at most A_PAGE at a time.

    Attributes
    ----------
    total
        How many wait in all months.
    shows_all, can_show_all
        Whether the figures of all approvers are shown, and whether the reader may ask for that.
    chosen
        The ids of the figures that are chosen as the page opens.
    """

    months: tuple[MonthWaiting, ...]
    figures: tuple[WaitingFigure, ...]
    lines: "Page[Entry] | None"
    total: int
    shows_all: bool
    can_show_all: bool
    chosen: frozenset[int]

    @property
    def shown(self) -> MonthWaiting | None:
        """The month that is shown; None where nothing waits."""
        return next((month for month in self.months if month.is_shown), None)

    @property
    def n_plain(self) -> int:
        """How many of the page nothing was asked of, and that are not off target."""
        return sum(not figure.is_doubtful for figure in self.figures)

    @property
    def query(self) -> str:
        """Month and whose figures, for an address of the same page."""
        words = {"period": self.shown.word} if self.shown else {}
        return urlencode(words | ({"show": ALL} if self.shows_all else {}))


def approval_queue(
    user: "User", *, word: str = "", show: str = "", select: str = "", number: str | None = None
) -> ApprovalQueue:
    """Return what waits for the approval of `user`, in a fixed number of queries.

    Parameters
    ----------
    word
        The month asked for; without one, or with one of which nothing waits, the oldest.
    show
        ALL shows the office what waits for anybody.
    select
        PLAIN chooses all of which nothing was asked.
    """
    can_show_all = may_anywhere(user, Action.OVERRIDE)
    shows_all = can_show_all and show == ALL
    rows = waiting_below(user) if shows_all else waiting_for(user)
    calendar = calendar_now()
    counts = by_month(rows, calendar)
    found = sorted(counts, key=lambda month: month.ordinal)
    asked = [month for month in found if calendar.format(month) == word]
    shown = [*asked, *found][0] if found else None
    lines = _page(rows, shown, calendar, number) if shown else None
    figures = waiting_figures(list(lines)) if lines else ()
    plain = {figure.entry_id for figure in figures if not figure.is_doubtful}
    return ApprovalQueue(
        months=tuple(
            MonthWaiting(period_name(month), calendar.format(month), counts[month], month == shown)
            for month in found
        ),
        figures=figures,
        lines=lines,
        total=counts.total(),
        shows_all=shows_all,
        can_show_all=can_show_all,
        chosen=frozenset(plain if select == PLAIN else ()),
    )


def _page(
    rows: "EntryQuerySet", month: Period, calendar: "FiscalCalendar", number: str | None
) -> "Page[Entry]":
    found = with_all(of_month(rows, month, calendar))
    return Paginator(found, A_PAGE).get_page(number)
