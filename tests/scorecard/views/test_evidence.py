"""The page of a figure's evidence, its files, and what the other pages show of them."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from scorecard.models import Draft, Evidence
from scorecard.services.evidence import withdraw_evidence
from tests.factories import make_entry, make_kpi, make_reporter
from tests.scorecard.checked import make_evidence

PDF = b"%PDF-1.7 88 t"
WHERE = "/figures/evidence/?unit=MARA&kpi=FUEL&period=2026-10"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True)
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def file(units, mara, fuel):
    return make_evidence(units.mara, fuel, "2026-10", mara)


def chosen(name="weigh.pdf", content=PDF):
    return {"file": SimpleUploadedFile(name, content), "note": "Signed"}


def test_a_file_is_attached_listed_and_given_back_as_a_file(mara, fuel, sign_in):
    client = sign_in(mara)
    assert client.post(WHERE, chosen()).status_code == 302
    page = client.get(WHERE).content.decode()
    assert "One file shows that this figure is right" in page
    assert "weigh.pdf" in page
    answer = client.get(f"/figures/evidence/{Evidence.objects.get().pk}/")
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == 'attachment; filename="weigh.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_wrong_file_says_why_and_keeps_the_note(mara, fuel, sign_in):
    answer = sign_in(mara).post(WHERE, chosen("page.pdf", b"<html>"))
    assert answer.status_code == 422
    assert "called .pdf, but holds .txt" in answer.content.decode()
    assert 'value="Signed"' in answer.content.decode()


def test_the_sister_unit_gets_nothing_and_who_only_sees_attaches_nothing(nils, otto, file, sign_in):
    address = f"/figures/evidence/{file.pk}/"
    for where in (WHERE, address, f"{address}withdraw/"):
        assert sign_in(nils).get(where).status_code == 404
    assert sign_in(otto).get(address).status_code == 200
    assert "Attach a file" not in sign_in(otto).get(WHERE).content.decode()
    assert sign_in(otto).post(WHERE, chosen()).status_code == 403
    assert sign_in(otto).get(f"{address}withdraw/").status_code == 403


def test_a_withdrawn_file_stays_listed_with_the_reason_and_is_given_to_nobody(mara, file, sign_in):
    client, address = sign_in(mara), f"/figures/evidence/{file.pk}/"
    assert client.post(f"{address}withdraw/", {"reason": " "}).status_code == 422
    assert client.post(f"{address}withdraw/", {"reason": "Another month."}).status_code == 302
    for page in (WHERE, WHERE.replace("evidence", "history")):
        assert "Another month." in client.get(page).content.decode()
    assert client.get(address).status_code == 404


def test_the_way_to_it_from_the_page_of_figures_keeps_what_was_typed(units, mara, fuel, sign_in):
    name = f"cell-{fuel.pk}-{units.mara.pk}-value"
    where = "unit=MARA&kpi=FUEL&period=2026-10"
    answer = sign_in(mara).post(
        "/enter/?unit=MARA&period=2026-10", {name: "17 or so", "evidence": where}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"/figures/evidence/?{where}")
    assert Draft.objects.get().value == "17 or so"


def test_a_way_to_it_that_was_tampered_with_leads_nowhere_else(units, mara, fuel, sign_in):
    where = "unit=MARA\r\nSet-Cookie: a=b&kpi=//other.example"
    answer = sign_in(mara).post("/enter/?unit=MARA&period=2026-10", {"evidence": where})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/figures/evidence/?unit=MARA%0D%0ASet-Cookie%3A")


def test_the_row_of_the_figure_says_how_many_there_are(units, mara, fuel, file, read):
    assert "1 file of evidence" in read(mara, "/enter/?unit=MARA&period=2026-10")


def test_who_approves_sees_it_before(units, mara, otto, fuel, file, read):
    make_entry(units.mara, fuel, "2026-10", Decimal(7), author=otto)
    link = f'href="/figures/evidence/{file.pk}/"'
    assert link in read(mara, "/approvals/")
    withdraw_evidence(actor=mara, evidence=file, reason="Another month.")
    assert link not in read(mara, "/approvals/")


def test_the_explanation_names_it_beside_the_entry_as_it_was_known(
    time_machine, world, units, mara, read
):
    time_machine.move_to("2026-11-14 08:00Z", tick=False)
    file = make_evidence(units.mara, world.staff, "2026-10", mara, name="muster.txt")
    time_machine.move_to("2026-11-16 08:00Z", tick=False)
    where = "/explain/kpis/STAFF/?unit=MARA&period=2026-10"
    assert "muster.txt" in read(mara, where)
    assert "muster.txt" not in read(mara, f"{where}&as_of=2026-11-13")
    withdraw_evidence(actor=mara, evidence=file, reason="Another month.")
    assert "muster.txt" not in read(mara, where)
    assert "muster.txt" in read(mara, f"{where}&as_of=2026-11-15")
