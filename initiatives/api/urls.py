"""Addresses of the initiatives' part of the API."""

from django.urls import path

from initiatives.api.details import InitiativeDetail, StatusLines
from initiatives.api.initiatives import Initiatives

urlpatterns = [
    path("initiatives/", Initiatives.as_view(), name="initiatives"),
    path("initiatives/<int:initiative_id>/", InitiativeDetail.as_view(), name="initiative"),
    path(
        "initiatives/<int:initiative_id>/status-lines/",
        StatusLines.as_view(),
        name="initiative-status-lines",
    ),
]
