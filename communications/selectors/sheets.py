"""What went out and how far it came, as sheets; no count of fewer than five people leaves."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from communications.selectors.messages import SentLine
from communications.selectors.reach import Counts, Reach
from core.sheets import Row, Share, Sheet
from organization.selectors.sheets import notes


def sent_sheet(lines: Iterable[SentLine]) -> Sheet:
    """Return the messages that went out, latest first."""
    return Sheet(
        name="sent-messages",
        heads=(
            *(_("Message"), _("Sent"), _("In the name of"), _("To")),
            *(_("People"), _("Read")),
        ),
        rows=[
            (
                *(line.title, line.sent_at.isoformat(), line.speaker, "; ".join(line.audience)),
                *(line.counts.people, _read(line.counts)),
            )
            for line in lines
        ],
        notes=notes(None),
    )


def reach_sheet(title: str, reach: Reach) -> Sheet:
    """Return how far one message has come, by unit, least read first; all of them last."""
    others = [(_("Other units, together"), reach.others)] if reach.others else []
    areas = [(area.name, area.counts) for area in reach.areas]
    return Sheet(
        name=f"reach {title}",
        heads=(_("Unit"), _("People"), _("Read"), _("Acknowledged")),
        rows=[_area(*each) for each in (*areas, *others, (_("All"), reach.total))],
        notes=[title, *notes(None)],
    )


def _area(name: str, counts: Counts) -> Row:
    return name, counts.people, _read(counts), _acknowledged(counts)


def _read(counts: Counts) -> Share | None:
    return Share(counts.read_percent / 100) if counts.are_shown else None


def _acknowledged(counts: Counts) -> Share | None:
    return Share(counts.acknowledged_percent / 100) if counts.are_shown else None
