"""Refuse changes of what was entered: a correction is a new revision."""

from django.db import migrations

from core.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [("scorecard", "0001_initial")]

    operations = [
        append_only("scorecard_entry"),
        append_only("scorecard_entryevent"),
        append_only("scorecard_manualscore"),
    ]
