"""What only the owner of a database can do: switch its triggers off."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def triggers_off():
    """Let rows be changed and removed that are otherwise only appended."""
    switch = _postgresql_off if connection.vendor == "postgresql" else _sqlite_off
    with switch():
        yield


@contextmanager
def _postgresql_off():
    # For the owner's session alone: tables and constraints stay as they are.
    execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        execute("SET session_replication_role = DEFAULT")


@contextmanager
def _sqlite_off():
    triggers = execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for name, _sql in triggers:
        execute(f"DROP TRIGGER {name}")
    try:
        yield
    finally:
        for _name, sql in triggers:
            execute(sql)


def refuse_records():
    """Let the database refuse every further audit row, until the transaction is rolled back."""
    if connection.vendor == "postgresql":
        execute(
            "CREATE FUNCTION no_record() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE check_violation; END $$"
        )
        work = "FOR EACH ROW EXECUTE FUNCTION no_record()"
    else:
        work = "BEGIN SELECT RAISE(ABORT, 'no record'); END"
    execute(f"CREATE TRIGGER no_record BEFORE INSERT ON audit_record {work}")


def execute(statement, parameters=None):
    """Run one statement past the ORM; return its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []
