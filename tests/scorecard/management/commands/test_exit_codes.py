import pytest

from scorecard.services.rollup.full import rebuild
from tests.factories import make_entry, make_kpi, make_organization, make_reporter, make_unit
from tests.faults.processes import manage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def fuel():
    make_organization()
    unit, kpi = make_unit("HQ"), make_kpi("FUEL")
    make_reporter(unit, kpi, "2026-01", "2026-01")
    make_entry(unit, kpi, "2026-01", 5)
    rebuild()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--view", "base"], 0),
        (["--unit", "MARS"], 1),
        (["--view", "fortnight"], 2),
        (["--from", "yesterday"], 2),
        (["--nonsense"], 2),
    ],
)
def test_a_program_that_knows_only_the_database_gets_data_or_an_exit_code(fuel, arguments, code):
    done = manage("export_results", *arguments)
    assert done.returncode == code, done.stderr
    assert bool(done.stdout) is (code == 0)
    assert bool(done.stderr) is (code != 0)
    assert "Traceback" not in done.stderr


def test_roll_up_and_drain_end_with_0_and_an_empty_stdout(fuel):
    for command in (["rollup"], ["rollup", "--full"], ["drain"]):
        done = manage(*command)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
