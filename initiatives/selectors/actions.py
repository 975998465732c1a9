"""Next steps: what is being done about a KPI or objective, by whom and until when."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Max, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from core.dates import lateness
from initiatives.models import ActionItem
from organization.models import Unit
from organization.querysets import principals_of
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.models import Kpi, Matter, Objective
from scorecard.policies import may_speak_for, owned_by
from scorecard.selectors.matters import KPI, OBJECTIVE

if TYPE_CHECKING:
    from initiatives.querysets import ActionItemQuerySet

# A KPI or an objective: "kpi" or "objective", and its id.
MatterKey = tuple[str, int]
# How many of those that are over a list shows.
MOST_OVER = 50


@dataclass(frozen=True, slots=True)
class ActionFact:
    """A next step as it stands.

    Attributes
    ----------
    due, owner
        As it was moved and handed over last.
    lateness
        How it stands in words: "3 days late", "due today"; empty once it is over.
    ending, ended_at, outcome
        "done" or "dropped" in the reader's words, when, and why or what came of it; empty or None
        while it is open.
    """

    pk: int
    key: MatterKey
    matter: str
    code: str
    unit: str
    unit_code: str
    text: str
    owner: str
    due: dt.date
    is_overdue: bool
    lateness: str
    ending: str
    ended_at: dt.datetime | None
    outcome: str

    @property
    def is_kpi(self) -> bool:
        """Whether it is about a KPI, which has a page of its own."""
        return self.key[0] == KPI

    @property
    def unit_query(self) -> str:
        """The unit for the address of the matter's page."""
        return urlencode({"unit": self.unit_code})


@dataclass(frozen=True, slots=True)
class ActionList:
    """The next steps of a unit, or of all that the reader sees into.

    Attributes
    ----------
    open
        Overdue first, then by the day on which they are due.
    over
        Done and dropped, the last first, at most so many as `MOST_OVER`.
    """

    unit: Unit | None
    only_mine: bool
    with_below: bool
    open: tuple[ActionFact, ...]
    over: tuple[ActionFact, ...]
    can_add: bool

    @property
    def overdue(self) -> int:
        """How many are late."""
        return sum(fact.is_overdue for fact in self.open)

    @property
    def add_query(self) -> str:
        """The unit for the address of the form; empty without one."""
        return urlencode({"unit": self.unit.code}) if self.unit else ""


def key_of(matter: Matter) -> MatterKey:
    """Return the key of a matter.

    >>> key_of(Kpi(pk=3))
    ('kpi', 3)
    """
    return (KPI if isinstance(matter, Kpi) else OBJECTIVE, matter.pk)


def open_actions(
    user: User,
    units: Collection[Unit],
    matters: Collection[MatterKey],
    *,
    today: dt.date | None = None,
    as_of: dt.datetime | None = None,
) -> dict[MatterKey, tuple[ActionFact, ...]]:
    """Return what is being done about KPIs and objectives at some units, overdue first.

    Two queries, however many there are; what has no next step has no key. Only units that `user`
    sees into are looked at.

    Parameters
    ----------
    today
        The day by which it is late or not; one more query where the caller does not know it.
    as_of
        The moment as of which it is known; None is now.
    """
    kpis = [pk for kind, pk in matters if kind == KPI]
    objectives = [pk for kind, pk in matters if kind == OBJECTIVE]
    rows = ActionItem.objects.allowing(user, Action.SEE_UNIT).open(as_of).filter(unit__in=units)
    rows = rows.filter(Q(kpi__in=kpis) | Q(objective__in=objectives)).with_events(as_of)
    found: dict[MatterKey, list[ActionFact]] = defaultdict(list)
    for fact in _by_day(rows, today or local_day(as_of or timezone.now())):
        found[fact.key].append(fact)
    return {key: tuple(facts) for key, facts in found.items()}


