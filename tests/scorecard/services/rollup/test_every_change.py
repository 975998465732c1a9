"""What `dependents` says is due is all that is due, for every kind of change.

A random change on a random organisation: what the drain makes of it equals a full rebuild, first
over what is stored, then from nothing, bit for bit.
"""

import pytest
import time_machine

from jobs.models import OutboxRow
from jobs.services.drain import drain
from scorecard.models import Result, Score
from scorecard.services.rollup.full import rebuild
from tests.scorecard.services.rollup.changing import KINDS, Changing

pytestmark = pytest.mark.django_db

TODAY = "2026-05-20 10:00Z"
CHANGES = 3
# What is due after these is told cell by cell.
NARROW = ("entry", "correction", "override", "target", "withdrawal", "manual_score")


def stored():
    """Return everything derived, in an order."""
    return [sorted(model.objects.values_list(), key=repr) for model in (Result, Score)]


def assert_same_from_nothing():
    """What is stored is what the sources alone say."""
    found = stored()
    Result.objects.all().delete()
    Score.objects.all().delete()
    rebuild()
    assert stored() == found


# After a change of the structure everything is due, and it takes long: on one database.
WIDE = [pytest.mark.slow, pytest.mark.once]
CASES = [
    *((kind, 0) for kind in NARROW),
    *(pytest.param(kind, 1, marks=WIDE) for kind in KINDS),
]


@pytest.mark.parametrize(("kind", "seed"), CASES)
def test_what_is_due_after_a_change_is_all_that_a_rebuild_changes(tmp_path, kind, seed):
    with time_machine.travel(TODAY, tick=False):
        organisation = Changing(tmp_path, f"{kind} {seed}")
        drain()
        was, moved = stored(), False
        for _ in range(CHANGES):
            getattr(organisation, kind)()
            drain()
            moved |= stored() != was
            assert not OutboxRow.objects.exists()
            assert rebuild() == 0
        assert_same_from_nothing()
    # Otherwise nothing was shown.
    assert moved
