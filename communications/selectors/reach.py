"""How far a message has come, by unit only and never for fewer than five people."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from communications.models import Delivery, PublicationUnit

if TYPE_CHECKING:
    from communications.models import Publication

# With fewer, a count tells who has read it.
FEWEST_PEOPLE = 5


@dataclass(frozen=True)
class Counts:
    """People who have a message, have read it, have acknowledged it."""

    people: int = 0
    read: int = 0
    acknowledged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.people + other.people,
            self.read + other.read,
            self.acknowledged + other.acknowledged,
        )

    @property
    def are_shown(self) -> bool:
        """Whether they are of enough people to be shown."""
        return self.people >= FEWEST_PEOPLE

    @property
    def read_percent(self) -> int:
        """Read, in whole per cent, rounded down: 100 means everybody."""
        return 100 * self.read // self.people if self.people else 0

    @property
    def acknowledged_percent(self) -> int:
        """Acknowledged, in whole per cent, rounded down."""
        return 100 * self.acknowledged // self.people if self.people else 0


@dataclass(frozen=True)
class Area:
    """A unit with all below it, and how far the message has come there."""

    name: str
    counts: Counts


@dataclass(frozen=True)
class Reach:
    """How far a message has come: in all, by unit (worst first), and in small units together."""

    total: Counts
    areas: tuple[Area, ...] = ()
    others: Counts | None = None


def reach(publication: "Publication") -> Reach:
    """Return how far `publication` has come, by the units below its audience."""
    by_unit = counts_by_unit(publication)
    names: dict[int, str] = {}
    areas: defaultdict[int, Counts] = defaultdict(Counts)
    frozen = PublicationUnit.objects.filter(publication=publication)
    for unit, area, name in frozen.values_list("unit_id", "area_id", "area__name"):
        names[area] = name
        areas[area] += by_unit.get(unit, Counts())
    return protected([Area(names[area], counts) for area, counts in areas.items()])


def counts_by_unit(publication: "Publication") -> dict[int, Counts]:
    """Return the counts of each unit that got `publication`, in one query."""
    rows = Delivery.objects.filter(version=publication.version_id).values_list("unit_id")
    counted = rows.annotate(Count("id"), Count("read_at"), Count("acknowledged_at"))
    return {unit: Counts(*counts) for unit, *counts in counted}


def protected(areas: Collection[Area]) -> Reach:
    """Merge areas of fewer than five people until what is shown tells of nobody.

    The merged line itself must hold five people, or subtracting the lines above from the total
    would give its counts away: then the smallest area shown goes into it, too.

    >>> areas = [Area("East", Counts(9, 4)), Area("West", Counts(6, 1)), Area("HQ", Counts(2))]
    >>> [area.name for area in protected(areas).areas], protected(areas).others
    (['East'], Counts(people=8, read=1, acknowledged=0))
    """
    reached = [area for area in areas if area.counts.people]
    kept = sorted(
        (area for area in reached if area.counts.are_shown),
        key=lambda area: area.counts.people,
        reverse=True,
    )
    others = sum((area.counts for area in reached if not area.counts.are_shown), Counts())
    while others.people and not others.are_shown and kept:
        others += kept.pop().counts
    return Reach(
        total=sum((area.counts for area in reached), Counts()),
        areas=tuple(sorted(kept, key=lambda area: (area.counts.read_percent, area.name))),
        others=others if others.people else None,
    )
