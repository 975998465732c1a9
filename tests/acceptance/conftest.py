"""Real data lies beside the project, never in it."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import call_command

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture
def data():
    if not DATA.is_dir():
        pytest.skip(f"The real data sets are not beside the project ({DATA.name}/ is absent).")
    return DATA


@pytest.fixture
def rolled_up(db, data):
    """Import a package into the empty database and roll it up; answer lines by cell."""

    def run(name):
        call_command("import_package", str(data / name / "package"))
        call_command("rollup")

        def lines(**options):
            return exported("export_results", **options)

        return lines

    return run


def exported(command, tmp=None, **options):
    stream = io.StringIO()
    call_command(command, stdout=stream, **options)
    return list(csv.DictReader(io.StringIO(stream.getvalue())))


def read(path):
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))
