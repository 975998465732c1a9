"""Addresses of the API, version 1."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from osm.api.dashboard import OwnDashboard
from osm.api.search import Search
from osm.views.api import docs

app_name = "api"
urlpatterns = [
    path("", include("organization.api.urls")),
    path("", include("scorecard.api.urls")),
    path("", include("initiatives.api.urls")),
    path("", include("communications.api.urls")),
    path("dashboard/", OwnDashboard.as_view(), name="dashboard"),
    path("search/", Search.as_view(), name="search"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
]
