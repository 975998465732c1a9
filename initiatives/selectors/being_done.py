"""What is being done about objectives: for Today and the page of a KPI."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F
from django.utils import timezone

from initiatives.models import UNDER_WAY, Contribution, Initiative
from initiatives.selectors.parts import MilestoneFact, Said, last_said, milestones_of, next_open
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class BeingDone:
    """An initiative under way that helps an objective; None is unknown, or nothing yet.

    Attributes
    ----------
    contribution
        1 weak, 3 medium, 9 strong; None is not judged yet.
    said
        The last status line: `text`, `author`, `at`.
    next_milestone
        What is to be reached next: `name`, `due`, `state` (planned or missed).
    """

    initiative_id: int
    code: str
    name: str
    stage: str
    owner: str
    unit: str
    contribution: int | None
    said: Said | None
    next_milestone: MilestoneFact | None


def being_done_for_objectives(
    user: "User", objective_ids: Collection[int], *, today: dt.date | None = None
) -> dict[int, list[BeingDone]]:
    """Return, for each objective, the initiatives under way that help it, strongest first.

    An initiative whose contribution is not judged yet stands last: unknown is not none.
    Four queries, however many objectives; an objective that nothing helps has no key.
    """
    links = list(_links(user, objective_ids))
    ids = {link.initiative_id for link in links}
    milestones = milestones_of(ids, today=today or timezone.localdate())
    sayings = last_said(ids)
    found: dict[int, list[BeingDone]] = defaultdict(list)
    for link in links:
        found[link.objective_id].append(_being_done(link, milestones, sayings))
    return dict(found)


def _links(user: "User", objective_ids: Collection[int]) -> Collection[Contribution]:
    links = Contribution.objects.allowing(user, Action.SEE_UNIT).newest()
    helping: Collection[Contribution] = (
        links.filter(objective__in=objective_ids, initiative__current__stage__in=UNDER_WAY)
        .exclude(contribution=Contribution.Strength.NONE)
        .select_related("initiative__unit", "initiative__current__owner")
        .order_by(F("contribution").desc(nulls_last=True), "initiative__code")
    )
    return helping


def _being_done(
    link: Contribution,
    milestones: Mapping[int, list[MilestoneFact]],
    sayings: Mapping[int, Said],
) -> BeingDone:
    initiative: Initiative = link.initiative
    version = initiative.current
    return BeingDone(
        initiative_id=initiative.pk,
        code=initiative.code,
        name=str(initiative),
        stage=version.stage if version else "",
        owner=version.owner_text if version else "",
        unit=initiative.unit.name,
        contribution=link.contribution,
        said=sayings.get(initiative.pk),
        next_milestone=next_open(milestones.get(initiative.pk, [])),
    )
