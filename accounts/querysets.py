"""How people are made and found, and which of their tokens are good."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class UserManager(BaseUserManager["User"]):
    """Makes people with a lower-case address; a missing password means none is usable."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person."""
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who may open every administration page."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a person by address, whatever its case."""
        return self.get(email__iexact=username)


class TokenQuerySet(models.QuerySet[Any]):
    """Tokens."""

    def usable_at(self, moment: datetime) -> Self:
        """Return those that are neither revoked nor expired, of people who may sign in."""
        return self.filter(revoked_at=None, expiry__gt=moment, user__is_active=True)

    def newest_first(self) -> Self:
        """Order by when they were made, the latest first."""
        return self.order_by("-created", "name")
