"""Verify the chain of the audit record."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from audit.selectors.chain import verify_chain


class Command(BaseCommand):
    help = "Verify the chain of the audit record. Exit 0 it holds, 1 somebody tampered with it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head", default="", help="a hash that was printed earlier and kept elsewhere"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        verdict = verify_chain(options["head"].strip().lower())
        words = {"count": verdict.count, "head": verdict.head}
        if not verdict.holds:
            held = _("%(count)d links hold, up to %(head)s.") % words
            raise CommandError(f"{verdict.fault} {held}")
        self.stdout.write(_("The chain holds. Links: %(count)d. Head: %(head)s") % words)
