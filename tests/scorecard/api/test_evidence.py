"""Programs attach evidence, list it, take it along and withdraw it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scorecard.models import Evidence
from tests.factories import make_kpi, make_reporter

WHERE = "/api/v1/evidence/"
PDF = b"%PDF-1.7 88 t"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def program(mara, units, sign_in):
    make_reporter(units.mara, make_kpi("FUEL"))
    return sign_in(mara)


def attach(program, **more):
    body = {"unit": "MARA", "kpi": "FUEL", "period": "2026-10"}
    return program.post(WHERE, body | {"file": SimpleUploadedFile("weigh.pdf", PDF)} | more)


def test_a_file_is_attached_listed_and_taken_along(program):
    answer = attach(program, note="Signed")
    assert answer.status_code == 201
    (row,) = program.get(f"{WHERE}?unit=MARA&kpi=FUEL&period=2026-10").json()["results"]
    assert row == answer.json()
    assert (row["kind"], row["size"], row["note"]) == ("pdf", len(PDF), "Signed")
    assert (row["period"], row["withdrawn_at"]) == ("2026-10", None)
    assert program.get(f"{WHERE}{row['id']}/file/").content == PDF


def test_it_is_withdrawn_with_a_reason(program):
    key = attach(program).json()["id"]
    said = {"data": json.dumps({"reason": "So."}), "content_type": "application/json"}
    answer = program.post(f"{WHERE}{key}/withdrawal/", **said)
    assert (answer.status_code, answer.json()["withdrawn_because"]) == (201, "So.")
    assert program.get(f"{WHERE}{key}/file/").status_code == 404
    assert program.post(f"{WHERE}{key}/withdrawal/", **said).status_code == 422


def test_what_cannot_be_attached_is_refused(program):
    assert attach(program, period="2026-Q3").status_code == 422
    assert attach(program, unit="NILS").status_code == 404
    wrong = attach(program, file=SimpleUploadedFile("weigh.pdf", b"text"))
    assert wrong.status_code == 422
    assert not Evidence.objects.exists()
