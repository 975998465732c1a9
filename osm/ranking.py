"""In which order Today names what needs somebody: bad news first, by rules that anybody can check.

docs/today.md says them in words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from scorecard.engine.types import Status

#: Below this many score points two misses are of one size: what else is known then decides.
SAME_SIZE = 0.5
#: So many units off target under a figure that is not, or so large a part, is more than a few.
MANY, LARGE_PART = 3, 1 / 3
UNKNOWN = frozenset({Status.NO_DATA, Status.INSUFFICIENT})


class Reason(IntEnum):
    """Why something needs somebody, the most urgent first; of several the first one counts."""

    CRITICAL = 0  # off target, and what stands above it is capped
    OFF_TARGET = 1
    FLAGGED = 2  # its owner fears for it
    UNKNOWN = 3  # it cannot be judged: it may hide something
    COULD_TURN = 4  # what is missing could turn it off target
    HIDING = 5  # units off target below a figure that is not
    AT_RISK = 6


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a KPI at a unit decides where it stands in the order.

    Attributes
    ----------
    points
        The score points that the unit's scorecard would gain if it met its target.
    is_signal
        Whether its figure is unusual, and not what it is from month to month.
    got_worse
        Whether it moved the wrong way since the period before.
    age
        For how many periods in a row it has not been on target.
    is_flagged
        Whether a flag stands on it, here or below.
    is_tended
        Whether somebody does something about it.
    missing
        How many figures below are missing.
    could_turn
        Whether these, going by what they were, could turn it off target.
    reds, judged
        How many of the units directly below are off target, out of how many that are judged.
    """

    code: str
    status: Status
    is_critical: bool = False
    points: float = 0.0
    is_signal: bool = False
    got_worse: bool = False
    age: int = 0
    is_flagged: bool = False
    is_tended: bool = False
    missing: int = 0
    could_turn: bool = False
    reds: int = 0
    judged: int = 0


def reason(standing: Standing) -> Reason | None:
    """Return why a KPI needs somebody; None where it does not.

    Examples
    --------
    >>> reason(Standing("A", Status.GREEN)), reason(Standing("B", Status.RED)).name
    (None, 'OFF_TARGET')
    """
    off = standing.status is Status.RED
    held = (
        (Reason.CRITICAL, off and standing.is_critical),
        (Reason.OFF_TARGET, off),
        (Reason.FLAGGED, standing.is_flagged),
        (Reason.UNKNOWN, standing.status in UNKNOWN),
        (Reason.COULD_TURN, standing.could_turn),
        (Reason.HIDING, hides(standing)),
        (Reason.AT_RISK, standing.status is Status.AMBER),
    )
    return next((why for why, holds in held if holds), None)


def hides(standing: Standing) -> bool:
    """Tell whether more than a few units below are off target under a figure that is not."""
    if not standing.reds or standing.status is Status.RED:
        return False
    return standing.reds >= MANY or standing.reds >= LARGE_PART * standing.judged


def ranked(standings: Iterable[Standing]) -> list[Standing]:
    """Return what needs somebody, the most urgent first.

    By reason; then what is critical, the larger miss, a signal before routine variation, what gets
    worse, what has lasted longer, what is flagged, what nobody tends, what misses more figures;
    last by the exact size of the miss, and by code.
    """
    return sorted((each for each in standings if reason(each) is not None), key=_urgency)


def _urgency(standing: Standing) -> tuple[object, ...]:
    return (
        reason(standing),
        not standing.is_critical,
        -int(standing.points / SAME_SIZE),
        not standing.is_signal,
        not standing.got_worse,
        -standing.age,
        not standing.is_flagged,
        standing.is_tended,
        -standing.missing,
        -standing.points,
        standing.code,
    )
