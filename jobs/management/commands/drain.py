"""Work off the outbox until it is empty."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from jobs.models import OutboxRow
from jobs.services.drain import drain, waiting

PAUSE_SECONDS = 0.05


class Command(BaseCommand):
    help = "Work off the outbox until nothing in it is due."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        done = drain()
        while waiting():
            # Another worker holds what is left: give it time, then look again.
            time.sleep(PAUSE_SECONDS)
            done += drain()
        rows = OutboxRow.objects
        parked, later = rows.parked().count(), rows.waiting().count()
        self.stderr.write(f"{done} keys worked off, {parked} rows parked, {later} due later.")
