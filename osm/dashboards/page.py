"""A dashboard as its reader sees it: every tile asked of the gate, each time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from organization.models import Unit
from osm.dashboards.kpi_tiles import kpi_tiles
from osm.dashboards.other_tiles import late_tiles, message_tiles, objective_tiles, steps_tiles
from osm.dashboards.tiles import Tile, Tiles
from osm.models import Pin
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


@dataclass(frozen=True)
class Dashboard:
    """The page.

    Attributes
    ----------
    hidden
        The pins whose things the reader may no longer see; only their kinds are named.
    """

    context: Context
    tiles: Sequence[Placed]
    hidden: Sequence[Pin]

    @property
    def n_off(self) -> int:
        """How many things are off target; a KPI and its chart are one."""
        off = [placed.tile for placed in self.tiles if placed.tile.status is Status.RED]
        return len({(tile.pin.unit_id, tile.pin.kpi_id, tile.pin.objective_id) for tile in off})

    @property
    def has_chart(self) -> bool:
        """Whether a chart has to be drawn."""
        return any(placed.tile.course and placed.tile.course.chart for placed in self.tiles)


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
    )


def _placed(seen: Sequence[Tile], number: int, places: dict[int, int]) -> Placed:
    """Say where a tile goes when it changes places with the one that is seen beside it."""
    before, after = seen[:number], seen[number + 1 :]
    return Placed(
        seen[number],
        place=places[seen[number].pin.pk],
        earlier=places[before[-1].pin.pk] if before else None,
        later=places[after[0].pin.pk] if after else None,
    )


def _tiles(user: "User", context: Context, pins: Sequence[Pin]) -> Tiles:
    ids = {pin.unit_id for pin in pins if pin.unit_id}
    published = Unit.objects.published_to(user).filter(pk__in=ids)
    units: dict[int | None, Unit] = {unit.pk: unit for unit in published}
    return (
        kpi_tiles(user, context, _of(pins, Pin.KPI, Pin.COURSE), units)
        | objective_tiles(user, context, _of(pins, Pin.OBJECTIVE), units)
        | message_tiles(user, _of(pins, Pin.MESSAGE))
        | late_tiles(user, context, _of(pins, Pin.LATE), units)
        | steps_tiles(user, _of(pins, Pin.STEPS))
    )


def _of(pins: Sequence[Pin], *kinds: str) -> list[Pin]:
    return [pin for pin in pins if pin.kind in kinds]
