"""Tables whose rows are appended and never changed or removed: the database itself refuses."""

from typing import Any

from django.db import migrations

MESSAGE = "Rows of {table} are appended, never changed or removed."
# Shared by all tables; PostgreSQL hands the name of the table over.
REFUSE = """
CREATE OR REPLACE FUNCTION osm_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Rows of % are appended, never changed or removed.', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
"""


def append_only(table: str) -> migrations.RunPython:
    """Return the step of a migration that lets nobody UPDATE, DELETE or TRUNCATE `table`.

    SQLite forgets the triggers of a table that a later migration builds anew, as it does for most
    changes of columns: such a migration ends with this step again.
    """

    def refuse(_apps: Any, editor: Any) -> None:
        for statement in _POSTGRESQL if editor.connection.vendor == "postgresql" else _SQLITE:
            editor.execute(statement.format(table=table), params=None)

    def allow(_apps: Any, editor: Any) -> None:
        on_table = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for verb in _verbs(editor.connection.vendor):
            editor.execute(f"DROP TRIGGER {table}_refuses_{verb}{on_table}", params=None)

    return migrations.RunPython(refuse, allow)


def _verbs(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


_POSTGRESQL = (
    REFUSE,
    *(
        f"CREATE TRIGGER {{table}}_refuses_{verb} BEFORE {verb.upper()} ON {{table}}"
        f" FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'}"
        " EXECUTE FUNCTION osm_refuse_change()"
        for verb in _verbs("postgresql")
    ),
)
_SQLITE = tuple(
    f"CREATE TRIGGER {{table}}_refuses_{verb} BEFORE {verb.upper()} ON {{table}}"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for verb in _verbs("sqlite")
)
