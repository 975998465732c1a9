"""Which stretch of time the pictures of milestones show, and what they say in words."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day
from core.timelines import Horizon
from initiatives.models import InitiativeVersion
from initiatives.selectors.parts import MilestoneFact, next_open

QUARTERS_SHOWN = 6
MONTHS_IN_QUARTER = 3


def six_quarters(today: dt.date) -> Horizon:
    """Return the quarter before this one, this one and four to come.

    >>> six_quarters(dt.date(2026, 11, 12)).first, six_quarters(dt.date(2026, 11, 12)).last
    (datetime.date(2026, 7, 1), datetime.date(2027, 12, 31))
    """
    first = _quarter_start(today, -1)
    return Horizon(first, _quarter_start(first, QUARTERS_SHOWN) - dt.timedelta(days=1), today)


def whole_life(
    version: InitiativeVersion, milestones: Sequence[MilestoneFact], today: dt.date
) -> Horizon:
    """Return the quarters from the first to the last day that is known of an initiative."""
    known = [each for each in (version.starts_on, version.ends_on) if each is not None]
    days = [today, *known, *(milestone.due for milestone in milestones)]
    end = _quarter_start(max(days), 1) - dt.timedelta(days=1)
    return Horizon(_quarter_start(min(days), 0), end, today)


def on_road(milestones: Sequence[MilestoneFact], horizon: Horizon) -> tuple[MilestoneFact, ...]:
    """Leave out what lies beyond the edges; what was missed stays and stands at the edge."""
    return tuple(
        milestone
        for milestone in milestones
        if milestone.state == "missed" or horizon.first <= milestone.due <= horizon.last
    )


def road_words(milestones: Sequence[MilestoneFact], today: dt.date) -> str:
    """Say in a sentence what the picture of milestones shows."""
    if not milestones:
        return _("No milestones planned")
    done = sum(milestone.state == "done" for milestone in milestones)
    following = next_open(milestones)
    words = {"done": done, "count": len(milestones)}
    if following is None:
        return (
            ngettext(
                "%(done)d of %(count)d milestone reached",
                "%(done)d of %(count)d milestones reached",
                len(milestones),
            )
            % words
        )
    return ngettext(
        "%(done)d of %(count)d milestone reached, next is “%(name)s” on %(day)s",
        "%(done)d of %(count)d milestones reached, next is “%(name)s” on %(day)s",
        len(milestones),
    ) % {**words, "name": following.name, "day": day(following.due, today=today)}


def _quarter_start(day_in_it: dt.date, quarters_on: int) -> dt.date:
    quarter = (day_in_it.year * 12 + day_in_it.month - 1) // MONTHS_IN_QUARTER + quarters_on
    year, month = divmod(quarter * MONTHS_IN_QUARTER, 12)
    return dt.date(year, month + 1, 1)
