"""The open draft of the strategy map: its changes in words, and the map that it would make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _

from core import numbers
from scorecard.models import MapChange, MapDraft, Perspective, Theme
from scorecard.selectors.map_plans import MapPlan, PlannedObjective, plan_on, with_changes


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One proposed change in words; `problem` says why it cannot be made any more."""

    change_id: int
    words: str
    author: str
    problem: str


@dataclass(frozen=True, eq=False)
class OpenDraft:
    """The draft of the map, as the office sees it.

    Attributes
    ----------
    draft_id
        None while nothing is proposed.
    seen
        The state of the draft: whoever publishes says which one they have read.
    before, after
        The map as published last, and as it would be.
    """

    draft_id: int | None
    seen: str
    lines: tuple[ChangeLine, ...]
    before: MapPlan
    after: MapPlan

    @property
    def has_problems(self) -> bool:
        """Whether something stands in the way of publishing."""
        return any(line.problem for line in self.lines)


def open_draft() -> MapDraft | None:
    """Return the draft that is neither published nor discarded."""
    return MapDraft.objects.filter(ending=None).order_by("-id").first()


def changes_of(draft: MapDraft | None) -> list[MapChange]:
    """Return what is proposed and not taken back, in order."""
    found = MapChange.objects.filter(draft=draft, taken_back=None).select_related("author")
    return list(found.order_by("id")) if draft else []


def mark_of(draft: MapDraft | None) -> str:
    """Return the state of a draft: it moves with every change, and with everyone taken back."""
    if draft is None:
        return ""
    newest = MapChange.objects.filter(draft=draft).aggregate(
        change=Max("id"), back=Max("taken_back__id")
    )
    return f"{draft.pk}-{newest['change']}-{newest['back'] or 0}"


def drafted_map(day: date = date.max) -> OpenDraft:
    """Return the draft on top of what is published for a day, or for all days to come."""
    draft, before = open_draft(), plan_on(day)
    changes = changes_of(draft)
    after, problems = with_changes(before, changes)
    words = ChangeWords(before, changes)
    lines = [
        ChangeLine(
            change.pk,
            words.of(change),
            change.author.name,
            problems[change.pk].message if change.pk in problems else "",
        )
        for change in changes
    ]
    return OpenDraft(draft.pk if draft else None, mark_of(draft), tuple(lines), before, after)


class ChangeWords:
    """Says changes by the names that objectives have on the map."""

    def __init__(self, plan: MapPlan, changes: Sequence[MapChange]) -> None:
        self.objectives: Mapping[str, PlannedObjective] = plan.objectives
        self.new = {each.objective: each.said["name"] for each in changes if "name" in each.said}
        self.perspectives = dict(Perspective.objects.values_list("code", "name"))
        self.themes = dict(Theme.objects.values_list("code", "name"))

    def of(self, change: MapChange) -> str:
        """Return the sentence of one change."""
        said = {
            "name": self._name(change.objective),
            "code": change.objective,
            "other": self._name(change.said.get("other", "")),
            "to": change.said.get("name", ""),
            "weight": numbers.plain(change.said.get("weight", 1.0)),
            "perspective": self.perspectives.get(change.said.get("perspective", ""), ""),
            "theme": self.themes.get(change.said.get("theme", ""), ""),
            "owner": change.said.get("owner", ""),
            "place": change.said.get("place") or "",
        }
        return self._sentence(change) % said

    def _sentence(self, change: MapChange) -> str:
        if change.kind == MapChange.PLACE and change.said["place"] is None:
            return _("“%(name)s” is placed by the map itself")
        if change.kind == MapChange.MOVE and not change.said["theme"]:
            return _("“%(name)s” moves to %(perspective)s, without a theme")
        if change.kind == MapChange.ASSIGN and not change.said["owner"]:
            return _("“%(name)s” has no owner")
        return {
            MapChange.ADD: _("New in %(perspective)s: “%(to)s” (%(code)s), weight %(weight)s"),
            MapChange.RENAME: _("“%(name)s” is called “%(to)s”"),
            MapChange.WEIGH: _("“%(name)s” weighs %(weight)s in its perspective"),
            MapChange.RETIRE: _("“%(name)s” is retired; its scores of earlier months stay"),
            MapChange.CONNECT: _("“%(name)s” drives “%(other)s”"),
            MapChange.DISCONNECT: _("“%(name)s” no longer drives “%(other)s”"),
            MapChange.PLACE: _("“%(name)s” stands in place %(place)s of its lane and column"),
            MapChange.MOVE: _("“%(name)s” moves to %(perspective)s, theme %(theme)s"),
            MapChange.ASSIGN: _("“%(name)s” is owned by %(owner)s"),
        }[change.kind]

    def _name(self, code: str) -> str:
        standing = self.objectives.get(code)
        return standing.name if standing else self.new.get(code, code)
