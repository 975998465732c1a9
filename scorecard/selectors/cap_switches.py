"""The nodes of a unit's scorecard, and whether critical children cap them."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.models import CapSwitch, ObjectiveVersion, Score, Theme
from scorecard.selectors.lines import objectives_on, path_on, valid_on

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS = {Score.PERSPECTIVE: "perspective", Score.THEME: "theme", Score.OBJECTIVE: "objective"}

#: Kind and id of a node; of a scorecard the id of the unit.
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CapNode:
    """A node of a unit's scorecard.

    Attributes
    ----------
    word
        How forms write it: ``objective-12``.
    caps
        Whether critical children cap it on the day.
    """

    kind: int
    node: int
    code: str
    name: str
    caps: bool
    reason: str

    @property
    def word(self) -> str:
        """How forms write it: ``3-12``."""
        return f"{self.kind}-{self.node}"

    @property
    def fields(self) -> dict[str, int]:
        """How a switch names it beside the unit."""
        return {f"{FIELDS[self.kind]}_id": self.node} if self.kind in FIELDS else {}


def cap_nodes(unit: Unit, day: date) -> list[CapNode]:
    """Return the nodes of the scorecard of a unit as they stand on a day, the top first."""
    switches = _switches(unit, day)
    return [_node(key, *names, switches) for key, names in _names(unit, day).items()]


def _names(unit: Unit, day: date) -> dict[Key, tuple[str, str]]:
    """Return code and name of every node, by kind and id."""
    rows = ObjectiveVersion.objects.filter(objective__unit__in=path_on(unit, day))
    versions = objectives_on(day, rows.select_related("objective", "perspective")).values()
    perspectives = {version.perspective for version in versions}
    themes = Theme.objects.filter(
        pk__in={version.theme_id for version in versions if version.theme_id}
    )
    return {
        (Score.SCORECARD, unit.pk): (unit.code, _("The whole scorecard")),
        **{
            (Score.PERSPECTIVE, each.pk): (each.code, each.name)
            for each in sorted(perspectives, key=lambda each: (each.position, each.code))
        },
        **{(Score.THEME, each.pk): (each.code, each.name) for each in themes},
        **{
            (Score.OBJECTIVE, each.objective_id): (each.objective.code, each.name)
            for each in sorted(versions, key=lambda each: each.objective.code)
        },
    }


def _switches(unit: Unit, day: date) -> "Mapping[Key, CapSwitch]":
    rows = CapSwitch.objects.filter(unit=unit)
    return valid_on(day, rows, lambda row: (row.kind, row.node))


def _node(key: Key, code: str, name: str, switches: "Mapping[Key, CapSwitch]") -> CapNode:
    switch = switches.get(key)
    caps, reason = (switch.caps, switch.reason) if switch else (True, "")
    return CapNode(*key, code, name, caps, "" if caps else reason)
