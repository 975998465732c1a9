"""Deliver what was sent, and tell people what concerns them."""

import logging

from celery import shared_task

from communications.services.mails import send_due
from communications.services.notices import TOPIC as NOTICES
from communications.services.publications import TOPIC
from jobs.services.drain import drain

logger = logging.getLogger(__name__)


@shared_task(name="communications.tasks.deliver", ignore_result=True)
def deliver() -> None:
    """Work off the deliveries in the outbox; safe to run twice, even at once."""
    done = drain({TOPIC})
    logger.info("delivered publications=%s", done)


@shared_task(name="communications.tasks.tell", ignore_result=True)
def tell() -> None:
    """Work off the notices in the outbox; safe to run twice, even at once."""
    logger.info("told causes=%s", drain({NOTICES}))


@shared_task(name="communications.tasks.send_mails", ignore_result=True)
def send_mails() -> None:
    """Send the mails about notices that are due; safe to run twice, even at once."""
    logger.info("sent mails=%s", send_due())
