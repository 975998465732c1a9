"""In the owner's words: what stands on a page beside a figure of a KPI or objective."""

from dataclasses import dataclass
from datetime import datetime

from organization.policies import may
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Status
from scorecard.models import Matter
from scorecard.policies import Owned, may_speak_for
from scorecard.selectors.context import Context
from scorecard.selectors.flags import FlagLine, flags_on
from scorecard.selectors.matters import MatterPage
from scorecard.selectors.owner_explanations import ExplanationLine, explanations_of


@dataclass(frozen=True)
class OwnWords:
    """What the owner says of a matter at a unit in a period.

    Attributes
    ----------
    explanation, earlier
        The newest revision, and those before it.
    flag, past_flags
        The flag that stands, and those that are over.
    is_owed
        Whether it is off target or flagged, and nobody has explained it.
    """

    place: MatterPage
    period_word: str
    explanation: ExplanationLine | None
    earlier: tuple[ExplanationLine, ...]
    flag: FlagLine | None
    past_flags: tuple[FlagLine, ...]
    is_owed: bool
    can_speak: bool
    can_remark: bool

    @property
    def is_silent(self) -> bool:
        """Whether nobody has said anything, need not, and the reader may not."""
        said = self.explanation or self.flag or self.past_flags
        return not (said or self.is_owed or self.can_speak)


def own_words(
    context: Context,
    matter: Matter,
    period: Period,
    status: Status,
    owned: Owned,
    as_of: datetime | None = None,
) -> OwnWords | None:
    """Return what the owner says, in a fixed number of queries.

    Above one's own unit it is None, but for the owner.

    Parameters
    ----------
    owned
        What the reader owns, who has no name here.
    as_of
        The moment as of which it was said: then nobody is asked any more.
    """
    is_owner = may_speak_for(context.user, context.unit, matter, owned)
    if not (context.can_see_breakdown or is_owner):
        return None
    lines = explanations_of(context.unit, matter, period, as_of)
    standing, over = flags_on(context.unit, matter, context.organization, as_of)
    can_speak = as_of is None and is_owner
    return OwnWords(
        place=MatterPage(context.unit, matter, period),
        period_word=context.calendar.format(period),
        explanation=lines[0] if lines else None,
        earlier=lines[1:],
        flag=standing,
        past_flags=over,
        is_owed=as_of is None and not lines and (status is Status.RED or standing is not None),
        can_speak=can_speak,
        can_remark=as_of is None and may(context.user, Action.REMARK, context.unit),
    )
