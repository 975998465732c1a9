"""Flags of owners, and what they say of their figures."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("organization", "0002_deputies_and_invitations"),
        ("scorecard", "0006_own_forecast"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fear", models.TextField(verbose_name="what is feared")),
                ("help_asked", models.TextField(blank=True, verbose_name="help asked for")),
                ("recorded_at", models.DateTimeField(verbose_name="raised")),
                (
                    "kpi",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="scorecard.kpi",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="scorecard.objective",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="organization.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "kpi", "id"], name="flag_by_unit")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kpi", None), ("objective__isnull", False)),
                            models.Q(("kpi__isnull", False), ("objective", None)),
                            _connector="OR",
                        ),
                        name="flag_one_matter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fear", ""), _negated=True), name="flag_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagEnding",
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
                            ("closed", "dealt with"),
                            ("withdrawn", "withdrawn: there is nothing to fear"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("reason", models.TextField(verbose_name="what was done, or why")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "ended_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flag_endings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "flag",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="scorecard.flag",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["closed", "withdrawn"])),
                        name="flagending_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="flagending_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="opened")),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="scorecard.flag",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flag_readings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("flag", "person"), name="flagreading_the_first_counts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnerExplanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("frequency", models.CharField(max_length=10)),
                ("period", models.IntegerField(verbose_name="period")),
                ("happened", models.TextField(verbose_name="what happened")),
                ("cause", models.TextField(blank=True, verbose_name="why")),
                ("next_step", models.TextField(verbose_name="what comes next")),
                ("due_on", models.DateField(null=True, verbose_name="by when")),
                ("help_asked", models.TextField(blank=True, verbose_name="help asked for")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="owner_explanations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kpi",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="scorecard.kpi",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="scorecard.objective",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="organization.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "kpi", "frequency", "period", "id"],
                        name="ownerexplanation_by_cell",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kpi", None), ("objective__isnull", False)),
                            models.Q(("kpi__isnull", False), ("objective", None)),
                            _connector="OR",
                        ),
                        name="ownerexplanation_one_matter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("happened", ""), _negated=True),
                            models.Q(("next_step", ""), _negated=True),
                        ),
                        name="ownerexplanation_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="line of the strategy office")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_lines",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "explanation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office_lines",
                        to="scorecard.ownerexplanation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="officeline_says_something",
                    )
                ],
            },
        ),
        append_only("scorecard_flag"),
        append_only("scorecard_flagending"),
        append_only("scorecard_flagreading"),
        append_only("scorecard_ownerexplanation"),
        append_only("scorecard_officeline"),
    ]
