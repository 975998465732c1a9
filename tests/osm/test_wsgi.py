import subprocess
import sys

import pytest

from tests.osm.test_settings import PLAIN, PRODUCTION, ROOT


def serve(**variables):
    """Open the door in a process of its own; return the exit code and the last line said."""
    run = subprocess.run(
        [sys.executable, "-c", "import osm.wsgi; print(osm.wsgi.application)"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, (run.stdout or run.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ({"OSM_MODE": "development"}, "set OSM_MODE=production"),
        ({"OSM_SECRET_KEY": ""}, "run `make setup`"),
        ({"OSM_SECRET_KEY": "short"}, "run `make setup`"),
        ({"OSM_ALLOWED_HOSTS": "*"}, "set it to the host names"),
        ({"DATABASE_URL": ""}, "postgres://osm:password@database:5432/osm"),
    ],
)
def test_the_door_stays_shut_and_says_what_to_do(wrong, advice):
    code, said = serve(**(PRODUCTION | wrong))
    assert code == 1
    assert "OSM does not serve pages yet." in said
    assert advice in said


def test_everything_that_is_wrong_is_said_at_once():
    _code, said = serve(**(PLAIN | {"DATABASE_URL": "", "OSM_ALLOWED_HOSTS": "*"}))
    for name in ("OSM_MODE", "OSM_SECRET_KEY", "OSM_ALLOWED_HOSTS", "DATABASE_URL"):
        assert name in said


def test_the_door_opens_for_a_complete_production():
    code, said = serve(**PRODUCTION)
    assert (code, "WSGIHandler" in said) == (0, True)


def test_the_demo_is_served_without_a_secret():
    code, said = serve(**(PLAIN | {"OSM_MODE": "demo"}))
    assert (code, "WSGIHandler" in said) == (0, True)
