"""Count tries, so that passwords cannot be guessed; one row a key, raised under its lock.

What is counted, and why nobody can lock out others cheaply, stands in docs/accounts.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import AttemptCount, User
from accounts.services.browsers import known_browser
from core import dates
from core.errors import DomainError

MINUTE = timedelta(minutes=1)
# Whoever has an IPv6 address has all of its network.
IPV6_NETWORK = 64


@dataclass(frozen=True)
class Limit:
    """How many tries there are in a time that begins with the first of them."""

    most: int
    period: timedelta


# Keyed by account and address, so that a stranger's guesses do not close the door to the owner.
FROM_ONE_ADDRESS = Limit(5, timedelta(minutes=15))
# A browser that signed in to this account before has a count of its own.
FROM_A_KNOWN_BROWSER = Limit(5, timedelta(minutes=15))
# Against one password tried on many accounts, and against many addresses that guess for one.
BY_ONE_ADDRESS = Limit(100, timedelta(minutes=15))
FOR_ONE_ACCOUNT = Limit(50, timedelta(minutes=15))

RESETS_FOR_ONE_ACCOUNT = Limit(3, timedelta(hours=1))
RESETS_BY_ONE_ADDRESS = Limit(20, timedelta(hours=1))


class TooManyAttemptsError(DomainError):
    """Nothing was checked: the limit is reached; `until` says when to try again."""

    def __init__(self, message: str, until: datetime) -> None:
        super().__init__(message)
        self.until = until


@dataclass(frozen=True)
class Attempt:
    """A sign-in that was counted before its password is looked at."""

    limits: Mapping[str, Limit]

    @transaction.atomic
    def succeeded(self) -> None:
        """Take back what was counted: the door counts wrong passwords only."""
        first, *rest = self.limits
        AttemptCount.objects.filter(key=_hashed(first)).update(count=0)
        others = AttemptCount.objects.filter(key__in=map(_hashed, rest), count__gt=0)
        # One a row: somebody else's wrong passwords from the same address stay counted.
        others.update(count=F("count") - 1)


def begin_sign_in(*, email: str, address: str, mark: str) -> Attempt:
    """Count a try to sign in before the password is checked.

    Parameters
    ----------
    mark
        What the browser kept of an earlier sign-in; empty where it kept nothing.

    Raises
    ------
    TooManyAttemptsError
        Where a limit is reached; then not even the right password is looked at.
    """
    owner = _owner(email)
    account, place = _account(email, owner), _network(address)
    browser = known_browser(mark, owner)
    limits = (
        {f"browser {account} {browser}": FROM_A_KNOWN_BROWSER}
        if browser
        else {
            f"sign-in {account} {place}": FROM_ONE_ADDRESS,
            f"sign-in {account}": FOR_ONE_ACCOUNT,
            f"sign-in from {place}": BY_ONE_ADDRESS,
        }
    )
    until = take(limits)
    if until is not None:
        raise TooManyAttemptsError(
            _(
                "Too many wrong passwords. Nothing is checked from here for another %(time)s, "
                "not even the right password. Then try again, or ask for a new password."
            )
            % {"time": _time_until(until)},
            until,
        )
    return Attempt(limits)


def begin_reset(*, email: str, address: str) -> None:
    """Count a request for a new password.

    Raises
    ------
    TooManyAttemptsError
        Where too many were asked for; it says the same whether there is such an account or not.
    """
    account, place = _account(email, _owner(email)), _network(address)
    until = take(
        {
            f"reset {account}": RESETS_FOR_ONE_ACCOUNT,
            f"reset from {place}": RESETS_BY_ONE_ADDRESS,
        }
    )
    if until is not None:
        raise TooManyAttemptsError(
            _("A new password was asked for too often. Look at your mail, or ask in %(time)s.")
            % {"time": _time_until(until)},
            until,
        )


@transaction.atomic
def take(limits: Mapping[str, Limit]) -> datetime | None:
    """Count one try under every key, or none of them where one has reached its limit.

    Returns
    -------
    datetime or None
        When the last of the full ones opens again; None where the try was counted.
    """
    now = timezone.now()
    by_hash = {_hashed(key): limit for key, limit in sorted(limits.items())}
    rows = _locked(by_hash, now)
    full = [row.ends_at for row in rows if row.count >= by_hash[row.key].most]
    if full:
        return max(full)
    for row in rows:
        row.count += 1
    AttemptCount.objects.bulk_update(rows, ["count", "ends_at"])
    return None


def remove_outdated_counts() -> int:
    """Remove the counts whose time is over; safe to run twice."""
    return AttemptCount.objects.filter(ends_at__lte=timezone.now()).delete()[0]


def _locked(by_hash: Mapping[str, Limit], now: datetime) -> list[AttemptCount]:
    """Return the row of each key, locked in one order, begun anew where its time was over."""
    fresh = [
        AttemptCount(key=key, count=0, ends_at=now + by_hash[key].period) for key in sorted(by_hash)
    ]
    AttemptCount.objects.bulk_create(fresh, ignore_conflicts=True)
    held = AttemptCount.objects.select_for_update().filter(key__in=by_hash).order_by("key")
    rows = list(held)
    for row in rows:
        if row.ends_at <= now:
            row.count, row.ends_at = 0, now + by_hash[row.key].period
    return rows


def _owner(email: str) -> int | None:
    return User.objects.filter(email__iexact=email.strip()).values_list("pk", flat=True).first()


def _account(email: str, owner: int | None) -> str:
    # A database takes some letters for others (ſ for s): counted by spelling, one account
    # would have many counts.
    return f"person {owner}" if owner else f"address {email.strip().casefold()}"


def _hashed(key: str) -> str:
    # The table names nobody and no place.
    return sha256(key.encode()).hexdigest()


def _network(address: str) -> str:
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((found, IPV6_NETWORK), strict=False))
    return str(found)


def _time_until(until: datetime) -> str:
    # Rounded up: who comes back in time must not be too early.
    return dates.time_left(until - timezone.now() + MINUTE)
