"""How the figures of a month come in, as a sheet."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.sheets import Sheet
from scorecard.selectors.collection import Collection
from scorecard.selectors.periods import period_name


def collection_sheet(found: Collection) -> Sheet:
    """Return the units with what is in and what is late, those that miss most first."""
    zone = ZoneInfo(found.deadlines.home)
    return Sheet(
        name=f"collection {found.unit.code} {found.calendar.format(found.month)}",
        heads=(
            *(_("Command"), _("Unit"), _("Code"), _("In"), _("In time"), _("Due"), _("Late")),
            *(_("How it stands"), _("Typed, not submitted"), _("More time because"), _("Reminded")),
        ),
        rows=[
            (
                *(command.name, line.name, line.code),
                *(line.reported, line.on_time, line.expected, line.late),
                *(line.words, line.typed, line.reason),
                line.reminded.astimezone(zone).isoformat(timespec="minutes")
                if line.reminded
                else "",
            )
            for command in found.commands
            for line in command.lines
        ],
        notes=[f"{found.unit.name}, {period_name(found.month)}"],
    )
