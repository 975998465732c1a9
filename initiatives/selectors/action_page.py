"""One next step with what happened to it, as its page shows it."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from audit.models import Record
from audit.selectors.history import HistoryLine, history
from core.dates import day
from initiatives.models import ActionEvent, ActionItem, Happening
from initiatives.policies import may_change_action, may_finish_action
from initiatives.selectors.actions import ActionFact, action_fact
from organization.policies import may
from organization.roles import Action
from organization.services.organization import local_day

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class EventLine:
    """What happened to a next step: in words, why or what came of it, by whom and when."""

    words: str
    reason: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ActionPage:
    """A next step as it stands, what happened to it, the last first, and what the reader may do.

    Attributes
    ----------
    can_finish, can_change
        False for everybody once it is over.
    """

    fact: ActionFact
    today: dt.date
    lines: tuple[EventLine, ...]
    history: tuple[HistoryLine, ...]
    can_finish: bool
    can_change: bool


def action_page(user: "User", action: ActionItem) -> ActionPage:
    """Return the page of a next step that `user` may see, its events fetched before."""
    today = local_day(timezone.now())
    is_open = action.ending is None
    events = sorted(action.events.all(), key=lambda event: event.pk, reverse=True)
    added = EventLine(_added(action, today), "", action.added_by.name, action.recorded_at)
    return ActionPage(
        fact=action_fact(action, today),
        today=today,
        lines=(*(_line(event, today) for event in events), added),
        history=_history(user, action),
        can_finish=is_open and may_finish_action(user, action),
        can_change=is_open and may_change_action(user, action),
    )


def _added(action: ActionItem, today: dt.date) -> str:
    return _("Added: %(owner)s does it by %(day)s.") % {
        "owner": action.owner.name if action.owner else action.owner_name,
        "day": day(action.due_on, today=today),
    }


def _line(event: ActionEvent, today: dt.date) -> EventLine:
    return EventLine(_words(event, today), event.reason, event.by.name, event.recorded_at)


def _words(event: ActionEvent, today: dt.date) -> str:
    words = {
        Happening.DONE.value: _("Done."),
        Happening.DROPPED.value: _("Dropped: it will not be done."),
        Happening.MOVED.value: _("Moved to %(day)s."),
        Happening.HANDED_OVER.value: _("Handed over to %(owner)s."),
    }[event.kind]
    return words % {"day": day(event.due_on, today=today), "owner": event.owner_text}


def _history(user: "User", action: ActionItem) -> tuple[HistoryLine, ...]:
    if not may(user, Action.SEE_AUDIT, action.unit):
        return ()
    subject = f"{action.unit.code} {action.matter.code} {action.pk}"
    return history(Record.objects.about("action", subject))
