"""When people want to be told by mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.conf import settings
from django.utils import timezone

from communications.models import Mail, MailChoice, MailSwitch
from core.dates import day
from organization.services.organization import local_day, present_organization

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class MailPage:
    """What a person chose, and what they should know of it.

    Attributes
    ----------
    home, zones
        The organisation's time zone, and all there are.
    next_at
        When the next mail comes, on the person's clock; empty where none is promised.
    is_paused, is_demo
        Whether mails are held back for all, and whether they only go into files.
    """

    address: str
    chosen: dict[str, Any]
    home: str
    zones: tuple[str, ...]
    next_at: str
    is_paused: bool
    is_demo: bool


def mail_page(user: "User") -> MailPage:
    """Return the page on which one chooses."""
    choice = choice_of(user)
    names = ("frequency", "hour", "quiet_from", "quiet_until", "time_zone")
    waiting = Mail.objects.filter(person=user.pk, state=Mail.NEW).order_by("not_before").first()
    switch = MailSwitch.objects.order_by("-id").first()
    return MailPage(
        address=user.email,
        chosen={name: getattr(choice, name) for name in names},
        home=present_organization().time_zone,
        zones=tuple(sorted(available_timezones())),
        next_at=_when(waiting) if waiting else "",
        is_paused=switch is not None and switch.is_paused,
        is_demo=settings.DEMO,
    )


def _when(mail: Mail) -> str:
    clock = mail.wall_time.rpartition(" ")[2]
    return f"{day(mail.day, today=local_day(timezone.now()))} {clock} ({mail.time_zone})"


def choices_of(people: Iterable[int]) -> dict[int, MailChoice]:
    """Return what people chose, or the defaults for who chose nothing, by their ids."""
    ids = list(people)
    chosen = {row.person_id: row for row in MailChoice.objects.filter(person__in=ids)}
    return {pk: chosen.get(pk) or MailChoice(person_id=pk) for pk in ids}


def choice_of(user: "User") -> MailChoice:
    """Return what one person chose, or the defaults."""
    return choices_of([user.pk])[user.pk]
