"""Uploaded files in any state, without a worker."""

import hashlib

from django.utils import timezone

from core.uploaded_files import read_file
from scorecard.models import Upload
from scorecard.services.uploads.checks import Checked
from scorecard.services.uploads.layouts import Layout
from scorecard.services.uploads.packed import pack_rows, pack_sheets
from tests.factories import ordinal

LAYOUT = Layout("CSV", 1, unit=1, kpi=2, period=3, value=4, comment=5)


def make_upload(person, unit, kpi, *, name="figures.csv", state=Upload.CHECKED, uploaded_at=None):
    """Make a file with a figure that is new, and one of a KPI that nobody knows."""
    lines = ["Unit;KPI;Month;Figure;Comment", f"{unit.code};{kpi.code};2026-08;7;"]
    content = "\n".join([*lines, f"{unit.code};NONE;2026-08;7;"]).encode()
    where = {"sheet": "CSV", "column": "D", "unit": str(unit), "value": "7", "period": "2026-08"}
    place = (unit.pk, kpi.pk, ordinal("2026-08"))
    rows = [
        Checked("new", row=2, kpi=str(kpi), reads="7", place=place, figure={"value": "7"}, **where),
        Checked("refused", row=3, kpi="NONE", reason="“NONE” is not known.", **where),
    ]
    is_read = state != Upload.RECEIVED
    return Upload.objects.create(
        person=person,
        unit=unit,
        name=name,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        state=state,
        sheets=pack_sheets(read_file(name, content)) if is_read else None,
        preview=pack_rows(rows) if state in {Upload.CHECKED, Upload.STORED} else None,
        layout=LAYOUT.as_json() if is_read and state != Upload.READ else None,
        n_stored=1 if state == Upload.STORED else None,
        uploaded_at=uploaded_at or timezone.now(),
        stored_at=timezone.now() if state == Upload.STORED else None,
    )
