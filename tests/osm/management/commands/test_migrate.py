import pytest
from django.core.management import call_command
from django.db import connection

from core.changes import watched_tables

pytestmark = pytest.mark.django_db

TABLE = "organization_unit"


@pytest.fixture
def unwatched(db):
    names = (
        [f"note_change_of_{TABLE} ON {TABLE}"]
        if connection.vendor == "postgresql"
        else [f"note_change_of_{TABLE}_{verb}" for verb in ("insert", "update", "delete")]
    )
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")
    assert TABLE not in watched_tables()


def test_migrating_watches_every_table(unwatched):
    call_command("migrate", verbosity=0)
    assert TABLE in watched_tables()


def test_asking_what_would_be_done_does_nothing(unwatched):
    call_command("migrate", plan=True, verbosity=0)
    assert TABLE not in watched_tables()
