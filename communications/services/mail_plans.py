"""Promise mails about notices, each for its time; and what people choose about them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, time
from email.utils import make_msgid
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit.services.records import record
from communications.models import Mail, MailChoice, Notice
from communications.selectors.mail_choices import choices_of
from communications.selectors.mail_times import Slot, after_quiet, next_digest
from organization.services.organization import present_organization

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody wants mail; empty quiet hours are none, an empty zone the organisation's."""

    frequency: str
    hour: int
    quiet_from: time | None
    quiet_until: time | None
    time_zone: str


@transaction.atomic
def choose_mail(*, actor: "User", wish: Wish) -> MailChoice:
    """Store when `actor` wants mail, and plan what waits for them anew."""
    choice, _is_new = MailChoice.objects.update_or_create(
        person=actor,
        defaults={name: getattr(wish, name) for name in Wish.__slots__},
    )
    record(
        actor=actor,
        verb="chose mail",
        kind="person",
        subject=actor.email,
        detail={"frequency": wish.frequency},
    )
    Mail.objects.filter(person=actor, state=Mail.NEW).update(
        state=Mail.DROPPED, finished_at=timezone.now()
    )
    untold = Notice.objects.to(actor).unread().filter(mail=None)
    plan_mails([(actor.pk, urgent) for urgent in set(untold.values_list("urgent", flat=True))])
    return choice


def plan_mails(told: Iterable[tuple[int, bool]]) -> None:
    """Promise a mail to each person who was told something, and whether it is urgent.

    In the caller's transaction. What waits already is enough: it tells all there is when it leaves.
    """
    people = dict(sorted(told))
    choices = choices_of(people)
    home, now, taken = present_organization().time_zone, timezone.now(), _days_taken(people)
    rows = []
    for person, urgent in people.items():
        choice = choices[person]
        zone = choice.time_zone or home
        if urgent and choice.frequency != MailChoice.NEVER:
            rows.append(_row(choice, Mail.URGENT, after_quiet(choice, zone, now)))
        elif slot := next_digest(choice, zone, now, taken[person]):
            rows.append(_row(choice, Mail.DIGEST, slot))
    Mail.objects.bulk_create(rows, ignore_conflicts=True)


def _days_taken(people: Collection[int]) -> dict[int, set[date]]:
    """Return the days on which people had their digest, or are having it, by their ids."""
    had = Mail.objects.filter(person__in=list(people), kind=Mail.DIGEST)
    had = had.exclude(state__in=[Mail.NEW, Mail.DROPPED])
    found: dict[int, set[date]] = {person: set() for person in people}
    for person, day in had.values_list("person_id", "day"):
        found[person].add(day)
    return found


def _row(choice: MailChoice, kind: str, slot: Slot) -> Mail:
    return Mail(
        person_id=choice.person_id,
        kind=kind,
        day=slot.day,
        not_before=slot.at,
        wall_time=slot.wall_time,
        time_zone=slot.zone,
        message_id=make_msgid("notice", domain=urlsplit(settings.OSM_URL).hostname),
    )
