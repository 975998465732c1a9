"""The ground floor: figures and dates for people, small pictures, htmx. No models, no domain."""

from django.apps import AppConfig

from core.memory import keep_freed_memory


class CoreConfig(AppConfig):
    """The app ``core``."""

    name = "core"

    def ready(self) -> None:
        """Tell the allocator of this process how memory is used here."""
        keep_freed_memory()
