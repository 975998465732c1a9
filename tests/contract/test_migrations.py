"""Migrations say what the models say, and let the version before go on running meanwhile."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements, get_sql_analyser_class

from scorecard.models import Theme

# What the linter refuses and somebody has weighed: "app.0002_name" -> why it may be so.
ACCEPTED: dict[str, str] = {
    "audit.0002_chain": "a row without its hash would break the chain",
    "scorecard.0004_approvals": "nobody approved anything before: no row can break its constraints",
    "scorecard.0008_map_drafts": "what is added is NULL or has a default in the database",
    "osm.0002_shared_dashboards": "the constraint of pins only allows one kind more",
    "osm.0003_large_tables": "the constraint is on a table that comes with it",
    "communications.0003_notice_mails": "the table of notices comes with the migration before it",
    "scorecard.0012_reporting_calendar": "the constraints are on tables that come with it",
    "communications.0004_month_notices": "constraints allow more than before; new columns are NULL",
    "scorecard.0011_validity_rules": "SQLite makes the tables anew; their columns have defaults",
    "communications.0005_rejections": "the constraint of notices only allows one kind more",
    "scorecard.0013_rejections": "nobody rejected anything before: no row breaks them",
    "scorecard.0015_reminder_schedule": "constraints are on new tables; a reminder may be nobody's",
    "scorecard.0014_uploads": "the constraint is on a table that comes with it",
    "scorecard.0016_evidence": "the constraints are on tables that come with it",
    "jobs.0004_outbox_part": "SQLite makes the table anew; the column has a default there too",
}


def changes_without_migration():
    """Return what `makemigrations` would write; empty where the migrations say all."""
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out)
    except SystemExit:
        return out.getvalue()
    return ""


def own_migrations():
    """Return the migrations of OSM after the first of each app, by name."""
    ours = {app.label for app in apps.get_app_configs() if "site-packages" not in app.path}
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {
        f"{app}.{name}": migration
        for (app, name), migration in sorted(found.items())
        if app in ours and not migration.initial
    }


def refused(found):
    """Return what the linter has against migrations, for the database of this run."""
    linter = MigrationLinter(no_cache=True, no_output=True)
    for migration in found.values():
        linter.lint_migration(migration)
    return linter.nb_erroneous


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    assert changes_without_migration() == ""


@pytest.mark.django_db(transaction=True)
def test_every_migration_lets_the_version_before_go_on():
    accepted = ACCEPTED.keys()
    wanted = {name: found for name, found in own_migrations().items() if name not in accepted}
    assert [name for name, found in wanted.items() if refused({name: found})] == []
    assert accepted - own_migrations().keys() == set()


@pytest.mark.django_db
def test_the_net_catches_a_forgotten_migration(monkeypatch):
    monkeypatch.setattr(Theme._meta.get_field("name"), "max_length", 201)
    assert isinstance(Theme._meta.get_field("name"), models.CharField)
    assert "Alter field name on theme" in changes_without_migration()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "operation",
    [
        migrations.RenameField("theme", "name", "title"),
        migrations.RemoveField("theme", "name"),
        migrations.AddField("theme", "rank", models.IntegerField(default=0)),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_the_net_catches_a_change_that_breaks_the_version_before(operation):
    before = MigrationLoader(connection).project_state()
    after = before.clone()
    operation.state_forwards("scorecard", after)
    with connection.schema_editor(collect_sql=True) as editor:
        operation.database_forwards("scorecard", editor, before, after)
    analyser = get_sql_analyser_class(connection.vendor)
    errors, _ignored, _warnings = analyse_sql_statements(analyser, editor.collected_sql)
    assert errors
