"""Work off the outbox in rounds that need no broker: losing it then costs seconds."""

import logging
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections

from jobs.services.changes import fold
from jobs.services.drain import drain, never
from jobs.services.heartbeats import ROUNDS, beat

logger = logging.getLogger(__name__)

# How soon a pause ends once somebody asked to stop.
STEP_SECONDS = 0.2


def work_round(sign: str, is_stopped: Callable[[], bool] = never) -> int:
    """Work off every topic, tidy up, leave a sign of life; return how many keys were done."""
    done = drain(is_stopped=is_stopped)
    fold()
    beat(sign)
    return done


def work_in_rounds(seconds: float, is_stopped: Callable[[], bool]) -> None:
    """Work rounds, so many seconds apart, until `is_stopped`: the key in hand is finished."""
    while not is_stopped():
        _survive_round(is_stopped)
        until = time.monotonic() + seconds
        while not is_stopped() and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, STEP_SECONDS))


def _survive_round(is_stopped: Callable[[], bool]) -> None:
    """Work one round; a database that is away for a moment is there in a later one."""
    close_old_connections()
    try:
        done = work_round(ROUNDS, is_stopped)
        logger.info("drained keys=%s", done)
    except (OperationalError, InterfaceError) as error:
        logger.warning("database away, trying again error=%s", type(error).__name__)
    finally:
        close_old_connections()
