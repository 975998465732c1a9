"""Addresses of people and deputies."""

from django.urls import path

from organization.views import comparisons, deputies, invitations, people, roles, sheets

app_name = "organization"

urlpatterns = [
    path("account/deputies/", deputies.deputies, name="deputies"),
    path("account/deputies/<int:deputy_id>/end/", deputies.end, name="deputy-end"),
    path("comparison/", comparisons.comparison, name="comparison"),
    path("invitation/<str:token>/", invitations.accept, name="accept"),
    path("people/", people.people, name="people"),
    path("people/tables/<slug:kind>/", sheets.people, name="sheet-people"),
    path("people/invite/", people.invitation, name="invite"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/invite/", people.again, name="invite-again"),
    path("people/<int:person_id>/close/", people.close, name="account-close"),
    path("people/<int:person_id>/open/", people.reopen, name="account-open"),
    path("people/roles/<int:membership_id>/", roles.role, name="role"),
    path("people/roles/<int:membership_id>/end/", roles.end, name="role-end"),
]
