"""The organization app."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Names the app."""

    name = "organization"
