"""The organisation itself: its name, calendar and cut scores, as revisions."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _

from core.cells import text, whole, within
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from organization.models import THIRD, TWO_THIRDS, Organization

PERCENT = 100


def time_zone(cell: str) -> str:
    """Read the name of a time zone."""
    if cell not in available_timezones():
        raise ValueError(_("No time zone has this name: write one as Europe/Oslo or UTC."))
    return cell


ORGANIZATION = Schema(
    "organization",
    (
        Column("name", text(200), required=True),
        Column("fiscal_year_start_month", whole(1, 12), default=1),
        Column("default_locale", text(20), default="en"),
        Column("time_zone", time_zone, default="UTC"),
        Column("score_at_red_flag", within(0, PERCENT), default=THIRD),
        Column("score_at_goal", within(0, PERCENT), default=TWO_THIRDS),
    ),
    key=(),
)
FIELDS = tuple(column.name for column in ORGANIZATION.columns)


def present_organization() -> Organization:
    """Return the newest revision; one with nothing but defaults where none is stored."""
    return Organization.objects.order_by("-id").first() or Organization()


def local_day(moment: datetime) -> date:
    """Return the day that a moment falls on in the organisation's time zone."""
    return moment.astimezone(ZoneInfo(present_organization().time_zone)).date()


def import_organization(table: Table, context: Import) -> None:
    """Append a revision of the organisation if anything differs."""
    for row in table.rows[1:]:
        message = _("There is one organisation: leave only one row below the header.")
        context.refuse(table, row, "name", message)
    for row in table.rows[:1]:
        stored = Organization.objects.order_by("-id").values(*FIELDS).first()
        wanted = table.complete(row, stored)
        if _cut_scores_in_order(table, row, context, wanted) and wanted != stored:
            Organization.objects.create(recorded_at=context.recorded_at, **wanted)
            context.count(table, added=stored is None, changed=stored is not None)


def export_organization(_context: Export) -> Iterator[Cells]:
    """Yield what holds now."""
    yield from Organization.objects.order_by("-id").values(*FIELDS)[:1]


def _cut_scores_in_order(table: Table, row: Row, context: Import, wanted: dict[str, Any]) -> bool:
    """Tell whether the red flag scores less than the goal; refuse the row if not."""
    red, goal = wanted["score_at_red_flag"], wanted["score_at_goal"]
    if 0 < red < goal:
        return True
    message = _(
        "A value at the red flag would score %(red)g and one at the goal %(goal)g: write two "
        "numbers above 0 of which the first is the lower one."
    )
    context.refuse(table, row, "score_at_red_flag", message % {"red": red, "goal": goal})
    return False
