"""The tick that works off what hints did not reach."""

import logging

from celery import shared_task

from jobs.services.changes import fold
from jobs.services.drain import drain as drain_outbox
from jobs.services.heartbeats import beat

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def drain() -> None:
    """Work off every topic, tidy up, leave a sign of life; safe to run twice, even at once."""
    done = drain_outbox()
    fold()
    beat("drain")
    logger.info("drained keys=%s", done)
