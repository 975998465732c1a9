"""Accounts: closed and opened again by the office."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.sessions import end_other_sessions
from audit.services.records import record
from core.errors import DomainError, NotAllowedError
from organization.policies import may_close
from organization.services.deputies import lock_person


@transaction.atomic
def close_account(*, actor: User, person: User) -> User:
    """Close an account: the next request is refused, every session ends, history stays.

    Raises
    ------
    NotAllowedError
        If `actor` may not give each role that the person has, or it is their own account.
    DomainError
        If it is closed already.
    """
    return _set(actor, person, is_active=False)


@transaction.atomic
def open_account(*, actor: User, person: User) -> User:
    """Open a closed account again, with the roles that have not ended.

    Raises
    ------
    NotAllowedError
        If `actor` may not give each role that the person has.
    DomainError
        If it is open already.
    """
    return _set(actor, person, is_active=True)


def _set(actor: User, person: User, *, is_active: bool) -> User:
    if not may_close(actor, person):
        raise NotAllowedError(
            _("%(name)s has roles that you do not give. Ask an administrator.")
            % {"name": person.name}
        )
    lock_person(person)
    person.refresh_from_db()
    if person.is_active == is_active:
        raise DomainError(_("That has been done already."))
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    ended = 0 if is_active else end_other_sessions(person)
    # Only who may in person gets here.
    actor.acting_for = None
    record(
        actor=actor,
        verb="opened account" if is_active else "closed account",
        kind="person",
        subject=person.email,
        detail={"sessions": ended},
    )
    return person
