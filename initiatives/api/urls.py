"""Addresses of the initiatives' part of the API."""

from django.urls import path

from initiatives.api.actions import ActionEvents, Actions
from initiatives.api.details import InitiativeDetail, StatusLines
from initiatives.api.initiatives import Initiatives

urlpatterns = [
    path("actions/", Actions.as_view(), name="actions"),
    path("actions/<int:action_id>/events/", ActionEvents.as_view(), name="action-events"),
    path("initiatives/", Initiatives.as_view(), name="initiatives"),
    path("initiatives/<int:initiative_id>/", InitiativeDetail.as_view(), name="initiative"),
    path(
        "initiatives/<int:initiative_id>/status-lines/",
        StatusLines.as_view(),
        name="initiative-status-lines",
    ),
]
