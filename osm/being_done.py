"""What is being done about KPIs and objectives: the initiatives for them, in few words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates
from initiatives.selectors.being_done import BeingDone, being_done_for_objectives

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


def being_done(user: "User", objective_ids: Collection[int]) -> list[Doing]:
    """Return the initiatives under way for some objectives, each once, strongest first."""
    found = being_done_for_objectives(user, objective_ids)
    each = {item.initiative_id: item for items in found.values() for item in items}
    return [_doing(item) for item in each.values()]


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
