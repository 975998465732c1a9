"""Give a KPI or objective its next step, and say what became of it."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.database import hold_sources_shared
from core.errors import DomainError
from initiatives.models import ActionEvent, ActionItem, Happening
from initiatives.policies import require_finisher
from initiatives.services.action_rows import Change, Doer, Step, append_action, append_event
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.models import Matter
from scorecard.policies import require_speaker
from scorecard.services.matters import check_matter
from scorecard.services.texts import checked

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 1000
LONGEST_TEXT = 300
LONGEST_NAME = 200


@transaction.atomic
def add_action(
    *, actor: "User", unit: Unit, matter: Matter, text: str, doer: Doer, due_on: date
) -> ActionItem:
    """Record what is to be done about a KPI or objective at a unit, by whom and until when.

    Raises
    ------
    NotAllowedError
        For who may not speak for the matter.
    DomainError
        Without words or somebody who does it, for a person who does not see the unit, for a day
        that is over, and for a matter that the unit does not have.
    """
    require_speaker(actor, unit, matter)
    check_matter(unit, matter)
    _check_day(due_on)
    words = checked(text, field="text", longest=LONGEST_TEXT, missing=_("Say what is to be done."))
    step = Step(unit, matter, words, _checked_doer(doer, unit), due_on)
    return append_action(actor=actor, step=step, recorded_at=recorded_now())


@transaction.atomic
def finish_action(*, actor: "User", action: ActionItem, reason: str = "") -> ActionEvent:
    """Record that a next step is done, and in a few words what came of it.

    Raises
    ------
    NotAllowedError
        For who neither has it nor may speak for its matter.
    DomainError
        Where it is over already.
    """
    held = _held(action)
    require_finisher(actor, held)
    _check_open(held)
    words = checked(reason, field="reason", longest=LONGEST)
    return _append(actor, held, Change(Happening.DONE, words))


@transaction.atomic
def drop_action(*, actor: "User", action: ActionItem, reason: str) -> ActionEvent:
    """Record that a next step will not be done, and why.

    Raises
    ------
    NotAllowedError
        For who may not speak for its matter.
    DomainError
        Without a reason, and where it is over already.
    """
    held = _held(action)
    require_speaker(actor, held.unit, held.matter)
    _check_open(held)
    words = _reason(reason, _("Say why it will not be done."))
    return _append(actor, held, Change(Happening.DROPPED, words))


@transaction.atomic
def move_action(*, actor: "User", action: ActionItem, due_on: date, reason: str) -> ActionEvent:
    """Record that a next step is due on another day, and why; the earlier day is kept.

    Raises
    ------
    NotAllowedError
        For who may not speak for its matter.
    DomainError
        Without a reason, for a day that is over or is its day already, and where it is over.
    """
    held = _held(action)
    require_speaker(actor, held.unit, held.matter)
    _check_open(held)
    _check_day(due_on)
    if due_on == held.due:
        raise DomainError(_("It is due on that day already. Give another one."), field="due_on")
    words = _reason(reason, _("Say why it is moved."))
    return _append(actor, held, Change(Happening.MOVED, words, due_on=due_on))


@transaction.atomic
def hand_over_action(
    *, actor: "User", action: ActionItem, doer: Doer, reason: str = ""
) -> ActionEvent:
    """Record that somebody else does a next step from now on.

    Raises
    ------
    NotAllowedError
        For who may not speak for its matter.
    DomainError
        Without somebody, for a person who does not see the unit or has it already, and where it
        is over.
    """
    held = _held(action)
    require_speaker(actor, held.unit, held.matter)
    _check_open(held)
    before, doer = Doer(held.holder, held.holder_name), _checked_doer(doer, held.unit)
    if (doer.person, str(doer)) == (before.person, str(before)):
        raise DomainError(
            _("%(name)s has it already. Name somebody else.") % {"name": doer}, field="owner"
        )
    words = checked(reason, field="reason", longest=LONGEST)
    return _append(actor, held, Change(Happening.HANDED_OVER, words, doer=doer))


def _held(action: ActionItem) -> ActionItem:
    """Return a next step as it stands, held against changes."""
    # Sources first, as everywhere: who waits for a freeze must not hold a unit meanwhile.
    hold_sources_shared()
    # Whoever changes one of this unit at the same moment waits here.
    Unit.objects.select_for_update().get(pk=action.unit_id)
    held: ActionItem = ActionItem.objects.with_events().get(pk=action.pk)
    return held


def _check_open(action: ActionItem) -> None:
    if action.ending is not None:
        raise DomainError(
            _("This is %(over)s already. Load the page again, and add a new step if one is needed.")
            % {"over": action.ending.get_kind_display()}
        )


def _append(actor: "User", action: ActionItem, change: Change) -> ActionEvent:
    return append_event(actor=actor, action=action, change=change, recorded_at=recorded_now())


def _check_day(due_on: date) -> None:
    if due_on < local_day(timezone.now()):
        raise DomainError(
            _("%(day)s is over. Give a day that is still to come.") % {"day": due_on.isoformat()},
            field="due_on",
        )


def _checked_doer(doer: Doer, unit: Unit) -> Doer:
    if doer.person is None:
        missing = _("Say who does it: an e-mail address or a name.")
        name = checked(doer.name, field="owner", longest=LONGEST_NAME, missing=missing)
        return Doer(name=name)
    if not may(doer.person, Action.SEE_UNIT, unit):
        raise DomainError(
            _(
                "%(name)s does not see into %(unit)s and would never read this. Name somebody who "
                "does, or add the step at their own unit."
            )
            % {"name": doer.person.name, "unit": unit.name},
            field="owner",
        )
    return Doer(doer.person)


def _reason(reason: str, missing: str) -> str:
    return checked(reason, field="reason", longest=LONGEST, missing=missing)
