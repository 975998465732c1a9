"""Hints that work waits. The outbox is the truth; a lost hint costs seconds."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

# Without a worker the file broker keeps every hint; more than these tell it nothing new.
MOST_WAITING_FILES = 20
# As long as the tick that works off what no hint reached.
SECONDS_OF_SILENCE = 15.0


@dataclass
class Broker(threading.local):
    """Whether hints are worth sending: each one to a broker that is away costs its sender time."""

    silent_until: float = 0.0
    withheld: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether hints are withheld, or one failed a moment ago."""
        return self.withheld or time.monotonic() < self.silent_until

    def fall_silent(self) -> None:
        """Send nothing until the tick has come by."""
        self.silent_until = time.monotonic() + SECONDS_OF_SILENCE


broker = Broker()


@contextmanager
def withheld() -> Iterator[None]:
    """Send no hints meanwhile: the work is done here, or left to the tick on purpose."""
    before, broker.withheld = broker.withheld, True
    try:
        yield
    finally:
        broker.withheld = before


def send(task: str) -> None:
    """Hint at `task`; whatever goes wrong is logged and forgotten."""
    try:
        if not broker.is_silent and not _file_queue_is_full():
            current_app.send_task(task, ignore_result=True, retry=False)
    except Exception:
        broker.fall_silent()
        logger.warning("hint not sent task=%s", task, exc_info=True)


def _file_queue_is_full() -> bool:
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_out")
    if folder is None:
        return False
    queue = Path(str(folder))
    queue.mkdir(parents=True, exist_ok=True)
    waiting = islice(queue.iterdir(), MOST_WAITING_FILES)
    return sum(1 for _ in waiting) == MOST_WAITING_FILES
