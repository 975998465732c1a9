"""Initiatives for tests: each factory shows only what matters, and fills the rest."""

from datetime import date
from itertools import count

from django.utils import timezone

from initiatives.models import (
    ActionEvent,
    ActionItem,
    Contribution,
    Initiative,
    Milestone,
    StatusLine,
)
from initiatives.services.versions import Facts, append_version
from scorecard.models import about

TODAY = date(2026, 11, 12)
numbers = count(1)


def make_initiative(code=None, *, unit, reason="", actor=None, **facts):
    code = code or f"I{next(numbers)}"
    initiative = Initiative.objects.create(code=code, unit=unit)
    facts = {"name": code, "stage": "launched"} | facts
    append_version(
        initiative=initiative,
        facts=Facts(unit=unit, **facts),
        actor=actor,
        reason=reason,
        recorded_at=timezone.now(),
    )
    return initiative


def make_milestone(initiative, name="First step", due_on=TODAY, **fields):
    return Milestone.objects.create(
        initiative=initiative, name=name, due_on=due_on, recorded_at=timezone.now(), **fields
    )


def make_contribution(initiative, objective, contribution=9):
    return Contribution.objects.create(
        initiative=initiative,
        objective=objective,
        contribution=contribution,
        recorded_at=timezone.now(),
    )


def make_status_line(initiative, text="It runs to plan.", author=None):
    return StatusLine.objects.create(
        initiative=initiative, text=text, author=author, recorded_at=timezone.now()
    )


def make_action(unit, matter, owner, due_on=TODAY, *, text="Fly brake sets in", **fields):
    """Make a next step; `owner` is a person, or only a name."""
    doer = {"owner_name": owner} if isinstance(owner, str) else {"owner": owner}
    added_by = fields.pop("added_by", None) or owner
    return ActionItem.objects.create(
        unit=unit,
        **about(matter),
        text=text,
        due_on=due_on,
        added_by=added_by,
        recorded_at=timezone.now(),
        **doer,
        **fields,
    )


def make_action_event(action, kind, by, **fields):
    return ActionEvent.objects.create(
        action=action, kind=kind, by=by, recorded_at=timezone.now(), **fields
    )
