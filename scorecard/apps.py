"""The scorecard app."""

from django.apps import AppConfig


class ScorecardConfig(AppConfig):
    """Names the app."""

    name = "scorecard"
