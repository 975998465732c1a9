"""Initiatives in the administration pages."""

from django.contrib import admin

from core.administration import ReadOnlyAdmin
from initiatives.models import (
    ActionEvent,
    ActionItem,
    Contribution,
    Initiative,
    InitiativeVersion,
    Milestone,
    StatusLine,
)


@admin.register(Initiative)
class InitiativeAdmin(ReadOnlyAdmin):
    """Initiatives with their present facts."""

    list_display = ("code", "current", "unit")
    list_select_related = ("current", "unit")
    search_fields = ("code", "current__name", "unit__code")


@admin.register(InitiativeVersion)
class InitiativeVersionAdmin(ReadOnlyAdmin):
    """What was known when, who said so and why."""

    list_display = ("name", "stage", "unit", "starts_on", "ends_on", "changed_by", "recorded_at")
    list_filter = ("stage",)
    list_select_related = ("unit", "changed_by")
    ordering = ("-id",)
    search_fields = ("initiative__code", "name", "unit__code")


@admin.register(Milestone)
class MilestoneAdmin(ReadOnlyAdmin):
    """Revisions of milestones."""

    list_display = ("name", "initiative", "due_on", "done_on", "dropped", "recorded_at")
    list_select_related = ("initiative__current",)
    ordering = ("-id",)
    search_fields = ("initiative__code", "name")


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    """Which initiative helps which objective."""

    list_display = ("initiative", "objective", "contribution", "recorded_at")
    list_select_related = ("initiative__current", "objective__current")
    ordering = ("-id",)
    search_fields = ("initiative__code", "objective__code")


@admin.register(StatusLine)
class StatusLineAdmin(ReadOnlyAdmin):
    """How initiatives stood."""

    list_display = ("text", "initiative", "author", "recorded_at")
    list_select_related = ("initiative__current", "author")
    ordering = ("-id",)
    search_fields = ("initiative__code", "text")


@admin.register(ActionItem)
class ActionItemAdmin(ReadOnlyAdmin):
    """Next steps as they were added."""

    list_display = ("text", "unit", "owner", "owner_name", "due_on", "added_by", "recorded_at")
    list_select_related = ("unit", "owner", "added_by")
    ordering = ("-id",)
    search_fields = ("text", "unit__code", "kpi__code", "objective__code")


@admin.register(ActionEvent)
class ActionEventAdmin(ReadOnlyAdmin):
    """What happened to next steps."""

    list_display = ("kind", "action", "reason", "due_on", "by", "recorded_at")
    list_filter = ("kind",)
    list_select_related = ("action__unit", "action__kpi", "action__objective", "by")
    ordering = ("-id",)
    search_fields = ("reason", "action__text", "action__unit__code")
