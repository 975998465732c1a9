"""The stored scores of a unit, month by month, as far as a person may see them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, Status
from scorecard.models import Kpi, Objective, Perspective, Score, Theme
from scorecard.selectors.results import between

if TYPE_CHECKING:
    from accounts.models import User

KINDS = {
    Score.SCORECARD: "scorecard",
    Score.PERSPECTIVE: "perspective",
    Score.THEME: "theme",
    Score.OBJECTIVE: "objective",
}
# What a node is, and what it is made of.
NODES: dict[int, tuple[type[Model], type[Model]]] = {
    Score.SCORECARD: (Unit, Perspective),
    Score.PERSPECTIVE: (Perspective, Objective),
    Score.THEME: (Theme, Objective),
    Score.OBJECTIVE: (Objective, Kpi),
}
COUNTS = ("red", "amber", "green", "no_data", "insufficient", "not_scored")
Codes = Mapping[type[Model], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The score of a node of a unit's scorecard in a month; None is unknown.

    Attributes
    ----------
    coverage, worst, red to not_scored
        How it is made up below; None above one's own unit.
    """

    unit: str
    node_kind: str
    node: str
    period: str
    score: float | None
    status: str
    status_uncapped: str
    coverage: float | None
    worst: str | None
    red: int | None
    amber: int | None
    green: int | None
    no_data: int | None
    insufficient: int | None
    not_scored: int | None


def unit_scores(
    user: "User",
    unit: Unit,
    calendar: FiscalCalendar,
    *,
    kinds: Collection[int] = tuple(KINDS),
    first_day: date | None = None,
    last_day: date | None = None,
) -> list[ScoreLine]:
    """Return the scores of a unit in the months within two days, by kind, node and month.

    The unit is one that is published to `user`: the caller has asked the gate. Six queries.
    """
    months = between(calendar, Frequency.MONTHLY, first_day, last_day)
    rows = list(Score.objects.filter(months, unit=unit, node_kind__in=kinds))
    codes = _codes(rows)
    sees_below = may(user, Action.SEE_UNIT, unit)
    lines = [(_place(row, codes), _line(row, unit, codes, calendar, sees_below)) for row in rows]
    return [line for _where, line in sorted(lines, key=lambda pair: pair[0])]


def _codes(rows: Collection[Score]) -> Codes:
    """Return the codes of all that the rows name, by model and id."""
    wanted: dict[type[Model], set[int]] = {
        model: set() for model in (Unit, Perspective, Theme, Objective, Kpi)
    }
    for row in rows:
        node, child = NODES[row.node_kind]
        wanted[node].add(row.node)
        wanted[child] |= set() if row.worst is None else {row.worst}
    return {model: dict(_named(model, ids)) for model, ids in wanted.items()}


def _named(model: type[Model], ids: Collection[int]) -> Any:
    return model._default_manager.filter(pk__in=ids).values_list("pk", "code")


def _place(row: Score, codes: Codes) -> tuple[int, str, int]:
    return row.node_kind, codes[NODES[row.node_kind][0]][row.node], row.period


def _line(
    row: Score,
    unit: Unit,
    codes: Codes,
    calendar: FiscalCalendar,
    sees_below: bool,  # noqa: FBT001
) -> ScoreLine:
    node, child = NODES[row.node_kind]
    below = _below(row, codes[child]) if sees_below else dict.fromkeys(_BELOW)
    return ScoreLine(
        unit=unit.code,
        node_kind=KINDS[row.node_kind],
        node=codes[node][row.node],
        period=calendar.format(Period(Frequency.MONTHLY, row.period)),
        score=row.score,
        status=Status(row.status).word,
        status_uncapped=Status(row.status_uncapped).word,
        **below,
    )


_BELOW = ("coverage", "worst", *COUNTS)


def _below(row: Score, codes: Mapping[int, str]) -> dict[str, Any]:
    counts = {name: getattr(row, name) for name in COUNTS}
    worst = None if row.worst is None else codes[row.worst]
    return {"coverage": row.coverage, "worst": worst, **counts}
