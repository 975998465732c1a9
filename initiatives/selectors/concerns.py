"""What is wrong with an initiative, in words, and how bad that is among others."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day
from core.numbers import money
from initiatives.models import OVER, InitiativeVersion, Stage
from initiatives.selectors.parts import MilestoneFact, missed

# What must come first in a list: worst, then delayed, under way, proposed, over.
TROUBLED, DELAYED, FINE, PROPOSED, FINISHED = range(5)

Severity = tuple[int, int, int, str]


def concerns(
    version: InitiativeVersion, milestones: Sequence[MilestoneFact], today: date
) -> tuple[str, ...]:
    """Return one sentence for each thing that is late or over budget; none once it is over."""
    return () if version.stage in OVER else tuple(_concerns(version, milestones, today))


def severity(
    version: InitiativeVersion, milestones: Sequence[MilestoneFact], today: date
) -> Severity:
    """Return the place among others, worst first: kind, number of troubles, oldest delay, name."""
    troubles = len(concerns(version, milestones, today))
    late = max(((today - milestone.due).days for milestone in missed(milestones)), default=0)
    return _rank(version.stage, troubles), -troubles, -late, version.name


def needs_attention(severity: Severity) -> bool:
    """Tell whether somebody should look at it."""
    return severity[0] <= DELAYED


def _rank(stage: str, troubles: int) -> int:
    if stage in OVER:
        return FINISHED
    if troubles:
        return TROUBLED
    return {Stage.DELAYED.value: DELAYED, Stage.PROPOSED.value: PROPOSED}.get(stage, FINE)


def _concerns(
    version: InitiativeVersion, milestones: Sequence[MilestoneFact], today: date
) -> Iterator[str]:
    late = missed(milestones)
    if late:
        yield ngettext(
            "Milestone “%(name)s” was due on %(day)s.",
            "%(count)d milestones are missed, the oldest, “%(name)s”, was due on %(day)s.",
            len(late),
        ) % {"count": len(late), "name": late[0].name, "day": day(late[0].due, today=today)}
    if version.overspent is not None:
        yield _("%(amount)s more than the budget is spent.") % {"amount": money(version.overspent)}
    if version.ends_on is not None and version.ends_on < today:
        yield _("It should have ended on %(day)s.") % {"day": day(version.ends_on, today=today)}
