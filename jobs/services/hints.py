"""Hints that work waits. The outbox is the truth; a lost hint costs seconds."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

# Without a worker the file broker keeps every hint; more than these tell it nothing new.
MOST_WAITING_FILES = 20
# As long as the tick that works off what no hint reached.
SECONDS_OF_SILENCE = 15.0


class Sender(threading.local):
    """What each thread decides for itself."""

    withheld: bool = False


@dataclass
class Broker:
    """Whether hints are worth sending: each one to a broker that is away costs its sender time.

    What one thread has found out holds for all threads of the process.
    """

    silent_until: float = 0.0
    is_doubted: bool = False
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def takes(self) -> bool:
        """Tell whether a hint may be sent now.

        After one that failed none is for a while; then a single thread tries, and the others
        stay silent until it knows: one that hangs is waited for once.
        """
        with self._turn:
            if time.monotonic() < self.silent_until:
                return False
            if self.is_doubted:
                self.fall_silent()
            return True

    def fall_silent(self) -> None:
        """Send nothing until the tick has come by."""
        self.is_doubted = True
        self.silent_until = time.monotonic() + SECONDS_OF_SILENCE

    def answered(self) -> None:
        """Trust it again."""
        self.is_doubted, self.silent_until = False, 0.0


sender, broker = Sender(), Broker()


@contextmanager
def withheld() -> Iterator[None]:
    """Send no hints of this thread meanwhile: the work is done here, or left to the tick."""
    before, sender.withheld = sender.withheld, True
    try:
        yield
    finally:
        sender.withheld = before


def send(task: str) -> None:
    """Hint at `task`; whatever goes wrong is logged and forgotten."""
    try:
        if not sender.withheld and not _file_queue_is_full() and broker.takes():
            current_app.send_task(task, ignore_result=True, retry=False)
            broker.answered()
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
