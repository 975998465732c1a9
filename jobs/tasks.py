"""The tick that works off what hints did not reach."""

import logging

from celery import shared_task

from jobs.services.heartbeats import CANARY
from jobs.services.rounds import work_round

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def drain() -> None:
    """Work off every topic, tidy up, leave a sign of life; safe to run twice, even at once."""
    logger.info("drained keys=%s", work_round(CANARY))
