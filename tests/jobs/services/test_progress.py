import pytest

from jobs.models import Job
from jobs.services import progress as module
from jobs.services.progress import progress

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is set."""

    class Clock:
        now = 100.0

    monkeypatch.setattr(module.time, "monotonic", lambda: Clock.now)
    return Clock


def test_a_job_has_a_row_from_its_start_and_ends_with_what_was_done():
    with progress(kind="rebuild", label="Roll-up", total=3) as running:
        assert Job.objects.get().finished_at is None
        running.step().step(2)
    job = Job.objects.get()
    assert (job.done, job.total, job.error) == (3, 3, "")
    assert job.finished_at is not None
    assert str(job) == "Roll-up: 3 of 3"


def test_the_row_is_written_once_a_second_and_not_at_every_step(clock):
    with progress(kind="rebuild", label="Roll-up", total=9) as running:
        running.step()
        assert Job.objects.get().done == 0
        clock.now += 1
        running.step()
        assert Job.objects.get().done == 2


def test_an_error_ends_the_job_with_its_reason_and_goes_on():
    with pytest.raises(ValueError, match="broken"), progress(kind="x", label="X", total=2):
        raise ValueError("broken")
    job = Job.objects.get()
    assert job.error == "ValueError: broken"
    assert job.finished_at is not None


def test_the_bar_goes_to_stderr_where_asked_for_and_stdout_stays_empty(capsys):
    with progress(kind="rebuild", label="Roll-up", total=2, shown=True) as running:
        running.step().step()
    with progress(kind="rebuild", label="Silent", total=1) as running:
        running.step()
    written = capsys.readouterr()
    assert written.out == ""
    assert "Roll-up" in written.err
    assert written.err.endswith("2 of 2\n")
    assert "Silent" not in written.err


def test_a_job_of_nothing_has_a_full_bar(capsys):
    with progress(kind="rebuild", label="Roll-up", total=0, shown=True) as running:
        running.step(0)
    assert "█" * module.BAR_WIDTH in capsys.readouterr().err
