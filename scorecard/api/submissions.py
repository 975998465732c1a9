"""What a program sends in order to enter figures."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request

from core.errors import DomainError
from core.problems import Fault, ProblemError
from core.serializers import Flag, StrictSerializer, Text
from core.typed_units import read_in_unit
from organization.models import Unit
from scorecard.api.numbers import FigureField, NumberField
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import Kpi
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.entry_numbers import EXACT
from scorecard.services.entries import Figure
from scorecard.services.submissions import Cell, RefusedSubmissionError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

MOST_ITEMS = 1000
KEY = re.compile(r"[!-~]{0,64}")
PAIR = {"numerator", "denominator"}

Item = Mapping[str, Any]


class FigureSerializer(StrictSerializer):
    """One figure as a program sends it."""

    unit = Text(max_length=200)
    kpi = Text(max_length=60)
    period = Text(max_length=10)
    value = FigureField(required=False)
    numerator = NumberField(required=False)
    denominator = NumberField(required=False)
    not_applicable = Flag(required=False)
    comment = Text(max_length=1000, required=False, allow_blank=True)

    def validate(self, attrs: Any) -> Any:
        """Refuse an item that says nothing, or two things at once."""
        given = set(attrs) & {"value", *PAIR}
        wanted: list[set[str]] = [set()] if attrs.get("not_applicable") else [{"value"}, PAIR]
        if given not in wanted:
            raise serializers.ValidationError(
                _("Give a value, or numerator and denominator, or not_applicable: one of these.")
            )
        return attrs


def read_items(data: Any, *, is_list: bool) -> list[Item]:
    """Read one item or a list of them.

    Raises
    ------
    ProblemError, ValidationError
        Where there are too many, or some have the wrong shape.
    """
    if is_list:
        # Counted before anything else: checking thousands of items takes time.
        _refuse_too_many(len(data))
        listed = FigureSerializer(data=data, many=True, allow_empty=False)
        listed.is_valid(raise_exception=True)
        return list(listed.validated_data)
    single = FigureSerializer(data=data)
    single.is_valid(raise_exception=True)
    return [single.validated_data]


def _refuse_too_many(count: int) -> None:
    if count > MOST_ITEMS:
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            _("The list has %(count)d figures. Send at most %(most)d at once.")
            % {"count": count, "most": MOST_ITEMS},
        )


def idempotency_key(request: Request) -> str:
    """Return the key that names the submission; empty where there is none.

    Raises
    ------
    ProblemError
        Where it could not be kept.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise ProblemError(
            HTTPStatus.BAD_REQUEST,
            _("Write the Idempotency-Key as at most 64 characters without spaces."),
        )
    return key


def read_cells(user: "User", items: Sequence[Item], *, is_list: bool) -> list[Cell]:
    """Find units, KPIs and periods.

    Raises
    ------
    ProblemError
        404 for units that there are not or that `user` may not know of, else 422, with a fault
        for each item.
    """
    units = _units(user, items, is_list=is_list)
    kpis = {kpi.code: kpi for kpi in _kpis(user, items)}
    calendar, cells, faults = calendar_now(), [], []
    for at, item in enumerate(items):
        kpi = kpis.get(item["kpi"])
        if kpi is None:
            text = _("There is no KPI “%(code)s”.") % {"code": item["kpi"]}
            faults.append(_fault(at, "/kpi", text, is_list))
            continue
        try:
            period = _period(item["period"], kpi, calendar)
        except ValueError as error:
            faults.append(_fault(at, "/period", str(error), is_list))
            continue
        try:
            figure = figure_in(item, kpi)
        except DomainError as error:
            faults.append(_fault(at, "/value", error.message, is_list))
            continue
        cells.append(Cell(units[item["unit"]], kpi, period, figure))
    if faults:
        message = RefusedSubmissionError({}).message
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, message, faults)
    return cells


def read_cell(user: "User", item: Item) -> Cell:
    """Find the unit, KPI and period of one item, and read the figure that it gives.

    Raises
    ------
    ProblemError
        404 for a unit that there is not or that `user` may not know of, else 422.
    """
    return read_cells(user, [item], is_list=False)[0]


def refusal(error: RefusedSubmissionError, *, is_list: bool) -> ProblemError:
    """Point to each item that was refused, with its reason; none was stored."""
    faults = [_fault(at, "", text, is_list) for at, text in error.problems.items()]
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, error.message, faults)


def _units(user: "User", items: Sequence[Item], *, is_list: bool) -> dict[str, Unit]:
    codes = {item["unit"] for item in items}
    found = Unit.objects.published_to(user).filter(code__in=codes)
    units: dict[str, Unit] = {unit.code: unit for unit in found}
    sentence = _("You see no unit “%(code)s”.")
    faults = [
        _fault(at, "/unit", sentence % {"code": item["unit"]}, is_list)
        for at, item in enumerate(items)
        if item["unit"] not in units
    ]
    if faults:
        message = RefusedSubmissionError({}).message
        raise ProblemError(HTTPStatus.NOT_FOUND, message, faults)
    return units


def _kpis(user: "User", items: Sequence[Item]) -> "QuerySet[Kpi]":
    codes = {item["kpi"] for item in items}
    known = Kpi.objects.known_to(user).filter(code__in=codes)
    return known.exclude(current=None).select_related("current")


def _period(word: str, kpi: Kpi, calendar: FiscalCalendar) -> Period:
    """Read a period of the length in which the KPI is entered; ValueError says what is wrong."""
    period = calendar.parse(word)
    if period.frequency.value != kpi.definition.frequency:
        raise ValueError(
            _("%(kpi)s is entered %(frequency)s: “%(word)s” is a period of another length.")
            % {"kpi": kpi, "frequency": kpi.definition.get_frequency_display(), "word": word}
        )
    return period


def figure_in(item: Item, kpi: Kpi) -> Figure:
    """Return the figure that an item gives; empty where it gives none.

    Raises
    ------
    DomainError
        Where it is written in another unit than that of the KPI.
    """
    said = {name: item[name] for name in Figure.__dataclass_fields__ if name in item}
    if isinstance(text := said.get("value"), str):
        version = kpi.definition
        value = read_in_unit(text, version.unit_of_measure, Decimal)
        said["value"] = value.scaleb(-2, EXACT) if version.is_percentage else value
    return Figure(**said)


def _fault(at: int, pointer: str, text: str, is_list: bool) -> Fault:  # noqa: FBT001
    return {"detail": text, "pointer": f"#/{at}{pointer}" if is_list else f"#{pointer}"}
