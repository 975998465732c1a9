"""Why figures cannot be stored: for each one a whole sentence to stand beside its cell."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.services.organization import local_day, present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import Kpi, KpiVersion, Reporter
from scorecard.selectors.entry_numbers import number_as_typed
from scorecard.selectors.locks import read_locks
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from scorecard.selectors.places import Place
    from scorecard.services.entries import Figure, Figures


def refusals(unit: Unit, figures: "Figures") -> dict[tuple[int, int], str]:
    """Return a sentence for each figure that cannot be stored for `unit`, by KPI id and period."""
    calendar = _calendar()
    today = local_day(timezone.now())
    kpis = {kpi for kpi, _period in figures}
    newest = Reporter.objects.newest().filter(unit=unit, kpi__in=kpis)
    windows = {row.kpi_id: row for row in newest}
    closed = closed_periods(unit, {period for _kpi, period in figures})
    found = {}
    for (kpi, period), figure in figures.items():
        sentence = (
            _window_refusal(windows.get(kpi.pk), period)
            or _time_refusal(unit, calendar.first_day(period), calendar.last_day(period), today)
        ) % {"kpi": str(kpi), "unit": unit.name, "period": period_name(period)}
        if sentence := sentence or closed.get(period) or number_refusal(kpi, figure):
            found[kpi.pk, period.ordinal] = sentence
    return found


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


def closed_periods(unit: Unit, periods: "Collection[Period]") -> dict[Period, str]:
    """Say of each period that takes no figures of `unit` why: it is locked, or not open yet."""
    locks = read_locks(timezone.now(), periods)
    said = {
        period: locks.refusal(unit, period) or locks.opening_refusal(unit, period)
        for period in periods
    }
    return {period: sentence for period, sentence in said.items() if sentence}


def override_refusal(place: "Place", figure: "Figure") -> str:
    """Say why an override cannot be stored; empty where it can. It needs no reporter's window."""
    kpi, unit, calendar = place.kpi, place.unit, _calendar()
    if kpi.definition.formula:
        return _("%(kpi)s is computed from other KPIs: override those.") % {"kpi": str(kpi)}
    if figure.not_applicable:
        return _("An override is a number: type one.")
    first, last = calendar.first_day(place.period), calendar.last_day(place.period)
    locks = read_locks(timezone.now(), [place.period])
    if sentence := locks.refusal(unit, place.period):
        return sentence
    sentence = _time_refusal(unit, first, last, local_day(timezone.now()))
    words = {"kpi": str(kpi), "unit": unit.name, "period": place.period_name}
    return sentence % words or number_refusal(kpi, figure)


def _calendar() -> FiscalCalendar:
    return FiscalCalendar(present_organization().fiscal_year_start_month)


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
