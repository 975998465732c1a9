"""Settings of the tests: the product's, never the developer's own database, broker or cache."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.gettempdir()) / f"osm-test-{os.getpid()}"

# The environment wins over `.env`, so what stands here holds on every machine.
os.environ.update(
    OSM_MODE="development",
    OSM_DEBUG="0",
    OSM_BROKER_DIR=str(FOLDER / "broker"),
    DATABASE_URL=os.environ.get("OSM_TEST_DATABASE_URL", f"sqlite:///{FOLDER / 'osm.sqlite3'}"),
    REDIS_URL=os.environ.get("OSM_TEST_REDIS_URL", ""),
)

from osm.settings import *  # noqa: E402, F403
from osm.settings import (  # noqa: E402
    CACHES,
    DATABASES,
    EMBEDDED,
    INSTALLED_APPS,
    MIDDLEWARE,
    REDIS_URL,
)

if EMBEDDED:
    # A file, not memory: only a file has the write-ahead log and the locks of the real thing.
    FOLDER.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": FOLDER / "test.sqlite3"}
if not REDIS_URL:
    CELERY_BROKER_URL = "memory://"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}
# Two processes of one run share a Redis server, not its contents.
CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "")
# What a test stores is taken back, and so is the position that names a page; and in the one
# transaction of a test PostgreSQL notes the first change only.
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A page that asks the database once a row fails the test that opens it.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# Twice or thrice is no list: a page may look at a thing before and after it changed.
ZEAL_NPLUSONE_THRESHOLD = 4
# A list of figures is submitted unit by unit, and each unit is locked by itself.
# allauth looks whether each session of whoever signs in still lasts, and whose it is.
ZEAL_ALLOWLIST = [
    {"model": "organization.Unit", "field": "get()"},
    {"model": "sessions.Session", "field": "get()"},
    {"model": "accounts.User", "field": "get()"},
]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
