"""Bring results and scores up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from jobs.services.drain import drain
from scorecard.services.rollup.full import rebuild

TOPICS = ("rollup", "scores")


class Command(BaseCommand):
    help = "Work off the waiting roll-ups; with --full rebuild every result and score."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help="rebuild everything from entries")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["full"]:
            changed = rebuild(shown=True)
            self.stderr.write(f"Everything rebuilt: {changed} rows differed from what was stored.")
        else:
            done = drain(TOPICS)
            self.stderr.write(f"{done} keys rolled up.")
