"""The ground floor: figures and dates for people, small pictures, htmx. No models, no domain."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The app ``core``."""

    name = "core"
