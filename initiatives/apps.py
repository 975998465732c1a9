"""The initiatives app."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Names the app."""

    name = "initiatives"
