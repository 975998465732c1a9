"""Let a rejection say why, and refuse that of the author as an approval is refused."""

from django.db import migrations, models
from django.db.models import F, Q

from core.append_only import append_only

EVENTS = append_only("scorecard_entryevent")


class Migration(migrations.Migration):

    dependencies = [
        ("scorecard", "0012_reporting_calendar"),
    ]

    operations = [
        # SQLite forgets the triggers of a table that it builds anew, PostgreSQL keeps them.
        migrations.RunPython(EVENTS.reverse_code, EVENTS.code),
        migrations.RemoveConstraint(
            model_name="entryevent",
            name="entryevent_approver_is_not_author",
        ),
        migrations.AddConstraint(
            model_name="entryevent",
            constraint=models.CheckConstraint(
                condition=~Q(kind__in=["approved", "rejected"], actor=F("author")),
                name="entryevent_approver_is_not_author",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryevent",
            constraint=models.CheckConstraint(
                condition=~Q(kind="rejected", reason=""),
                name="entryevent_rejection_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="entryevent",
            index=models.Index(
                condition=Q(kind="rejected"), fields=["entry"], name="entryevent_rejected"
            ),
        ),
        EVENTS,
    ]
