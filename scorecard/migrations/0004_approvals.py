"""Let an approval name the revision that was read, and refuse that of the author."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from core.append_only import append_only

EVENTS = append_only("scorecard_entryevent")


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("scorecard", "0003_rebasing"),
    ]

    operations = [
        # SQLite forgets the triggers of a table that it builds anew, PostgreSQL keeps them.
        migrations.RunPython(EVENTS.reverse_code, EVENTS.code),
        migrations.AddField(
            model_name="entryevent",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="entryevent",
            name="figure_hash",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="entryevent",
            constraint=models.UniqueConstraint(fields=("entry", "kind"), name="entryevent_once"),
        ),
        migrations.AddConstraint(
            model_name="entryevent",
            constraint=models.CheckConstraint(
                condition=~Q(kind="approved", actor=F("author")),
                name="entryevent_approver_is_not_author",
            ),
        ),
        EVENTS,
    ]
