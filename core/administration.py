"""Look at rows in the administration pages; writing goes through services alone."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http import HttpRequest

    Base = admin.ModelAdmin[Model]
else:
    # Only the stubs make ModelAdmin generic.
    Base = admin.ModelAdmin


class ReadOnlyAdmin(Base):
    """Rows that can be found and looked at: not added, changed or deleted, by nobody."""

    # Counting millions of rows for a page that shows a hundred takes seconds.
    show_full_result_count = False

    def has_add_permission(self, *_args: Any) -> bool:
        """No: a service adds."""
        return False

    def has_change_permission(self, _request: "HttpRequest", _obj: Any = None) -> bool:
        """No: a service changes."""
        return False

    def has_delete_permission(self, _request: "HttpRequest", _obj: Any = None) -> bool:
        """No: history is kept."""
        return False
