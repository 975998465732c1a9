"""PostgreSQL compares words letter by letter for the search; SQLite does it in Python."""

from django.db import migrations


def add_trigrams(_apps, schema_editor):
    """Create the extension, without the module that needs a driver which small editions have not."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


class Migration(migrations.Migration):
    dependencies = [("organization", "0002_deputies_and_invitations")]

    operations = [migrations.RunPython(add_trigrams, migrations.RunPython.noop)]
