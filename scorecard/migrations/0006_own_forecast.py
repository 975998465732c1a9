"""What units expect of a year."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0002_deputies_and_invitations"),
        ("scorecard", "0005_cap_switches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnForecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField(verbose_name="fiscal year")),
                ("value", core.fields.ExactDecimalField(verbose_name="value")),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_forecasts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_forecasts",
                        to="scorecard.kpi",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_forecasts",
                        to="organization.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kpi", "unit", "year", "id"], name="ownforecast_by_year")
                ],
            },
        ),
        append_only("scorecard_ownforecast"),
    ]
