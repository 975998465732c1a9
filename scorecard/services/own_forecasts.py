"""Say what one expects of a year, beside what is computed."""

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.services.organization import local_day, present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, OwnForecast
from scorecard.services.refusals import limit_refusal

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 500


@transaction.atomic
def give_own_forecast(
    *, actor: "User", unit: Unit, kpi: Kpi, year: int, value: Decimal, comment: str = ""
) -> OwnForecast:
    """Append what `unit` expects a KPI to be at the end of a fiscal year; earlier ones stay.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for `unit`.
    DomainError
        For a KPI that the unit does not have, a year that is neither the present nor the next
        one, a value that is not possible, and a comment that is too long.
    """
    require(actor, Action.ENTER_VALUES, unit)
    _check(unit, kpi, year, value)
    row = OwnForecast.objects.create(
        unit=unit,
        kpi=kpi,
        year=year,
        value=value,
        comment=_checked(comment),
        author=actor,
        recorded_at=recorded_now(),
    )
    record(
        actor=actor,
        verb="gave forecast",
        kind="forecast",
        subject=f"{unit.code} {kpi.code} {_calendar().format(Period(Frequency.YEARLY, year))}",
        unit_id=unit.pk,
        detail={"value": str(value), "comment": row.comment},
    )
    return row


def years_to_forecast() -> tuple[int, int]:
    """Return the fiscal years of which something may be expected: the present and the next."""
    present = _calendar().containing(local_day(timezone.now()), Frequency.YEARLY).ordinal
    return present, present + 1


def _check(unit: Unit, kpi: Kpi, year: int, value: Decimal) -> None:
    if not Kpi.objects.known_at(unit).filter(pk=kpi.pk).exists():
        raise DomainError(
            _("%(unit)s neither reports %(kpi)s nor has it on its scorecard.")
            % {"unit": unit.name, "kpi": kpi}
        )
    if year not in years_to_forecast():
        raise DomainError(_("Choose the present fiscal year or the next one."), field="year")
    if not value.is_finite():
        raise DomainError(_("This is not a number. Type digits, for example 12.5."), field="value")
    version = kpi.definition
    # Lowest and highest are those of a period: a sum over the year may be beyond them.
    adds_up = version.time_rule == "sum" and not version.is_ratio
    if not adds_up and (sentence := limit_refusal(version, value)):
        raise DomainError(sentence, field="value")


def _checked(comment: str) -> str:
    words = comment.strip()
    if len(words) > LONGEST:
        raise DomainError(
            _("The text has %(length)d characters; %(longest)d are allowed. Shorten it.")
            % {"length": len(words), "longest": LONGEST},
            field="comment",
        )
    return words


def _calendar() -> FiscalCalendar:
    return FiscalCalendar(present_organization().fiscal_year_start_month)
