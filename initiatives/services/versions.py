"""The facts of an initiative, and how a new version of them is appended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import DomainError
from initiatives.models import LARGEST_AMOUNT, Initiative, InitiativeVersion, Stage
from organization.models import Unit

if TYPE_CHECKING:
    from accounts.models import User

SMALLEST_COIN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an initiative is at one time; None is unknown.

    Attributes
    ----------
    owner, owner_name
        A person who signs in, or else only a name.
    starts_on, ends_on
        First and last day.
    budget, spent
        Money in the organisation's currency, with at most two decimals.
    """

    name: str
    unit: Unit
    description: str = ""
    owner: "User | None" = None
    owner_name: str = ""
    stage: str = Stage.PROPOSED.value
    starts_on: date | None = None
    ends_on: date | None = None
    budget: Decimal | None = None
    spent: Decimal | None = None

    @classmethod
    def of(cls, version: InitiativeVersion) -> "Facts":
        """Return the facts of a stored version."""
        return cls(**{name: getattr(version, name) for name in cls.__slots__})


def faults(facts: Facts) -> Iterator[DomainError]:
    """Yield what is wrong with `facts`, each with the name of the fact."""
    if not facts.name.strip():
        yield DomainError(_("An initiative needs a name."), field="name")
    if facts.stage not in Stage.values:
        yield DomainError(
            _("“%(stage)s” is no stage. Give one of: %(stages)s.")
            % {"stage": facts.stage, "stages": ", ".join(Stage.values)},
            field="stage",
        )
    if facts.starts_on and facts.ends_on and facts.ends_on < facts.starts_on:
        yield DomainError(
            _("The end, %(end)s, is before the start, %(start)s. Change one of them.")
            % {"end": facts.ends_on.isoformat(), "start": facts.starts_on.isoformat()},
            field="ends_on",
        )
    for field, amount in (("budget", facts.budget), ("spent", facts.spent)):
        yield from _faults_of_amount(field, amount)


def append_version(
    *,
    initiative: Initiative,
    facts: Facts,
    actor: "User | None",
    reason: str,
    recorded_at: datetime,
) -> InitiativeVersion:
    """Append a version and make it the present one; the caller checked right and facts."""
    version = InitiativeVersion.objects.create(
        initiative=initiative,
        changed_by=actor,
        reason=reason,
        recorded_at=recorded_at,
        **{name: getattr(facts, name) for name in Facts.__slots__},
    )
    initiative.current, initiative.unit = version, facts.unit
    initiative.save(update_fields=["current", "unit"])
    return version


def changes(before: Facts, after: Facts) -> dict[str, list[str | None]]:
    """Return the facts that differ, each as text before and after, for the audit row."""
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in Facts.__slots__}
    return {name: [_text(old), _text(new)] for name, (old, new) in pairs.items() if old != new}


def _faults_of_amount(field: str, amount: Decimal | None) -> Iterator[DomainError]:
    if amount is None:
        return
    if not amount.is_finite() or not 0 <= amount <= LARGEST_AMOUNT:
        yield DomainError(
            _("%(amount)s is no amount of money. Give a number from 0 to %(largest)s.")
            % {"amount": amount, "largest": LARGEST_AMOUNT},
            field=field,
        )
    elif amount != amount.quantize(SMALLEST_COIN):
        yield DomainError(
            _("%(amount)s has more than two decimals. Round it.") % {"amount": amount},
            field=field,
        )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
