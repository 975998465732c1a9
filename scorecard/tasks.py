"""The Celery roll-up."""

import logging

from celery import shared_task

from jobs.services.drain import drain
from scorecard.services.present import follow_the_day
from scorecard.services.reminder_plans import TOPIC as REMINDERS
from scorecard.services.reminder_plans import replan
from scorecard.services.rollup.openings import post_begun_periods
from scorecard.services.uploads.uploads import TOPIC, discard_outdated

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def rollup() -> None:
    """Work off waiting roll-ups and scores; safe to run twice, even at once."""
    done = drain(("rollup", "scores"))
    logger.info("rolled up keys=%s", done)


@shared_task(ignore_result=True)
def open_periods() -> None:
    """Follow the day, make figures due whose period has begun, and plan reminders of them.

    Safe to run twice, even at once.
    """
    follow_the_day()
    keys = post_begun_periods()
    replan()
    logger.info("periods begun keys=%s", len(keys))


@shared_task(ignore_result=True)
def remind() -> None:
    """Plan reminders, and send those whose time has come; safe to run twice, even at once."""
    logger.info("reminded keys=%s", drain({REMINDERS}))


@shared_task(ignore_result=True)
def read_uploads() -> None:
    """Read, check and store uploaded files that wait; safe to run twice, even at once."""
    logger.info("worked on uploads=%s", drain({TOPIC}))


@shared_task(ignore_result=True)
def discard_uploads() -> None:
    """Remove files that were uploaded thirty days ago; safe to run twice, even at once."""
    logger.info("removed uploads=%s", discard_outdated())
