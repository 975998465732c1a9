"""Next steps about KPIs and objectives, and what happened to them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0001_initial"),
        ("organization", "0002_deputies_and_invitations"),
        ("scorecard", "0007_flags_and_explanations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="what is to be done")),
                (
                    "owner_name",
                    models.CharField(blank=True, max_length=200, verbose_name="who does it"),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("recorded_at", models.DateTimeField(verbose_name="added")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions_added",
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
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
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
                "indexes": [
                    models.Index(fields=["unit", "kpi", "id"], name="actionitem_by_kpi"),
                    models.Index(
                        fields=["unit", "objective", "id"], name="actionitem_by_objective"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kpi", None), ("objective__isnull", False)),
                            models.Q(("kpi__isnull", False), ("objective", None)),
                            _connector="OR",
                        ),
                        name="actionitem_one_matter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="actionitem_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("owner", None), models.Q(("owner_name", ""), _negated=True)),
                            models.Q(("owner__isnull", False), ("owner_name", "")),
                            _connector="OR",
                        ),
                        name="actionitem_has_one_owner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionEvent",
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
                            ("done", "done"),
                            ("dropped", "dropped"),
                            ("moved", "moved to another day"),
                            ("handed_over", "handed over"),
                        ],
                        max_length=12,
                        verbose_name="what happened",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why, or what came of it")),
                ("due_on", models.DateField(null=True, verbose_name="new day")),
                (
                    "owner_name",
                    models.CharField(blank=True, max_length=200, verbose_name="who does it"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="initiatives.actionitem",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["action", "kind", "id"], name="actionevent_by_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["done", "dropped", "moved", "handed_over"])
                        ),
                        name="actionevent_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["dropped", "moved"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="actionevent_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_on__isnull", False), ("kind", "moved")),
                            models.Q(models.Q(("kind", "moved"), _negated=True), ("due_on", None)),
                            _connector="OR",
                        ),
                        name="actionevent_moves_to_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "handed_over"),
                                ("owner", None),
                                models.Q(("owner_name", ""), _negated=True),
                            ),
                            models.Q(
                                ("kind", "handed_over"),
                                ("owner__isnull", False),
                                ("owner_name", ""),
                            ),
                            models.Q(
                                models.Q(("kind", "handed_over"), _negated=True),
                                ("owner", None),
                                ("owner_name", ""),
                            ),
                            _connector="OR",
                        ),
                        name="actionevent_hands_over_to_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["done", "dropped"])),
                        fields=("action",),
                        name="actionevent_ends_once",
                    ),
                ],
            },
        ),
        append_only("initiatives_actionitem"),
        append_only("initiatives_actionevent"),
    ]
