"""Migrate, then watch the tables that are new."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from jobs.services.changes import watch_all


class Command(Migrate):
    help = f"{Migrate.help} Afterwards every change of every table is noted for pages' ETags."

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            watch_all()
