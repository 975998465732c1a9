"""The Celery application and its beat table."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

from osm import file_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osm.settings")

file_broker.use()
app = Celery("osm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(DjangoStructLogInitStep)
app.conf.beat_schedule = {
    # Hints may be lost; this is what makes their loss cost seconds, never data. The beat's clock
    # says when a tick expires and the worker's whether it has: they may differ by minutes.
    "drain": {"task": "jobs.tasks.drain", "schedule": 15.0, "options": {"expires": 300}},
    "sweep": {"task": "accounts.tasks.sweep", "schedule": 3600.0},
    "large-tables": {"task": "osm.tasks.discard_large_tables", "schedule": 3600.0},
    "uploads": {"task": "scorecard.tasks.discard_uploads", "schedule": 3600.0},
    "mails": {"task": "communications.tasks.send_mails", "schedule": 60.0},
    "open-periods": {"task": "scorecard.tasks.open_periods", "schedule": 900.0},
}


@setup_logging.connect
def leave_logging_to_the_settings(**_: object) -> None:
    """Let workers and beat log as the web server does: Celery changes nothing where this is."""


@worker_init.connect
def make_room_for_hints(**_: object) -> None:
    """Make the folder of the file broker: a worker may start before the first hint."""
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_in")
    if folder is not None:
        Path(str(folder)).mkdir(parents=True, exist_ok=True)


@worker_ready.connect
def drain_what_waited(**_: object) -> None:
    """Work off at once what came in while no worker ran."""
    app.send_task("jobs.tasks.drain")
