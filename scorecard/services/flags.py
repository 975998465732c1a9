"""Say that something is at risk before a figure turns red, and say that it is over."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.services.organization import local_day
from scorecard.models import Flag, FlagEnding, FlagReading, Matter, about
from scorecard.policies import reads_from_above, require_speaker
from scorecard.services.matters import check_matter, subject_of
from scorecard.services.texts import checked

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 1000


@transaction.atomic
def raise_flag(
    *, actor: "User", unit: Unit, matter: Matter, fear: str, help_asked: str = ""
) -> Flag:
    """Record that a KPI or objective is at risk at a unit; everybody above who sees it reads it.

    Raises
    ------
    NotAllowedError
        For who is neither its owner, nor the manager of the unit, nor the office.
    DomainError
        Without words, with too many, for a matter that the unit does not have, and while another
        flag stands on it.
    """
    require_speaker(actor, unit, matter)
    check_matter(unit, matter)
    recorded_at = recorded_now()
    # Whoever raises one for this unit at the same moment waits here.
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    _check_none_stands(unit, matter)
    flag = Flag.objects.create(
        unit=unit,
        **about(matter),
        fear=checked(
            fear, field="fear", longest=LONGEST, missing=_("Say in a sentence what you fear.")
        ),
        help_asked=checked(help_asked, field="help_asked", longest=LONGEST),
        raised_by=actor,
        recorded_at=recorded_at,
    )
    _audit(actor, flag, verb="raised flag", fear=flag.fear, help_asked=flag.help_asked)
    post("notices", [f"flag:{flag.pk}"])
    return flag


@transaction.atomic
def end_flag(*, actor: "User", flag: Flag, kind: str, reason: str) -> FlagEnding:
    """Record that a flag is over, and how; the flag stays as it was raised.

    Raises
    ------
    NotAllowedError
        For who may not speak for its matter.
    DomainError
        Where it is over already, without a reason, and for a way to end that there is not.
    """
    require_speaker(actor, flag.unit, flag.matter)
    recorded_at = recorded_now()
    Unit.objects.select_for_update().get(pk=flag.unit_id)
    if FlagEnding.objects.filter(flag=flag).exists():
        raise DomainError(_("This flag is over already. Load the page again to read how."))
    if kind not in dict(FlagEnding.KINDS):
        raise DomainError(_("Say whether it is dealt with or withdrawn."), field="kind")
    ending: FlagEnding = FlagEnding.objects.create(
        flag=flag,
        kind=kind,
        reason=checked(
            reason,
            field="reason",
            longest=LONGEST,
            missing=_("Say what was done, or why there is nothing to fear."),
        ),
        ended_by=actor,
        recorded_at=recorded_at,
    )
    _audit(actor, flag, verb="ended flag", kind=kind, reason=ending.reason)
    return ending


@transaction.atomic
def note_reading(*, actor: "User", flag: Flag) -> bool:
    """Note that somebody above the unit opened a flag; return whether it was their first time.

    Safe to run twice, and at once: the first time counts. For those at the unit itself nothing is
    noted.

    Raises
    ------
    NotAllowedError
        For who may not see the unit.
    """
    require(actor, Action.SEE_UNIT, flag.unit)
    if actor.pk == flag.raised_by_id or not reads_from_above(actor, flag.unit):
        return False
    _reading, is_new = FlagReading.objects.get_or_create(
        flag=flag, person=actor, defaults={"recorded_at": recorded_now()}
    )
    if is_new:
        _audit(actor, flag, verb="read")
    return is_new


def _check_none_stands(unit: Unit, matter: Matter) -> None:
    standing = Flag.objects.standing().filter(unit=unit, **about(matter))
    if standing.exists():
        raise DomainError(
            _("A flag stands on this already. Close it first, then raise one that says more.")
        )


def _audit(actor: "User", flag: Flag, *, verb: str, **facts: str) -> None:
    reason = facts.pop("reason", "")
    record(
        actor=actor,
        verb=verb,
        kind="flag",
        subject=f"{subject_of(flag.unit, flag.matter)} {local_day(flag.recorded_at)}",
        reason=reason,
        unit_id=flag.unit_id,
        detail=facts,
    )
