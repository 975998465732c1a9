import pytest
from django.core.management import call_command

from jobs.models import OutboxRow
from jobs.services.outbox import post
from scorecard.models import Result
from tests.factories import make_entry, make_kpi, make_reporter

pytestmark = pytest.mark.django_db


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL")
    make_reporter(units.mara, kpi, "2026-01", "2026-01")
    make_entry(units.mara, kpi, "2026-01", 5)
    return kpi


def run(capsys, *arguments):
    call_command("rollup", *arguments)
    written = capsys.readouterr()
    assert written.out == ""
    return written.err


def test_waiting_roll_ups_and_the_scores_after_them_are_worked_off(fuel, capsys):
    post("rollup", [f"{fuel.pk}:2026"])
    OutboxRow.objects.create(topic="deliveries", key="1")
    assert run(capsys) == "2 keys rolled up.\n"
    assert Result.objects.count() == 3
    assert OutboxRow.objects.get().topic == "deliveries"


def test_a_full_roll_up_needs_no_outbox_rows_and_says_how_much_differed(fuel, capsys):
    assert "3 rows differed from what was stored" in run(capsys, "--full")
    assert "0 rows differed from what was stored" in run(capsys, "--full")


def test_a_full_roll_up_removes_the_rows_that_it_makes_superfluous(fuel, capsys):
    post("rollup", [f"{fuel.pk}:2026"])
    post("scores", ["2026"])
    run(capsys, "--full")
    assert not OutboxRow.objects.exists()
