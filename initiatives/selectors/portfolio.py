"""The list of initiatives, grouped, worst first."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, Self

from django.utils.translation import gettext as _

from core.timelines import Horizon
from initiatives.models import OVER, Initiative, InitiativeVersion
from initiatives.selectors.concerns import Severity, concerns, needs_attention, severity
from initiatives.selectors.parts import (
    Helped,
    MilestoneFact,
    helped_by,
    milestones_of,
)
from initiatives.selectors.roads import on_road, road_words, six_quarters
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User
    from organization.models import Unit

Grouping = Literal["perspective", "unit"]


@dataclass(frozen=True, slots=True)
class Money:
    """What was spent of what was planned, over the initiatives of which both are known."""

    spent: Decimal | None
    budget: Decimal | None
    left_out: int

    @classmethod
    def of(cls, versions: Iterable[InitiativeVersion]) -> Self:
        """Add up; where nothing is known the sums are unknown, not 0."""
        every = list(versions)
        known = [
            (each.spent, each.budget)
            for each in every
            if each.spent is not None and each.budget is not None
        ]
        if not known:
            return cls(None, None, len(every))
        return cls(
            spent=sum((spent for spent, _budget in known), Decimal(0)),
            budget=sum((budget for _spent, budget in known), Decimal(0)),
            left_out=len(every) - len(known),
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative in the list."""

    id: int
    version: InitiativeVersion
    unit: str
    owner: str
    concerns: tuple[str, ...]
    severity: Severity
    milestones: tuple[MilestoneFact, ...]
    road_words: str
    main: Helped | None
    others_helped: int


@dataclass(frozen=True, slots=True)
class Group:
    """The initiatives of one perspective or unit."""

    name: str
    money: Money
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The page: `attention` of `count` initiatives should be looked at."""

    groups: tuple[Group, ...]
    horizon: Horizon
    count: int
    attention: int
    delayed: int
    money: Money


def grouping(asked: str) -> Grouping:
    """Return by what an address asks to group; by perspective unless it says otherwise."""
    return "unit" if asked == "unit" else "perspective"


def portfolio(
    user: "User",
    *,
    today: dt.date,
    by: Grouping = "perspective",
    unit: "Unit | None" = None,
) -> Portfolio:
    """Return what `user` may see, in the unit and below if one is given.

    Four queries, however many initiatives there are.
    """
    seen = Initiative.objects.allowing(user, Action.SEE_UNIT).exclude(current=None).with_facts()
    initiatives = list(seen.below([unit.path]) if unit else seen)
    horizon = six_quarters(today)
    rows = _rows(user, initiatives, horizon)
    return Portfolio(
        groups=_grouped(rows, by),
        horizon=horizon,
        count=len(rows),
        attention=sum(needs_attention(row.severity) for row in rows),
        delayed=sum(row.version.stage == "delayed" for row in rows),
        money=Money.of(row.version for row in rows),
    )


def _rows(user: "User", initiatives: Sequence[Initiative], horizon: Horizon) -> list[Row]:
    ids = [initiative.pk for initiative in initiatives]
    over = {each.pk for each in initiatives if each.current and each.current.stage in OVER}
    milestones = milestones_of(ids, today=horizon.today, over=over)
    helped = helped_by(user, ids)
    return [
        _row(
            initiative,
            initiative.current,
            milestones[initiative.pk],
            helped[initiative.pk],
            horizon,
        )
        for initiative in initiatives
        if initiative.current
    ]


def _row(
    initiative: Initiative,
    version: InitiativeVersion,
    milestones: list[MilestoneFact],
    helped: list[Helped],
    horizon: Horizon,
) -> Row:
    return Row(
        id=initiative.pk,
        version=version,
        unit=initiative.unit.name,
        owner=version.owner_text,
        concerns=concerns(version, milestones, horizon.today),
        severity=severity(version, milestones, horizon.today),
        milestones=on_road(milestones, horizon),
        road_words=road_words(milestones, horizon.today),
        main=helped[0] if helped else None,
        others_helped=max(0, len(helped) - 1),
    )


def _grouped(rows: Iterable[Row], by: Grouping) -> tuple[Group, ...]:
    """Put the worst initiative first in its group, and the group of the worst one first."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.severity):
        groups[_group_name(row, by)].append(row)
    return tuple(
        Group(name, Money.of(row.version for row in members), tuple(members))
        for name, members in groups.items()
    )


def _group_name(row: Row, by: Grouping) -> str:
    if by == "unit":
        return row.unit
    if row.main is None or not row.main.perspective:
        return _("Not linked to an objective")
    return row.main.perspective
