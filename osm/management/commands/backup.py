"""Back up everything into one file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from core.errors import DomainError
from osm.backups.backup import back_up


class Command(BaseCommand):
    help = "Write the database and all uploaded files into one new file, while people work."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the file to write; it must not exist")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["path"].absolute()
        try:
            manifest = back_up(path)
        except DomainError as error:
            raise CommandError(error.message) from error
        except OperationalError as error:
            message = _("The database does not answer: %(reason)s")
            raise CommandError(message % {"reason": str(error).strip()}) from error
        contents = manifest.contents
        words = {
            "path": path,
            "rows": sum(contents.tables.values()),
            "tables": len(contents.tables),
            "files": len(manifest.parts) - 1,
            "links": contents.links,
            "head": contents.head,
        }
        self.stdout.write(
            _(
                "%(path)s holds %(rows)d rows of %(tables)d tables. Uploaded files: %(files)d. "
                "Audit: the chain has %(links)d links. Head: %(head)s"
            )
            % words
        )
