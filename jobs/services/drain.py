"""Work off the outbox: the one drain that task, beat tick, worker start and command run."""

import logging
import random
import time
from collections.abc import Callable, Collection
from datetime import timedelta
from functools import cache, partial
from typing import TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Min
from django.utils import timezone
from django.utils.module_loading import import_string

from core.database import commit_without_waiting, lock_key
from jobs.models import OutboxRow
from jobs.querysets import OutboxQuerySet
from jobs.services import hints
from jobs.services.keeping import keeping

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
MOST_RETRIES = 5
FIRST_PAUSE = timedelta(seconds=2)

Key = tuple[str, str]
Outcome = TypeVar("Outcome")


class BusyError(Exception):
    """Somebody else works on this key: leave it to them."""


class UnknownTopicError(Exception):
    """No service works off this topic: trying again would not help."""


def never() -> bool:
    """Tell that nobody asked to stop."""
    return False


def drain(topics: Collection[str] | None = None, *, is_stopped: Callable[[], bool] = never) -> int:
    """Work off due keys, oldest first, until none is left that this run can take.

    It ends sooner, between two keys, where `is_stopped` says so.

    Any number of drains may run at once, on any number of hosts. A key that is being worked on
    elsewhere is left; one that failed waits for its next time; one that failed five times is
    parked with its reason.

    Returns
    -------
    int
        How many keys were worked off.
    """
    with hints.withheld():
        return _drain(topics, is_stopped)


def _drain(topics: Collection[str] | None, is_stopped: Callable[[], bool]) -> int:
    done, left = 0, set[Key]()
    while not is_stopped() and (key := retried(partial(_next_key, topics, left))) is not None:
        try:
            done += _try(key, left)
        except Exception as error:
            logger.exception("drain failed topic=%s key=%s", *key)
            retried(partial(_note_failure, key, error))
            left.add(key)
    return done


def waiting(topics: Collection[str] | None = None) -> int:
    """Return how many due rows are waiting."""
    count: int = _due(topics).count()
    return count


def retried(work: Callable[[], Outcome]) -> Outcome:
    """Run `work`, again after a pause where the database was busy or away for a moment."""
    for attempt in range(MOST_RETRIES - 1):
        try:
            return work()
        except (OperationalError, InterfaceError) as error:
            is_lost = not connection.is_usable()
            if not (is_lost or _is_passing(error)):
                raise
            if is_lost:
                connection.close()
            time.sleep(random.uniform(0.05, 0.2) * 2**attempt)  # noqa: S311
    return work()


def _is_passing(error: Exception) -> bool:
    """Tell whether somebody was in the way."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in {"40001", "40P01"} or "locked" in str(error)


def _due(topics: Collection[str] | None) -> OutboxQuerySet:
    rows = OutboxRow.objects.due(timezone.now())
    return rows if topics is None else rows.filter(topic__in=topics)


def _next_key(topics: Collection[str] | None, left: set[Key]) -> Key | None:
    oldest = _due(topics).values_list("topic", "key").annotate(oldest=Min("id")).order_by("oldest")
    for topic, key, _ in oldest[: len(left) + 1]:
        if (topic, key) not in left:
            return topic, key
    return None


def _try(key: Key, left: set[Key]) -> bool:
    """Work off one key; False where it was nothing to do, or is `left` to somebody else."""
    if not retried(partial(_count_attempt, key)):
        left.add(key)
        return False
    try:
        return retried(partial(work_off, key))
    except BusyError:
        retried(partial(_take_attempt_back, key))
        left.add(key)
        return False


def _count_attempt(key: Key) -> bool:
    """Count the try in a transaction of its own: a key that kills its worker is seen, too.

    Returns
    -------
    bool
        False where the key is busy, or was parked because nobody survived it.
    """
    rows = _rows(key).waiting()
    with transaction.atomic():
        # A server that loses power loses the try and whoever made it together.
        commit_without_waiting()
        # Who only finds it busy has not tried: many drains at once would park a sound key.
        if not lock_key(_lock_name(key)):
            return False
        if rows.filter(attempts__gte=MOST_ATTEMPTS).exists():
            _park(key)
            return False
        rows.update(attempts=F("attempts") + 1)
    return True


def _take_attempt_back(key: Key) -> None:
    _rows(key).waiting().filter(attempts__gt=0).update(attempts=F("attempts") - 1)


def work_off(key: Key, work: Callable[[str], None] | None = None, *, wait: bool = False) -> bool:
    """Lock the key, then read its rows, then let the handler read sources and write.

    Parameters
    ----------
    key
        Topic and key; without waiting rows nothing is done, unless `work` is given.
    work
        What to do instead of the topic's handler.
    wait
        Wait for the lock; otherwise a busy key raises BusyError.

    Returns
    -------
    bool
        Whether there was anything to do.
    """
    with transaction.atomic():
        if not lock_key(_lock_name(key), wait=wait):
            raise BusyError
        states = dict(_rows(key).values_list("id", "parked_at"))
        if work is None and None not in states.values():
            return False
        topic, name = key
        with keeping():
            (work or handler(topic))(name)
        # Parked ones too: what they could not do is now done.
        OutboxRow.objects.filter(id__in=list(states)).delete()
    return True


def work_off_together(
    topic: str, names: Collection[str], work: Callable[[Collection[str]], None]
) -> None:
    """Lock several keys of a topic, waiting for each, and let `work` do all in one transaction."""
    with transaction.atomic():
        # In order: two who want the same keys then wait for each other in turn.
        for name in sorted(names):
            lock_key(_lock_name((topic, name)), wait=True)
        rows = OutboxRow.objects.filter(topic=topic, key__in=names)
        ids = list(rows.values_list("id", flat=True))
        with keeping():
            work(names)
        OutboxRow.objects.filter(id__in=ids).delete()


def _rows(key: Key) -> OutboxQuerySet:
    topic, name = key
    return OutboxRow.objects.filter(topic=topic, key=name)


def _lock_name(key: Key) -> str:
    return ":".join(key)


@cache
def handler(topic: str) -> Callable[[str], None]:
    """Return the service that works off `topic`."""
    if topic not in settings.OSM_TOPICS:
        message = f"No service works off the topic {topic}."
        raise UnknownTopicError(message)
    service: Callable[[str], None] = import_string(settings.OSM_TOPICS[topic].handler)
    return service


def _note_failure(key: Key, error: Exception) -> None:
    """Remember the reason and when to try next; park where there is no next time."""
    rows = _rows(key).waiting()
    with transaction.atomic():
        tries = max(rows.values_list("attempts", flat=True), default=0)
        rows.update(
            last_error=f"{type(error).__name__}: {error}"[:2000],
            not_before=timezone.now() + FIRST_PAUSE * 2**tries,
        )
        if tries >= MOST_ATTEMPTS or isinstance(error, UnknownTopicError):
            _park(key)


def _park(key: Key) -> None:
    logger.error("parked topic=%s key=%s", *key)
    rows = _rows(key).waiting()
    rows.filter(last_error="").update(last_error="The worker died while working on it.")
    rows.update(parked_at=timezone.now())
