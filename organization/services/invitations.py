"""Invitations: the office lets a person in, who sets a password by a link that works once."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.mails import Letter, absolute, send_letter
from accounts.services.passwords import set_password
from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Invitation, Membership, Unit
from organization.policies import may_in_person, require
from organization.roles import Action, Role, action_to_give
from organization.services.deputies import lock_person
from organization.services.memberships import append_membership, check_end

logger = logging.getLogger(__name__)

GOOD_FOR = timedelta(days=7)
SALT = "organization.invitations"


@dataclass(frozen=True)
class Invited:
    """Whom the office lets in, and as what."""

    name: str
    email: str
    unit: Unit
    role: Role
    until: date | None = None


@transaction.atomic
def invite(*, actor: User, invited: Invited) -> Invitation:
    """Make an account with one role and promise the mail that opens it.

    Somebody who came with an import and was never invited keeps their roles and gets one more.

    Raises
    ------
    NotAllowedError
        If `actor` may not give that role in that unit.
    DomainError
        If the person signs in already or is closed, or the role lacks its end.
    """
    require(actor, action_to_give(invited.role), invited.unit)
    today = timezone.now().date()
    check_end(invited.role, today, invited.until)
    person = _account(invited)
    append_membership(person, invited.unit, invited.role, today, invited.until)
    detail = {"unit": invited.unit.code, "role": invited.role.value}
    return _invite(actor, person, invited.unit, verb="invited", detail=detail)


@transaction.atomic
def invite_again(*, actor: User, person: User) -> Invitation:
    """Promise another mail; links that were sent before open nothing any more.

    Raises
    ------
    NotAllowedError
        If `actor` manages none of the units of `person`.
    DomainError
        If the person has set a password, or their account is closed.
    """
    roles = Membership.objects.not_over(timezone.now().date()).filter(person=person)
    units = [row.unit for row in roles.select_related("unit").order_by("id")]
    managed = [unit for unit in units if may_in_person(actor, Action.MANAGE_PEOPLE, unit)]
    if not managed:
        raise DomainError(_("%(name)s has no role in your units.") % {"name": person.name})
    require(actor, Action.MANAGE_PEOPLE, managed[0])
    lock_person(person)
    person.refresh_from_db()
    _check_can_be_invited(person)
    return _invite(actor, person, managed[0], verb="invited again")


def send_invitation(key: str) -> None:
    """Send the mail that was promised, if whoever invites still may.

    Run twice it may send two mails with the same link, never none.
    """
    row = Invitation.objects.select_related("person", "invited_by", "unit").get(pk=key)
    if why_closed(row) or not may_in_person(row.invited_by, Action.MANAGE_PEOPLE, row.unit):
        logger.warning("invitation not sent invitation=%s", key)
        return
    context = {
        "inviter": row.invited_by.name,
        "unit": row.unit.name,
        "link": absolute(reverse("organization:accept", args=[link_token(row)])),
        "until": row.expires_at,
    }
    send_letter(
        row.person,
        Letter(
            subject=lambda: _("%(name)s invites you to OSM") % {"name": row.invited_by.name},
            template="organization/mail/invitation.txt",
            context=context,
        ),
    )
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Set the password of who was invited; the link opens nothing afterwards.

    Raises
    ------
    DomainError
        If the link is used, over or replaced by now.
    """
    lock_person(invitation.person)
    row = Invitation.objects.select_related("person").get(pk=invitation.pk)
    if reason := why_closed(row):
        raise DomainError(reason)
    set_password(person=row.person, password=password, verb="accepted invitation")
    row.accepted_at = timezone.now()
    row.save(update_fields=["accepted_at"])
    return row.person


def link_token(row: Invitation) -> str:
    """Return what stands in the link: signed, so that no secret is stored."""
    return signing.dumps(row.pk, salt=SALT)


def invitation_of(token: str) -> Invitation | None:
    """Return the invitation that a link belongs to; None where the link is made up."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("person").filter(pk=key).first()


def why_closed(row: Invitation) -> str:
    """Return in a sentence why the link opens nothing; empty where it does."""
    newest = Invitation.objects.filter(person=row.person).order_by("-id").first()
    if row.accepted_at is not None or row.person.has_usable_password():
        return _("This link has been used. Sign in with the password that you set.")
    if not row.person.is_active:
        return _("This account is closed. If it should not be, ask the strategy office.")
    if newest is not None and newest.pk != row.pk:
        return _("A newer invitation was sent to you. Use the link in the latest mail.")
    if row.expires_at <= timezone.now():
        return _("This invitation is over. Ask the strategy office for a new one.")
    return ""


def _account(invited: Invited) -> User:
    known = User.objects.filter(email__iexact=invited.email).first()
    if known is None:
        return User.objects.create_user(invited.email, name=invited.name)
    lock_person(known)
    _check_can_be_invited(known)
    return known


def _check_can_be_invited(person: User) -> None:
    if not person.is_active:
        raise DomainError(
            _("The account of %(name)s is closed. Open it again on their page first.")
            % {"name": person.name},
            field="email",
        )
    if person.has_usable_password():
        raise DomainError(
            _("%(name)s signs in here already. Give them the role on their page.")
            % {"name": person.name},
            field="email",
        )


def _invite(
    actor: User, person: User, unit: Unit, *, verb: str, detail: dict[str, str] | None = None
) -> Invitation:
    now = recorded_now()
    row = Invitation.objects.create(
        person=person, unit=unit, invited_by=actor, recorded_at=now, expires_at=now + GOOD_FOR
    )
    record(
        actor=actor,
        verb=verb,
        kind="person",
        subject=person.email,
        unit_id=unit.pk,
        detail=detail,
    )
    post("invitation", [str(row.pk)])
    return row
