"""A unit with a few KPIs, and files of figures for it."""

import io

import pytest
from xlsxwriter import Workbook

from core.uploaded_files import ReadSheet
from scorecard.models import Upload
from scorecard.services.uploads.uploads import lay_out, receive
from scorecard.services.uploads.work import work_key
from tests.factories import make_kpi, make_reporter


@pytest.fixture
def fuel(organization, units):
    return _reported(units, make_kpi("FUEL", name="Fuel used", unit_of_measure="t"))


@pytest.fixture
def vehicles(organization, units):
    kpi = make_kpi("VEH", name="Vehicles ready", unit_rule="mean", unit_of_measure="%", maximum=1)
    return _reported(units, kpi)


@pytest.fixture
def spares(organization, units):
    return _reported(units, make_kpi("SPARE", name="Spares in time", unit_rule="ratio"))


def _reported(units, kpi):
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


def sheet(*rows, name="CSV"):
    return ReadSheet(name, [list(row) for row in rows])


def as_csv(*rows):
    return "\n".join(";".join(map(str, row)) for row in rows).encode()


def as_xlsx(*rows, name="Sheet1"):
    file = io.BytesIO()
    with Workbook(file) as workbook:
        page = workbook.add_worksheet(name)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)
    return file.getvalue()


def worked(upload):
    """Let a worker do all that is to be done with an upload."""
    for _ in range(3):
        work_key(str(upload.pk))
    return Upload.objects.get(pk=upload.pk)


def uploaded(actor, unit, content, name="figures.csv"):
    """Return a file that was uploaded and read."""
    return worked(receive(actor=actor, unit=unit, name=name, content=content))


def laid_out(actor, upload, layout):
    """Return a file that was laid out and checked."""
    lay_out(actor=actor, upload=upload, layout=layout)
    return worked(upload)
