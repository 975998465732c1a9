"""What somebody probably meant who typed something that cannot be stored; offered, never taken."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, product

from core.errors import DomainError
from core.typed_numbers import read_number, readings, without_doubt
from core.typed_units import converted, number_in
from organization.models import Unit
from scorecard.forms.sheets import PARTS, read_cell
from scorecard.models import Kpi
from scorecard.selectors.entry_fields import Placed, field_name
from scorecard.services.doubts import Doubt
from scorecard.services.drafts import Typed
from scorecard.services.refusals import number_refusal

# How it is offered, and what comes into which field.
Choice = tuple[str, dict[str, str]]

# A point forgotten, at most this many digits from the end.
FORGOTTEN = 3


def likely_cells(cell: Typed, kpi: Kpi) -> list[Typed]:
    """Return what could stand in the cell instead, the likeliest first; all of it can be stored.

    A number with two readings is offered in both, one in another unit in that of the KPI, one
    beyond the limits of the KPI with the point that may be missing or the other sign, a share over
    its limit with its two numbers exchanged.
    """
    likely = (_unambiguous(cell, kpi), _converted(cell, kpi), _shifted(cell, kpi))
    found = dict.fromkeys([*chain(*likely), *_exchanged(cell, kpi)])
    return [each for each in found if each != cell and _can_be_stored(each, kpi)]


def fields_of(cell: Typed, placed: Placed, unit: Unit, parts: Sequence[str] = ()) -> dict[str, str]:
    """Return what stands in a cell by the name of the field: of some of its parts, or all."""
    kpi, period = placed
    wanted = parts or (PARTS[1:] if kpi.definition.is_ratio else PARTS[:1])
    return {field_name(kpi, unit, period, part): getattr(cell, part) for part in wanted}


def offered(cell: Typed, placed: Placed, unit: Unit) -> list[Choice]:
    """Return what may have been meant with a cell."""
    likely = likely_cells(cell, placed[0])
    return [(in_words(each), fields_of(each, placed, unit)) for each in likely]


def offered_instead(doubt: Doubt, placed: Placed, unit: Unit) -> list[Choice]:
    """Return what was probably meant with a doubtful cell, where that can be told."""
    if not doubt.instead:
        return []
    return [(doubt.instead, fields_of(Typed(value=doubt.instead), placed, unit))]


def in_words(cell: Typed) -> str:
    """Write a cell as it is offered: ``64.0``, or ``17 / 20``."""
    return cell.value or f"{cell.numerator} / {cell.denominator}"


def _unambiguous(cell: Typed, kpi: Kpi) -> Iterator[Typed]:
    """Yield the cell with each of its readings, where one of its numbers has two."""
    units = (kpi.definition.unit_of_measure, "", "")
    read = [readings(number_in(*each)) for each in zip(cell.texts, units, strict=True)]
    if not any(len(each) > 1 for each in read):
        return
    texts = [
        [without_doubt(f"{number:f}") for number in numbers] or [text]
        for numbers, text in zip(read, cell.texts, strict=True)
    ]
    for chosen in product(*texts):
        yield Typed(**dict(zip(PARTS, chosen, strict=True)))


def _converted(cell: Typed, kpi: Kpi) -> Iterator[Typed]:
    """Yield the cell with what is typed in another unit in that of the KPI."""
    for part, text in zip(PARTS, cell.texts, strict=True):
        unit = kpi.definition.unit_of_measure if part == "value" else ""
        if instead := converted(text, unit, read_number):
            yield replace(cell, **{part: instead})


def _shifted(cell: Typed, kpi: Kpi) -> Iterator[Typed]:
    """Yield a single number with its point moved, or without its minus."""
    read = readings(number_in(cell.value, kpi.definition.unit_of_measure))
    if len(read) != 1 or kpi.definition.is_ratio:
        return
    moved: list[Decimal] = [read[0].scaleb(-digits) for digits in range(1, FORGOTTEN + 1)]
    nearest = next(filter(lambda each: _fits(each, cell, kpi), moved), None)
    for number in (nearest, -read[0] if read[0] < 0 else None):
        if number is not None:
            yield replace(cell, value=without_doubt(f"{number:f}"))


def _fits(number: Decimal, cell: Typed, kpi: Kpi) -> bool:
    return _can_be_stored(replace(cell, value=without_doubt(f"{number:f}")), kpi)


def _exchanged(cell: Typed, kpi: Kpi) -> Iterator[Typed]:
    if kpi.definition.is_ratio and cell.numerator.strip() and cell.denominator.strip():
        yield replace(cell, numerator=cell.denominator, denominator=cell.numerator)


def _can_be_stored(cell: Typed, kpi: Kpi) -> bool:
    try:
        return not number_refusal(kpi, read_cell(cell, kpi.definition))
    except DomainError:
        return False
