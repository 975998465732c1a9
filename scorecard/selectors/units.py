"""The units around the one shown: the path down to it, its neighbours and what is below it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from organization.models import Unit
from scorecard.engine.types import Status
from scorecard.models import Score
from scorecard.selectors.periods import address

if TYPE_CHECKING:
    from accounts.models import User


MOST_FOUND = 50
MOST_NEAR = 40


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit in the picker; `status` None means that it has no score in the month."""

    name: str
    url: str
    current: bool
    score: float | None
    status: Status | None
    children: "tuple[UnitNode, ...]"


@dataclass(frozen=True, slots=True)
class UnitLink:
    """A unit above, for the breadcrumb."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that a search found, and where it belongs; `parent` is empty at the top."""

    name: str
    parent: str
    code: str


def units_above(unit: Unit) -> tuple[Unit, ...]:
    """Return the units above one, the top first."""
    ids = [int(part) for part in unit.path.strip("/").split("/")[:-1]]
    found = Unit.objects.in_bulk(ids)
    return tuple(found[unit_id] for unit_id in ids)


def unit_tree(
    user: "User",
    unit: Unit,
    above: Sequence[Unit],
    *,
    month: int,
    period_word: str,
    as_of: str = "",
) -> tuple[UnitNode, ...]:
    """Return the path to a unit, its neighbours and its children, as far as `user` sees them."""
    near = Q(pk__in=[each.pk for each in (*above, unit)]) | Q(parent=unit)
    if unit.parent_id:
        near |= Q(parent=unit.parent_id)
    units = list(Unit.objects.published_to(user).filter(near).in_order())
    scores = unit_scores(units, month)
    path = {each.pk for each in (*above, unit)}
    by_parent: dict[int | None, list[Unit]] = {}
    for each in units:
        by_parent.setdefault(each.parent_id, []).append(each)

    def node(each: Unit) -> UnitNode:
        score = scores.get(each.pk)
        return UnitNode(
            name=each.name,
            url=address(each.code, period_word, as_of),
            current=each == unit,
            score=score.score if score else None,
            status=Status(score.status) if score else None,
            children=tuple(node(child) for child in _few(by_parent.get(each.pk, []), path)),
        )

    return tuple(node(each) for each in by_parent.get(None, []))


def _few(units: Sequence[Unit], path: Collection[int]) -> list[Unit]:
    """Return the first of many neighbours, and whoever is on the path; the search finds all."""
    first = units[:MOST_NEAR]
    return [*first, *(each for each in units[MOST_NEAR:] if each.pk in path)]


def unit_scores(units: Iterable[Unit], month: int) -> dict[int, Score]:
    """Return the scorecard's score of each unit in a month, by unit id."""
    ids = [unit.pk for unit in units]
    rows = Score.objects.filter(period=month, unit__in=ids, node_kind=Score.SCORECARD, node__in=ids)
    return {row.unit_id: row for row in rows}


def find_units(user: "User", words: str) -> list[FoundUnit]:
    """Return the first units that `user` may see and whose name or code has the words."""
    seen = Unit.objects.published_to(user).select_related("parent")
    found = seen.filter(Q(name__icontains=words) | Q(code__icontains=words)).in_order()
    return [
        FoundUnit(unit.name, unit.parent.name if unit.parent else "", unit.code)
        for unit in found[:MOST_FOUND]
    ]
