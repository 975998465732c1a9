"""Addresses of one's own account, and of passwords under the names that allauth looks for."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from accounts.views import account, passwords, sessions, tokens

app_name = "accounts"

urlpatterns = [
    path("", account.account, name="account"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/end-others/", sessions.end_rest, name="sessions-end-others"),
    path("sessions/<int:session_id>/end/", sessions.end, name="session-end"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<str:start>/revoke/", tokens.revoke, name="token-revoke"),
]

# The library's views would also answer other verbs.
form = require_http_methods(["GET", "HEAD", "POST"])

password_urlpatterns = [
    path(
        "account/password/",
        form(passwords.PasswordChange.as_view()),
        name="account_change_password",
    ),
    path(
        "account/password/first/",
        form(passwords.FirstPassword.as_view()),
        name="account_set_password",
    ),
    path("password/", form(passwords.PasswordReset.as_view()), name="account_reset_password"),
    path(
        "password/sent/",
        require_safe(passwords.PasswordResetDone.as_view()),
        name="account_reset_password_done",
    ),
    path(
        "password/<str:uidb36>/<str:key>/",
        form(passwords.PasswordResetFromKey.as_view()),
        name="account_reset_password_from_key",
    ),
]
