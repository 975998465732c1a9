"""Who acts for whom, as the two of them see it."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from organization.models import Deputy

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class DeputyLine:
    """One deputyship that holds or will hold; `name` is the other person's."""

    deputy_id: int
    name: str
    first: date
    last: date
    has_begun: bool


@dataclass(frozen=True)
class DeputiesPage:
    """Who acts for a person, and for whom they act."""

    acting_for_me: list[DeputyLine]
    i_act_for: list[DeputyLine]


def deputies_page(user: "User") -> DeputiesPage:
    """Return what holds today or later, the earliest first."""
    today = timezone.now().date()
    mine = Deputy.objects.not_over(today).filter(principal=user).select_related("deputy")
    others = Deputy.objects.not_over(today).of_active().filter(deputy=user)
    return DeputiesPage(
        acting_for_me=[
            _line(row, row.deputy.name, today)
            for row in mine.filter(deputy__is_active=True).order_by("valid_from", "id")
        ],
        i_act_for=[
            _line(row, row.principal.name, today)
            for row in others.select_related("principal").order_by("valid_from", "id")
        ],
    )


def _line(row: Deputy, name: str, today: date) -> DeputyLine:
    return DeputyLine(row.pk, name, row.valid_from, row.valid_until, row.valid_from <= today)