def action_list(
    user: User, unit: Unit | None = None, *, only_mine: bool = False, with_below: bool = False
) -> ActionList:
    """Return the next steps at a unit that `user` may see, in a fixed number of queries.

    Parameters
    ----------
    unit
        None: all units that `user` sees into.
    only_mine
        Only those that `user` has, or somebody for whom they are a deputy.
    with_below
        Those of the units below as well.
    """
    rows = ActionItem.objects.allowing(user, Action.SEE_UNIT)
    if unit is not None:
        rows = rows.below([unit.path]) if with_below else rows.filter(unit=unit)
    if only_mine:
        rows = rows.held_by({user.pk, *principals_of(user)})
    today = local_day(timezone.now())
    over = rows.over().annotate(last_event=Max("events")).order_by("-last_event")[:MOST_OVER]
    return ActionList(
        unit=unit,
        only_mine=only_mine,
        with_below=with_below,
        open=tuple(_by_day(rows.open().with_events(), today)),
        over=tuple(action_fact(row, today) for row in over.with_events()),
        can_add=unit is not None and bool(matters_at(user, unit)),
    )


def my_open_actions(user: User, today: dt.date, until: dt.date) -> tuple[ActionFact, ...]:
    """Return the open next steps of `user` that are due by a day, in two queries.

    Those of the people for whom they are a deputy, too.
    """
    return tuple(_by_day(my_open_items(user, until).with_events(), today))


def my_open_items(user: User, until: dt.date) -> "ActionItemQuerySet":
    """Return the open next steps of `user`, or of whom they stand in for, due by a day."""
    rows: ActionItemQuerySet = ActionItem.objects.allowing(user, Action.SEE_UNIT).open()
    return rows.held_by({user.pk, *principals_of(user)}).due_by(until)


def action_fact(action: ActionItem, today: dt.date) -> ActionFact:
    """Return a next step as a page shows it."""
    ending, due = action.ending, action.due
    return ActionFact(
        pk=action.pk,
        key=(KPI, action.kpi_id) if action.kpi_id else (OBJECTIVE, action.matter.pk),
        matter=str(action.matter),
        code=action.matter.code,
        unit=action.unit.name,
        unit_code=action.unit.code,
        text=action.text,
        owner=action.holder_name,
        due=due,
        is_overdue=ending is None and due < today,
        lateness="" if ending else lateness(due, today),
        ending=str(ending.get_kind_display()) if ending else "",
        ended_at=ending.recorded_at if ending else None,
        outcome=ending.reason if ending else "",
    )


def matters_at(user: User, unit: Unit) -> tuple[Matter, ...]:
    """Return the objectives and KPIs of a unit for which `user` may speak, by name."""
    path = [int(part) for part in unit.path.strip("/").split("/")]
    objectives = Objective.objects.filter(Q(lines__unit__in=path) | Q(unit=unit)).distinct()
    kpis = Kpi.objects.known_at(unit).exclude(current=None).select_related("current__owner")
    found: list[Matter] = [
        *objectives.exclude(current=None).select_related("current__owner", "unit"),
        *kpis,
    ]
    owned = owned_by(user)
    mine = [matter for matter in found if may_speak_for(user, unit, matter, owned)]
    return tuple(sorted(mine, key=lambda matter: (isinstance(matter, Kpi), str(matter))))


def visible_action(user: User, action_id: int) -> ActionItem:
    """Return a next step at a unit that `user` sees into, with what happened to it.

    Raises
    ------
    Http404
        Where there is none for `user`.
    """
    seen = ActionItem.objects.allowing(user, Action.SEE_UNIT).with_events()
    found: ActionItem = get_object_or_404(seen, pk=action_id)
    return found


def person_meant(user: User, written: str) -> User | None:
    """Return whom an e-mail address means: only somebody of a unit that `user` knows.

    An address must not tell the name of a person whose unit is none of one's business.
    """
    seen = Unit.objects.published_to(user)
    people = User.objects.filter(email__iexact=written.strip(), memberships__unit__in=seen)
    return people.first()


def _by_day(rows: "ActionItemQuerySet", today: dt.date) -> Iterable[ActionFact]:
    """Return next steps by their present day: those that are overdue come first by themselves."""
    return sorted((action_fact(row, today) for row in rows), key=lambda fact: (fact.due, fact.pk))
