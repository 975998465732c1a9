"""Why figures cannot be stored: for each one a whole sentence to stand beside its cell."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.models import Kpi, KpiVersion, Reporter
from scorecard.selectors.entry_numbers import number_as_typed
from scorecard.selectors.locks import Locks, read_locks
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from scorecard.selectors.places import Place
    from scorecard.services.entries import Figure, Figures


def refusals(unit: Unit, figures: "Figures") -> dict[tuple[int, int], str]:
    """Return a sentence for each figure that cannot be stored for `unit`, by KPI id and period."""
    locks = read_locks(timezone.now(), {period for _kpi, period in figures})
    calendar, today = locks.deadlines.calendar, locks.today
    kpis = {kpi for kpi, _period in figures}
    newest = Reporter.objects.newest().filter(unit=unit, kpi__in=kpis)
    windows = {row.kpi_id: row for row in newest}
    found = {}
    for (kpi, period), figure in figures.items():
        sentence = (
            _window_refusal(windows.get(kpi.pk), period)
            or _time_refusal(unit, calendar.first_day(period), calendar.last_day(period), today)
        ) % {"kpi": str(kpi), "unit": unit.name, "period": period_name(period)}
        if sentence := sentence or _closed(locks, unit, period) or number_refusal(kpi, figure):
            found[kpi.pk, period.ordinal] = sentence
    return found


def reporting_refusal(place: "Place", locks: Locks) -> str:
    """Say why a unit reports no figure in a cell; empty where it does."""
    unit, period, calendar = place.unit, place.period, locks.deadlines.calendar
    window = Reporter.objects.newest().filter(unit=unit, kpi=place.kpi).first()
    sentence = _window_refusal(window, period) or _time_refusal(
        unit, calendar.first_day(period), calendar.last_day(period), locks.today
    )
    return sentence % {"kpi": str(place.kpi), "unit": unit.name, "period": place.period_name}


def _window_refusal(window: Reporter | None, period: Period) -> str:
    if window is not None and window.includes(period.ordinal):
        return ""
    return _(
        "%(unit)s does not report %(kpi)s for %(period)s. "
        "If it should, ask the strategy office to make it a reporter."
    )


def _time_refusal(unit: Unit, first: date, last: date, today: date) -> str:
    if first > today:
        return _("%(period)s has not begun. Enter the figure when the period is over.")
    if not unit.is_open_within(first, last):
        return _("%(unit)s was not open in %(period)s. Choose a period in which it was open.")
    return ""


def _closed(locks: Locks, unit: Unit, period: Period) -> str:
    """Say why a period takes no figures of `unit`: it is locked, or not open yet."""
    return locks.refusal(unit, period) or locks.opening_refusal(unit, period)


def override_refusal(place: "Place", figure: "Figure") -> str:
    """Say why an override cannot be stored; empty where it can. It needs no reporter's window."""
    kpi, unit = place.kpi, place.unit
    if kpi.definition.formula:
        return _("%(kpi)s is computed from other KPIs: override those.") % {"kpi": str(kpi)}
    if figure.not_applicable:
        return _("An override is a number: type one.")
    locks = read_locks(timezone.now(), [place.period])
    calendar = locks.deadlines.calendar
    first, last = calendar.first_day(place.period), calendar.last_day(place.period)
    if sentence := locks.refusal(unit, place.period):
        return sentence
    sentence = _time_refusal(unit, first, last, locks.today)
    words = {"kpi": str(kpi), "unit": unit.name, "period": place.period_name}
    return sentence % words or number_refusal(kpi, figure)


def number_refusal(kpi: Kpi, figure: "Figure") -> str:
    """Say why the numbers themselves cannot be stored; empty where they can."""
    version, words = kpi.definition, {"kpi": str(kpi)}
    pair = (figure.numerator, figure.denominator)
    if any(number is not None and not number.is_finite() for number in (figure.value, *pair)):
        return _("This is not a number. Type digits, for example 12.5.")
    if figure.not_applicable:
        return _beside_nothing(figure)
    if version.is_ratio:
        if None in pair or figure.value is not None:
            needs = _("%(kpi)s needs both numbers: type the numerator and the denominator.")
            return needs % words
        return _share_refusal(version, figure)
    if figure.value is None or pair != (None, None):
        return _("%(kpi)s is one number: type a value.") % words
    return limit_refusal(version, figure.value)


def _beside_nothing(figure: "Figure") -> str:
    if (figure.value, figure.numerator, figure.denominator) == (None, None, None):
        return ""
    return _("A number stands beside “n/a”: leave one of the two out.")


def _share_refusal(version: KpiVersion, figure: "Figure") -> str:
    if figure.numerator is None or not figure.denominator:
        return ""
    return limit_refusal(version, figure.numerator / figure.denominator)


def limit_refusal(version: KpiVersion, value: Decimal) -> str:
    """Say that a value is outside what is possible; empty where it is not."""
    if version.minimum is not None and value < version.minimum:
        return _(
            "This is below %(limit)s, the lowest possible value. Check the figure."
        ) % _as_typed(version, version.minimum)
    if version.maximum is not None and value > version.maximum:
        return _(
            "This is over %(limit)s, the highest possible value. Check the figure."
        ) % _as_typed(version, version.maximum)
    return ""


def _as_typed(version: KpiVersion, limit: Decimal) -> dict[str, str]:
    """Write a limit as people type figures of this KPI."""
    text = number_as_typed(limit, is_percentage=version.is_percentage)
    return {"limit": f"{text} %" if version.is_percentage else text}
