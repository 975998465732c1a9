"""Bring the database to this release, with the demo in it where that is wished for."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Migrate, and load the demo where OSM_DEMO is 1; a second time does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        if settings.WITH_DEMO_DATA:
            call_command("load_demo", stdout=self.stdout, stderr=self.stderr)
