from threading import Event, Thread

import pytest
from django.db import connection, transaction

from accounts.models import User
from core.changes import watched_tables
from jobs.models import Change
from jobs.services.changes import UNWATCHED, fold, position, tables_to_watch, watch_all
from organization.models import Organization
from tests.factories import make_organization

SECONDS = 20


@pytest.mark.django_db
def test_every_table_is_watched_or_named_as_one_that_no_page_shows():
    there = set(connection.introspection.table_names())
    strangers = UNWATCHED - there
    assert (tables_to_watch() - watched_tables(), strangers) == (set(), set())
    assert watch_all() == []


@pytest.mark.django_db(transaction=True)
def test_the_position_moves_with_each_commit_and_only_then():
    seen = [position(), position()]
    make_organization()
    seen.append(position())
    Organization.objects.update(name="Another")
    seen.append(position())
    Organization.objects.all().delete()
    seen.append(position())
    assert seen[0] == seen[1]
    assert seen[1:] == sorted(set(seen))


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_never_happened():
    before = position()
    with transaction.atomic():
        make_organization()
        transaction.set_rollback(True)
    assert position() == before


@pytest.mark.django_db(transaction=True)
def test_a_change_after_one_that_was_undone_in_the_same_transaction_is_noted():
    before = position()
    with transaction.atomic():
        with transaction.atomic():
            make_organization()
            transaction.set_rollback(True)
        make_organization(name="Second")
    assert position() > before


@pytest.mark.django_db(transaction=True)
def test_folding_leaves_one_row_and_the_position():
    for name in ("One", "Two", "Three"):
        make_organization(name=name)
    before = position()
    fold()
    fold()
    assert (position(), Change.objects.count()) == (before, 1)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_transactions_at_once_neither_waits_and_both_are_noted():
    begun, go = Event(), Event()

    def slowly():
        with transaction.atomic():
            User.objects.create_user("first@aldmark.example", "x" * 20, name="First")
            begun.set()
            assert go.wait(SECONDS)
        connection.close()

    slow = Thread(target=slowly)
    slow.start()
    assert begun.wait(SECONDS)
    User.objects.create_user("second@aldmark.example", "x" * 20, name="Second")
    # Begun before, committed after: a mere highest number would not tell.
    between = position()
    go.set()
    slow.join(SECONDS)
    assert position() > between
