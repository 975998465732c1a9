"""The world of `world.py`, made once for a file."""

from copy import deepcopy

import pytest
from django.db import transaction
from time_machine import travel

from tests.contract.world import make_everything

# When it happens.
NOVEMBER = "2026-11-12 08:00Z"


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    """Make the units, everybody and the things of both sister units, once for a file.

    Each test works on a savepoint of its own, so that it leaves no trace for the next one.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        with travel(NOVEMBER, tick=False):
            everything = make_everything()
        yield everything
        transaction.set_rollback(True)


@pytest.fixture
def november(time_machine):
    time_machine.move_to(NOVEMBER, tick=False)


@pytest.fixture
def units(made, db):
    return deepcopy(made.units)


@pytest.fixture
def cast(made, db):
    return deepcopy(made.cast)


@pytest.fixture
def world(made, db, november):
    return made.world


@pytest.fixture
def sister_world(made, db, november):
    return made.sister_world
