"""What the page of a large table says: how far it is, or where it is."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from core.numbers import plain
from organization.policies import may
from organization.roles import Action
from osm.downloads.services.large_tables import KEPT, MOST_IN_A_WORKBOOK, has_failed
from osm.models import LargeTable

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from organization.models import Unit


@dataclass(frozen=True, slots=True)
class TooLarge:
    """A table that is not given at once."""

    unit: "Unit"
    kind: str
    n_rows: int

    @property
    def kind_name(self) -> str:
        """What people call the kind of file."""
        return str(dict(LargeTable.KINDS)[self.kind])

    @property
    def is_too_large_for_a_workbook(self) -> bool:
        """Whether only a .csv can hold it."""
        return self.kind == LargeTable.XLSX and self.n_rows > MOST_IN_A_WORKBOOK


@dataclass(frozen=True, slots=True)
class TableProgress:
    """A large table: being written, written, or given up.

    Attributes
    ----------
    state
        "waiting", "writing", "ready" or "failed".
    until
        When it is removed.
    """

    table: LargeTable
    state: str
    done: int
    total: int
    until: "datetime"

    @property
    def is_ready(self) -> bool:
        """Whether it can be had."""
        return self.state == "ready"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come."""
        return self.state in {"waiting", "writing"}

    @property
    def sentence(self) -> str:
        """How far it is, in words."""
        values = {"done": plain(self.done, decimals=0), "total": plain(self.total, decimals=0)}
        return {
            "waiting": _("It is next in line."),
            "writing": _("%(done)s of %(total)s rows are written.") % values,
            "ready": _("All %(total)s rows are written.") % values,
            "failed": _("It could not be written. Ask for it again."),
        }[self.state]


def own_table(user: "User", table_id: int) -> LargeTable:
    """Return a table that `user` asked for, as long as it is kept and they may see the unit.

    Raises
    ------
    Http404
        Where there is none, for whatever reason.
    """
    kept = LargeTable.objects.filter(person=user, asked_at__gt=timezone.now() - KEPT)
    seen = [
        table.pk
        for table in kept.filter(pk=table_id).select_related("unit")
        if may(user, Action.SEE_UNIT, table.unit)
    ]
    return get_object_or_404(kept.filter(pk__in=seen).select_related("unit", "job"))


def table_page(table: LargeTable) -> TableProgress:
    """Return what its page says of a table."""
    job = table.job
    return TableProgress(table, _state(table), job.done, job.total, table.asked_at + KEPT)


def _state(table: LargeTable) -> str:
    if table.job.error or has_failed(table):
        return "failed"
    if table.job.finished_at:
        return "ready"
    return "writing" if table.job.done else "waiting"
