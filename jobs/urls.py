"""Addresses of jobs."""

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [path("healthz", views.healthz, name="healthz")]
