"""A dashboard as its reader sees it: every tile asked of the gate, each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from organization.models import Unit
from osm.dashboards.kpi_tiles import kpi_tiles
from osm.dashboards.other_tiles import (
    late_tiles,
    message_tiles,
    objective_tiles,
    portfolio_tiles,
    steps_tiles,
)
from osm.dashboards.sharing import SharedWith, shared_by, shared_with, sharing_unit
from osm.dashboards.tiles import Tile, Tiles
from osm.models import Pin, Pinned, SharedDashboard
from scorecard.engine.types import Status
from scorecard.selectors.context import Context

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Placed:
    """A tile in its place; `earlier` and `later` are the places beside it, None at the ends."""

    tile: Tile
    place: int
    earlier: int | None
    later: int | None


@dataclass(frozen=True, slots=True)
class Shared:
    """What the office shares with the reader, of what the reader may see."""

    dashboard: SharedDashboard
    tiles: Sequence[Tile]


@dataclass(frozen=True, slots=True)
class Office:
    """With which roles the office shares its dashboard, from its unit down."""

    unit: Unit
    dashboards: Sequence[SharedDashboard]


@dataclass(frozen=True)
class Dashboard:
    """The page.

    Attributes
    ----------
    hidden
        The pins whose things the reader may no longer see; only their kinds are named.
    shared
        What the office shares with the reader; None where it shares nothing.
    office
        What the reader, who is of the office, shares with others; None for everybody else.
    """

    context: Context
    tiles: Sequence[Placed]
    hidden: Sequence[Pin]
    shared: "Shared | None"
    office: "Office | None"

    @property
    def n_off(self) -> int:
        """How many things are off target; a KPI and its chart are one."""
        off = [tile for tile in self._all if tile.status is Status.RED]
        return len({(tile.pin.unit_id, tile.pin.kpi_id, tile.pin.objective_id) for tile in off})

    @property
    def has_chart(self) -> bool:
        """Whether a chart has to be drawn."""
        return any(tile.course and tile.course.chart for tile in self._all)

    @property
    def has_tiles(self) -> bool:
        """Whether anything stands on it."""
        return bool(self._all)

    @property
    def own_tiles(self) -> list[Tile]:
        """What the reader pinned and may see."""
        return [placed.tile for placed in self.tiles]

    @property
    def shared_tiles(self) -> list[Tile]:
        """What the office shares with the reader, who may see it."""
        return list(self.shared.tiles) if self.shared else []

    @property
    def n_hidden(self) -> int:
        """How many pins the reader may no longer see."""
        return len(self.hidden)

    @property
    def _all(self) -> list[Tile]:
        return self.own_tiles + self.shared_tiles


def dashboard_page(user: "User", context: Context) -> Dashboard:
    """Return the dashboard of `user`, in queries that do not grow with the pins of a kind."""
    pins = list(Pin.objects.filter(person=user))
    tiles = _tiles(user, context, pins)
    seen = [tiles[pin.pk] for pin in pins if pin.pk in tiles]
    places = {pin.pk: place for place, pin in enumerate(pins)}
    return Dashboard(
        context=context,
        tiles=tuple(_placed(seen, number, places) for number in range(len(seen))),
        hidden=tuple(pin for pin in pins if pin.pk not in tiles),
        shared=_shared(user, context, shared_with(user), pins),
        office=_office(user),
    )


def _shared(
    user: "User", context: Context, found: SharedWith | None, own: Sequence[Pin]
) -> Shared | None:
    """Read what is shared, but for what the reader pinned too: that stands above already."""
    if found is None:
        return None
    pinned = {pin.thing for pin in own}
    others = [pin for pin in found.pins if pin.thing not in pinned]
    tiles = _tiles(user, context, others)
    return Shared(found.dashboard, [tiles[pin.pk] for pin in others if pin.pk in tiles])


def _office(user: "User") -> Office | None:
    unit = sharing_unit(user)
    return Office(unit, shared_by(unit)) if unit else None


def _placed(seen: Sequence[Tile], number: int, places: dict[int, int]) -> Placed:
    """Say where a tile goes when it changes places with the one that is seen beside it."""
    before, after = seen[:number], seen[number + 1 :]
    return Placed(
        seen[number],
        place=places[seen[number].pin.pk],
        earlier=places[before[-1].pin.pk] if before else None,
        later=places[after[0].pin.pk] if after else None,
    )


def _tiles(user: "User", context: Context, pins: Sequence[Pinned]) -> Tiles:
    ids = {pin.unit_id for pin in pins if pin.unit_id}
    published = Unit.objects.published_to(user).filter(pk__in=ids)
    units: dict[int | None, Unit] = {unit.pk: unit for unit in published}
    return (
        kpi_tiles(user, context, _of(pins, Pin.KPI, Pin.COURSE), units)
        | objective_tiles(user, context, _of(pins, Pin.OBJECTIVE), units)
        | message_tiles(user, _of(pins, Pin.MESSAGE))
        | late_tiles(user, context, _of(pins, Pin.LATE), units)
        | steps_tiles(user, _of(pins, Pin.STEPS))
        | portfolio_tiles(user, context, _of(pins, Pin.PORTFOLIO), units)
    )


def _of(pins: Sequence[Pinned], *kinds: str) -> list[Pinned]:
    return [pin for pin in pins if pin.kind in kinds]
