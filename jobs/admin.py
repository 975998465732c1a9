"""What waits, what runs and what failed, in the administration pages."""

from django.contrib import admin

from core.administration import ReadOnlyAdmin
from jobs.models import Freeze, Heartbeat, Job, OutboxRow


@admin.register(OutboxRow)
class OutboxRowAdmin(ReadOnlyAdmin):
    """Promised work; a parked row says why it failed."""

    list_display = ("topic", "key", "created_at", "attempts", "parked_at", "last_error")
    list_filter = ("topic",)
    search_fields = ("key", "last_error")


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """Long jobs and how far they are."""

    list_display = ("label", "kind", "done", "total", "started_at", "finished_at", "error")
    list_filter = ("kind",)
    search_fields = ("label",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    """Signs of life."""

    list_display = ("name", "seen_at")


@admin.register(Freeze)
class FreezeAdmin(ReadOnlyAdmin):
    """Positions that can be asked for again."""

    list_display = ("at",)
