import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jobs.models import Heartbeat, MeaningChange
from jobs.services import keeping
from jobs.services.changes import MEANING, fold, meaning_position, tables_to_watch
from organization.models import Organization
from tests.factories import make_organization


class Making:
    """Something to be made, numbered by how often it was."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.times


@pytest.fixture
def world(transactional_db):
    """A database whose meaning was changed before."""
    return make_organization()


def asked(make, name="thing"):
    """Ask for a thing as the work on one key does."""
    with transaction.atomic(), keeping.keeping():
        return keeping.once(name, make)


def test_a_thing_is_made_once_for_keys_that_follow_each_other(world):
    make = Making()
    assert [asked(make), asked(make), asked(make, "other")] == [1, 1, 2]


def test_what_does_not_give_figures_their_meaning_changes_nothing(world):
    make = Making()
    asked(make)
    Heartbeat.objects.create(name="drain", seen_at="2026-11-12T08:00Z")
    assert asked(make) == 1


def test_a_change_of_the_meaning_ends_it(world):
    make = Making()
    asked(make)
    Organization.objects.update(name="Another")
    assert [asked(make), asked(make)] == [2, 2]


def test_whoever_has_changed_the_meaning_may_change_it_again(world):
    make = Making()
    with transaction.atomic():
        Organization.objects.update(name="Second")
        before = asked(make)
        Organization.objects.update(name="Third")
        assert asked(make) > before


def test_a_change_that_never_happened_leaves_what_was_kept(world):
    make = Making()
    asked(make)
    with transaction.atomic():
        Organization.objects.update(name="Another")
        assert asked(make) == 2
        transaction.set_rollback(True)
    assert asked(make) in {1, 3}


def test_outside_of_a_key_nothing_is_kept(world):
    make = Making()
    assert [keeping.once("thing", make), keeping.once("thing", make)] == [1, 2]


def test_without_a_position_nothing_is_kept(world):
    MeaningChange.objects.all().delete()
    make = Making()
    assert (meaning_position(), asked(make), asked(make)) == (None, 1, 2)


def test_only_so_many_things_are_kept(world, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    make = Making()
    assert [asked(make, name) for name in "abca"] == [1, 2, 3, 4]


def test_folding_leaves_the_position(world):
    make = Making()
    asked(make)
    fold()
    assert asked(make) == 1


def test_asking_whether_all_is_the_same_takes_one_query(world):
    with transaction.atomic(), CaptureQueriesContext(connection) as queries, keeping.keeping():
        pass
    assert len(queries) == 1


@pytest.mark.django_db
def test_what_gives_meaning_is_shown_on_pages_too():
    assert tables_to_watch() >= MEANING
