"""Append a next step or what happened to one, with its audit row; the caller checked it all."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from audit.services.records import record
from initiatives.models import ActionEvent, ActionItem, Happening
from jobs.services.outbox import post
from organization.models import Unit
from scorecard.models import Matter, about
from scorecard.services.matters import subject_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something: a person who signs in, or only a name."""

    person: "User | None" = None
    name: str = ""

    def __str__(self) -> str:
        return self.person.name if self.person else self.name


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about a matter at a unit, by whom and until when."""

    unit: Unit
    matter: Matter
    text: str
    doer: Doer
    due_on: date


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to a next step: a new day where it is moved, a doer where handed over."""

    kind: Happening
    reason: str = ""
    due_on: date | None = None
    doer: Doer | None = None


def append_action(*, actor: "User", step: Step, recorded_at: datetime) -> ActionItem:
    """Append a next step."""
    action: ActionItem = ActionItem.objects.create(
        unit=step.unit,
        **about(step.matter),
        text=step.text,
        owner=step.doer.person,
        owner_name=step.doer.name,
        due_on=step.due_on,
        added_by=actor,
        recorded_at=recorded_at,
    )
    facts = {"text": step.text, "owner": str(step.doer), "due_on": step.due_on.isoformat()}
    _audit(actor, action, verb="added action", facts=facts)
    if action.owner is not None:
        post("notices", [f"action:{action.pk}"])
    return action


def append_event(
    *, actor: "User", action: ActionItem, change: Change, recorded_at: datetime
) -> ActionEvent:
    """Append what happened to a next step, of which the events until then were read before."""
    facts = _facts(action, change)
    event: ActionEvent = ActionEvent.objects.create(
        action=action,
        kind=change.kind,
        reason=change.reason,
        due_on=change.due_on,
        owner=change.doer.person if change.doer else None,
        owner_name=change.doer.name if change.doer else "",
        by=actor,
        recorded_at=recorded_at,
    )
    note = partial(_audit, actor, action, reason=change.reason, facts=facts)
    match change.kind:
        case Happening.DONE:
            note(verb="finished action")
        case Happening.DROPPED:
            note(verb="dropped action")
        case Happening.MOVED:
            note(verb="moved action")
        case Happening.HANDED_OVER:
            note(verb="handed over action")
            if event.owner is not None:
                post("notices", [f"handed:{event.pk}"])
    return event


def _facts(action: ActionItem, change: Change) -> dict[str, str]:
    if change.due_on is not None:
        return {"due_on": change.due_on.isoformat(), "due_before": action.due.isoformat()}
    if change.doer is not None:
        return {"owner": str(change.doer), "was": action.holder_name}
    return {}


def _audit(
    actor: "User", action: ActionItem, *, verb: str, facts: dict[str, str], reason: str = ""
) -> None:
    record(
        actor=actor,
        verb=verb,
        kind="action",
        subject=f"{subject_of(action.unit, action.matter)} {action.pk}",
        reason=reason,
        unit_id=action.unit_id,
        detail=facts,
    )
