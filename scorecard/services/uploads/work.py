"""What a worker does with an upload: read it, check it, store it; each is one transaction."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from audit.services.records import record
from core.errors import DomainError
from core.uploaded_files import read_file
from jobs.services.outbox import post
from organization.models import Unit
from organization.services.organization import present_organization
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Upload, UploadLayout
from scorecard.services.submissions import (
    Cell,
    Place,
    RefusedSubmissionError,
    submit_cells,
)
from scorecard.services.uploads.checks import CHANGED, NEW, REFUSED, SAME, Checked, Checker
from scorecard.services.uploads.layouts import (
    OWN,
    Layout,
    layout_of,
    own_layout,
    remembered_for,
)
from scorecard.services.uploads.packed import (
    figure_in,
    mark_of,
    pack_rows,
    pack_sheets,
    rows_of,
    sheets_of,
)
from scorecard.services.uploads.uploads import TOPIC, check_layout

LONGEST_ORIGIN = 200


def work_key(key: str) -> None:
    """Do what is next with an upload; safe to run twice.

    A worker that dies in the middle leaves no trace: all that a step writes is one transaction
    with the row that promised it.
    """
    upload = Upload.objects.select_related("person", "unit").filter(pk=int(key)).first()
    steps = {Upload.RECEIVED: _read, Upload.LAID_OUT: _check, Upload.CONFIRMED: _store}
    step = steps.get(upload.state) if upload else None
    if upload is None or step is None:
        return
    with override(upload.person.locale or present_organization().default_locale):
        try:
            step(upload)
        except DomainError as error:
            upload.state, upload.message = Upload.REFUSED, error.message
    upload.save()


def _read(upload: Upload) -> None:
    """Read the file, and check it at once where its layout is known."""
    sheets = read_file(upload.name, bytes(upload.content))
    if not any(sheet.rows for sheet in sheets):
        raise DomainError(_("Nothing stands in this file: choose another."))
    upload.sheets = pack_sheets(sheets)
    upload.state = Upload.READ
    if own := own_layout(sheets):
        upload.layout, upload.state = own.as_json(), Upload.LAID_OUT
    elif upload.layout:
        layout = layout_of({"sheet": sheets[0].name} | _filled(upload.layout))
        check_layout(layout, {sheet.name: sheet for sheet in sheets})
        upload.layout, upload.state = layout.as_json(), Upload.LAID_OUT
    elif found := remembered_for(sheets, _remembered(upload.unit)):
        upload.layout = found[0].as_json()
    if upload.state == Upload.LAID_OUT:
        post(TOPIC, [str(upload.pk)])


def _filled(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a program says of a layout; the first sheet is meant where it names none."""
    return {name: said for name, said in layout.items() if said != ""}


def _remembered(unit: Unit) -> "dict[str, Layout]":
    """Return the layouts that were said for a unit, the newest first, by fingerprint."""
    rows = UploadLayout.objects.filter(unit=unit).newest().order_by("-id")
    return {row.fingerprint: layout_of(row.layout) for row in rows}


def _check(upload: Upload) -> None:
    upload.preview = pack_rows(_checked(upload))
    upload.state = Upload.CHECKED


def _checked(upload: Upload) -> list[Checked]:
    """Check every figure of an upload as its person may enter it now."""
    layout = layout_of(upload.layout or {})
    sheet = next(each for each in sheets_of(upload) if each.name == layout.sheet)
    checker = Checker(upload.person, sheet, layout)
    return checker.check(upload.answers, _stored_before(upload))


def _stored_before(upload: Upload) -> Iterator[Place]:
    """Yield what the same file stored before, laid out the same way."""
    same = Upload.objects.filter(unit=upload.unit, sha256=upload.sha256, state=Upload.STORED)
    for other in same.exclude(pk=upload.pk):
        if layout_of(other.layout or {}).mark == layout_of(upload.layout or {}).mark:
            for row in rows_of(other):
                if row.place and row.state in {NEW, CHANGED, SAME}:
                    yield row.place


def _store(upload: Upload) -> None:
    """Store what is new and changed, if it is still what was confirmed; all of it or nothing."""
    # Whoever stores for this unit at the same moment waits: two uploads of one file are one.
    Unit.objects.select_for_update().get(pk=upload.unit_id)
    upload.preview = pack_rows(_checked(upload))
    if mark_of(upload) != upload.seen:
        _show_again(upload)
        return
    rows = [row for row in rows_of(upload) if row.state in {NEW, CHANGED}]
    cells = list(_cells(upload, rows))
    try:
        submit_cells(actor=upload.person, cells=cells, source="import", source_detail=upload.name)
    except RefusedSubmissionError as error:
        problems = {cells[at].place: reason for at, reason in error.problems.items()}
        _show_again(upload, problems)
        return
    upload.state, upload.stored_at, upload.n_stored = Upload.STORED, timezone.now(), len(cells)
    detail = {
        "new": sum(row.state == NEW for row in rows),
        "changed": sum(row.state == CHANGED for row in rows),
        "sha256": upload.sha256,
    }
    record(
        actor=upload.person,
        verb="imported",
        kind="file",
        subject=upload.name,
        detail=detail,
        unit_id=upload.unit_id,
    )


def _show_again(upload: Upload, refused: Mapping[Place, str] | None = None) -> None:
    """Show what would be stored now; `refused` says what the service refused at the last moment."""
    reasons = refused or {}
    upload.preview = pack_rows(
        [
            replace(row, state=REFUSED, reason=reasons[row.place])
            if row.place and row.place in reasons
            else row
            for row in rows_of(upload)
        ]
    )
    upload.state = Upload.CHECKED
    upload.message = _("Nothing was stored: something changed since you looked. Look once more.")


def _cells(upload: Upload, rows: list[Checked]) -> Iterator[Cell]:
    """Yield rows as cells that say where in the file they stood."""
    places = [row.place for row in rows if row.place]
    units: Mapping[int, Unit] = Unit.objects.in_bulk({place[0] for place in places})
    kpis = Kpi.objects.select_related("current").in_bulk({place[1] for place in places})
    for row, place in zip(rows, places, strict=True):
        kpi = kpis[place[1]]
        period = Period(Frequency(kpi.definition.frequency), place[2])
        origin = f"{upload.name} {row.at}"[:LONGEST_ORIGIN]
        yield Cell(units[place[0]], kpi, period, figure_in(row), origin)


def is_own(upload: Upload) -> bool:
    """Tell whether the file is a workbook that OSM made."""
    return layout_of(upload.layout or {}).shares == OWN
