"""What units learn of their sister units, decided by the strategy office."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("organization", "0003_trigrams"),
    ]

    operations = [
        migrations.CreateModel(
            name="Comparison",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("none", "Nothing"),
                            ("anonymous", "Figures without names"),
                            ("named", "Figures with names"),
                        ],
                        max_length=10,
                        verbose_name="sister units see",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comparisons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(kind__in=["none", "anonymous", "named"]),
                        name="comparison_kind",
                    )
                ],
            },
        ),
        append_only("organization_comparison"),
    ]
