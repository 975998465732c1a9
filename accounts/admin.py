"""People in the administration pages."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.models import User
from core.administration import ReadOnlyAdmin

# What a person may do stands in their memberships; groups would be a second, unseen way.
admin.site.unregister(Group)
# The address that signs in is that of the person.
admin.site.unregister(EmailAddress)
# From where a person signs in is shown to that person alone.
admin.site.unregister(UserSession)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """People, without anything of their password."""

    list_display = ("name", "email", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("name", "email")
    fields = ("name", "email", "locale", "is_active", "is_staff", "date_joined", "last_login")
