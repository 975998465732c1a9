"""Deliver what was sent."""

import logging

from celery import shared_task

from communications.services.publications import TOPIC
from jobs.services.drain import drain

logger = logging.getLogger(__name__)


@shared_task(name="communications.tasks.deliver", ignore_result=True)
def deliver() -> None:
    """Work off the deliveries in the outbox; safe to run twice, even at once."""
    done = drain({TOPIC})
    logger.info("delivered publications=%s", done)
