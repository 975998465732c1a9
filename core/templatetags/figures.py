"""Figures on a page: status, score, change, coverage, small pictures, and numbers with units."""

from collections.abc import Sequence
from typing import Any, Literal

from django import template

from core import numbers, pictures
from core.drawing import drawn_once
from core.numbers import Number
from core.statuses import Look, Worded, look

register = template.Library()

Status = str | Worded | None
LOW_COVERAGE = 0.8
COVERAGE_WIDTH = 34


@drawn_once(register, "components/status_mark.html")
def status_mark(status: Status, *, size: str = "", silent: bool = False) -> dict[str, Any]:
    """Draw the shape of a status; the words are hidden, or left out where they follow (silent)."""
    return {"look": look(status), "size": size, "silent": silent}


@register.simple_tag
def status_look(status: Status) -> Look:
    """Return class, symbol and words of a status: ``{% status_look status as shown %}``."""
    return look(status)


@drawn_once(register, "components/score.html")
def score(value: Number | None, status: Status) -> dict[str, Any]:
    """Draw the mark and the score of 0 to 100, rounded towards the worse status."""
    return {"look": look(status), "text": numbers.score(value)}


@drawn_once(register, "components/heat_cell.html")
def heat_cell(value: Number | None, status: Status) -> dict[str, Any]:
    """Draw a cell of a heat map; without a status it does not apply there."""
    if status is None:
        return {"look": None}
    return {"look": look(status), "text": "" if value is None else numbers.score(value)}


@drawn_once(register, "components/heat_cell.html")
def heat_change(change: Number | None, value: Number | None, status: Status) -> dict[str, Any]:
    """Draw a cell of a heat map with how its score moved: grey where it did not, or is unknown."""
    if status is None:
        return {"look": None}
    text = "" if value is None else numbers.signed(change)
    moved = {"+": "up", numbers.MINUS: "dn"}.get(text[:1], "")
    return {"look": look(status), "text": text, "css": moved}


@drawn_once(register, "components/heat_cell.html")
def heat_coverage(reported: int, expected: int, status: Status) -> dict[str, Any]:
    """Draw a cell of a heat map with how much has come in; below 80 per cent it is hatched."""
    if status is None:
        return {"look": None}
    if not expected:
        return {"look": look(status), "text": numbers.UNKNOWN}
    text = f"{numbers.plain(reported, decimals=0)}/{numbers.plain(expected, decimals=0)}"
    incomplete = "late" if reported < LOW_COVERAGE * expected else "part"
    return {"look": look(status), "text": text, "css": incomplete if reported < expected else ""}


@drawn_once(register, "components/pill.html")
def pill(status: Status) -> dict[str, Any]:
    """Draw the mark and the word of a status; outside tables only."""
    return {"look": look(status)}


@drawn_once(register, "components/delta.html")
def delta(
    value: Number | None,
    better: Literal["up", "down", ""] = "up",
    *,
    unit: str = "",
    decimals: int | None = None,
) -> dict[str, Any]:
    """Draw a signed change; its colour says better or worse, grey where it is zero or unknown."""
    text = numbers.signed(value, unit=unit, decimals=decimals)
    rose, fell = text.startswith("+"), text.startswith(numbers.MINUS)
    if not better or not (rose or fell):
        return {"text": text, "css": ""}
    return {"text": text, "css": "good" if rose == (better == "up") else "bad"}


@drawn_once(register, "components/coverage.html")
def coverage(reported: int | None, expected: int | None, noun: str = "") -> dict[str, Any]:
    """Draw how many of those expected have reported; below 80 per cent the rest is hatched."""
    filled = pictures.share(reported, expected, width=COVERAGE_WIDTH)
    return {
        "reported": numbers.plain(reported, decimals=0),
        "expected": numbers.plain(expected, decimals=0),
        "noun": noun,
        "width": filled,
        "low": bool(expected) and filled < LOW_COVERAGE * COVERAGE_WIDTH,
    }


@drawn_once(register, "components/sparkline.html")
def sparkline(
    values: Sequence[Number | None],
    target: Number | None,
    status: Status,
    label: str,
    *,
    width: int = 96,
    height: int = 24,
) -> dict[str, Any]:
    """Draw 13 periods as a line; the label is one sentence that says what it shows.

    Without a status (empty or None) the last dot is plain ink.
    """
    drawn = pictures.sparkline(values, target, width=width, height=height)
    css = "" if status in {"", None} else look(status).css
    return {"drawn": drawn, "css": css, "label": label}


@drawn_once(register, "components/bullet.html")
def bullet(
    actual: Number | None,
    goal: Number | None,
    red: Number | None,
    status: Status,
    label: str = "",
) -> dict[str, Any]:
    """Draw the actual value over its status bands, with a tick at the target."""
    shown = look(status)
    drawn = pictures.bullet(actual, goal, red)
    return {"drawn": drawn, "css": shown.css, "label": label or shown.label}


@register.filter
def figure(value: Number | None, unit: str = "") -> str:
    """Write a value with its unit, at most three significant digits: ``{{ value|figure:"%" }}``."""
    return numbers.figure(value, unit)


@register.filter
def amount(value: Number | None, unit: str = "") -> str:
    """Write a value without its unit, which stands beside it: ``{{ value|amount:kpi.unit }}``."""
    return numbers.amount(value, unit)


@register.filter
def plain(value: Number | None, decimals: int | None = None) -> str:
    """Write a number without its unit; with so many decimals if told."""
    return numbers.plain(value, decimals=decimals)


@register.filter
def signed(value: Number | None, unit: str = "") -> str:
    """Write a change with its sign; shares (unit ``%``) become points."""
    return numbers.signed(value, unit=unit)


@register.filter
def difference(value: Number | None, unit: str = "") -> str:
    """Write a signed difference in words: ``−14 points``, ``+7 days``."""
    return numbers.difference(value, unit)


@register.filter
def money(amount: Number | None, currency: str = "kr") -> str:
    """Write an amount of money: ``kr 46 m``."""
    return numbers.money(amount, currency)


@register.simple_tag
def exact(
    value: Number | None, unit: str = "", decimals: int | None = None, *, bare: bool = False
) -> str:
    """Write a value with all its decimals: ``{% exact value unit 1 %}``; the unit unless bare."""
    return (numbers.amount if bare else numbers.figure)(value, unit, decimals=decimals)


@register.simple_tag
def gap(
    value: Number | None, unit: str = "", decimals: int | None = None, *, bare: bool = False
) -> str:
    """Write a signed difference with all its decimals: ``−14 points``; the words unless bare."""
    if bare:
        return numbers.signed(value, unit=unit, decimals=decimals)
    return numbers.difference(value, unit, decimals=decimals)


@register.simple_tag
def band(
    lower: Number | None,
    upper: Number | None,
    unit: str = "",
    *,
    bare: bool = False,
    decimals: int | None = None,
) -> str:
    """Write the bounds of a band: ``80–100 days``; with ``bare=True`` without the unit."""
    return numbers.band(lower, upper, unit, bare=bare, decimals=decimals)


@register.simple_tag
def target(
    goal: Number | None,
    red: Number | None,
    unit: str = "",
    *,
    bare: bool = False,
    decimals: int | None = None,
) -> str:
    """Write a target with its direction: ``≤ 14 days``; with ``bare=True`` without the unit."""
    return numbers.target(goal, red, unit, bare=bare, decimals=decimals)
