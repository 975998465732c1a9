"""Drafts: what people type into cells, kept letter for letter until it is submitted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.models import Draft, Kpi
from scorecard.services.locks import require_unlocked

if TYPE_CHECKING:
    from accounts.models import User

LONGEST, LONGEST_COMMENT = 60, 1000


@dataclass(frozen=True)
class Typed:
    """What stands in the fields of one cell, letter for letter."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    comment: str = ""

    @property
    def texts(self) -> tuple[str, str, str]:
        """What is typed as a figure, field by field."""
        return (self.value, self.numerator, self.denominator)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(text.strip() for text in self.texts)

    @property
    def refusal(self) -> str:
        """Why it cannot be kept; empty where it can."""
        if any(len(text) > LONGEST for text in self.texts):
            sentence = _("A figure has at most %(longest)d characters. Shorten what you typed.")
            return sentence % {"longest": LONGEST}
        if len(self.comment) > LONGEST_COMMENT:
            sentence = _("A comment has at most %(longest)d characters. Shorten what you typed.")
            return sentence % {"longest": LONGEST_COMMENT}
        if any("\0" in text for text in (*self.texts, self.comment)):
            return _("This holds an invisible character. Delete it and type again.")
        return ""


TypedCells = Mapping[tuple[Kpi, Period], Typed]


def save_drafts(*, actor: "User", unit: Unit, typed: TypedCells) -> None:
    """Keep what was typed into cells of a unit; a cell left empty keeps the draft it has.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for `unit`.
    DomainError
        Where a text cannot be kept, or its period is locked; none is then.
    """
    policies.require(actor, Action.ENTER_VALUES, unit)
    filled = {place: cell for place, cell in typed.items() if not cell.is_empty}
    refused = [cell.refusal for cell in filled.values() if cell.refusal]
    if refused:
        raise DomainError(refused[0])
    with transaction.atomic():
        typed_at = recorded_now()
        require_unlocked(unit, {period for _kpi, period in filled})
        Draft.objects.bulk_create(
            (
                Draft(
                    kpi=kpi,
                    unit=unit,
                    period=period.ordinal,
                    typed_by=actor,
                    typed_at=typed_at,
                    **asdict(cell),
                )
                for (kpi, period), cell in filled.items()
            ),
            update_conflicts=True,
            unique_fields=["kpi", "unit", "period"],
            update_fields=["value", "numerator", "denominator", "comment", "typed_by", "typed_at"],
        )


def drop_drafts(
    *, actor: "User", unit: Unit, cells: Iterable[tuple[Kpi, Period]], only_own: bool = False
) -> None:
    """Remove the drafts of cells; with `only_own` not what somebody else typed there."""
    policies.require(actor, Action.ENTER_VALUES, unit)
    places = Q(pk__in=[])
    for kpi, period in cells:
        places |= Q(kpi=kpi, period=period.ordinal)
    drafts = Draft.objects.filter(places, unit=unit)
    (drafts.filter(typed_by=actor) if only_own else drafts).delete()
