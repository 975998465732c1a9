"""What people put together."""

from django.utils import timezone

from jobs.models import Job
from osm.models import LargeTable, Pin, SharedDashboard


def make_pin(person, kind=Pin.KPI, **things):
    """Make a pin at the end of somebody's dashboard."""
    place = Pin.objects.filter(person=person).count()
    return Pin.objects.create(
        person=person, kind=kind, place=place, pinned_at=timezone.now(), **things
    )


def make_shared(author, unit, role, **fields):
    """Share an empty dashboard with a role."""
    row = {"at_own_unit": True, "withdrawn": False} | fields
    return SharedDashboard.objects.create(
        author=author, unit=unit, role=role, recorded_at=timezone.now(), **row
    )


def make_large_table(person, unit, kind=LargeTable.CSV, *, asked_at=None, is_written=True):
    """Make a large table without rows, written or waiting."""
    now = asked_at or timezone.now()
    finished_at = now if is_written else None
    job = Job.objects.create(kind="large_tables", label=unit.name, finished_at=finished_at)
    return LargeTable.objects.create(person=person, unit=unit, kind=kind, job=job, asked_at=now)
