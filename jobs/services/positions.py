"""The position of a change in the order of commits."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from core.database import hold_sources_shared
from jobs.models import Freeze

TICK = timedelta(microseconds=1)


def recorded_now() -> datetime:
    """Return the moment under which this transaction records its sources.

    It is taken under the shared sources lock, which is held until the transaction ends: a freeze
    takes that lock exclusively, so whatever is recorded before its position is then visible. It
    is after every freeze, also where the clock of this host is behind.
    """
    hold_sources_shared()
    return _after(newest_freeze())


def note_freeze(newest: datetime | None) -> datetime:
    """Note a position after all that was recorded, `newest` the last of it, and return it.

    Must run while nobody else can record anything.
    """
    frozen = Freeze(at=max(_after(newest), _after(newest_freeze())))
    frozen.save()
    return frozen.at


def newest_freeze() -> datetime | None:
    """Return the last position that was noted."""
    found: datetime | None = Freeze.objects.aggregate(newest=Max("at"))["newest"]
    return found


def _after(moment: datetime | None) -> datetime:
    """Return the present moment, or the first one after `moment` where that is later."""
    return timezone.now() if moment is None else max(timezone.now(), moment + TICK)
