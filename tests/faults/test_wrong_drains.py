"""Five races between two sessions: a drain that forgets one thing loses a figure, ours does not.

Each race is played twice in the same order, held by events: once with a drain that is wrong on
purpose and shows the wrong figure for good, once with ours.
"""

from contextlib import contextmanager
from decimal import Decimal
from threading import Event

import pytest

from jobs.models import OutboxRow
from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.models import Entry, Result, Score
from scorecard.services import entries
from scorecard.services.rollup import results, scores
from scorecard.services.rollup.full import rebuild
from tests.factories import make_entry, ordinal
from tests.faults import wrong_drains

pytestmark = pytest.mark.postgresql

SECONDS = 20


@pytest.fixture
def stopping(monkeypatch):
    """Let the first caller of a function stop before it, or `after` it, until told to go on."""

    @contextmanager
    def stop(module, name, *, after=False):
        original, inside, go = getattr(module, name), Event(), Event()

        def stopped(*arguments, **options):
            if inside.is_set():
                return original(*arguments, **options)
            answer = original(*arguments, **options) if after else None
            inside.set()
            assert go.wait(SECONDS)
            return answer if after else original(*arguments, **options)

        monkeypatch.setattr(module, name, stopped)
        yield lambda: inside.wait(SECONDS), go.set
        monkeypatch.setattr(module, name, original)

    return stop


def figures_of(world):
    """Return the two figures of HQ and the score of the objective that stands on both."""
    cells = {"unit": world.hq, "period": ordinal("2026-01")}
    values = dict(Result.objects.filter(**cells).values_list("kpi__code", "value"))
    objective = Score.objects.get(node_kind=Score.OBJECTIVE, node=world.objective.pk, **cells)
    return values["FUEL"], values["AMMO"], objective.score


def assert_wrong_for_good(world):
    """No work waits, so nothing will ever mend it; a rebuild does. Return both figures."""
    assert not OutboxRow.objects.exists()
    wrong = figures_of(world)
    assert rebuild() > 0
    assert figures_of(world) != wrong
    return wrong, figures_of(world)


@pytest.fixture
def overtaken(submit, workers, stopping):
    """Value 1 is worked on; 2 comes, and a second drain before the first one has written."""

    def race(drains, module, name):
        with stopping(module, name) as (stopped, go_on):
            submit(Decimal(1))
            slow = workers(drains)
            assert stopped()
            submit(Decimal(2))
            drains()
            go_on()
            slow.done()

    return race


@pytest.mark.parametrize(
    ("wrong", "module", "name"),
    [
        (wrong_drains.skipping_what_is_locked, results, "write_results"),
        (wrong_drains.reading_before_the_lock, wrong_drains, "locked"),
    ],
)
def test_a_drain_without_key_lock_or_that_reads_before_it_keeps_an_old_figure(
    world, overtaken, wrong, module, name
):
    overtaken(wrong, module, name)
    before, after = assert_wrong_for_good(world)
    assert (before[0], after[0]) == (1, 2)


@pytest.mark.parametrize("name", ["read_sources", "write_results"])
def test_ours_locks_the_key_then_reads_so_a_second_one_leaves_it(world, overtaken, settled, name):
    overtaken(drain, results, name)
    drain()
    assert figures_of(world)[0] == 2
    settled(entries=2)


def promise(world):
    post("rollup", [f"{world.kpis[0].pk}:2026"])


def test_a_row_that_is_committed_before_its_entry_is_worked_off_for_nothing(world):
    promise(world)
    drain()
    make_entry(world.brigades[0], world.kpis[0], "2026-01", value=1)
    drain()
    before, after = assert_wrong_for_good(world)
    assert (before[0], after[0]) == (None, 1)


def test_ours_commits_row_and_entry_together(world, submit, workers, stopping, settled):
    with stopping(entries, "post", after=True) as (stopped, go_on):
        submitting = workers(lambda: submit(Decimal(1)))
        assert stopped()
        assert drain() == 0
        assert not Entry.objects.exists()
        go_on()
        submitting.done()
    drain()
    assert figures_of(world)[0] == 1
    settled(entries=1)


@pytest.fixture
def late(submit, workers, stopping):
    """Mara's row has the lower id; it is committed after Nils's was read and before it goes."""

    def race(drains):
        with stopping(entries, "post", after=True) as (has_posted, commit):
            mara = workers(lambda: submit(Decimal(10), unit=0))
            assert has_posted()
            submit(Decimal(5), unit=1)
            nils = OutboxRow.objects.get().pk
            with stopping(results, "write_results") as (has_read, go_on):
                working = workers(drains)
                assert has_read()
                commit()
                mara.done()
                assert OutboxRow.objects.earliest("pk").pk < nils
                go_on()
                working.done()

    return race


def test_a_drain_that_deletes_up_to_the_last_row_loses_a_lower_one_that_came_late(world, late):
    late(wrong_drains.deleting_up_to_the_last_row)
    before, after = assert_wrong_for_good(world)
    assert (before[0], after[0]) == (5, 15)


def test_ours_deletes_exactly_the_rows_that_it_read(world, late, settled):
    late(drain)
    assert figures_of(world)[0] == 15
    settled(entries=2)


@pytest.fixture
def side_by_side(submit, workers, stopping):
    """The scores of FUEL's change are computed; AMMO's change overtakes before they are stored."""

    def race(drains):
        # With one of two brigades there is no score yet.
        submit(Decimal(0), kpi=0, unit=1)
        submit(Decimal(0), kpi=1, unit=1)
        drain()
        with stopping(scores, "write_scores") as (has_read, go_on):
            submit(Decimal(60), kpi=0)
            slow = workers(drains)
            assert has_read()
            submit(Decimal(90), kpi=1)
            drains()
            go_on()
            slow.done()

    return race


def test_two_kpis_that_write_their_scores_lose_one_of_them(world, side_by_side):
    side_by_side(wrong_drains.scoring_with_each_kpi)
    before, after = assert_wrong_for_good(world)
    assert before[:2] == after[:2] == (60, 90)
    assert before[2] < after[2]


def test_ours_scores_under_a_lock_of_its_own(world, side_by_side, settled):
    side_by_side(drain)
    drain()
    assert figures_of(world)[:2] == (60, 90)
    settled(entries=4)
