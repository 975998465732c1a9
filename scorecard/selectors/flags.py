"""Flags as pages show them: what is feared, how old it is, how many above have read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organization.models import Organization, Unit
from organization.policies import may
from organization.roles import Action
from scorecard.models import Flag, FlagReading, Matter, about
from scorecard.policies import may_speak_for
from scorecard.selectors.periods import today_of

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.querysets import FlagQuerySet


MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A flag as a page shows it.

    Attributes
    ----------
    days
        How many days it has stood; 0 since today.
    readers, first_read
        Who above the unit has opened it, the first one first, and when that was.
    ending
        How it ended, with the reason; empty while it stands.
    """

    pk: int
    matter: str
    code: str
    is_kpi: bool
    unit: str
    unit_code: str
    fear: str
    help_asked: str
    by: str
    at: datetime
    days: int
    readers: tuple[str, ...]
    first_read: datetime | None
    ending: str

    @property
    def age(self) -> str:
        """How old it is, in words."""
        if not self.days:
            return _("raised today")
        return ngettext("%(days)d day old", "%(days)d days old", self.days) % {"days": self.days}

    @property
    def seen_by(self) -> str:
        """Who has seen it, in words; empty while nobody above has."""
        named, others = self.readers[:MOST_NAMED], len(self.readers) - MOST_NAMED
        if others <= 0:
            return ", ".join(named)
        text = ngettext("%(named)s and %(others)d other", "%(named)s and %(others)d others", others)
        return text % {"named": ", ".join(named), "others": others}


def flags_on(
    unit: Unit, matter: Matter, organization: Organization, as_of: datetime | None = None
) -> tuple[FlagLine | None, tuple[FlagLine, ...]]:
    """Return the flag that stands on a matter at a unit, and those that are over, newest first."""
    rows = Flag.objects.filter(unit=unit, **about(matter)).order_by("-id")
    if as_of is not None:
        rows = rows.standing(as_of)
    lines = flag_lines(rows, organization)
    standing = next((line for line in lines if not line.ending or as_of), None)
    return standing, tuple(line for line in lines if line is not standing)


def standing_below(unit: Unit, organization: Organization) -> tuple[FlagLine, ...]:
    """Return the flags that stand at a unit and at all below it, the oldest first.

    The caller has asked the gate whether the unit may be seen into.
    """
    return flag_lines(Flag.objects.standing().below([unit.path]).order_by("id"), organization)


def flag_lines(rows: "FlagQuerySet", organization: Organization) -> tuple[FlagLine, ...]:
    """Return flags as a page shows them, in two queries."""
    readings = FlagReading.objects.select_related("person").order_by("id")
    found = rows.select_related(
        "unit", "kpi__current", "objective__current", "raised_by", "ending"
    ).prefetch_related(Prefetch("readings", readings))
    return tuple(_line(row, organization) for row in found)


def flag_line(flag: Flag, organization: Organization) -> FlagLine:
    """Return one flag as a page shows it."""
    return flag_lines(Flag.objects.filter(pk=flag.pk), organization)[0]


def _line(row: Flag, organization: Organization) -> FlagLine:
    raised = row.recorded_at.astimezone(ZoneInfo(organization.time_zone)).date()
    ending, readings = getattr(row, "ending", None), list(row.readings.all())
    return FlagLine(
        pk=row.pk,
        matter=str(row.matter),
        code=row.matter.code,
        is_kpi=row.kpi_id is not None,
        unit=row.unit.name,
        unit_code=row.unit.code,
        fear=row.fear,
        help_asked=row.help_asked,
        by=row.raised_by.name,
        at=row.recorded_at,
        days=max(0, (today_of(organization) - raised).days),
        readers=tuple(each.person.name for each in readings),
        first_read=readings[0].recorded_at if readings else None,
        ending=f"{ending.get_kind_display()}: {ending.reason}" if ending else "",
    )


def unread_flags(user: "User", unit_code: str, **matter: str) -> Iterable[Flag]:
    """Return the flags standing on a matter of a unit that `user` has not opened yet."""
    rows = Flag.objects.standing().allowing(user, Action.SEE_UNIT)
    unread = rows.filter(unit__code=unit_code, **matter).exclude(readings__person=user.pk)
    return unread.exclude(raised_by=user.pk).select_related("unit", "kpi", "objective")


def visible_flag(user: "User", flag_id: int) -> Flag:
    """Return a flag that `user` may see, who sees into its unit or speaks for it, or answer 404."""
    rows = Flag.objects.filter(unit__in=Unit.objects.published_to(user))
    related = rows.select_related("unit", "kpi__current", "objective__current")
    found: Flag = get_object_or_404(related, pk=flag_id)
    if not (
        may(user, Action.SEE_UNIT, found.unit) or may_speak_for(user, found.unit, found.matter)
    ):
        raise Http404
    return found
