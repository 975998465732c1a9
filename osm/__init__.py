"""The composition root: settings, URLs, Celery, and the pages that join several rooms."""

from osm.celery import app as celery_app

__all__ = ["celery_app"]
