"""What is being done about KPIs and objectives: the initiatives for them, in few words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from initiatives.selectors.actions import ActionFact, key_of, open_actions
from initiatives.selectors.being_done import BeingDone, being_done_for_objectives
from organization.models import Unit
from scorecard.models import Kpi

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Doing:
    """One initiative as the page of a KPI tells it; empty where there is nothing to tell."""

    name: str
    url: str
    stage: str
    status_line: str
    owner: str
    next_milestone: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """A next step as the page of a KPI tells it."""

    text: str
    url: str
    owner: str
    lateness: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What is being done about a KPI at a unit: next steps and initiatives."""

    steps: tuple[StepLine, ...]
    initiatives: tuple[Doing, ...]
    add_url: str


def being_done(user: "User", unit: Unit, kpi: Kpi, objective_ids: Collection[int]) -> Done:
    """Return what is being done about a KPI, each initiative once, strongest first."""
    found = being_done_for_objectives(user, objective_ids)
    each = {item.initiative_id: item for items in found.values() for item in items}
    steps = open_actions(user, [unit], [key_of(kpi)]).get(key_of(kpi), ())
    query = urlencode({"unit": unit.code, "kpi": kpi.code})
    return Done(
        steps=tuple(_step(fact) for fact in steps),
        initiatives=tuple(_doing(item) for item in each.values()),
        add_url=f"{reverse('initiatives:action-add')}?{query}",
    )


def _step(fact: ActionFact) -> StepLine:
    return StepLine(
        text=fact.text,
        url=reverse("initiatives:action", args=[fact.pk]),
        owner=fact.owner,
        lateness=fact.lateness,
        is_overdue=fact.is_overdue,
    )


def done_for(user: "User", objective_ids: Collection[int]) -> dict[int, list[Doing]]:
    """Return the initiatives under way for each objective that has any, strongest first."""
    found = being_done_for_objectives(user, objective_ids)
    return {objective: [_doing(item) for item in items] for objective, items in found.items()}


def _doing(item: BeingDone) -> Doing:
    milestone = item.next_milestone
    return Doing(
        name=item.name,
        url=reverse("initiatives:detail", args=[item.initiative_id]),
        stage=item.stage,
        status_line=item.said.text if item.said else "",
        owner=item.owner,
        next_milestone=_("Next: %(name)s, %(day)s")
        % {"name": milestone.name, "day": dates.day(milestone.due)}
        if milestone
        else "",
    )
