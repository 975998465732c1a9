"""How much waits for somebody: the numbers in the navigation, on every page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from communications.selectors.approvals import answerable
from communications.selectors.deliveries import unread_messages, unread_notices
from core.tallies import Tally, Total, tallies
from initiatives.selectors.actions import my_open_items
from organization.policies import may_anywhere
from organization.querysets import held_by
from organization.roles import Action
from osm.updates import AHEAD
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.selectors.comments import mentions_to_read
from scorecard.selectors.corrections import entries_to_correct
from scorecard.selectors.due import frequencies_in_use
from scorecard.selectors.entries import LEFT, present_month
from scorecard.selectors.mine import left_for, unexplained
from scorecard.selectors.owners import entered_by
from scorecard.selectors.waiting import entered_with
from scorecard.selectors.waiting import waiting_for as figures_waiting

if TYPE_CHECKING:
    from accounts.models import User


# What `osm.updates` lists, each kind in a group of its own.
LISTED = ("to_enter", "to_correct", "to_approve", "to_explain", "mentions", "steps")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many things wait.

    Attributes
    ----------
    messages, notices
        What was not read, and what waits for one's word as a speaker.
    figures
        What is left of the last month that they may enter, whosever it is.
    updates
        All that `osm.updates` lists.
    approvals
        What of it are figures that wait for their approval.
    """

    messages: int = 0
    notices: int = 0
    figures: int = 0
    updates: int = 0
    approvals: int = 0


def count_waiting(user: "User") -> Waiting:
    """Return how much waits for `user`, in a fixed number of queries."""
    calendar, today, month = present_month()
    rights = (user.pk, user.is_active, user.token_scopes, tuple(held_by(user)))
    in_use = frequencies_in_use()
    days = (today, timezone.now().date(), month, calendar, in_use)
    found = tallies((rights, days), lambda: _kinds(user, month, calendar, today, in_use))
    return Waiting(
        messages=found["unread"] + found["drafts"],
        notices=found["notices"],
        figures=found.get("left", 0),
        # What was rejected and is owed again is one thing to do, not two.
        updates=sum(found.get(name, 0) for name in LISTED) - found.get("owed_again", 0),
        approvals=found.get("to_approve", 0),
    )


def _kinds(
    user: "User",
    month: Period,
    calendar: FiscalCalendar,
    today: date,
    in_use: frozenset[Frequency],
) -> Mapping[str, Tally]:
    kinds: dict[str, Tally] = {
        "unread": unread_messages(user),
        "drafts": answerable(user),
        "notices": unread_notices(user),
    }
    if may_anywhere(user, Action.SEE_UNIT):
        kinds |= {
            "to_approve": figures_waiting(user),
            "to_explain": unexplained(user, month, calendar),
            "mentions": mentions_to_read(user),
            "steps": my_open_items(user, today + AHEAD),
        }
    if may_anywhere(user, Action.ENTER_VALUES):
        left = left_for(user, month, calendar, today, in_use)
        own = Total(entered_by(left.filter(LEFT), user), "n_left")
        corrections = entries_to_correct(user)
        again = entered_with(corrections.filter(is_owed=True), month, calendar)
        kinds |= {"left": Total(left, "n_left"), "to_enter": own}
        kinds |= {"to_correct": corrections, "owed_again": again}
    return kinds
