"""Let the people of the demonstration have taken next steps, some days ago."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from demo.actions import Event, Step
from initiatives.models import ActionItem, Happening
from initiatives.services import action_rows
from initiatives.services.action_rows import Change, Doer, append_action, append_event
from organization.models import Unit
from scorecard.models import Kpi, Matter, Objective
from scorecard.policies import require_speaker


def take_next_steps(steps: Iterable[Step]) -> None:
    """Append next steps and what happened to them, on the days of the story."""
    for step in steps:
        actor, unit = User.objects.get(email=step.by), Unit.objects.get(code=step.unit)
        matter = _matter(step.matter)
        require_speaker(actor, unit, matter)
        facts = action_rows.Step(unit, matter, step.text, _doer(step.owner), _in(step.due_in))
        added = _days_ago(step.days_before)
        action = append_action(actor=actor, step=facts, recorded_at=added)
        for event in step.events:
            _happen(action, event)


def _happen(action: ActionItem, event: Event) -> None:
    held = ActionItem.objects.with_events().get(pk=action.pk)
    change = Change(
        Happening(event.kind),
        event.reason,
        due_on=None if event.due_in is None else _in(event.due_in),
        doer=_doer(event.to) if event.to else None,
    )
    append_event(
        actor=User.objects.get(email=event.by),
        action=held,
        change=change,
        recorded_at=_days_ago(event.days_before),
    )


def _doer(owner: str) -> Doer:
    """Return a person of that address, or only the name."""
    return Doer(User.objects.get(email=owner)) if "@" in owner else Doer(name=owner)


def _matter(code: str) -> Matter:
    kpi: Kpi | None = Kpi.objects.select_related("current").filter(code=code).first()
    if kpi is not None:
        return kpi
    objective: Objective = Objective.objects.select_related("current").get(code=code)
    return objective


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
