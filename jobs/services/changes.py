"""The position of the database: a number that moves with every commit that pages could show."""

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import connection

from core.changes import watch
from core.database import is_postgresql
from jobs.models import Change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

# What no page shows that may be answered with 304, or what changes without anybody having changed
# anything.
UNWATCHED = frozenset(
    {
        "accounts_attemptcount",
        "django_admin_log",
        "django_content_type",
        "django_session",
        "jobs_change",
        "jobs_heartbeat",
        "jobs_job",
        "jobs_outboxrow",
        "usersessions_usersession",
    }
)
# Columns that none of these pages shows, of tables that they show: when somebody signed in last.
UNWATCHED_COLUMNS = {"accounts_user": {"last_login"}}
POSITION = "SELECT sum(number) FROM jobs_change"
FOLD = """
WITH gone AS (DELETE FROM jobs_change RETURNING number)
INSERT INTO jobs_change (number) SELECT sum(number) FROM gone HAVING count(*) > 0
"""


def watch_all() -> list[str]:
    """Watch every table that is not watched yet, for all who write to it; safe to run twice."""
    if Change._meta.db_table not in connection.introspection.table_names():
        return []
    return watch(sorted(tables_to_watch()), Change._meta.db_table, _columns_to_watch())


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


def fold() -> None:
    """Make one row of the many that transactions left; the position stays. Safe to run twice."""
    if is_postgresql():
        with connection.cursor() as cursor:
            cursor.execute(FOLD)
