"""Why an objective, a perspective or a scorecard says what it says: its children and its caps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import numbers
from scorecard.engine.explain_scores import Members, NodeLines, node_lines
from scorecard.engine.types import Floats, NodeRule, Status
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import NodeFigure, shown
from scorecard.selectors.periods import before, period_name
from scorecard.selectors.scorecards import WORST_FIRST

Key = tuple[str, int]
RULES = {
    NodeRule.WEIGHTED_MEAN: gettext_lazy(
        "Each score counts by its weight: added, and divided by the weights that count."
    ),
    NodeRule.MEAN: gettext_lazy("The mean of the scores, each alike whatever it weighs."),
    NodeRule.WORST: gettext_lazy("The worst score counts."),
    NodeRule.BEST: gettext_lazy("The best score counts."),
    NodeRule.MANUAL: gettext_lazy("The score is given by hand, with a reason."),
}


@dataclass(frozen=True, slots=True)
class Child:
    """What stands directly below a node at a unit in a period.

    Attributes
    ----------
    kind
        ``kpi``, ``objective``, ``perspective``; ``contributed`` for an objective of another unit.
    query
        Unit and period, for the address of its own explanation; empty where it may not be seen.
    capped_red
        Whether a critical child of its own makes it red, which it hands on.
    """

    kind: str
    code: str
    name: str
    query: str
    weight: float
    critical: bool
    score: float | None
    status: Status
    by_score: Status
    capped_red: bool

    @property
    def is_hidden(self) -> bool:
        """Whether it may be calculated with, but not named."""
        return not self.query


@dataclass(frozen=True, slots=True)
class NodeStanding:
    """A node in one period with its children, by code; `figure` None where it is not there."""

    figure: NodeFigure | None
    rule: NodeRule
    children: Mapping[Key, Child]


@dataclass(frozen=True, slots=True)
class ByHand:
    """A score that was given by hand: why, and by whom."""

    comment: str
    by: str


@dataclass(frozen=True, slots=True)
class ChildLine:
    """What one child contributes to the score of a node, in points; None is unknown.

    Attributes
    ----------
    address
        Name of the address of its own explanation; empty where there is none to open.
    share
        Its share in the weights that count.
    points, moved
        Of the score, and of its change since the period before.
    note
        Why it does not count, or what it does to the status; empty for nothing.
    """

    address: str
    code: str
    name: str
    query: str
    critical: bool
    score: int | None
    status: Status | None
    weight: float | None
    share: float | None
    points: float | None
    moved: float | None
    note: str


@dataclass(frozen=True, slots=True)
class NodeExplanation:
    """Everything that the panel of a node says.

    Attributes
    ----------
    finding
        The score and how it moved.
    rules
        How it is made, in words.
    exact, change
        The score with all its decimals, and its change.
    caps
        Which children make the status worse than the score says, and why.
    coverage, tally
        How much of the weight due is counted, and how many KPIs below are where; None and empty
        above one's own unit, and where nothing was due.
    """

    name: str
    period_name: str
    previous_name: str
    status: Status
    by_score: Status
    score: int | None
    exact: float | None
    change: float | None
    finding: str
    rules: tuple[str, ...]
    lines: tuple[ChildLine, ...]
    caps: tuple[str, ...]
    notes: tuple[str, ...]
    coverage: float | None
    tally: tuple[tuple[Status, int], ...]
    by_hand: ByHand | None

    @property
    def heading(self) -> str:
        """The question that the panel answers."""
        if self.score is None:
            return _("Why %(node)s has no score") % {"node": self.name}
        return _("Why %(node)s is at %(score)d") % {"node": self.name, "score": self.score}


def node_page(
    context: Context,
    name: str,
    earlier: NodeStanding,
    now: NodeStanding,
    by_hand: ByHand | None = None,
) -> NodeExplanation | None:
    """Return what the panel of a node says; None where it is not there in the period."""
    figure, previous = now.figure, earlier.figure
    if figure is None:
        return None
    period, cuts = context.period, context.cuts
    score = shown(figure.score, figure.by_score, cuts)
    was = shown(previous.score, previous.by_score, cuts) if previous else None
    made = _made(now)
    names = period_name(period), period_name(before(period))
    return NodeExplanation(
        name=name,
        period_name=names[0],
        previous_name=names[1],
        status=figure.status,
        by_score=figure.by_score,
        score=score,
        exact=figure.score,
        change=_change(figure, previous),
        finding=sentences.score_sentence(score, was, *names),
        rules=tuple(_rules(context, now)),
        lines=tuple(_Lines(context, earlier, now, made).all()),
        caps=tuple(_caps(now, made)),
        notes=_notes(figure),
        coverage=_coverage(now) if context.can_see_breakdown else None,
        tally=_tally(figure) if context.can_see_breakdown else (),
        by_hand=by_hand,
    )


def _rules(context: Context, now: NodeStanding) -> Iterable[str]:
    yield str(RULES[now.rule])
    yield _("What has no data or too few units is left out: the others make up the score.")
    yield _(
        "A critical child that is off target makes this off target, whatever the score; "
        "one without data holds it at risk, unless the office has switched that off here."
    )
    cuts = {"goal": numbers.plain(context.cuts.goal), "red": numbers.plain(context.cuts.red)}
    yield _("Scores of %(goal)s and more are on target, of %(red)s and more at risk.") % cuts


def _made(standing: NodeStanding) -> NodeLines:
    """Say what each child contributes, by the rule of the node."""
    children, figure = list(standing.children.values()), standing.figure
    score = np.array([_number(child.score) for child in children], dtype=np.float64)
    status = np.array([child.status for child in children], dtype=np.int64)
    members = Members(
        score=score,
        status=status,
        weight=_weights(standing.rule, children, np.where(status <= Status.RED, score, np.nan)),
        critical=np.array([child.critical for child in children], dtype=bool),
        present=np.ones(len(children), dtype=bool),
        capped_red=np.array([child.capped_red for child in children], dtype=bool),
    )
    own = _number(figure.score if figure else None)
    return node_lines(own, figure.by_score if figure else Status.NOT_SCORED, members)


def _weights(rule: NodeRule, children: Sequence[Child], counted: Floats) -> Floats:
    """Return what each child weighs by the rule: the worst or the best one alone carries all."""
    if rule is NodeRule.WEIGHTED_MEAN:
        return np.array([child.weight for child in children], dtype=np.float64)
    if rule is NodeRule.MEAN:
        return np.ones(len(children))
    weights = np.zeros(len(children))
    if rule is not NodeRule.MANUAL and not np.isnan(counted).all():
        first = np.nanargmin(counted) if rule is NodeRule.WORST else np.nanargmax(counted)
        weights[first] = 1.0
    return weights


def _change(figure: NodeFigure, previous: NodeFigure | None) -> float | None:
    if previous is None or figure.score is None or previous.score is None:
        return None
    return figure.score - previous.score


def _notes(figure: NodeFigure) -> tuple[str, ...]:
    note = sentences.reds_note(figure.status, figure.counts.get(Status.RED, 0))
    return (note,) if note else ()


def _tally(figure: NodeFigure) -> tuple[tuple[Status, int], ...]:
    return tuple((status, n) for status in WORST_FIRST if (n := figure.counts.get(status)))


def _coverage(standing: NodeStanding) -> float | None:
    """Return the weight that counts as a share of the weight due."""
    alike = standing.rule is not NodeRule.WEIGHTED_MEAN
    weights = [(child, 1.0 if alike else child.weight) for child in standing.children.values()]
    due = sum(weight for child, weight in weights if child.status is not Status.NOT_SCORED)
    counted = sum(weight for child, weight in weights if _counts(child))
    return counted / due if due else None


def _counts(child: Child) -> bool:
    return child.score is not None and child.status <= Status.RED


def _caps(standing: NodeStanding, made: NodeLines) -> Iterable[str]:
    children, figure = list(standing.children.values()), standing.figure
    if figure is None or figure.status is figure.by_score:
        # Where the office has switched caps off for a node, its critical children cap nothing.
        return
    for cap in made.caps:
        child = children[cap.child]
        name = _("an objective of another unit") if child.is_hidden else child.name
        if cap.handed_on:
            yield _("Capped: %(child)s is off target for something critical below it.") % {
                "child": name
            }
        else:
            yield sentences.cap_note(name, child.status)


class _Lines:
    """Makes the lines of the children, those of both periods together."""

    def __init__(
        self, context: Context, earlier: NodeStanding, now: NodeStanding, made: NodeLines
    ) -> None:
        self.context, self.now, self.made = context, now, made
        self.children = {**earlier.children, **now.children}
        self.points = dict(zip(now.children, made.points.tolist(), strict=True))
        self.shares = dict(zip(now.children, made.share.tolist(), strict=True))
        self.before = dict(zip(earlier.children, _made(earlier).points.tolist(), strict=True))
        self.is_known = _score(now) is not None and _score(earlier) is not None

    def all(self) -> Iterable[ChildLine]:
        """Yield the children that may be named, by code, then the others together."""
        keys = sorted(self.children, key=lambda key: self.children[key].code)
        yield from (self._line(key) for key in keys if not self.children[key].is_hidden)
        hidden = [key for key in keys if self.children[key].is_hidden]
        if hidden:
            yield self._together(hidden)

    def _line(self, key: Key) -> ChildLine:
        child, is_there = self.children[key], key in self.now.children
        weighs = self.now.rule is NodeRule.WEIGHTED_MEAN
        return ChildLine(
            address="explain-objective" if child.kind == "contributed" else f"explain-{child.kind}",
            code=child.code,
            name=child.name,
            query=child.query,
            critical=child.critical and is_there,
            score=shown(child.score, child.by_score, self.context.cuts) if is_there else None,
            status=child.status if is_there else None,
            weight=child.weight if is_there and weighs else None,
            share=self.shares.get(key),
            points=self._points([key]),
            moved=self._moved([key]),
            note=_note(child) if is_there else _("no longer here"),
        )

    def _together(self, keys: Sequence[Key]) -> ChildLine:
        return ChildLine(
            address="",
            code="",
            name=_("Objectives of other units, together"),
            query="",
            critical=False,
            score=None,
            status=None,
            weight=None,
            share=None,
            points=self._points(keys),
            moved=self._moved(keys),
            note="",
        )

    def _points(self, keys: Sequence[Key]) -> float | None:
        found = sum(self.points.get(key, 0.0) for key in keys)
        return None if isnan(found) else found

    def _moved(self, keys: Sequence[Key]) -> float | None:
        if not self.is_known:
            return None
        differences = (self.points.get(key, 0.0) - self.before.get(key, 0.0) for key in keys)
        return float(sum(differences))


def _score(standing: NodeStanding) -> float | None:
    return standing.figure.score if standing.figure else None


def _note(child: Child) -> str:
    """Say why a child does not count; empty for one that does."""
    words = {
        Status.NO_DATA: _("no data: does not count"),
        Status.INSUFFICIENT: _("too few units: does not count"),
        Status.NOT_SCORED: _("not scored: does not count"),
    }
    if _counts(child):
        return "" if child.kind != "contributed" else _("contributes from another unit")
    return words.get(child.status, "")


def _number(number: float | None) -> float:
    return float("nan") if number is None else number
