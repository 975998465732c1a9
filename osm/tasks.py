"""Write large tables, and remove them when their time is over."""

import logging

from celery import shared_task

from jobs.services.drain import drain
from osm.downloads.services.large_tables import TOPIC, discard_outdated

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def write_large_tables() -> None:
    """Work off the large tables in the outbox; safe to run twice, even at once."""
    logger.info("wrote parts=%s", drain({TOPIC}))


@shared_task(ignore_result=True)
def discard_large_tables() -> None:
    """Remove tables that were asked for a day ago; safe to run twice, even at once."""
    logger.info("removed tables=%s", discard_outdated())
