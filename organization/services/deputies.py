"""Deputies: a person names who acts for them for some days, and ends it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record
from core import dates
from core.errors import DomainError, NotAllowedError
from jobs.services.positions import recorded_now
from organization.models import Deputy

LONGEST = timedelta(days=366)


@transaction.atomic
def name_deputy(*, actor: User, deputy: User | None, first: date, last: date) -> Deputy:
    """Let `deputy` act for `actor` from the first to the last day.

    Raises
    ------
    DomainError
        Where nobody of that address signs in, it is oneself or one's deputy already, or the days
        are past, in the wrong order or more than a year.
    """
    found = _somebody_else(actor, deputy)
    _check_days(first, last)
    lock_person(actor)
    _check_not_named_already(actor, found)
    row = Deputy.objects.create(
        principal=actor,
        deputy=found,
        valid_from=first,
        valid_until=last,
        recorded_at=recorded_now(),
    )
    _record(actor, "named deputy", row)
    return row


@transaction.atomic
def end_deputy(*, actor: User, row: Deputy) -> Deputy:
    """End at once what one of the two named or was named: from now on it gives nothing.

    Raises
    ------
    NotAllowedError
        If `actor` is neither of the two.
    DomainError
        If it is over already.
    """
    if actor.pk not in {row.principal_id, row.deputy_id}:
        raise NotAllowedError(_("Only the two people themselves can end this."))
    lock_person(row.principal)
    _check_not_over(row)
    yesterday = timezone.now().date() - timedelta(days=1)
    ended = Deputy.objects.create(
        principal=row.principal,
        deputy=row.deputy,
        valid_from=row.valid_from,
        valid_until=yesterday,
        recorded_at=recorded_now(),
    )
    _record(actor, "ended deputy", ended)
    return ended


def lock_person(person: User) -> None:
    """Make others who change what this person may do wait until the transaction ends."""
    User.objects.select_for_update().get(pk=person.pk)


def _somebody_else(actor: User, deputy: User | None) -> User:
    if deputy is None or not deputy.is_active:
        raise _refusal(_("Nobody with this address signs in here. Correct it."), "email")
    if deputy.pk == actor.pk:
        raise _refusal(_("You cannot be your own deputy. Name somebody else."), "email")
    return deputy


def _check_days(first: date, last: date) -> None:
    if first > last:
        raise _refusal(_("It ends before it begins. Correct one of the days."), "last")
    if last < timezone.now().date():
        raise _refusal(_("These days are over. Choose days to come."), "last")
    if last - first > LONGEST:
        raise _refusal(_("A deputy is named for at most a year. Choose an earlier end."), "last")


def _check_not_named_already(actor: User, deputy: User) -> None:
    today = timezone.now().date()
    known = Deputy.objects.not_over(today).filter(principal=actor, deputy=deputy).first()
    if known is not None:
        raise _refusal(
            _("%(name)s is your deputy already, until %(day)s. End that first to change the days.")
            % {"name": deputy.name, "day": dates.day(known.valid_until, today=today)},
            "email",
        )


def _check_not_over(row: Deputy) -> None:
    newest = Deputy.objects.not_over(timezone.now().date())
    if not newest.filter(principal=row.principal_id, deputy=row.deputy_id).exists():
        raise DomainError(_("This is over already."))


def _refusal(message: str, field: str) -> DomainError:
    return DomainError(message, field=field)


def _record(actor: User, verb: str, row: Deputy) -> None:
    # One's own matter, whoever one acts for otherwise.
    actor.acting_for = None
    record(
        actor=actor,
        verb=verb,
        kind="person",
        subject=row.principal.email,
        detail={
            "deputy": row.deputy.email,
            "from": row.valid_from.isoformat(),
            "until": row.valid_until.isoformat(),
        },
    )
