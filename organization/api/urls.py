"""Addresses of the organisation's part of the API."""

from django.urls import path

from organization.api.people import People
from organization.api.units import Units

urlpatterns = [
    path("units/", Units.as_view(), name="units"),
    path("people/", People.as_view(), name="people"),
]
