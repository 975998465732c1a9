from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    """PostgreSQL compares words letter by letter for the search; SQLite does it in Python."""

    dependencies = [("organization", "0002_deputies_and_invitations")]

    operations = [TrigramExtension()]
