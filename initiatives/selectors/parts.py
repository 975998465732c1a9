"""Milestones, links and last status lines of many initiatives at once: one query each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import F

from initiatives.models import Contribution, Milestone, StatusLine
from organization.models import Unit

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from accounts.models import User

JUDGED = dict(Contribution.Strength.choices)


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A milestone as it stands; `state` is done, planned, missed or stopped."""

    id: int
    name: str
    due: date
    done_on: date | None
    state: str

    @property
    def is_open(self) -> bool:
        """Whether it is still to be reached."""
        return self.state in {"planned", "missed"}


@dataclass(frozen=True, slots=True)
class Helped:
    """An objective that an initiative helps; `contribution` None is: not judged yet."""

    objective_id: int
    code: str
    name: str
    unit: str
    perspective: str
    position: tuple[int, str]
    contribution: int | None

    @property
    def word(self) -> "StrOrPromise | None":
        """How much it helps, in a word."""
        return None if self.contribution is None else JUDGED[self.contribution]


@dataclass(frozen=True, slots=True)
class Said:
    """A status line, who wrote it and when."""

    text: str
    author: str
    at: datetime


def milestones_of(
    initiative_ids: Collection[int], *, today: date, over: Collection[int] = ()
) -> dict[int, list[MilestoneFact]]:
    """Return the milestones of each initiative in order of their due days.

    Parameters
    ----------
    over
        Ids of initiatives that are stopped or done: what they did not reach is nobody's debt.
    """
    found = defaultdict(list)
    rows = Milestone.objects.standing().filter(initiative__in=initiative_ids)
    for row in rows:
        state = _state(row, today, is_over=row.initiative_id in over)
        fact = MilestoneFact(row.pk, row.name, row.due_on, row.done_on, state)
        found[row.initiative_id].append(fact)
    return found


def helped_by(user: "User", initiative_ids: Collection[int]) -> dict[int, list[Helped]]:
    """Return the objectives that each initiative helps and `user` may see, most helped first."""
    found = defaultdict(list)
    rows = (
        Contribution.objects.newest()
        .filter(initiative__in=initiative_ids)
        .filter(objective__unit__in=Unit.objects.published_to(user))
        .with_objectives()
        .order_by(F("contribution").desc(nulls_last=True), "objective__code")
    )
    for row in rows:
        found[row.initiative_id].append(_helped(row))
    return found


def last_said(initiative_ids: Collection[int]) -> dict[int, Said]:
    """Return the newest status line of each initiative."""
    rows = StatusLine.objects.newest().filter(initiative__in=initiative_ids)
    return {row.initiative_id: said(row) for row in rows.select_related("author")}


def said(line: StatusLine) -> Said:
    """Return a status line as a page shows it."""
    return Said(line.text, line.author_text, line.recorded_at)


def missed(milestones: Iterable[MilestoneFact]) -> list[MilestoneFact]:
    """Return those that should have been reached, the oldest first."""
    return [milestone for milestone in milestones if milestone.state == "missed"]


def next_open(milestones: Iterable[MilestoneFact]) -> MilestoneFact | None:
    """Return what is to be reached next, which may be late."""
    return next((milestone for milestone in milestones if milestone.is_open), None)


def _state(row: Milestone, today: date, *, is_over: bool) -> str:
    if row.done_on is not None:
        return "done"
    if is_over:
        return "stopped"
    return "missed" if row.due_on < today else "planned"


def _helped(row: Contribution) -> Helped:
    current = row.objective.current
    perspective = current.perspective if current else None
    return Helped(
        objective_id=row.objective_id,
        code=row.objective.code,
        name=str(row.objective),
        unit=row.objective.unit.name,
        perspective=perspective.name if perspective else "",
        position=(perspective.position, perspective.code) if perspective else (0, ""),
        contribution=row.contribution,
    )
