"""Restore a backup into an empty place."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from core.errors import DomainError
from osm.backups.restore import Verification, restore


class Command(BaseCommand):
    help = "Fill an empty installation from a backup and verify it. Exit 0 whole, 1 refused or not."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file that `backup` wrote")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            found = restore(options["path"].absolute(), shown=self.stderr.isatty())
        except DomainError as error:
            raise CommandError(error.message) from error
        except OperationalError as error:
            message = _("The database does not answer: %(reason)s")
            raise CommandError(message % {"reason": str(error).strip()}) from error
        for sentence in sentences(found):
            self.stdout.write(sentence)
        if not found.is_whole:
            raise CommandError(_("Not all of it came back as it was: see above."))


def sentences(found: Verification) -> Iterator[str]:
    """Say what was compared, and what differs."""
    manifest = found.manifest
    contents = manifest.contents
    for table, (stored, present) in found.tables.items():
        words = {"table": table, "stored": stored, "present": present}
        yield _("%(table)s: %(present)d rows, and the backup had %(stored)d.") % words
    if not found.tables:
        yield _(
            "Counts: all %(tables)d tables have as many rows as in the backup of %(moment)s."
        ) % {
            "tables": len(contents.tables),
            "moment": manifest.made_at,
        }
    chain = {"count": found.chain.count, "head": found.chain.head, "fault": found.chain.fault}
    if found.chain.holds:
        yield _("Audit: the chain holds. Links: %(count)d. Head: %(head)s") % chain
    else:
        yield _("Audit: %(fault)s %(count)d links hold.") % chain
    yield _roll_up(found)
    yield _("Everybody signs in again: sessions are not restored.")


def _roll_up(found: Verification) -> str:
    words = {"waiting": found.worked_off, "differing": found.differing}
    if not found.differing:
        return (
            _("Roll-up: %(waiting)d waiting keys worked off; a full rebuild differs in no row.")
            % words
        )
    if found.days_passed:
        return (
            _(
                "Roll-up: computed again, %(differing)d rows are new since the backup: days have "
                "passed, which opens periods."
            )
            % words
        )
    return _("Roll-up: a full rebuild differed in %(differing)d rows; they are right now.") % words
