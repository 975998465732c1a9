"""The page on which figures are entered, for one reader: whose each is, and where to go next."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from organization.models import Unit
from organization.roles import Action
from scorecard.models import Reporter
from scorecard.selectors.entries import MINE, Choice, EntryPage, present_month
from scorecard.selectors.entry_rows import Group, Row
from scorecard.selectors.mine import figures_to_enter, mine_at
from scorecard.selectors.owners import covering, people_of

if TYPE_CHECKING:
    from accounts.models import User


def shown_to(user: "User", page: EntryPage) -> EntryPage:
    """Return a page with whose its figures are, and only `user`'s where it is to show MINE.

    What stands in the way of submitting stays on it, whosever it is. Five queries at most.
    """
    own, others = mine_at(user, page.unit), _others(user, page.unit)
    is_own = page.show == MINE
    groups = [
        Group(group.name, [replace(row, enters=others.get(row.kpi_id, "")) for row in rows])
        for group in page.groups
        if (rows := [row for row in group.rows if not is_own or _stays(row, own)])
    ]
    return replace(
        page,
        groups=groups,
        n_all=page.total,
        n_mine=sum(row.kpi_id in own for row in page.rows),
        n_left=page.left,
        next_unit=_next(user, page),
    )


def _stays(row: Row, own: set[int]) -> bool:
    return row.kpi_id in own or row.is_in_the_way


def _others(user: "User", unit: Unit) -> dict[int, str]:
    """Return who enters a KPI at a unit, by its id, where that is somebody else."""
    able = covering().granting(Action.ENTER_VALUES).filter(person=OuterRef("person"))
    rows = Reporter.objects.newest().filter(Exists(able), unit=unit)
    named = rows.exclude(person__in=people_of(user)).values_list("kpi_id", "person__name")
    return dict(named)


def _next(user: "User", page: EntryPage) -> Choice | None:
    """Return the next unit, round the list, for which something is left to `user`."""
    calendar, today, _month = present_month()
    found = figures_to_enter(user, page.month, calendar, today)
    path = page.unit.path
    after = [one for one in found if one.unit.path > path]
    for one in (*after, *(one for one in found if one.unit.path < path)):
        return Choice(one.unit.name, one.unit.code, current=False, left=one.left)
    return None
