"""Unit isolation: every route and id as every manager; nobody reads a byte beside their unit.

Fourteen units below HQ on three levels, each with a manager and with secrets of its own in names,
comments, figures, drafts, initiatives, milestones, status lines and messages.
"""

import contextlib
import logging
import os
import sys
import tempfile
from itertools import islice

WIDTHS = (2, 2, 2)
# As many managers read everything once more after a unit beside theirs has changed.
READ_AGAIN = 4


def prove():
    """Print the figures; return whether nothing foreign was read and nothing foreign was felt."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    with database():
        report, units, secrets = asked_by_everybody()
    say(f"{units} units, {secrets} secrets, {report.requests:,} requests, {report.bytes:,} bytes")
    say("answers: " + ", ".join(f"{n:,} x {code}" for code, n in sorted(report.answers.items())))
    say(f"pages that changed with a foreign unit: {len(report.changed)}")
    say(f"secrets read that are not one's own: {len(report.leaks)}")
    for found in islice([*report.leaks, *report.changed], 20):
        say(f"  {found}")
    return not report.leaks and not report.changed and not report.answers[500]


@contextlib.contextmanager
def database():
    """Lend an empty database of the kind that the environment names."""
    import django

    django.setup()
    from django.test.runner import DiscoverRunner

    logging.disable(logging.WARNING)
    runner = DiscoverRunner(verbosity=0, interactive=False)
    with tempfile.TemporaryFile("w") as unsaid, contextlib.redirect_stdout(unsaid):
        runner.setup_test_environment()
        before = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(before)
        logging.disable(logging.NOTSET)


def asked_by_everybody():
    """Ask as every manager; return the report, how many units there were and how many secrets."""
    import time_machine

    from tests.isolation.watch import Report, Watch
    from tests.isolation.world import NOW, change_all_that_is_hidden, make_world

    report = Report()
    with time_machine.travel(NOW, tick=False):
        world = make_world(WIDTHS)
        for held in world.held.values():
            watch = Watch(world, held, report)
            watch.read_everything()
            watch.write_everything()
            say(f"  {held.unit.code}: {report.requests:,} requests, {len(report.leaks)} leaks")
        units = len(world.held)
        *watched, changed = world.held.values()
        change_all_that_is_hidden(world, changed)
        beside = [held for held in watched if not changed.unit.path.startswith(held.unit.path)]
        for held in beside[:READ_AGAIN]:
            Watch(world, held, report).read_everything()
    return report, units, len(world.secrets)


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
