"""Let the office say from which day on critical children do not cap a node."""

import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from core.append_only import append_only


def _to(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        null=model not in {"organization.unit", settings.AUTH_USER_MODEL},
        on_delete=django.db.models.deletion.PROTECT,
        related_name="cap_switches",
        to=model,
    )


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organization", "0002_deputies_and_invitations"),
        ("scorecard", "0004_approvals"),
    ]

    operations = [
        migrations.CreateModel(
            name="CapSwitch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(default=datetime.date(1, 1, 1))),
                ("recorded_at", models.DateTimeField()),
                ("unit", _to("organization.unit")),
                ("perspective", _to("scorecard.perspective")),
                ("theme", _to("scorecard.theme")),
                ("objective", _to("scorecard.objective")),
                ("caps", models.BooleanField(verbose_name="critical children cap it")),
                ("reason", models.TextField(verbose_name="reason")),
                ("author", _to(settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(perspective=None, theme=None)
                        | Q(perspective=None, objective=None)
                        | Q(theme=None, objective=None),
                        name="capswitch_one_node",
                    )
                ],
            },
        ),
        append_only("scorecard_capswitch"),
    ]
