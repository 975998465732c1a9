"""What a KPI means, fact by fact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import numbers
from scorecard.engine.types import Scoring
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure
from scorecard.selectors.lines import KpiLine, person


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a definition."""

    label: str
    text: str


def facts(
    version: KpiVersion, lines: Sequence[tuple[KpiLine, str]], figure: Figure | None
) -> Iterable[Fact]:
    """Yield what there is to know about a KPI; facts that nobody has stated are left out."""
    stated = (
        (_("Over units"), over_units(version)),
        (_("Over time"), version.get_time_rule_display()),
        (_("Entered"), version.get_frequency_display()),
        (_("Kind"), version.get_kind_display()),
        (_("Status"), status_lines(version, figure)),
        (_("Scored from"), least_coverage(version)),
        *((_("Weight"), weight(line, objective)) for line, objective in lines),
        (_("Source"), version.source),
        (_("Owner"), person(version)),
        (_("Code"), version.kpi.code),
    )
    return (Fact(label, str(text)) for label, text in stated if text)


def over_units(version: KpiVersion) -> str:
    """Say how the values of units become the value of the unit above."""
    rule: str = version.get_unit_rule_display()
    if version.weight_kpi is None:
        return rule
    return _("mean of the units, weighted by %(kpi)s") % {"kpi": version.weight_kpi}


def status_lines(version: KpiVersion, figure: Figure | None) -> str:
    """Say from where on it is on target, and from where on off target."""
    if version.scoring == Scoring.YES_NO:
        return _("yes is 100, no is 0, a share of yes lies between")
    unit = version.unit_of_measure
    if figure is not None and figure.lower is not None:
        bounds = {"band": numbers.band(figure.lower, figure.upper, unit)}
        return _("in full from %(band)s, less the farther outside") % bounds
    if figure is not None and figure.baseline is not None:
        way = {
            "baseline": numbers.figure(figure.baseline, unit),
            "goal": numbers.figure(figure.goal, unit),
        }
        return _("how much of the way from %(baseline)s to %(goal)s is done") % way
    if figure is None or figure.goal is None or figure.red_flag is None:
        return ""
    values = {
        "goal": numbers.figure(figure.goal, unit),
        "red_flag": numbers.figure(figure.red_flag, unit),
    }
    if figure.better == "up":
        return _("on target from %(goal)s up, off target from %(red_flag)s down") % values
    return _("on target from %(goal)s down, off target from %(red_flag)s up") % values


def least_coverage(version: KpiVersion) -> str:
    """Say how many of the units must have reported before it is scored."""
    share = numbers.figure(version.min_coverage, "%")
    return _("%(share)s of the figures due") % {"share": share}


def weight(line: KpiLine, objective: str) -> str:
    """Say what the KPI weighs in an objective."""
    values = {"weight": numbers.plain(line.weight), "objective": objective}
    if line.critical:
        return _("%(weight)s in %(objective)s, critical: its red is the objective’s red") % values
    return _("%(weight)s in %(objective)s") % values
