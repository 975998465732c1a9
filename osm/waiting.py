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
from scorecard.selectors.due import frequencies_in_use
from scorecard.selectors.entries import LEFT, present_month
from scorecard.selectors.mine import entries_to_approve, left_for, unexplained
from scorecard.selectors.owners import entered_by

if TYPE_CHECKING:
    from accounts.models import User


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
    """

    messages: int = 0
    notices: int = 0
    figures: int = 0
    updates: int = 0


def waiting_for(user: "User") -> Waiting:
    """Return how much waits for `user`, in a fixed number of queries."""
    calendar, today, month = present_month()
    rights = (user.pk, user.is_active, user.token_scopes, tuple(held_by(user)))
    in_use = frequencies_in_use()
    days = (today, timezone.now().date(), month, calendar, in_use)
    found = tallies((rights, days), lambda: _kinds(user, month, calendar, today, in_use))
    messages = found.pop("messages") + found.pop("approvals")
    notices, figures = found.pop("notices"), found.pop("figures", 0)
    return Waiting(messages, notices, figures, updates=sum(found.values()))


def _kinds(
    user: "User",
    month: Period,
    calendar: FiscalCalendar,
    today: date,
    in_use: frozenset[Frequency],
) -> Mapping[str, Tally]:
    kinds: dict[str, Tally] = {
        "messages": unread_messages(user),
        "approvals": answerable(user),
        "notices": unread_notices(user),
    }
    if may_anywhere(user, Action.SEE_UNIT):
        kinds |= {
            "to approve": entries_to_approve(user),
            "to explain": unexplained(user, month, calendar),
            "mentions": mentions_to_read(user),
            "steps": my_open_items(user, today + AHEAD),
        }
    if may_anywhere(user, Action.ENTER_VALUES):
        left = left_for(user, month, calendar, today, in_use)
        own = Total(entered_by(left.filter(LEFT), user), "n_left")
        kinds |= {"figures": Total(left, "n_left"), "to enter": own}
    return kinds
