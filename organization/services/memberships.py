"""Roles of people in units: given, changed and ended from a day on, by who may give them."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record
from core.errors import DomainError, NotAllowedError
from jobs.services.positions import recorded_now
from organization.models import Membership, Unit
from organization.policies import require
from organization.roles import Role, action_to_give
from organization.services.deputies import lock_person

DAY = timedelta(days=1)


@transaction.atomic
def give_role(
    *, actor: User, person: User, unit: Unit, role: Role, first: date, until: date | None = None
) -> Membership:
    """Give a role from a day on.

    Raises
    ------
    NotAllowedError
        If `actor` may not give that role in that unit, or it is for themselves.
    DomainError
        If the person has it there already, or a day is past or missing.
    """
    _check_may_give(actor, person, unit, role)
    _check_days(first, role, until)
    lock_person(person)
    _check_is_new(person, unit, role)
    row = append_membership(person, unit, role, first, until)
    _record(actor, "gave role", row, row.valid_from)
    return row


@transaction.atomic
def change_role(
    *, actor: User, membership: Membership, unit: Unit, role: Role, first: date
) -> Membership:
    """Put another role, or the role in another unit, in place of one from a day on.

    Raises
    ------
    NotAllowedError
        If `actor` may not give both, or it is their own.
    DomainError
        If nothing differs, the new one is there already, or the day is past.
    """
    person = membership.person
    _check_may_give(actor, person, membership.unit, Role(membership.role))
    _check_may_give(actor, person, unit, role)
    _check_days(first, role, membership.valid_until)
    lock_person(person)
    _check_lasts(membership)
    _check_is_new(person, unit, role)
    _end(membership, first)
    row = append_membership(person, unit, role, first, membership.valid_until)
    was = {"was": f"{membership.role} {membership.unit.code}"}
    _record(actor, "changed role", row, first, **was)
    return row


@transaction.atomic
def end_role(*, actor: User, membership: Membership, first: date) -> Membership:
    """End a role: on the day `first` it is gone.

    Raises
    ------
    NotAllowedError
        If `actor` may not give that role there, or it is their own.
    DomainError
        If it is over already, or the day is past.
    """
    _check_may_give(actor, membership.person, membership.unit, Role(membership.role))
    _check_not_past(first)
    lock_person(membership.person)
    _check_lasts(membership)
    row = _end(membership, first)
    _record(actor, "ended role", row, first)
    return row


def append_membership(
    person: User, unit: Unit, role: Role, first: date, until: date | None
) -> Membership:
    """Append a revision of what a person is in a unit."""
    return Membership.objects.create(
        person=person,
        unit=unit,
        role=role.value,
        valid_from=first,
        valid_until=until,
        recorded_at=recorded_now(),
    )


def check_end(role: Role, first: date, until: date | None) -> None:
    """Refuse a consultant without an end, and an end before the beginning.

    Raises
    ------
    DomainError
        Beside the field "until".
    """
    if role is Role.CONSULTANT and until is None:
        raise DomainError(_("A consultant's access ends on a day: fill it in."), field="until")
    if until is not None and until < first:
        raise DomainError(_("It ends before it begins. Correct the day."), field="until")


def _check_may_give(actor: User, person: User, unit: Unit, role: Role) -> None:
    if actor.pk == person.pk:
        raise NotAllowedError(_("Nobody changes their own roles. Ask a colleague."))
    require(actor, action_to_give(role), unit)


def _check_days(first: date, role: Role, until: date | None) -> None:
    _check_not_past(first)
    check_end(role, first, until)


def _check_not_past(first: date) -> None:
    # Who was what in the past gives old pages their meaning.
    if first < timezone.now().date():
        raise DomainError(
            _("The past stays as it was. Choose today or a later day."), field="first"
        )


def _check_is_new(person: User, unit: Unit, role: Role) -> None:
    rows = Membership.objects.not_over(timezone.now().date())
    if rows.filter(person=person, unit=unit, role=role.value).exists():
        raise DomainError(
            _("%(name)s has this role in %(unit)s already.")
            % {"name": person.name, "unit": unit.name},
            field="role",
        )


def _check_lasts(membership: Membership) -> None:
    rows = Membership.objects.not_over(timezone.now().date())
    if not rows.filter(pk=membership.pk).exists():
        raise DomainError(_("Somebody ended or changed this role in the meantime. Look again."))


def _end(membership: Membership, first: date) -> Membership:
    return append_membership(
        membership.person,
        membership.unit,
        Role(membership.role),
        membership.valid_from,
        first - DAY,
    )


def _record(actor: User, verb: str, row: Membership, first: date, **more: str) -> None:
    record(
        actor=actor,
        verb=verb,
        kind="person",
        subject=row.person.email,
        unit_id=row.unit_id,
        detail={
            "unit": row.unit.code,
            "role": str(row.role),
            "from": first.isoformat(),
            "until": row.valid_until.isoformat() if row.valid_until else None,
            **more,
        },
    )
