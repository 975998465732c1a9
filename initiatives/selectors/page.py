"""One initiative, as its page shows it."""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.models import Record
from audit.selectors.history import HistoryLine, history
from core.timelines import Horizon
from initiatives.models import OVER, Initiative, InitiativeVersion
from initiatives.policies import may_edit, may_write_status
from initiatives.selectors.concerns import concerns
from initiatives.selectors.parts import (
    Helped,
    MilestoneFact,
    Said,
    helped_by,
    milestones_of,
    said,
)
from initiatives.selectors.roads import road_words, whole_life
from organization.policies import may
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class StageChange:
    """When an initiative came into a stage, by whom and why."""

    stage: str
    at: dt.datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class InitiativePage:
    """Facts, milestones, objectives, what was said and decided; newest first where dated."""

    initiative: Initiative
    version: InitiativeVersion
    concerns: tuple[str, ...]
    milestones: tuple[MilestoneFact, ...]
    horizon: Horizon
    road_words: str
    helped: tuple[Helped, ...]
    status_lines: tuple[Said, ...]
    stages: tuple[StageChange, ...]
    history: tuple[HistoryLine, ...]
    can_edit: bool
    can_write_status: bool


def initiative_page(user: "User", initiative_id: int, *, today: dt.date) -> InitiativePage:
    """Return one initiative that `user` may see, in eight queries.

    Its history is one more, for those who may see the audit.

    Raises
    ------
    Initiative.DoesNotExist
        If there is none, or `user` may not know of it.
    """
    seen = Initiative.objects.allowing(user, Action.SEE_UNIT).exclude(current=None)
    initiative: Initiative = seen.with_facts().get(pk=initiative_id)
    version = initiative.current
    assert version is not None  # noqa: S101 - excluded above
    over = {initiative.pk} if version.stage in OVER else set()
    milestones = milestones_of([initiative.pk], today=today, over=over)[initiative.pk]
    return InitiativePage(
        initiative=initiative,
        version=version,
        concerns=concerns(version, milestones, today),
        milestones=tuple(milestones),
        horizon=whole_life(version, milestones, today),
        road_words=road_words(milestones, today),
        helped=tuple(helped_by(user, [initiative.pk])[initiative.pk]),
        status_lines=_everything_said(initiative),
        stages=_stage_changes(initiative),
        history=_history(user, initiative),
        can_edit=may_edit(user, initiative),
        can_write_status=may_write_status(user, initiative),
    )


def _everything_said(initiative: Initiative) -> tuple[Said, ...]:
    lines = initiative.status_lines.select_related("author").order_by("-id")
    return tuple(said(line) for line in lines)


def _history(user: "User", initiative: Initiative) -> tuple[HistoryLine, ...]:
    if not may(user, Action.SEE_AUDIT, initiative.unit):
        return ()
    return history(Record.objects.about("initiative", initiative.code))


def _stage_changes(initiative: Initiative) -> tuple[StageChange, ...]:
    """Return the versions that brought another stage than the one before, newest first."""
    versions = list(initiative.versions.select_related("changed_by").order_by("id"))
    changed = [*versions[:1], *(new for old, new in pairwise(versions) if new.stage != old.stage)]
    return tuple(_stage_change(version) for version in reversed(changed))


def _stage_change(version: InitiativeVersion) -> StageChange:
    return StageChange(
        stage=version.stage,
        at=version.recorded_at,
        by=version.changed_by.name if version.changed_by else "",
        reason=version.reason,
    )
