"""What was done about a KPI and the objectives that it makes, day by day: for its course."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone

from initiatives.models import ActionEvent, Contribution, Happening, InitiativeVersion, Stage
from organization.models import Unit
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.models import Kpi

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class StageFact:
    """An initiative came to a stage on a day; `stage` is one of `Stage`, `word` its word."""

    initiative_id: int
    name: str
    day: dt.date
    stage: str
    word: str
    owner: str


@dataclass(frozen=True, slots=True)
class DoneFact:
    """A next step was done on a day, with what came of it."""

    action_id: int
    text: str
    day: dt.date
    outcome: str
    by: str


def stages_reached(
    user: "User", objective_ids: Collection[int], as_of: dt.datetime | None = None
) -> list[StageFact]:
    """Return when the initiatives for some objectives were launched, and what became of them.

    Only those that `user` may see, in a fixed number of queries. What was under way when it
    became known here counts from the day on which it started.
    """
    links = Contribution.objects.allowing(user, Action.SEE_UNIT).filter(objective__in=objective_ids)
    links = links if as_of is None else links.filter(recorded_at__lte=as_of)
    helping = links.newest(as_of).exclude(contribution=Contribution.Strength.NONE)
    rows = InitiativeVersion.objects.filter(initiative__in=helping.values("initiative"))
    rows = rows if as_of is None else rows.filter(recorded_at__lte=as_of)
    versions: dict[int, list[InitiativeVersion]] = {}
    for row in rows.select_related("owner").order_by("initiative__code", "id"):
        versions.setdefault(row.initiative_id, []).append(row)
    zone = _zone()
    today = (as_of or timezone.now()).astimezone(zone).date()
    facts = [fact for each in versions.values() for fact in _stages(each, zone)]
    return [fact for fact in facts if fact.day <= today]


def _stages(versions: list[InitiativeVersion], zone: ZoneInfo) -> Iterable[StageFact]:
    first = versions[0]
    if first.stage != Stage.PROPOSED and first.starts_on:
        yield _fact(first, first.starts_on, Stage.LAUNCHED)
    for was, now in pairwise(versions):
        if was.stage != now.stage:
            yield _fact(now, now.recorded_at.astimezone(zone).date(), Stage(now.stage))


def _fact(version: InitiativeVersion, day: dt.date, stage: Stage) -> StageFact:
    return StageFact(
        initiative_id=version.initiative_id,
        name=version.name,
        day=day,
        stage=stage.value,
        word=str(stage.label),
        owner=version.owner_text,
    )


def steps_done(
    user: "User", unit: Unit, kpi: Kpi, as_of: dt.datetime | None = None
) -> list[DoneFact]:
    """Return which next steps about a KPI at a unit were done and when, in two queries."""
    events = ActionEvent.objects.allowing(user, Action.SEE_UNIT).known(as_of)
    done = events.filter(action__unit=unit, action__kpi=kpi, kind=Happening.DONE)
    zone = _zone()
    return [
        DoneFact(
            action_id=event.action_id,
            text=event.action.text,
            day=event.recorded_at.astimezone(zone).date(),
            outcome=event.reason,
            by=event.by.name,
        )
        for event in done.select_related("action", "by").order_by("id")
    ]


def _zone() -> ZoneInfo:
    return ZoneInfo(present_organization().time_zone)
