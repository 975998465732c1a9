"""The position of the database: a number that moves with every commit that pages could show."""

import secrets
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection

from core.changes import Ledger, watch
from core.database import is_postgresql
from jobs.models import Change, MeaningChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

# What no page shows that may be answered with 304, or what changes without anybody having changed
# anything.
UNWATCHED = frozenset(
    {
        "accounts_attemptcount",
        "communications_mail",
        "django_admin_log",
        "django_content_type",
        "django_session",
        "jobs_change",
        "jobs_heartbeat",
        "jobs_job",
        "jobs_meaningchange",
        "jobs_outboxrow",
        "osm_largetable",
        "osm_largetablepart",
        "usersessions_usersession",
    }
)
# Columns that none of these pages shows, of tables that they show: when somebody signed in last,
# and which mail told of something.
UNWATCHED_COLUMNS = {"accounts_user": {"last_login"}, "communications_notice": {"mail_id"}}
# What gives figures their meaning, and is read anew only where this has changed.
MEANING = frozenset(
    {
        "organization_organization",
        "organization_placement",
        "organization_unit",
        "organization_unitwindow",
        "scorecard_capswitch",
        "scorecard_kpi",
        "scorecard_kpiversion",
        "scorecard_line",
        "scorecard_manualscore",
        "scorecard_objective",
        "scorecard_objectivelink",
        "scorecard_objectiveversion",
        "scorecard_perspective",
        "scorecard_perspectiveversion",
        "scorecard_reporter",
        "scorecard_target",
        "scorecard_theme",
    }
)
POSITION = "SELECT sum(number) FROM jobs_change"
# The sum stands still from a transaction's first change to its last one.
SETTLED_MEANING = """
SELECT CASE WHEN current_setting('osm.meaning_is_noted', true) IS DISTINCT FROM '1'
    THEN sum(number) END FROM jobs_meaningchange
"""
MEANING_POSITION = "SELECT sum(number) FROM jobs_meaningchange"
FOLD = """
WITH gone AS (DELETE FROM {ledger} RETURNING number)
INSERT INTO {ledger} (number) SELECT sum(number) FROM gone HAVING count(*) > 0
"""
LEDGERS = (Ledger(Change._meta.db_table), Ledger(MeaningChange._meta.db_table, "meaning"))


def watch_all() -> list[str]:
    """Watch every table that is not watched yet, for all who write to it; safe to run twice."""
    there = set(connection.introspection.table_names())
    if not {ledger.table for ledger in LEDGERS} <= there:
        return []
    changes, meanings = LEDGERS
    if watch(sorted(MEANING & there), meanings):
        # A place to stand at before the first change; never one where another database stood.
        MeaningChange.objects.create(number=secrets.randbelow(10**9))
    return watch(sorted(tables_to_watch()), changes, _columns_to_watch())


def tables_to_watch() -> set[str]:
    """Return the tables of all models, those between two models included."""
    models: Iterable[type[Model]] = apps.get_models(include_auto_created=True)
    managed = {model._meta.db_table for model in models if model._meta.managed}
    return (managed - UNWATCHED) & set(connection.introspection.table_names())


def _columns_to_watch() -> dict[str, list[str]]:
    """Return all other columns of the tables that have some which no page shows."""
    return {
        model._meta.db_table: [
            str(field.column)
            for field in model._meta.local_concrete_fields
            if field.column not in UNWATCHED_COLUMNS[model._meta.db_table]
        ]
        for model in apps.get_models()
        if model._meta.db_table in UNWATCHED_COLUMNS
    }


def position() -> int:
    """Return where the database stands; equal positions have equal contents.

    Read it before what it stands for: what is then read is at least as new.
    """
    with connection.cursor() as cursor:
        cursor.execute(POSITION)
        return int(cursor.fetchone()[0] or 0)


def meaning_position() -> int | None:
    """Return where the meaning of figures stands; equal positions have equal contents.

    Returns
    -------
    int or None
        None where that cannot be told: the ledger is empty, or this transaction has changed
        something and may change more.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTLED_MEANING if is_postgresql() else MEANING_POSITION)
        found = cursor.fetchone()[0]
        return None if found is None else int(found)


def fold() -> None:
    """Make one row of the many that transactions left; the position stays. Safe to run twice."""
    if is_postgresql():
        with connection.cursor() as cursor:
            for ledger in LEDGERS:
                cursor.execute(FOLD.format(ledger=ledger.table))
