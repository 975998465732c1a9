"""What people put together."""

from django.utils import timezone

from osm.models import Pin, SharedDashboard


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
