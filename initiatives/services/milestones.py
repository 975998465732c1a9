"""Plan milestones, move them, drop them, and say that they were reached."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from initiatives.models import Initiative, Milestone
from jobs.services.positions import recorded_now
from organization.policies import require
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def set_milestone(*, actor: "User", initiative: Initiative, name: str, due_on: date) -> Milestone:
    """Plan a milestone, or move the one of that name; where nothing differs nothing is written.

    Raises
    ------
    NotAllowedError
        If `actor` may not edit initiatives of the unit.
    DomainError
        If it has no name.
    """
    require(actor, Action.EDIT_INITIATIVES, initiative.unit)
    name = name.strip()
    if not name:
        raise DomainError(_("A milestone needs a name."), field="name")
    last = initiative.milestones.newest().filter(name=name).first()
    done_on = last.done_on if last and not last.dropped else None
    revision = Milestone(initiative=initiative, name=name, due_on=due_on, done_on=done_on)
    return _append(actor=actor, verb="set milestone", last=last, revision=revision)


@transaction.atomic
def complete_milestone(*, actor: "User", milestone: Milestone, done_on: date) -> Milestone:
    """Say on which day a milestone was reached.

    Raises
    ------
    NotAllowedError
        If `actor` may not edit initiatives of the unit.
    DomainError
        If that day is still to come, or the milestone was dropped.
    """
    last = _newest(milestone)
    require(actor, Action.EDIT_INITIATIVES, last.initiative.unit)
    if last.dropped:
        raise DomainError(
            _("The milestone “%(name)s” was dropped. Plan it again first.") % {"name": last.name}
        )
    if done_on > timezone.localdate():
        raise DomainError(
            _("%(day)s is still to come. Give the day on which “%(name)s” was reached.")
            % {"day": done_on.isoformat(), "name": last.name},
            field="done_on",
        )
    revision = Milestone(
        initiative=last.initiative, name=last.name, due_on=last.due_on, done_on=done_on
    )
    return _append(actor=actor, verb="completed milestone", last=last, revision=revision)


@transaction.atomic
def drop_milestone(*, actor: "User", milestone: Milestone) -> Milestone:
    """Say that a milestone is no longer planned; its earlier revisions stay.

    Raises
    ------
    NotAllowedError
        If `actor` may not edit initiatives of the unit.
    """
    last = _newest(milestone)
    require(actor, Action.EDIT_INITIATIVES, last.initiative.unit)
    revision = Milestone(
        initiative=last.initiative,
        name=last.name,
        due_on=last.due_on,
        done_on=last.done_on,
        dropped=True,
    )
    return _append(actor=actor, verb="dropped milestone", last=last, revision=revision)


def _append(*, actor: "User", verb: str, last: Milestone | None, revision: Milestone) -> Milestone:
    if last is not None and _meaning(last) == _meaning(revision):
        return last
    revision.recorded_at = recorded_now()
    revision.save()
    record(
        actor=actor,
        verb=verb,
        kind="initiative",
        subject=revision.initiative.code,
        unit_id=revision.initiative.unit_id,
        detail={
            "milestone": revision.name,
            "due_on": revision.due_on.isoformat(),
            "due_before": last.due_on.isoformat() if last else None,
            "done_on": revision.done_on.isoformat() if revision.done_on else None,
        },
    )
    return revision


def _newest(milestone: Milestone) -> Milestone:
    """Return the revision that counts; a page may have shown an earlier one."""
    of_that_name = Milestone.objects.filter(
        initiative_id=milestone.initiative_id, name=milestone.name
    )
    newest: Milestone = of_that_name.select_related("initiative__unit").latest("id")
    return newest


def _meaning(milestone: Milestone) -> tuple[date, date | None, bool]:
    return milestone.due_on, milestone.done_on, milestone.dropped
