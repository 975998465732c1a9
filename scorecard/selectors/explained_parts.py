"""The parts of a figure as lines: named where they may be seen, all others together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.querysets import paths_allowing
from organization.roles import Action
from scorecard.engine.contributions import Split, causes
from scorecard.engine.types import Floats
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.families import Family

# What rounding leaves over is not worth a line.
SEEN = 1e-9


@dataclass(frozen=True, slots=True)
class PartLine:
    """What one part contributes to a figure, its change and its miss, in points of the figure.

    Attributes
    ----------
    code, query
        Of a unit below, its code and the address of the same KPI there; empty for all else.
    value
        The figure of the part itself; None where unknown. Of several together nothing is said but
        `points`, `moved` and `miss`.
    points
        0 for a part without a share; None where there is no figure.
    has_share
        Whether it takes part: not without a value or without a weight.
    weight
        Its share in the weight of the whole; None where the rule has none.
    moved
        ``rate`` and ``mix`` together; all None where there was no figure before.
    miss
        ``miss_rate`` and ``miss_mix`` together; all None where the miss cannot be split.
    note
        What is special about it, in words; empty for nothing.
    is_out
        Whether it is a unit of which nothing that is due has come in.
    """

    name: str
    code: str
    query: str
    value: float | None
    points: float | None
    has_share: bool
    weight: float | None
    moved: float | None
    rate: float | None
    mix: float | None
    appeared: bool
    vanished: bool
    miss: float | None = None
    miss_rate: float | None = None
    miss_mix: float | None = None
    note: str = ""
    is_out: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """All lines of a figure, and what they show in sentences that may be empty."""

    lines: tuple[PartLine, ...]
    change: float | None
    movers: str
    miss: float | None
    miss_finding: str

    @property
    def has_weights(self) -> bool:
        """Whether the parts weigh differently, so that shares moved the figure too."""
        return any(line.weight is not None for line in self.lines)

    @property
    def has_miss(self) -> bool:
        """Whether the miss splits over the parts."""
        return any(line.miss is not None for line in self.lines)


NONE = Parts((), None, "", None, "")


def part_lines(context: Context, family: Family, unit: str, decimals: int) -> Parts:
    """Return the lines of all parts; it makes no queries beside the gate's own.

    Parameters
    ----------
    unit, decimals
        How the KPI is written.
    """
    lines = _Lines(context, family)
    found = tuple(lines.all())
    return Parts(
        lines=found,
        change=shown(family.movement.change),
        movers=sentences.movers([(line.name, line.moved) for line in found], unit, decimals),
        miss=shown(family.now.whole.miss),
        miss_finding=lines.miss_finding(),
    )


class _Lines:
    """Makes the lines of the parts: who may be seen is named, all else is one line."""

    def __init__(self, context: Context, family: Family) -> None:
        self.context, self.family = context, family
        self.made, self.change, self.split = family.composition, family.movement, family.split
        self.paths = paths_allowing(context.user, Action.SEE_UNIT)
        n_parts = len(family.units)
        self.miss, self.miss_rate, self.miss_mix = (
            _spread(self.split, name, family, n_parts) for name in ("parts", "rate", "mix")
        )

    def all(self) -> Iterable[PartLine]:
        """Yield the parts by code, then the others together, then what is none of them."""
        named = [place for place, unit in enumerate(self.family.units) if self._is_named(unit)]
        yield from (self._line(place) for place in named)
        others = [place for place in range(len(self.family.units)) if place not in named]
        if others:
            yield self._together(_("Other units, together"), others)
            return
        if self.family.now.whole.replaces is not None:
            yield self._together(_("The override itself"), [])
        elif self._has_rest():
            yield self._together(_("Everything else"), [])
        if self.split is not None and self._is_seen(self.split.unassigned):
            yield self._unassigned(self.split)

    def miss_finding(self) -> str:
        """Say how few units carry how much of a miss; nothing above one's own unit."""
        if self.split is None or not self.context.can_see_breakdown or not self.split.parts.size:
            return ""
        miss = self.family.now.whole.miss
        found = causes(self.split.parts, miss)
        explained = sum(self.split.parts[found].tolist()) / miss if miss else 0.0
        return sentences.causes_finding(len(found), self.split.parts.size, explained)

    def _is_named(self, unit: Unit) -> bool:
        if unit.pk == self.context.unit.pk:
            return self.context.can_see_breakdown
        return any(unit.path.startswith(path) for path in self.paths)

    def _line(self, place: int) -> PartLine:
        unit, made, change = self.family.units[place], self.made, self.change
        is_own = place == self.family.own
        return PartLine(
            name=_("%(unit)s, own entry") % {"unit": unit.name} if is_own else unit.name,
            code="" if is_own else unit.code,
            query="" if is_own else self.context.query_for(unit.code),
            value=shown(self.family.now.parts.value[place]),
            points=shown(made.points[place]),
            has_share=bool(made.has_share[place]),
            weight=shown(made.weight[place]),
            moved=shown(change.points[place]),
            rate=shown(change.rate[place]),
            mix=shown(change.mix[place]),
            appeared=bool(change.appeared[place]),
            vanished=bool(change.vanished[place]),
            miss=self._own_miss() if is_own else shown(self.miss[place]),
            miss_rate=shown(self.miss_rate[place]),
            miss_mix=shown(self.miss_mix[place]),
            note=self._note(place),
            is_out=self._is_out(place),
        )

    def _is_out(self, place: int) -> bool:
        figure = self.family.figures[place]
        return figure is not None and figure.value is None and figure.reported < figure.expected

    def _own_miss(self) -> float | None:
        """Return the miss of an own entry: what the units below leave."""
        return None if self.split is None else shown(self.split.rest)

    def _note(self, place: int) -> str:
        """Say what is special about a part."""
        figure = self.family.figures[place]
        if place == self.family.own:
            return _("carried forward") if self.family.own_carried else ""
        if figure is None:
            return _("no longer here") if self.change.vanished[place] else ""
        if figure.value is None:
            return _("not reported") if self._is_out(place) else _("no figure")
        is_overridden = self.family.now.whole.replaces is not None
        special = (
            (not self.made.has_share[place] and not is_overridden, _("no weight, no share")),
            (figure.overridden, _("overridden")),
            (figure.carried, _("carried forward")),
            (
                self.change.appeared[place] and not isnan(self.change.change),
                _("new since then"),
            ),
        )
        return next((words for holds, words in special if holds), "")

    def _together(self, name: str, places: Sequence[int]) -> PartLine:
        """Return several parts as one line, with what is none of the parts."""
        made, change, split = self.made, self.change, self.split
        points = sum(made.points[places].tolist()) + made.rest + made.override
        moved_by = sum(change.points[places].tolist()) + change.rest + change.override
        miss = float("nan")
        if split is not None:
            below = np.nan_to_num(self.miss[places])
            own = self.family.own is None or self.family.own in places
            rest = (split.rest if own else 0.0) + (split.unassigned if places else 0.0)
            miss = sum(below.tolist()) + rest + split.override
        return PartLine(
            name=name,
            code="",
            query="",
            value=None,
            points=shown(points),
            has_share=True,
            weight=None,
            moved=shown(moved_by),
            rate=None,
            mix=None,
            appeared=False,
            vanished=False,
            miss=shown(miss),
        )

    def _unassigned(self, split: Split) -> PartLine:
        """Return the part of a miss that no unit can make good."""
        return PartLine(
            name=_("Target that no unit below has"),
            code="",
            query="",
            value=None,
            points=None,
            has_share=False,
            weight=None,
            moved=None,
            rate=None,
            mix=None,
            appeared=False,
            vanished=False,
            miss=split.unassigned,
        )

    def _has_rest(self) -> bool:
        rests = (self.made.rest, self.change.rest, self.change.override)
        split = self.split
        beside_own = split is not None and self.family.own is None and self._is_seen(split.rest)
        return beside_own or any(map(self._is_seen, rests))

    def _is_seen(self, points: float) -> bool:
        return abs(points) > SEEN * max(1.0, abs(self.family.now.whole.value))


def _spread(split: Split | None, name: str, family: Family, n_parts: int) -> Floats:
    """Put numbers of the parts that are there in the places of all parts, NaN for the others."""
    found = np.full(n_parts, np.nan)
    if split is not None and split.parts.size:
        found[family.there] = getattr(split, name)
    return found


def shown(number: float) -> float | None:
    """Return a number of the engine as pages take it: None is unknown."""
    return None if isnan(number) else float(number)
