"""Hold mails about notices back, and let them go again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from communications.models import Mail, MailSwitch

LOOKED_AT = 100
FEWEST = 20
MOST_BOUNCES = 0.05


def is_paused() -> bool:
    """Tell whether mails are held back."""
    newest = MailSwitch.objects.order_by("-id").first()
    return newest is not None and newest.is_paused


@transaction.atomic
def pause(reason: str) -> MailSwitch:
    """Hold mails back until somebody lets them go; what is due waits."""
    return _switch(reason, is_paused=True, verb="paused mail")


@transaction.atomic
def resume(reason: str) -> MailSwitch:
    """Let mails go again."""
    return _switch(reason, is_paused=False, verb="resumed mail")


def pause_where_many_bounce() -> None:
    """Hold mails back where more than one in twenty of the last ones was refused.

    A mail server that sees many wrong addresses refuses the right ones soon. Only what was sent
    since the switch was last touched counts, and fewer than FEWEST say nothing.
    """
    newest = MailSwitch.objects.order_by("-id").first()
    rows = Mail.objects.finished().order_by("-finished_at")
    if newest is not None:
        rows = rows.filter(finished_at__gt=newest.recorded_at)
    states = list(rows.values_list("state", flat=True)[:LOOKED_AT])
    bounces = states.count(Mail.BOUNCED)
    if len(states) >= FEWEST and bounces > MOST_BOUNCES * len(states):
        said = _("%(bounces)d of the last %(mails)d mails were refused: correct the addresses.")
        pause(said % {"bounces": bounces, "mails": len(states)})


def _switch(reason: str, *, is_paused: bool, verb: str) -> MailSwitch:
    row: MailSwitch = MailSwitch.objects.create(
        is_paused=is_paused, reason=reason, recorded_at=timezone.now()
    )
    record(actor=None, verb=verb, kind="mail", subject="notices", reason=reason)
    return row
