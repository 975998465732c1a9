"""Look after the mails about notices."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils.translation import gettext as _

from communications.models import Mail
from communications.services.mail_switches import is_paused, pause, resume
from communications.services.mails import send_due


class Command(BaseCommand):
    help = "Send the mails about notices that are due, hold them back, let them go, or count them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is to be done."""
        parser.add_argument("what", choices=["send", "pause", "resume", "status"])
        parser.add_argument("--reason", default="", help="why, for the record of changes")

    def handle(self, *args: Any, **options: Any) -> None:
        reason = options["reason"]
        match options["what"]:
            case "send":
                self.stdout.write(_("Sent: %(n)d") % {"n": send_due()})
            case "pause":
                pause(reason or _("Paused by an administrator."))
            case "resume":
                resume(reason or _("Let go by an administrator."))
        self._count()

    def _count(self) -> None:
        counts = Mail.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
        for state, count in counts:
            self.stdout.write(f"{dict(Mail.STATES)[state]}: {count}")
        if is_paused():
            self.stdout.write(_("Mails are held back: `manage.py mail resume` lets them go."))
