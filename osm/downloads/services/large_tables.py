"""Write tables that are too large to be given at once, one KPI a step, and remove them in time.

Each step is a short transaction with its own row in the outbox: nobody waits for a table, its
progress is seen, and a worker that dies in the middle loses one step, which the next one repeats.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record
from core import dates
from core.errors import DomainError, NotAllowedError
from core.sheets import Row, Sheet, as_xlsx
from jobs.models import Job, OutboxRow
from jobs.services.outbox import post
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from osm.downloads import figures
from osm.models import LargeTable, LargeTablePart

TOPIC = "large_tables"
# What is given at once takes a second or two.
MOST_AT_ONCE = 5_000
# More takes too long to be put together, and opens slowly.
MOST_IN_A_WORKBOOK = 50_000
MOST_AT_A_TIME = 5
KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_table(*, actor: User, unit: Unit, kind: str) -> LargeTable:
    """Promise a table of all figures of a unit and those below it; one that is there is returned.

    Raises
    ------
    NotAllowedError
        If `actor` may not see what is below the unit.
    DomainError
        Where a workbook cannot hold it, or `actor` has asked for many.
    """
    require(actor, Action.SEE_UNIT, unit)
    now = timezone.now()
    # Who asks twice at once waits for oneself, and finds what was asked for first.
    User.objects.select_for_update().get(pk=actor.pk)
    mine = list(LargeTable.objects.filter(person=actor).select_related("job", "unit"))
    for table in mine:
        if (table.unit_id, table.kind) == (unit.pk, kind) and is_there(table, now):
            return table
    _discard([each for each in mine if not is_there(each, now)])
    total = figures.figures_of(actor, unit).count()
    _check(kind, total, sum(is_there(each, now) for each in mine))
    job = Job.objects.create(kind=TOPIC, label=unit.name[:200], total=total)
    table = LargeTable(person=actor, unit=unit, kind=kind, job=job, asked_at=now)
    table.save()
    post(TOPIC, [str(table.pk)])
    record(actor=actor, verb="asked for", kind="table", subject=unit.name, unit_id=unit.pk)
    return table


def _check(kind: str, total: int, n_there: int) -> None:
    if kind == LargeTable.XLSX and total > MOST_IN_A_WORKBOOK:
        message = _("A workbook holds at most %(most)d rows: take the .csv, or a smaller unit.")
        raise DomainError(message % {"most": MOST_IN_A_WORKBOOK})
    if n_there >= MOST_AT_A_TIME:
        message = _("%(most)d large tables are there already. Ask again when one is a day old.")
        raise DomainError(message % {"most": MOST_AT_A_TIME})


def is_there(table: LargeTable, now: datetime) -> bool:
    """Tell whether a table is being written or can be had: neither too old nor given up."""
    return table.asked_at + KEPT > now and not table.job.error and not has_failed(table)


def has_failed(table: LargeTable) -> bool:
    """Tell whether writing was given up after several tries."""
    return OutboxRow.objects.parked().filter(topic=TOPIC, key=str(table.pk)).exists()


def write_next(key: str) -> None:
    """Write the figures of the next KPI, or finish; safe to run twice.

    The gate is asked again at each step. Nothing is written any more for somebody who may no
    longer see the unit.
    """
    tables = LargeTable.objects.select_related("job", "unit", "person")
    table = tables.filter(pk=int(key)).first()
    if table is None or table.job.finished_at:
        return
    try:
        require(table.person, Action.SEE_UNIT, table.unit)
    except NotAllowedError as error:
        _finish(table, error=error.message)
        return
    kpi = figures.next_kpi(table.person, table.unit, table.after)
    if kpi is None:
        _finish(table)
        return
    rows = figures.rows_in(figures.figures_of(table.person, table.unit).filter(kpi=kpi))
    LargeTablePart.objects.create(table=table, content=zlib.compress(json.dumps(rows).encode()))
    table.after = kpi
    table.save(update_fields=["after"])
    table.job.done += len(rows)
    table.job.save(update_fields=["done"])
    post(TOPIC, [key])


def _finish(table: LargeTable, error: str = "") -> None:
    if not error and table.kind == LargeTable.XLSX:
        table.content = as_xlsx(written_sheet(table, list(written_rows(table))))
        table.save(update_fields=["content"])
    if error:
        table.parts.all().delete()
    table.job.error, table.job.finished_at = error, timezone.now()
    table.job.save(update_fields=["error", "finished_at"])


def written_sheet(table: LargeTable, rows: Sequence[Row]) -> Sheet:
    """Return a table that is written as a sheet, with the given ones of its rows."""
    values = {
        "start": dates.moment(table.asked_at),
        "end": dates.moment(table.job.finished_at or timezone.now()),
    }
    said = _("Read between %(start)s and %(end)s; what changed later is not in it.") % values
    return figures.sheet_of(table.unit, rows, said)


def written_rows(table: LargeTable) -> Iterator[Row]:
    """Yield the rows that are written, part by part."""
    for content in table.parts.values_list("content", flat=True).iterator():
        yield from figures.as_rows(json.loads(zlib.decompress(content)))


@transaction.atomic
def discard_outdated() -> int:
    """Remove the tables that were asked for a day ago; return how many."""
    old = LargeTable.objects.filter(asked_at__lte=timezone.now() - KEPT)
    return _discard(list(old))


def _discard(tables: list[LargeTable]) -> int:
    jobs = [table.job_id for table in tables]
    LargeTable.objects.filter(pk__in=[table.pk for table in tables]).delete()
    Job.objects.filter(pk__in=jobs).delete()
    OutboxRow.objects.filter(topic=TOPIC, key__in=[str(table.pk) for table in tables]).delete()
    return len(tables)
