"""What the pages say in words: whole sentences with their values, each to be translated whole."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from core.statuses import look
from scorecard.engine.types import Frequency, Status
from scorecard.selectors.figures import Figure

MOST_NAMED = 2
MOST_MOVERS = 3
# From here on it prints as 100 %, or as more: others then work against the miss.
WHOLE = 0.995
SCORED = frozenset({Status.GREEN, Status.AMBER, Status.RED})


def score_sentence(score: int | None, before: int | None, period: str, previous: str) -> str:
    """Say the score of a period and how it moved since the one before."""
    if score is None:
        return _("No score in %(period)s.") % {"period": period}
    values = {"score": score, "period": period, "previous": previous}
    if before is None:
        return _("%(score)d of 100 in %(period)s.") % values
    if score == before:
        return _("%(score)d of 100 in %(period)s, as in %(previous)s.") % values
    values["points"] = abs(score - before)
    if score > before:
        return _("%(score)d of 100 in %(period)s, up %(points)d since %(previous)s.") % values
    return _("%(score)d of 100 in %(period)s, down %(points)d since %(previous)s.") % values


def cap_note(child: str, child_status: Status | None) -> str:
    """Say which critical child holds a status down, and why."""
    match child_status:
        case Status.RED:
            text = _("Capped: %(child)s is critical and off target.")
        case Status.INSUFFICIENT:
            text = _("Capped: %(child)s is critical, and too few units reported it.")
        case Status.NO_DATA:
            text = _("Capped: %(child)s is critical and has no data.")
        case _other:
            text = _("Capped: %(child)s is critical and holds the status down.")
    return text % {"child": child}


def reds_note(status: Status, reds: int) -> str:
    """Say how many reds stand under a green; empty where there is nothing to say."""
    if status is not Status.GREEN or not reds:
        return ""
    return ngettext("%(reds)d red under this green.", "%(reds)d reds under this green.", reds) % {
        "reds": reds
    }


def mark(figure: Figure | None, unit: str, decimals: int | None = None) -> str:
    """Say that a figure is no entry of its period; empty where it is one."""
    if figure is None:
        return ""
    if figure.overridden and figure.computed is None:
        return _("overridden")
    if figure.overridden:
        computed = numbers.figure(figure.computed, unit, decimals=decimals)
        return _("overridden, computed: %(computed)s") % {"computed": computed}
    if figure.carried:
        return ngettext(
            "%(count)d figure carried forward", "%(count)d figures carried forward", figure.carried
        ) % {"count": figure.carried}
    return ""


def finding(
    name: str,
    value: float | None,
    target: float | None,
    unit: str,
    decimals: int | None = None,
) -> str:
    """Say what a KPI is in a period, against its target.

    >>> finding("October 2026", 0.68, 0.82, "%").replace(numbers.SPACE, " ")
    'October 2026 is 68 %, 14 points under target'
    """
    values = {"period": name, "value": numbers.figure(value, unit, decimals=decimals)}
    if value is None:
        return _("%(period)s has no figure yet") % values
    if target is None:
        return _("%(period)s is %(value)s, without a target to hold it against") % values
    gap = value - target
    distance = size(gap, unit, decimals)
    if not distance:
        return _("%(period)s is %(value)s, on its target") % values
    values["distance"] = distance
    if gap < 0:
        return _("%(period)s is %(value)s, %(distance)s under target") % values
    return _("%(period)s is %(value)s, %(distance)s over target") % values


def scored_finding(name: str, figure: Figure, aim: str, unit: str, decimals: int) -> str:
    """Say what a KPI is that is not held against a single goal, and what comes of it.

    `aim` is what it is held against, empty where that goes without saying.
    """
    values = {
        "period": name,
        "value": numbers.figure(figure.value, unit, decimals=decimals),
        "status": str(look(figure.status).label).lower(),
        "aim": aim,
    }
    if figure.value is None:
        return _("%(period)s has no figure yet") % values
    if aim:
        return _("%(period)s is %(value)s, %(status)s: aimed at %(aim)s") % values
    return _("%(period)s is %(value)s, %(status)s") % values


def parts_finding(red: int, missing: int) -> str:
    """Say how the units directly below stand: who is off target, else who is missing."""
    if red:
        return ngettext(
            "%(red)d unit below is off target", "%(red)d units below are off target", red
        ) % {"red": red}
    if missing:
        return ngettext(
            "%(missing)d unit below has not reported",
            "%(missing)d units below have not reported",
            missing,
        ) % {"missing": missing}
    return _("No unit below is off target")


def units_finding(units: Sequence[tuple[str, Status | None]]) -> str:
    """Say which of some units, given by name and status, are off target, else at risk.

    One or two are named.
    """
    statuses = [status for _name, status in units]
    red = [name for name, status in units if status is Status.RED]
    if 0 < len(red) <= MOST_NAMED:
        return ngettext("%(units)s is off target", "%(units)s are off target", len(red)) % {
            "units": _(" and ").join(red)
        }
    if red:
        return _("%(red)d of %(all)d units are off target") % {"red": len(red), "all": len(units)}
    if amber := statuses.count(Status.AMBER):
        return _units_at_risk(amber, unknown=not {*statuses} <= SCORED)
    if Status.GREEN in statuses:
        return _("Every unit that is scored is on target")
    return _("No unit can be scored yet")


def _units_at_risk(amber: int, *, unknown: bool) -> str:
    # What cannot be scored may be off target: then nothing is said of all units.
    if unknown:
        return ngettext("%(amber)d unit is at risk", "%(amber)d units are at risk", amber) % {
            "amber": amber
        }
    return ngettext(
        "No unit is off target, %(amber)d is at risk",
        "No unit is off target, %(amber)d are at risk",
        amber,
    ) % {"amber": amber}


def causes_finding(few: int, all_units: int, share: float) -> str:
    """Say how few units carry how much of a miss.

    >>> causes_finding(2, 13, 0.718).replace(numbers.SPACE, " ")
    '2 of 13 units explain 72 % of the miss'
    """
    values = {"few": few, "all": all_units, "share": numbers.figure(share, "%", decimals=0)}
    if not few:
        return _("The units below do not explain the miss")
    if share >= WHOLE:
        return (
            ngettext(
                "%(few)d of %(all)d units explains the whole miss",
                "%(few)d of %(all)d units explain the whole miss",
                few,
            )
            % values
        )
    return (
        ngettext(
            "%(few)d of %(all)d units explains %(share)s of the miss",
            "%(few)d of %(all)d units explain %(share)s of the miss",
            few,
        )
        % values
    )


def split_rule(unit_rule: str) -> str:
    """Say how a miss is split over the units."""
    match unit_rule:
        case "sum":
            return _("A unit contributes its figure less its own target.")
        case "min" | "max":
            return _("The deciding unit carries all of it.")
        case "ratio" | "weighted_mean":
            return _("A unit contributes its distance from the target, by its weight in the whole.")
        case _other:
            return _("A unit contributes its distance from the target; all units weigh the same.")


def no_parts(unit_rule: str, unit: str) -> str:
    """Say why a miss cannot be split over the units."""
    match unit_rule:
        case "none":
            return _("%(unit)s enters this figure itself: it has no parts") % {"unit": unit}
        case "sum":
            return _("Not every unit has a target of its own: the miss of a sum has no parts")
        case _other:
            return _("Over so long a period the miss has no parts: choose a month")


def change_sentence(
    change: float | None, unit: str, previous: str, decimals: int | None = None
) -> str:
    """Say how a KPI moved since the period before; empty where that is unknown."""
    if change is None:
        return ""
    distance = size(change, unit, decimals)
    values = {"distance": distance, "previous": previous}
    if not distance:
        return _("No change since %(previous)s") % values
    if change < 0:
        return _("Down %(distance)s since %(previous)s") % values
    return _("Up %(distance)s since %(previous)s") % values


def movers(
    parts: Sequence[tuple[str, float | None]], unit: str, decimals: int | None = None
) -> str:
    """Say which parts moved a figure most, the largest first; empty where none moved it.

    >>> movers([("North", -0.05), ("South", 0.15), ("West", 0.0)], "%").replace(numbers.SPACE, " ")
    'South +15 points, North −5 points'
    """
    moved = [(name, by) for name, by in parts if by is not None and size(by, unit, decimals)]
    largest = sorted(moved, key=lambda part: -abs(part[1]))[:MOST_MOVERS]
    return ", ".join(
        f"{name} {numbers.difference(by, unit, decimals=decimals)}" for name, by in largest
    )


def size(difference: float, unit: str, decimals: int | None = None) -> str:
    """Write how large a difference is, without its sign; empty where nothing of it is to be seen.

    >>> size(-0.14, "%").replace(numbers.SPACE, " "), size(0.0, "days")
    ('14 points', '')
    """
    text = numbers.difference(abs(difference), unit, decimals=decimals)
    return text.removeprefix("+") if text.startswith("+") else ""


def history_label(name: str, value: float | None, unit: str, columns: int) -> str:
    """Say what a small line over the last periods shows."""
    if value is None:
        return _("%(name)s: no figure now, over %(columns)d periods") % {
            "name": name,
            "columns": columns,
        }
    return _("%(name)s: now %(value)s, over %(columns)d periods") % {
        "name": name,
        "value": numbers.figure(value, unit),
        "columns": columns,
    }


def history_head(columns: int, frequency: Frequency) -> str:
    """Say how many periods a history shows."""
    values = {"count": columns}
    match frequency:
        case Frequency.MONTHLY:
            return ngettext("%(count)d month", "%(count)d months", columns) % values
        case Frequency.WEEKLY:
            return ngettext("%(count)d week", "%(count)d weeks", columns) % values
        case Frequency.QUARTERLY:
            return ngettext("%(count)d quarter", "%(count)d quarters", columns) % values
        case _other:
            return ngettext("%(count)d year", "%(count)d years", columns) % values
