"""The page on which the office edits the strategy map: the map that the draft would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scorecard.models import Perspective, Theme
from scorecard.selectors.map_drafts import OpenDraft, drafted_map
from scorecard.selectors.map_drawing import TOP, Band, Box, Drawing, Lane, drawing
from scorecard.selectors.map_layout import MapLayout, map_layout
from scorecard.selectors.map_plans import Link, PlannedObjective
from scorecard.selectors.strategy_maps import MOST_SLOTS

#: What the draft does to an objective or a link.
SAME, NEW, CHANGED, GOING = "", "new", "changed", "going"


@dataclass(frozen=True, slots=True)
class EditBox:
    """An objective on the map; `place` is the one it has in its lane and column, of `n_places`."""

    code: str
    name: str
    lane: str
    mark: str
    box: Box
    cell: str
    perspective: str
    theme: str
    owner: str
    place: int
    n_places: int
    weight: float
    is_placed: bool
    drives: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EditLink:
    """A link as it is drawn, and what the draft does to it."""

    path: str
    mark: str


@dataclass(frozen=True, eq=False)
class MapEdit:
    """Everything that the page shows; `selected` is the objective whose forms are open."""

    draft: OpenDraft
    drawing: Drawing
    boxes: tuple[EditBox, ...]
    links: tuple[EditLink, ...]
    selected: EditBox | None
    perspectives: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The perspectives from the top."""
        return self.drawing.lanes

    @property
    def bands(self) -> tuple[Band, ...]:
        """The themes from the left."""
        return self.drawing.bands

    @property
    def field_height(self) -> float:
        """The height of the themes' fields, below their names."""
        return self.drawing.height - TOP

    @property
    def others(self) -> list[tuple[str, str]]:
        """What the selected objective could drive: code and name."""
        driven = {code for code, _name in self.selected.drives} if self.selected else set()
        return [
            (box.code, box.name)
            for box in self.boxes
            if box is not self.selected and box.mark != GOING and box.code not in driven
        ]


def map_edit_page(selected: str) -> MapEdit:
    """Return the page with one objective selected, by code; an unknown one selects nothing."""
    return _Edit(drafted_map()).page(selected)


class _Edit:
    """Places what stands after the draft, and what it would retire."""

    def __init__(self, draft: OpenDraft) -> None:
        self.draft = draft
        self.objectives: Mapping[str, PlannedObjective] = {
            **draft.before.objectives,
            **draft.after.objectives,
        }
        used = {each.perspective for each in self.objectives.values()}
        self.perspectives = tuple(Perspective.objects.values_list("code", "name"))
        self.themes = tuple(Theme.objects.values_list("code", "name"))
        self.lanes = [code for code, _name in self.perspectives if code in used]
        in_use = {each.theme for each in self.objectives.values()}
        self.columns = [code for code, _name in (*self.themes, ("", "")) if code in in_use]
        self.codes = sorted(
            self.objectives, key=lambda code: (self.lanes.index(self._of(code).perspective), code)
        )
        self.links = sorted(draft.before.links | draft.after.links)

    def page(self, selected: str) -> MapEdit:
        index = {code: place for place, code in enumerate(self.codes)}
        links = [(index[source], index[target]) for source, target in self.links]
        placed = map_layout(
            [self.lanes.index(self._of(code).perspective) for code in self.codes],
            [self.columns.index(self._of(code).theme) for code in self.codes],
            links,
            most_slots=max(MOST_SLOTS // max(len(self.columns), 1), 1),
            places=[self._of(code).place for code in self.codes],
        )
        drawn = self._drawn(placed, links)
        boxes = self._boxes(placed, drawn)
        return MapEdit(
            draft=self.draft,
            drawing=drawn,
            boxes=boxes,
            links=tuple(map(EditLink, drawn.paths, map(self._link_mark, self.links))),
            selected=next((box for box in boxes if box.code == selected), None),
            perspectives=self.perspectives,
            themes=self.themes,
        )

    def _drawn(self, placed: MapLayout, links: Sequence[tuple[int, int]]) -> Drawing:
        lanes, columns = dict(self.perspectives), dict(self.themes)
        without = _("Without a theme") if len(self.columns) > 1 else ""
        return drawing(
            placed,
            [self._of(code).name for code in self.codes],
            links,
            [lanes[code] for code in self.lanes],
            [columns.get(code, without) for code in self.columns],
        )

    def _boxes(self, placed: MapLayout, drawn: Drawing) -> tuple[EditBox, ...]:
        cells: dict[tuple[str, str], list[str]] = {}
        order = sorted(range(len(self.codes)), key=lambda n: (placed.row[n], placed.slot[n]))
        for number in order:
            code = self.codes[number]
            cells.setdefault(self._cell(code), []).append(code)
        return tuple(
            self._box(code, box, cells[self._cell(code)])
            for code, box in zip(self.codes, drawn.boxes, strict=True)
        )

    def _box(self, code: str, box: Box, cell: Sequence[str]) -> EditBox:
        objective = self._of(code)
        return EditBox(
            code=code,
            name=objective.name,
            lane=dict(self.perspectives)[objective.perspective],
            mark=self._mark(code),
            box=box,
            cell=" ".join(self._cell(code)),
            perspective=objective.perspective,
            theme=objective.theme,
            owner=objective.owner,
            place=cell.index(code) + 1,
            n_places=len(cell),
            weight=objective.weight,
            is_placed=objective.place is not None,
            drives=tuple(
                (target, self._of(target).name)
                for source, target in sorted(self.draft.after.links)
                if source == code
            ),
        )

    def _mark(self, code: str) -> str:
        before = self.draft.before.objectives.get(code)
        after = self.draft.after.objectives.get(code)
        if before is None:
            return NEW
        if after is None:
            return GOING
        return SAME if before == after else CHANGED

    def _link_mark(self, link: Link) -> str:
        if link not in self.draft.before.links:
            return NEW
        return SAME if link in self.draft.after.links else GOING

    def _cell(self, code: str) -> tuple[str, str]:
        return self._of(code).perspective, self._of(code).theme

    def _of(self, code: str) -> PlannedObjective:
        return self.objectives[code]
