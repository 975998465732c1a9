"""Explain objectives, perspectives and scorecards: read their children in two periods."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, NodeRule, Status, View
from scorecard.models import (
    ManualScore,
    Objective,
    ObjectiveLink,
    ObjectiveVersion,
    Perspective,
    PerspectiveVersion,
    Score,
)
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Column, Node, NodeFigure
from scorecard.selectors.lines import known, strategy_at, valid_on
from scorecard.selectors.node_explanations import (
    ByHand,
    Child,
    Key,
    NodeExplanation,
    NodeStanding,
    node_page,
)
from scorecard.selectors.periods import before
from scorecard.services.figures import columns_of_months, read_nodes
from scorecard.services.rollup.unit_views import unit_columns

Nodes = Mapping[Node, NodeFigure]


def explain_objective(context: Context, code: str, as_of: datetime | None) -> NodeExplanation:
    """Return what explains the score of an objective at the unit of `context`.

    In a number of queries that does not grow with what is below.

    Raises
    ------
    Http404
        Where there is no such objective, or it has no line there in the period.
    """
    objective = Objective.objects.filter(code=code).first()
    node = None if objective is None else (Score.OBJECTIVE, objective.pk)
    return _Reader(context, as_of).explain(node)


def explain_perspective(context: Context, code: str, as_of: datetime | None) -> NodeExplanation:
    """Return what explains the score of a perspective; see `explain_objective`."""
    perspective = Perspective.objects.filter(code=code).first()
    node = None if perspective is None else (Score.PERSPECTIVE, perspective.pk)
    return _Reader(context, as_of).explain(node)


def explain_scorecard(context: Context, as_of: datetime | None) -> NodeExplanation:
    """Return what explains the score of a whole scorecard; see `explain_objective`."""
    return _Reader(context, as_of).explain((Score.SCORECARD, context.unit.pk))


class _Reader:
    """Reads what stands below a node, in the period of the page and in the one before."""

    def __init__(self, context: Context, as_of: datetime | None) -> None:
        self.context, self.as_of = context, as_of
        self.periods = (before(context.period), context.period)

    def explain(self, node: Node | None) -> NodeExplanation:
        """Return what the panel of a node says."""
        page = None
        if node is not None:
            self.strategy = strategy_at(self.context.unit, self.context.last_day, self.as_of)
            columns = self._columns()
            earlier, now = (self._standing(node, column) for column in columns)
            by_hand = self._by_hand(node) if now.rule is NodeRule.MANUAL else None
            page = node_page(self.context, self._name(node), earlier, now, by_hand)
        if page is None:
            raise Http404(_("There is no score to explain in this period."))
        return page

    def _columns(self) -> list[Column]:
        context = self.context
        if self.as_of is None and context.view is View.BASE:
            months = [period.ordinal for period in self.periods]
            return columns_of_months(context, self.strategy, months)
        return unit_columns(context.unit.pk, context.view, self.periods, self.as_of)

    def _name(self, node: Node) -> str:
        kind, pk = node
        if kind == Score.SCORECARD:
            return _("the scorecard of %(unit)s") % {"unit": self.context.unit.name}
        if kind == Score.PERSPECTIVE:
            return Perspective.objects.get(pk=pk).name
        return self._objectives([pk], self.context.last_day)[pk].name

    def _standing(self, node: Node, column: Column) -> NodeStanding:
        kind, pk = node
        day, rule = self.context.calendar.last_day(column.period), NodeRule.WEIGHTED_MEAN
        if kind == Score.OBJECTIVE:
            version = self._objectives([pk], day).get(pk)
            rule = NodeRule(version.roll_up) if version else rule
            found = [*self._kpis(pk, column), *self._contributed(pk, column.period, day)]
        elif kind == Score.PERSPECTIVE:
            found = list(self._in_perspective(pk, column, day))
        else:
            found = list(self._perspectives(column, day))
        children = dict(sorted(found, key=lambda pair: pair[1].code))
        return NodeStanding(column.nodes.get(node), rule, children)

    def _kpis(self, objective_id: int, column: Column) -> Iterable[tuple[Key, Child]]:
        """Yield the KPIs of an objective that have a figure, with the weights of the period."""
        day = self.context.calendar.last_day(column.period)
        strategy = self.strategy
        if day != self.context.last_day:
            strategy = strategy_at(self.context.unit, day, self.as_of)
        for line in strategy.lines.get(objective_id, []):
            figure = column.kpis.get(line.kpi.pk)
            if figure is None:
                continue
            child = Child(
                kind="kpi",
                code=line.kpi.code,
                name=line.version.name,
                query=self.context.query,
                weight=line.weight,
                critical=line.critical,
                score=figure.score,
                status=figure.status,
                by_score=figure.status,
                capped_red=False,
            )
            yield ("kpi", line.kpi.pk), child

    def _in_perspective(
        self, perspective_id: int, column: Column, day: date
    ) -> Iterable[tuple[Key, Child]]:
        ids = [pk for kind, pk in column.nodes if kind == Score.OBJECTIVE]
        above = column.nodes.get((Score.PERSPECTIVE, perspective_id))
        for pk, version in self._objectives(ids, day).items():
            if version.perspective_id == perspective_id:
                figure = column.nodes[Score.OBJECTIVE, pk]
                child = _child("objective", version.objective.code, version.name, version, figure)
                yield ("objective", pk), self._at_home(child, figure, above, pk)

    def _perspectives(self, column: Column, day: date) -> Iterable[tuple[Key, Child]]:
        above = column.nodes.get((Score.SCORECARD, self.context.unit.pk))
        weights = valid_on(
            day,
            known(PerspectiveVersion.objects.select_related("perspective"), self.as_of),
            lambda version: version.perspective_id,
        )
        for pk, version in weights.items():
            figure = column.nodes.get((Score.PERSPECTIVE, pk))
            if figure is not None:
                place = version.perspective
                child = _child("perspective", place.code, place.name, version, figure)
                yield ("perspective", pk), self._at_home(child, figure, above, pk)

    def _at_home(
        self, child: Child, figure: NodeFigure, above: NodeFigure | None, pk: int
    ) -> Child:
        """Give a child of the same unit its address, and say whether it hands a red on."""
        caps = above is not None and above.cap == pk
        is_red = figure.status is Status.RED
        handed_on = is_red and (figure.by_score is not Status.RED or caps)
        return replace(child, query=self.context.query, capped_red=handed_on)

    def _contributed(
        self, objective_id: int, period: Period, day: date
    ) -> Iterable[tuple[Key, Child]]:
        """Yield the objectives of other units that contribute; only to the objective's own unit."""
        links = ObjectiveLink.objects.filter(
            kind=ObjectiveLink.CONTRIBUTORY,
            target=objective_id,
            target__unit=self.context.unit,
        ).select_related("source__unit")
        valid = valid_on(day, known(links, self.as_of), lambda link: link.source_id)
        if not valid:
            return
        units = {link.source.unit_id for link in valid.values()}
        nodes = self._nodes_of(units, period)
        versions = self._objectives(list(valid), day)
        published = Unit.objects.published_to(self.context.user).filter(pk__in=units)
        seen = set(published.values_list("pk", flat=True))
        for pk, link in valid.items():
            figure = nodes[link.source.unit_id].get((Score.OBJECTIVE, pk))
            if figure is None or link.ended or pk not in versions:
                continue
            unit, version = link.source.unit, versions[pk]
            child = _child("contributed", link.source.code, version.name, version, figure)
            query = self.context.query_for(unit.code) if unit.pk in seen else ""
            handed_on = figure.status is Status.RED and figure.by_score is not Status.RED
            found = replace(child, query=query, weight=link.weight, capped_red=handed_on)
            yield ("contributed", pk), found

    def _nodes_of(self, unit_ids: set[int], period: Period) -> dict[int, Nodes]:
        view = self.context.view
        if self.as_of is not None:
            return {
                unit_id: unit_columns(unit_id, view, [period], self.as_of)[0].nodes
                for unit_id in unit_ids
            }
        found = read_nodes(self.context, unit_ids)
        return {unit_id: periods[period] for unit_id, periods in found.items()}

    def _objectives(self, ids: list[int], day: date) -> dict[int, ObjectiveVersion]:
        versions = ObjectiveVersion.objects.filter(objective__in=ids).select_related("objective")
        found: dict[int, ObjectiveVersion] = valid_on(
            day, known(versions, self.as_of), lambda version: version.objective_id
        )
        return found

    def _by_hand(self, node: Node) -> ByHand | None:
        """Return why a score was given by hand; above one's own unit that is not published."""
        if not self.context.can_see_breakdown:
            return None
        months = self.context.calendar.within(self.context.period, Frequency.MONTHLY)
        given = ManualScore.objects.filter(
            unit=self.context.unit, objective=node[1], period__in=list(months)
        ).select_related("author")
        newest = known(given, self.as_of).order_by("-period", "-id").first()
        return ByHand(newest.comment, newest.author.name) if newest else None


def _child(
    kind: str,
    code: str,
    name: str,
    weighed: ObjectiveVersion | PerspectiveVersion,
    figure: NodeFigure,
) -> Child:
    return Child(
        kind=kind,
        code=code,
        name=name,
        query="",
        weight=weighed.weight,
        critical=weighed.critical,
        score=figure.score,
        status=figure.status,
        by_score=figure.by_score,
        capped_red=False,
    )
