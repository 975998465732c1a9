"""The settings of the production edition leave nothing open that Django knows of."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "OSM_MODE": "production",
    "OSM_SECRET_KEY": secrets.token_urlsafe(64),
    "OSM_ALLOWED_HOSTS": "osm.example",
    "DATABASE_URL": "postgres://osm:nobody@127.0.0.1:1/osm",
    "REDIS_URL": "",
    "OSM_DEBUG": "0",
}


def check_deploy(**environment):
    """Return the exit code and the words of `manage.py check --deploy`."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "osm.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_the_production_edition_has_no_open_door():
    assert check_deploy(**PRODUCTION)[0] == 0


def test_the_net_catches_pages_without_encryption_and_a_weak_secret():
    code, words = check_deploy(**PRODUCTION | {"OSM_MODE": "development", "OSM_SECRET_KEY": "x"})
    assert code == 1
    assert "SECURE_HSTS_SECONDS" in words
    assert "SECRET_KEY" in words
