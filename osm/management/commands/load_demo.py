"""Load the demo organisation."""

import gc
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from organization.services.organization import present_organization
from osm.demonstration import cast, is_loaded, load


class Command(BaseCommand):
    help = "Load the fictional Army of Aldmark into an empty database; a second time does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_loaded():
            found = present_organization().name
            if found != "Army of Aldmark":
                raise CommandError(
                    _(
                        "This database holds %(name)s: the demo goes into an empty one. "
                        "Set DATABASE_URL to another database."
                    )
                    % {"name": found}
                )
            self.stderr.write(_("The demo is already loaded."))
        else:
            # Nothing of it becomes garbage: the collector would only walk it again and again.
            gc.disable()
            load(shown=True)
        for member in cast():
            self.stdout.write(f"{member.email:<24} {member.name}: {member.line}")
