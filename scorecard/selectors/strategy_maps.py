"""The strategy map of a unit: which objective drives which, and how each one stands."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from scorecard.engine.types import Status
from scorecard.models import ObjectiveLink, ObjectiveVersion, Score, Theme
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Column, NodeFigure, shown
from scorecard.selectors.lines import Strategy, known, person, valid_on
from scorecard.selectors.map_drawing import Box, Drawing, drawing
from scorecard.selectors.map_layout import map_layout
from scorecard.selectors.map_objects import (
    SHOWN,
    TROUBLED,
    MapEnd,
    MapLink,
    MapObjective,
    StrategyMap,
    ThemeRow,
)
from scorecard.selectors.periods import before, period_short
from scorecard.selectors.scorecard_rows import NodeRow
from scorecard.selectors.scorecards import WORST_FIRST

#: Boxes side by side, over all themes together: more could not be read.
MOST_SLOTS = 8
Link = tuple[int, int]


@dataclass(frozen=True, eq=False)
class MapSources:
    """What a map is made of.

    Attributes
    ----------
    columns
        The periods before, and the one of the page last.
    rows
        The perspectives of the unit's scorecard, with objectives and KPIs.
    links
        Pairs of ids, see `links_between`.
    initiatives
        How many are under way for each objective; None where nobody knows of any.
    """

    context: Context
    strategy: Strategy
    columns: Sequence[Column]
    rows: Sequence[NodeRow]
    links: Sequence[Link]
    initiatives: Mapping[int, int] | None


def links_between(
    context: Context, objective_ids: Collection[int], as_of: datetime | None
) -> list[Link]:
    """Return the pairs of objectives that are linked on the last day of the page, causes first."""
    rows = ObjectiveLink.objects.filter(
        source__in=objective_ids,
        target__in=objective_ids,
        kind__in=(ObjectiveLink.CAUSES, ObjectiveLink.CONTRIBUTORY),
    )
    valid = valid_on(
        context.last_day,
        known(rows, as_of),
        lambda link: (link.source_id, link.target_id, link.kind),
    )
    return sorted({key[:2] for key, link in valid.items() if not link.ended})


def strategy_map(sources: MapSources, show: str = "", selected: str = "") -> StrategyMap:
    """Return the map of a unit and a period.

    Parameters
    ----------
    show
        What boxes tell: one of `SHOWN`.
    selected
        The code of the objective whose panel is open.
    """
    return _Map(sources, show).page(selected)


def miss_path(links: Sequence[Link], statuses: Mapping[int, Status]) -> set[Link]:
    """Return the links along which trouble comes to what is off target.

    From everything off target down to causes that are off target or at risk themselves, and on to
    theirs.

    Examples
    --------
    >>> red, amber, green = Status.RED, Status.AMBER, Status.GREEN
    >>> statuses = {1: red, 2: amber, 3: red, 4: green}
    >>> sorted(miss_path([(2, 1), (3, 2), (4, 1)], statuses))
    [(2, 1), (3, 2)]
    """
    found: set[Link] = set()
    waiting = [each for each, status in statuses.items() if status is Status.RED]
    while waiting:
        target = waiting.pop()
        new = {
            link
            for link in links
            if link[1] == target and statuses[link[0]] in TROUBLED and link not in found
        }
        found |= new
        waiting += [source for source, _target in new]
    return found


class _Map:
    """Places the objectives, and says of each what the scorecard says."""

    def __init__(self, sources: MapSources, show: str) -> None:
        self.context, self.columns, self.links = sources.context, sources.columns, sources.links
        self.initiatives, strategy = sources.initiatives, sources.strategy
        offered = SHOWN if self.initiatives is not None else SHOWN[:-1]
        self.show = show if show in offered else SHOWN[0]
        self.rows = {row.code: row for each in sources.rows for row in each.objectives}
        self.perspectives = [
            each
            for each in strategy.perspectives
            if any(v.perspective_id == each.pk for v in strategy.objectives.values())
        ]
        order = {each.pk: place for place, each in enumerate(self.perspectives)}
        self.versions = sorted(
            strategy.objectives.values(),
            key=lambda version: (order[version.perspective_id], version.objective.code),
        )
        self.themes = self._themes_in_use()
        self.place = {version.objective_id: n for n, version in enumerate(self.versions)}

    def page(self, selected: str) -> StrategyMap:
        """Return the page with one objective selected."""
        drawn, on_path = self._drawing(), miss_path(self.links, self._statuses())
        objectives = tuple(map(self._objective, self.versions, drawn.boxes))
        return StrategyMap(
            width=drawn.width,
            height=drawn.height,
            lanes=drawn.lanes,
            bands=drawn.bands,
            objectives=objectives,
            links=tuple(
                MapLink(path, link in on_path)
                for link, path in sorted(
                    zip(self.links, drawn.paths, strict=True), key=lambda pair: pair[0] in on_path
                )
            ),
            selected=_selected(objectives, selected),
            groups=tuple(
                (each.name, tuple(o for o in objectives if o.perspective == each.name))
                for each in self.perspectives
            ),
            themes=tuple(self._theme(theme) for theme in self.themes if theme),
            lede=_lede(has_links=bool(self.links), has_path=bool(on_path)),
            since=period_short(before(self.context.period)),
            show=self.show,
            can_show_initiatives=self.initiatives is not None,
        )

    def _themes_in_use(self) -> list[Theme | None]:
        """Return the themes of the objectives in order; None last for those without one."""
        used = {version.theme_id for version in self.versions}
        themes: list[Theme | None] = list(
            Theme.objects.filter(pk__in=[each for each in used if each])
        )
        return [*themes, None] if None in used else themes

    def _drawing(self) -> Drawing:
        lanes = [each.pk for each in self.perspectives]
        columns = [theme.pk if theme else None for theme in self.themes]
        links = [(self.place[source], self.place[target]) for source, target in self.links]
        placed = map_layout(
            [lanes.index(version.perspective_id) for version in self.versions],
            [columns.index(version.theme_id) for version in self.versions],
            links,
            most_slots=max(MOST_SLOTS // max(len(columns), 1), 1),
            places=[version.place for version in self.versions],
        )
        return drawing(
            placed,
            [version.name for version in self.versions],
            links,
            [each.name for each in self.perspectives],
            [self._theme_name(theme) for theme in self.themes],
        )

    def _theme_name(self, theme: Theme | None) -> str:
        if theme:
            return theme.name
        return _("Without a theme") if len(self.themes) > 1 else ""

    def _objective(self, version: ObjectiveVersion, box: Box) -> MapObjective:
        row, own = self.rows.get(version.objective.code), version.objective_id
        end = self._end(own)
        return MapObjective(
            code=version.objective.code,
            name=end.name,
            query=end.query,
            status=end.status,
            score=end.score,
            change=row.change if row else None,
            perspective=version.perspective.name,
            theme=next((t.name for t in self.themes if t and t.pk == version.theme_id), ""),
            description=version.description,
            owner=row.owner if row else person(version),
            objective_id=own,
            n_initiatives=(self.initiatives or {}).get(own, 0),
            box=box,
            kpis=row.kpis if row else (),
            drives=tuple(self._end(target) for source, target in self.links if source == own),
            driven_by=tuple(self._end(source) for source, target in self.links if target == own),
        )

    def _end(self, objective_id: int) -> MapEnd:
        version = self.versions[self.place[objective_id]]
        code = version.objective.code
        row = self.rows.get(code)
        asked = urlencode({"show": self.show, "objective": code})
        return MapEnd(
            name=version.name,
            query=f"{self.context.query}&{asked}",
            status=row.status if row else Status.NOT_SCORED,
            score=row.score if row else None,
        )

    def _statuses(self) -> dict[int, Status]:
        return {each: self._end(each).status for each in self.place}

    def _theme(self, theme: Theme) -> ThemeRow:
        node = (Score.THEME, theme.pk)
        now = self.columns[-1].nodes.get(node)
        earlier = self.columns[-2].nodes.get(node) if len(self.columns) > 1 else None
        score, was = self._shown(now), self._shown(earlier)
        return ThemeRow(
            name=theme.name,
            status=now.status if now else Status.NOT_SCORED,
            score=score,
            change=None if score is None or was is None else score - was,
            note=sentences.reds_note(now.status, now.counts.get(Status.RED, 0)) if now else "",
        )

    def _shown(self, figure: NodeFigure | None) -> int | None:
        return shown(figure.score, figure.by_score, self.context.cuts) if figure else None


def _selected(objectives: Sequence[MapObjective], code: str) -> MapObjective | None:
    """Return the objective with a code, else the worst one; None where there is none at all."""
    asked = [each for each in objectives if each.code == code]
    scored = sorted(objectives, key=lambda each: (WORST_FIRST.index(each.status), each.score or 0))
    return next(iter([*asked, *scored]), None)


def _lede(*, has_links: bool, has_path: bool) -> str:
    """Say how the map is read."""
    if has_path:
        return _(
            "Read upwards: what stands below drives what stands above. "
            "The red path is where the trouble comes from."
        )
    if has_links:
        return _("Read upwards: what stands below drives what stands above.")
    return _("No objective is linked to another yet, so the map shows no cause and effect.")
