"""Addresses of initiatives. Codes may hold any character, so the number stands in the address."""

from django.urls import path

from initiatives.views import contributions, initiatives, milestones, status_lines

app_name = "initiatives"

urlpatterns = [
    path("", initiatives.index, name="index"),
    path("new/", initiatives.create, name="create"),
    path("<int:initiative_id>/", initiatives.detail, name="detail"),
    path("<int:initiative_id>/edit/", initiatives.edit, name="edit"),
    path("<int:initiative_id>/status/", status_lines.write, name="status"),
    path("<int:initiative_id>/objectives/", contributions.link, name="link"),
    path("<int:initiative_id>/milestones/", milestones.plan, name="milestone-plan"),
    path(
        "<int:initiative_id>/milestones/<int:milestone_id>/done/",
        milestones.complete,
        name="milestone-done",
    ),
    path(
        "<int:initiative_id>/milestones/<int:milestone_id>/drop/",
        milestones.drop,
        name="milestone-drop",
    ),
]
