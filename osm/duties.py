"""What Today asks of the person who opens it, beside what all with the same rights are shown."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from organization.policies import may_anywhere
from organization.roles import Action
from scorecard.policies import NOTHING_OWNED, Owned, owned_by
from scorecard.selectors.comments import MentionLine, unread_mentions
from scorecard.selectors.entries import count_left_to_enter

if TYPE_CHECKING:
    from accounts.models import User

#: Who may do one of these has more to do with a scorecard than to know it.
BEYOND_READING = (Action.ENTER_VALUES, Action.SPEAK, Action.SEE_AUDIT)


@dataclass(frozen=True, slots=True)
class Duties:
    """What is asked of somebody.

    Attributes
    ----------
    n_to_enter
        How many figures of the last month their units still owe.
    owned
        What they own: explanations of it are asked of them.
    mentions
        Where somebody named them in a comment that they have not opened.
    is_chasing
        Whether it is theirs to see that others do what is asked of them.
    is_reading
        Whether they are here to know the strategy, and what their unit gives to it.
    """

    n_to_enter: int = 0
    owned: Owned = NOTHING_OWNED
    mentions: tuple[MentionLine, ...] = ()
    is_chasing: bool = False
    is_reading: bool = False


NO_DUTIES = Duties()


def duties_of(user: "User") -> Duties:
    """Return what is asked of a person, in a fixed number of queries."""
    return Duties(
        n_to_enter=count_left_to_enter(user) if may_anywhere(user, Action.ENTER_VALUES) else 0,
        owned=owned_by(user),
        mentions=unread_mentions(user),
        is_chasing=may_anywhere(user, Action.REMARK),
        is_reading=not any(may_anywhere(user, action) for action in BEYOND_READING),
    )
