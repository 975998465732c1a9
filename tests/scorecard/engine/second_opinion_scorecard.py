"""A slow second opinion on scores, statuses and the scorecard: one node at a time, by recursion."""

from dataclasses import dataclass, field
from fractions import Fraction

GREEN, AMBER, RED, NO_DATA, INSUFFICIENT, NOT_SCORED = range(6)


def _over(numerator, denominator):
    return None if denominator == 0 else Fraction(numerator) / denominator


def score(a, goal, red, cuts):
    if None in (a, goal, red) or goal == red:
        return None
    straight = cuts[0] + (cuts[1] - cuts[0]) * (a - red) / (goal - red)
    return min(max(straight, Fraction(0)), Fraction(100))


def status(a, goal, red, share, min_coverage):
    if a is None:
        return NO_DATA
    if share < min_coverage:
        return INSUFFICIENT
    if goal is None or red is None or goal == red:
        return NOT_SCORED
    tolerance = Fraction(1, 10**9) * max(1, abs(goal), abs(red))
    if goal < red:
        a, goal, red = -a, -goal, -red
    if a >= goal - tolerance:
        return GREEN
    return RED if a <= red + tolerance else AMBER


@dataclass(eq=False)
class Node:
    """A leaf where it has no children; a node is scored from its children."""

    score: Fraction | None = None
    status: int = NOT_SCORED
    weight: Fraction = Fraction(1)
    critical: bool = False
    present: bool = True
    capped_red: bool = False
    uncapped: int = NOT_SCORED
    coverage: Fraction | None = None
    worst: int | None = None
    rule: str = "weighted_mean"
    manual: Fraction | None = None
    caps: bool = True
    children: list["Node"] = field(default_factory=list)

    def counts(self) -> bool:
        return self.status in (GREEN, AMBER, RED) and self.score is not None


def scored(node: Node, cuts: tuple[Fraction, Fraction]) -> Node:
    """Score a node from the bottom of its branch upward, in place."""
    here = [scored(c, cuts) if c.children or c.manual else c for c in node.children]
    here = [c for c in here if c.present]
    counted = [c for c in here if c.counts()]

    def weigh(child):
        return Fraction(1) if node.rule in ("mean", "worst", "best") else child.weight

    due = sum((weigh(c) for c in here if c.status != NOT_SCORED), Fraction(0))
    total = sum(map(weigh, counted), Fraction(0))
    node.score = _node_score(node, counted, weigh, total)
    node.coverage = _over(total, due)
    node.uncapped = node.status = _node_status(node.score, due, cuts)
    node.worst = _worst(node, counted)
    if not node.caps:
        return node
    speaking = [c for c in here if c.critical or c.capped_red]
    node.capped_red = any(c.status == RED for c in speaking)
    if node.capped_red:
        node.status = RED
    elif node.status == GREEN and any(
        c.critical and c.status in (NO_DATA, INSUFFICIENT) for c in here
    ):
        node.status = AMBER
    return node


def _node_score(node, counted, weigh, total):
    if node.rule == "manual":
        return node.manual
    if node.rule in ("worst", "best"):
        choose = min if node.rule == "worst" else max
        return choose((c.score for c in counted), default=None)
    return _over(sum(weigh(c) * c.score for c in counted), total)


def _node_status(s, due, cuts):
    if s is None:
        return NO_DATA if due > 0 else NOT_SCORED
    tolerance = Fraction(1, 10**9)
    for status_, cut in zip((GREEN, AMBER), reversed(cuts), strict=True):
        if s >= cut - tolerance:
            return status_
    return RED


def _worst(node: Node, counted: list[Node]) -> int | None:
    if not counted:
        return None
    lowest = min(c.score for c in counted)
    return next(i for i, c in enumerate(node.children) if c in counted and c.score == lowest)


def band(a, lower, upper, lower_zero, upper_zero):
    if lower <= a <= upper:
        return Fraction(100)
    near, zero = (lower, lower_zero) if a < lower else (upper, upper_zero)
    if near == zero:
        return Fraction(0)
    return max(Fraction(0), 100 * (a - zero) / (near - zero))


def way(a, goal, baseline):
    """How much of the way from a baseline to a goal is done, 0 to 100."""
    if None in (a, goal, baseline) or goal == baseline:
        return None
    return min(max(100 * (a - baseline) / (goal - baseline), Fraction(0)), Fraction(100))


def status_by_score(a, s, share, min_coverage, cuts):
    if a is None:
        return NO_DATA
    if share < min_coverage:
        return INSUFFICIENT
    return NOT_SCORED if s is None else _node_status(s, 1, cuts)
