"""The scorecard in the administration pages.

Drafts are not among them: only those who may enter for the unit see what is half typed. Results
and scores have keys of several columns, which these pages cannot show; `export_results` can.
"""

from django.contrib import admin

from core.administration import ReadOnlyAdmin
from scorecard.models import (
    Comment,
    Entry,
    EntryEvent,
    Flag,
    FlagEnding,
    Kpi,
    KpiVersion,
    Line,
    Objective,
    ObjectiveVersion,
    OfficeLine,
    OwnerExplanation,
    OwnForecast,
    Perspective,
    PerspectiveVersion,
    Rebasing,
    Reporter,
    Target,
    Theme,
)


@admin.register(Perspective, Theme)
class OrderedAdmin(ReadOnlyAdmin):
    """What orders the strategy map."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")


@admin.register(PerspectiveVersion)
class PerspectiveVersionAdmin(ReadOnlyAdmin):
    """Weights of perspectives over time."""

    list_display = ("perspective", "weight", "critical", "valid_from", "recorded_at")
    list_select_related = ("perspective",)
    ordering = ("-id",)


@admin.register(Objective)
class ObjectiveAdmin(ReadOnlyAdmin):
    """Objectives with their present name."""

    list_display = ("code", "current", "unit")
    list_select_related = ("current", "unit")
    search_fields = ("code", "current__name", "unit__code")


@admin.register(ObjectiveVersion)
class ObjectiveVersionAdmin(ReadOnlyAdmin):
    """What an objective was, from which day on."""

    list_display = ("name", "objective", "perspective", "valid_from", "recorded_at")
    list_select_related = ("objective__current", "perspective")
    ordering = ("-id",)
    search_fields = ("objective__code", "name")


@admin.register(Line)
class LineAdmin(ReadOnlyAdmin):
    """Which KPIs make which objective, with which weight."""

    list_display = ("unit", "objective", "kpi", "weight", "critical", "valid_from", "recorded_at")
    list_select_related = ("unit", "objective__current", "kpi__current")
    ordering = ("-id",)
    search_fields = ("unit__code", "objective__code", "kpi__code")


@admin.register(Kpi)
class KpiAdmin(ReadOnlyAdmin):
    """KPIs with their present name."""

    list_display = ("code", "current")
    list_select_related = ("current",)
    search_fields = ("code", "current__name")


@admin.register(KpiVersion)
class KpiVersionAdmin(ReadOnlyAdmin):
    """What a KPI meant, from which day on."""

    list_display = ("kpi", "name", "unit_rule", "time_rule", "frequency", "valid_from")
    list_filter = ("unit_rule", "frequency")
    list_select_related = ("kpi__current",)
    ordering = ("-id",)
    search_fields = ("kpi__code", "name")


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """What was aimed at."""

    list_display = ("kpi", "unit", "frequency", "period", "goal", "red_flag", "recorded_at")
    list_select_related = ("kpi__current", "unit")
    ordering = ("-id",)
    search_fields = ("kpi__code", "unit__code")


@admin.register(Reporter)
class ReporterAdmin(ReadOnlyAdmin):
    """Who reports what."""

    list_display = ("unit", "kpi", "first_period", "last_period", "person", "recorded_at")
    list_select_related = ("unit", "kpi__current", "person")
    ordering = ("-id",)
    search_fields = ("kpi__code", "unit__code")


@admin.register(Rebasing)
class RebasingAdmin(ReadOnlyAdmin):
    """From when on limits are computed anew."""

    list_display = ("kpi", "unit", "period", "is_taken_back", "reason", "author", "recorded_at")
    list_select_related = ("kpi__current", "unit", "author")
    ordering = ("-id",)
    search_fields = ("kpi__code", "unit__code", "reason")


@admin.register(OwnForecast)
class OwnForecastAdmin(ReadOnlyAdmin):
    """What units expect of a year."""

    list_display = ("kpi", "unit", "year", "value", "comment", "author", "recorded_at")
    list_select_related = ("kpi__current", "unit", "author")
    ordering = ("-id",)
    search_fields = ("kpi__code", "unit__code", "author__name")


@admin.register(Flag)
class FlagAdmin(ReadOnlyAdmin):
    """What owners say is at risk. Who has opened a flag is counted, and shown to nobody."""

    list_display = ("unit", "kpi", "objective", "fear", "raised_by", "recorded_at")
    list_select_related = ("unit", "kpi__current", "objective__current", "raised_by")
    ordering = ("-id",)
    search_fields = ("unit__code", "kpi__code", "objective__code", "fear")


@admin.register(FlagEnding)
class FlagEndingAdmin(ReadOnlyAdmin):
    """How flags ended."""

    list_display = ("flag", "kind", "reason", "ended_by", "recorded_at")
    list_filter = ("kind",)
    list_select_related = (
        "flag__unit",
        "flag__kpi__current",
        "flag__objective__current",
        "ended_by",
    )
    ordering = ("-id",)
    search_fields = ("flag__unit__code", "reason")


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Who commented where; the words stand on the page of the figure until they are withdrawn."""

    list_display = ("unit", "kpi", "objective", "frequency", "period", "author", "recorded_at")
    list_select_related = ("unit", "kpi__current", "objective__current", "author")
    ordering = ("-id",)
    search_fields = ("unit__code", "kpi__code", "objective__code")


@admin.register(OwnerExplanation)
class OwnerExplanationAdmin(ReadOnlyAdmin):
    """What owners said of their figures."""

    list_display = ("unit", "kpi", "objective", "frequency", "period", "author", "recorded_at")
    list_select_related = ("unit", "kpi__current", "objective__current", "author")
    ordering = ("-id",)
    search_fields = ("unit__code", "kpi__code", "objective__code", "happened")


@admin.register(OfficeLine)
class OfficeLineAdmin(ReadOnlyAdmin):
    """What the strategy office added."""

    list_display = ("explanation", "text", "author", "recorded_at")
    list_select_related = (
        "explanation__unit",
        "explanation__kpi__current",
        "explanation__objective__current",
        "author",
    )
    ordering = ("-id",)
    search_fields = ("explanation__unit__code", "text")


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """What was submitted."""

    list_display = (
        "kpi",
        "unit",
        "period",
        "revision",
        "value",
        "numerator",
        "denominator",
        "not_applicable",
        "author",
        "source",
        "recorded_at",
    )
    list_filter = ("source",)
    list_select_related = ("kpi__current", "unit", "author")
    ordering = ("-id",)
    search_fields = ("kpi__code", "unit__code", "author__name")


@admin.register(EntryEvent)
class EntryEventAdmin(ReadOnlyAdmin):
    """What happened to entries afterwards."""

    list_display = ("entry", "kind", "actor", "reason", "recorded_at")
    list_filter = ("kind",)
    list_select_related = ("entry__kpi", "entry__unit", "actor")
    ordering = ("-id",)
