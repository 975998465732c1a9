"""Promise work in the transaction that makes it necessary."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs.models import OutboxRow
from jobs.services import hints


def post(
    topic: str, keys: Iterable[str], part: str = "", not_before: datetime | None = None
) -> None:
    """Insert one row a key, and hint at the topic's task after the commit.

    With a `part` only that much of each key is due. What is due at a later moment, `not_before`,
    is found by the tick that works off what no hint reached.

    Must run inside the transaction that changed the sources; rows are only ever inserted here.
    """
    since = not_before or timezone.now()
    rows = [
        OutboxRow(topic=topic, key=key, part=part, not_before=since) for key in dict.fromkeys(keys)
    ]
    if not rows:
        return
    OutboxRow.objects.bulk_create(rows, batch_size=500)
    if not_before is not None:
        return
    task = settings.OSM_TOPICS[topic].task
    transaction.on_commit(lambda: hints.send(task), robust=True)


def parts(topic: str, key: str) -> set[str]:
    """Return what of a key is due, by all its rows; for whoever works on it, under its lock."""
    return set(OutboxRow.objects.filter(topic=topic, key=key).values_list("part", flat=True))
