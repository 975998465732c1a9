"""The position of a change in the order of commits."""

from datetime import datetime

from django.utils import timezone

from core.database import hold_sources_shared


def recorded_now() -> datetime:
    """Return the moment under which this transaction records its sources.

    It is taken under the shared sources lock, which is held until the transaction ends: a freeze
    takes that lock exclusively, so whatever is recorded before its position is then visible.
    """
    hold_sources_shared()
    return timezone.now()
