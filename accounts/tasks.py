"""What is done now and then about accounts."""

import logging

from celery import shared_task

from accounts.services.outdated import remove_outdated

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def sweep() -> None:
    """Remove sessions and counts whose time is over; safe to run twice, even at once."""
    logger.info("removed rows=%s", remove_outdated())
