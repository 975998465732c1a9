"""A program brings a file, asks what would become of it, and lets it be stored."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scorecard.models import Entry, Upload
from tests.factories import make_kpi, make_reporter
from tests.scorecard.services.uploads.conftest import as_csv, worked

WHERE = "/api/v1/uploads/"
LAYOUT = {"unit": 1, "kpi": 2, "period": 3, "value": 4, "numbers": "de"}
ROWS = as_csv(("Unit", "KPI", "Month", "Figure"), ("MARA", "FUEL", "2026-10", "1.234"))


@pytest.fixture
def program(mara, units, organization, sign_in):
    make_reporter(units.mara, make_kpi("FUEL"))
    return sign_in(mara)


def bring(program, unit="MARA", **more):
    body = {"unit": unit, "file": SimpleUploadedFile("figures.csv", ROWS), **more}
    return program.post(WHERE, body)


def say(program, upload, where, said):
    address = f"{WHERE}{upload.pk}/{where}/"
    return program.post(address, json.dumps(said), content_type="application/json")


def test_a_file_with_its_layout_is_brought_checked_and_stored(program):
    answer = bring(program, layout=json.dumps(LAYOUT))
    assert (answer.status_code, answer.json()["state"]) == (201, "received")
    upload = worked(Upload.objects.get())
    found = program.get(f"{WHERE}{upload.pk}/").json()
    assert (found["state"], found["figures"][0]["state"]) == ("checked", "new")
    assert found["figures"][0]["column"] == "D"
    answer = say(program, upload, "confirm", {"seen": found["seen"]})
    assert (answer.status_code, answer.json()["state"]) == (200, "confirmed")
    worked(upload)
    assert Entry.objects.get().value == 1234
    assert program.get(WHERE).json()["results"][0]["n_stored"] == 1


def test_a_layout_is_said_later_and_an_old_preview_is_not_confirmed(program):
    bring(program)
    upload = worked(Upload.objects.get())
    assert say(program, upload, "layout", LAYOUT).status_code == 422
    answer = say(program, upload, "layout", LAYOUT | {"sheet": "CSV"})
    assert answer.json()["state"] == "laid_out"
    worked(upload)
    assert say(program, upload, "confirm", {"seen": "another"}).status_code == 422


def test_a_layout_that_is_wrong_is_refused(program):
    assert bring(program, layout="[").status_code == 400
    assert bring(program, layout='{"colour": 1}').status_code == 400
    bring(program, layout='{"unit": 1}')
    upload = worked(Upload.objects.get())
    assert (upload.state, "Choose the column" in upload.message) == (Upload.REFUSED, True)


def test_a_unit_that_one_may_not_know_of_is_unknown_and_others_are_refused(program, otto, sign_in):
    assert bring(program, "NILS").status_code == 404
    assert bring(program, "HQ").status_code == 403
    assert bring(sign_in(otto)).status_code == 403
