"""The organisation in the administration pages."""

from django.contrib import admin

from core.administration import ReadOnlyAdmin
from organization.models import Comparison, Membership, Organization, Placement, Unit, UnitWindow


@admin.register(Organization)
class OrganizationAdmin(ReadOnlyAdmin):
    """Revisions of name, calendar and cut scores."""

    list_display = ("name", "fiscal_year_start_month", "time_zone", "recorded_at")
    ordering = ("-id",)


@admin.register(Comparison)
class ComparisonAdmin(ReadOnlyAdmin):
    """What sister units were let see of each other."""

    list_display = ("kind", "reason", "author", "recorded_at")
    list_select_related = ("author",)
    ordering = ("-id",)


@admin.register(Unit)
class UnitAdmin(ReadOnlyAdmin):
    """Units of the present tree."""

    list_display = ("code", "name", "kind", "parent", "opened_on", "closed_on")
    list_filter = ("kind",)
    list_select_related = ("parent",)
    ordering = ("path",)
    search_fields = ("code", "name")


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    """Which unit hung where, from which day on."""

    list_display = ("unit", "parent", "valid_from", "recorded_at")
    list_select_related = ("unit", "parent")
    ordering = ("-id",)
    search_fields = ("unit__code", "unit__name")


@admin.register(UnitWindow)
class UnitWindowAdmin(ReadOnlyAdmin):
    """From when to when a unit is open."""

    list_display = ("unit", "opened_on", "closed_on", "recorded_at")
    list_select_related = ("unit",)
    ordering = ("-id",)
    search_fields = ("unit__code", "unit__name")


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    """Who is what in which unit."""

    list_display = ("person", "role", "unit", "valid_from", "valid_until", "recorded_at")
    list_filter = ("role",)
    list_select_related = ("person", "unit")
    ordering = ("-id",)
    search_fields = ("person__name", "person__email", "unit__code", "unit__name")
