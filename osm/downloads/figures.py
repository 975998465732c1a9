"""All figures of a unit and the units below it, in every period: what a large table is made of."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.sheets import Row, Sheet, amount
from organization.models import Unit
from organization.roles import Action
from organization.selectors.sheets import notes
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, Status
from scorecard.models import Kpi, Result
from scorecard.querysets import ResultQuerySet
from scorecard.selectors.periods import period_name
from scorecard.selectors.sheets import status_word

if TYPE_CHECKING:
    from accounts.models import User

STORED = (
    *("kpi__current__name", "kpi__code"),
    *("kpi__current__unit_of_measure", "kpi__current__frequency"),
    *("unit__name", "unit__code", "period", "value", "goal", "red_flag", "lower", "upper"),
    *("score", "status", "reported", "expected"),
)
# A row as it is kept: words and numbers that JSON can hold.
Kept = Sequence[Any]


def figures_of(user: "User", unit: Unit) -> ResultQuerySet:
    """Return the results of a unit and all below it, as far as `user` may see them."""
    seen = Result.objects.allowing(user, Action.SEE_UNIT).below([unit.path])
    found: ResultQuerySet = seen.filter(kpi__in=Kpi.objects.known_to(user).exclude(current=None))
    return found


def next_kpi(user: "User", unit: Unit, after: int) -> int | None:
    """Return the next key of a KPI of which there are figures; None where there is none."""
    found = figures_of(user, unit).filter(kpi_id__gt=after).order_by("kpi_id")
    return found.values_list("kpi_id", flat=True).first()


def rows_in(found: ResultQuerySet) -> list[Kept]:
    """Return results as rows, by KPI, period and unit, in one query."""
    in_order = found.order_by("kpi_id", "period", "unit__code")
    return [tuple(row) for row in in_order.values_list(*STORED)]


def heads() -> list[str]:
    """Return the heads of the table."""
    return [
        *(_("Unit"), _("Code of the unit"), _("KPI"), _("Code"), _("Unit of measure")),
        *(_("Period"), _("Actual"), _("Target"), _("Red flag"), _("Lower bound")),
        *(_("Upper bound"), _("Score"), _("Status"), _("In"), _("Due")),
    ]


def sheet_of(unit: Unit, rows: Sequence[Row], *said: str) -> Sheet:
    """Return figures as a sheet that says below what it holds, and when it was taken."""
    below = [*notes(unit), _("With all units below it, in every period."), *said]
    return Sheet(name=f"figures {unit.code}", heads=heads(), rows=rows, notes=below)


def as_rows(kept: Iterable[Kept]) -> Iterable[Row]:
    """Yield rows as a file has them: shares as percentages, the status in words."""
    for name, code, measure, frequency, unit, unit_code, period, *numbers in kept:
        *values, score, status, reported, expected = numbers
        yield (
            *(unit, unit_code, name, code, measure),
            period_name(Period(Frequency(frequency), period)),
            *(amount(value, measure) for value in values),
            *(score, status_word(Status(status)), reported, expected),
        )
