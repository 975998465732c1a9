"""People who sign in."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from accounts.querysets import TokenQuerySet, UserManager
from accounts.roles import Scope


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address; what they may do stands in their memberships."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration pages"), default=False)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    # Set where a token signed the person in: the gate allows no more than its scopes.
    token_scopes: frozenset[Scope] | None = None
    # Who is signed in acts as that person's deputy; the gate sets it, the audit row keeps both.
    acting_for: "User | None" = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name as shown to others."""
        return self.name


class AttemptCount(models.Model):
    """How often something was tried under a key, a hash that names nobody, until its time ends."""

    key = models.CharField(primary_key=True, max_length=64)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%Y-%m-%d %H:%M}"


class SignedInRequest(HttpRequest):
    """A request of a person who is signed in: the middleware lets no other reach a page."""

    user: User


# The second base tells the type checker what the first one, which has no types, is.
class Token(AbstractAuthToken, models.Model):  # type: ignore[misc]
    """A key with which a program acts for a person: within its scopes, until it expires.

    Only a hash of the secret is stored. A token that was revoked stays, so that it can be named.
    """

    SCOPES = [
        (Scope.READ.value, _("read: figures, definitions, initiatives and your messages")),
        (Scope.ENTER.value, _("enter: submit figures")),
        (Scope.EDIT.value, _("edit: initiatives, status lines, marks of reading")),
        (Scope.DECIDE.value, _("decide: approve and override figures, give scores by hand")),
    ]

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens"
    )
    name = models.CharField(_("name"), max_length=60)
    scopes = models.JSONField(_("scopes"), default=list)
    expiry = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects: ClassVar[TokenQuerySet] = TokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("token")
        constraints = [
            models.CheckConstraint(name="token_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name
