"""Addresses of initiatives. Codes may hold any character, so the number stands in the address."""

from django.urls import path

from initiatives.views import actions, contributions, initiatives, milestones, sheets, status_lines

app_name = "initiatives"

urlpatterns = [
    path("", initiatives.index, name="index"),
    path("tables/<slug:kind>/", sheets.initiatives, name="sheet"),
    path("new/", initiatives.create, name="create"),
    path("actions/", actions.actions, name="actions"),
    path("actions/new/", actions.add, name="action-add"),
    path("actions/<int:action_id>/", actions.action, name="action"),
    path("actions/<int:action_id>/done/", actions.finish, name="action-done"),
    path("actions/<int:action_id>/move/", actions.move, name="action-move"),
    path("actions/<int:action_id>/hand-over/", actions.hand_over, name="action-hand-over"),
    path("actions/<int:action_id>/drop/", actions.drop, name="action-drop"),
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
