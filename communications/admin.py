"""Messages in the administration pages, from the moment they went out.

Drafts are for their writers and speakers alone, and deliveries are not among them either: who has
read a message is shown by unit, never by name.
"""

from django.contrib import admin

from communications.models import Publication
from core.administration import ReadOnlyAdmin


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    """What went out, and when."""

    list_display = ("version", "published_at")
    list_select_related = ("version",)
    ordering = ("-id",)
    search_fields = ("version__title",)
