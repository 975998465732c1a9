"""The communications app."""

from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    """Names the app."""

    name = "communications"
