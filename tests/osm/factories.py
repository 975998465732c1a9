"""What people put together."""

from django.utils import timezone

from osm.models import Pin


def make_pin(person, kind=Pin.KPI, **things):
    """Make a pin at the end of somebody's dashboard."""
    place = Pin.objects.filter(person=person).count()
    return Pin.objects.create(
        person=person, kind=kind, place=place, pinned_at=timezone.now(), **things
    )
