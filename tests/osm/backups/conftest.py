"""An installation with something in it, in a process of its own each time it is asked."""

import os

import pytest

from tests.installations import Installation, new_installation

FILL = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from jobs.services import hints
from osm.exchange import import_package
from scorecard.services.rollup.full import rebuild
from tests.packages import SMALL, write
folder = Path(settings.MEDIA_ROOT)
(folder / "a").mkdir(parents=True)
(folder / "a" / "letter.txt").write_text("Dear Mara")
package = folder.with_suffix(".package")
with hints.withheld():
    import_package(actor=None, path=write(package, **SMALL))
    rebuild()
"""


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("sqlite", marks=pytest.mark.once),
        pytest.param("postgresql", marks=pytest.mark.postgresql),
    ],
)
def server(request):
    """The address of a PostgreSQL server; empty for SQLite."""
    return "" if request.param == "sqlite" else os.environ["OSM_TEST_DATABASE_URL"]


@pytest.fixture(scope="session")
def make_place(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("installations")

    def place():
        number = len(list(folder.iterdir()))
        (folder / f"{number}").mkdir()
        return new_installation(folder / f"{number}", f"place_{os.getpid()}_{number}", server)

    return place


@pytest.fixture
def empty_place(make_place) -> Installation:
    return make_place()


@pytest.fixture(scope="session")
def filled(make_place):
    place = make_place()
    assert place.manage("migrate", "--verbosity=0").returncode == 0
    process = place.start("-c", FILL)
    process.communicate(timeout=60)
    assert process.returncode == 0
    return place


@pytest.fixture(scope="session")
def backup(filled, tmp_path_factory):
    path = tmp_path_factory.mktemp("backups") / "osm.backup"
    done = filled.manage("backup", path)
    assert done.returncode == 0, done.stderr
    return path, done.stdout
