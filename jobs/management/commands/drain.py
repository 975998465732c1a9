"""Work off the outbox until it is empty, or in rounds until somebody asks to stop."""

import signal
import time
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jobs.models import OutboxRow
from jobs.services.drain import drain, waiting
from jobs.services.heartbeats import ROUNDS, is_alive
from jobs.services.rounds import work_in_rounds

PAUSE_SECONDS = 0.05


def seconds(text: str) -> float:
    """Read a number of seconds above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        message = f"{text!r}: give a number of seconds above 0."
        raise ArgumentTypeError(message)
    return number


class Command(BaseCommand):
    help = "Work off the outbox until nothing in it is due."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        either = parser.add_mutually_exclusive_group()
        either.add_argument(
            "--every",
            metavar="SECONDS",
            type=seconds,
            help="do so again and again, so many seconds apart, until SIGTERM or SIGINT",
        )
        either.add_argument(
            "--seen-within",
            metavar="SECONDS",
            type=seconds,
            help="do nothing; end with 0 if rounds of --every were worked within so many seconds",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            work_in_rounds(options["every"], stop_asked())
        elif options["seen_within"]:
            require_rounds(options["seen_within"])
        else:
            self.work_off()

    def work_off(self) -> None:
        """Work off all that is due, and say what was done and what is left."""
        done = drain()
        while waiting():
            # Another worker holds what is left: give it time, then look again.
            time.sleep(PAUSE_SECONDS)
            done += drain()
        rows = OutboxRow.objects
        parked, later = rows.parked().count(), rows.waiting().count()
        self.stderr.write(f"{done} keys worked off, {parked} rows parked, {later} due later.")


def stop_asked() -> Callable[[], bool]:
    """Note the signals that ask to stop, instead of ending at once; tell whether one came."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda came, _: asked.append(came))
    return lambda: bool(asked)


def require_rounds(within: float) -> None:
    """Refuse where no round has left its sign of life lately."""
    if not is_alive(ROUNDS, within):
        message = f"No round was worked within {within:g} s: start `manage.py drain --every 15`."
        raise CommandError(message)
