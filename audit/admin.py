"""The record of changes in the administration pages."""

from django.contrib import admin

from audit.models import Record
from core.administration import ReadOnlyAdmin


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    """Who did what, when and why."""

    list_display = ("recorded_at", "actor", "on_behalf_of", "verb", "subject_kind", "subject")
    list_filter = ("subject_kind",)
    list_select_related = ("actor", "on_behalf_of")
    search_fields = ("subject", "verb", "actor__name", "actor__email")
