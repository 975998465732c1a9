"""The door for a production web server; it stays shut until the settings are right."""

import logging
import os
import sqlite3

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from osm.environment import missing_for_production, sqlite_warning

logger = logging.getLogger(__name__)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "osm.settings")


def refuse_unsafe_start() -> None:
    """Stop with one sentence for each thing that is missing, unless this is the demo."""
    if settings.OSM_MODE == "demo":
        return
    problems = missing_for_production(
        secret_key=settings.SECRET_KEY,
        hosts=settings.ALLOWED_HOSTS,
        database_url=settings.DATABASE_URL,
    )
    if not settings.PRODUCTION:
        problems.insert(0, "OSM_MODE is not production: set OSM_MODE=production.")
    if problems:
        raise ImproperlyConfigured("OSM does not serve pages yet. " + " ".join(problems))


def warn_of_sqlite() -> None:
    """Say once what is wrong with this machine's SQLite, where it holds the figures."""
    if settings.EMBEDDED and (warning := sqlite_warning(sqlite3.sqlite_version_info)):
        logger.warning(warning)


refuse_unsafe_start()
application = get_wsgi_application()
warn_of_sqlite()
