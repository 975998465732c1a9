"""What each column of a list means, for the person who fills it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_CODE = _("A short code of your own, such as LOG. It stays when the name changes.")
_NAME = _("What people call it.")
_POSITION = _("A number: lower ones come first.")
_WEIGHT = _("How much it counts beside its neighbours. Empty is 1.")
_CRITICAL = _("1 where a bad one keeps all above from being green.")
_OWNER = _("Who answers for it: an address of somebody here, or a name.")
_FROM = _("From which day on it holds, as 2026-01-01. Empty is since ever.")
_UNIT = _("The code of a unit.")
_KPI = _("The code of a KPI.")

#: (file, column) -> what stands there.
COLUMNS: Mapping[tuple[str, str], "_StrOrPromise"] = {
    ("organization", "name"): _NAME,
    ("organization", "fiscal_year_start_month"): _("The number of the month: 1 is January."),
    ("organization", "default_locale"): _("The language of who has chosen none, such as en."),
    ("organization", "time_zone"): _("Such as Europe/Oslo."),
    ("organization", "score_at_red_flag"): _("Whatever scores less is off target."),
    ("organization", "score_at_goal"): _("Whatever scores as much is on target."),
    ("units", "code"): _CODE,
    ("units", "name"): _NAME,
    ("units", "parent"): _("The code of the unit above. Empty for the headquarters alone."),
    ("units", "kind"): _("What sort of unit it is, such as command or brigade."),
    ("units", "opened_on"): _("The first day on which it is open. Empty is since ever."),
    ("units", "closed_on"): _("The last day on which it is open. Empty while it is."),
    ("units", "position"): _POSITION,
    ("placements", "unit"): _UNIT,
    ("placements", "parent"): _("The code of the unit above from that day on."),
    ("placements", "valid_from"): _("The first day at the new place, as 2026-01-01."),
    ("perspectives", "code"): _CODE,
    ("perspectives", "name"): _NAME,
    ("perspectives", "position"): _POSITION,
    ("perspectives", "weight"): _WEIGHT,
    ("perspectives", "critical"): _CRITICAL,
    ("perspectives", "valid_from"): _FROM,
    ("themes", "code"): _CODE,
    ("themes", "name"): _NAME,
    ("themes", "position"): _POSITION,
    ("objectives", "code"): _CODE,
    ("objectives", "name"): _("What is to be reached, in a few words that begin with a verb."),
    ("objectives", "unit"): _UNIT,
    ("objectives", "perspective"): _("The code of its perspective."),
    ("objectives", "theme"): _("The code of its theme. Empty where it has none."),
    ("objectives", "description"): _("What it means, for those who work for it."),
    ("objectives", "owner"): _OWNER,
    ("objectives", "weight"): _WEIGHT,
    ("objectives", "critical"): _CRITICAL,
    ("objectives", "roll_up"): _(
        "How its score is made: weighted_mean, mean, worst, best, manual."
    ),
    ("objectives", "retired"): _("1 where it is on no map from that day on."),
    ("objectives", "place"): _("Where it stands in its lane, from 1 at the left. Empty: anywhere."),
    ("objectives", "valid_from"): _FROM,
    ("objective_links", "from"): _("The code of the objective that drives or serves."),
    ("objective_links", "to"): _("The code of the objective that is driven or served."),
    ("objective_links", "kind"): _("causes, on a map; else contributory, identical or shared."),
    ("objective_links", "weight"): _WEIGHT,
    ("objective_links", "ended"): _("1 where there is no such link from that day on."),
    ("objective_links", "valid_from"): _FROM,
    ("kpis", "code"): _CODE,
    ("kpis", "name"): _NAME,
    ("kpis", "unit_rule"): _(
        "sum, ratio, weighted_mean, mean, mean_of_children, min, max or none."
    ),
    ("kpis", "time_rule"): _("Months make a quarter by sum, mean, last, min or max."),
    ("kpis", "frequency"): _("How often it is entered: weekly, monthly, quarterly, yearly."),
    ("kpis", "unit_of_measure"): _("What its figures are counted in, such as % or days."),
    ("kpis", "decimals"): _("How many digits are shown after the point."),
    ("kpis", "scoring"): _("How a figure becomes a score: goal_red_flag, band, progress, yes_no."),
    ("kpis", "direction"): _("Whether higher or lower is better."),
    ("kpis", "weight_kpi"): _("The code of the KPI that weighs a weighted mean."),
    ("kpis", "target_profile"): _("How a yearly target is spread: shares with spaces, 1 1 2 4."),
    ("kpis", "formula"): _("Computed from other KPIs, such as FUEL / KM. Nobody enters it then."),
    ("kpis", "kind"): _("leading or lagging."),
    ("kpis", "owner"): _OWNER,
    ("kpis", "min_coverage"): _("Which share of its units must report for a score. Empty is 0.6."),
    ("kpis", "carry_forward_periods"): _("For how many periods an old figure may stand in."),
    ("kpis", "approved_only"): _("1 where only approved figures count."),
    ("kpis", "minimum"): _("No figure can be lower."),
    ("kpis", "maximum"): _("No figure can be higher."),
    ("kpis", "definition"): _("What is counted and what is not."),
    ("kpis", "source"): _("Where the figure is found."),
    ("kpis", "valid_from"): _FROM,
    ("scorecard", "unit"): _UNIT,
    ("scorecard", "objective"): _("The code of an objective."),
    ("scorecard", "kpi"): _KPI,
    ("scorecard", "weight"): _WEIGHT,
    ("scorecard", "critical"): _CRITICAL,
    ("scorecard", "owner"): _OWNER,
    ("scorecard", "valid_from"): _FROM,
    ("reporters", "unit"): _UNIT,
    ("reporters", "kpi"): _KPI,
    ("reporters", "first_period"): _("The first period that is due, such as 2026-01 or 2026-Q1."),
    ("reporters", "last_period"): _("The last one. Empty while there is none."),
    ("reporters", "person"): _("The address of whoever enters it. Empty: the unit’s manager."),
    ("reporters", "approver"): _("The address of whoever approves it. Empty: who may there."),
    ("targets", "unit"): _UNIT,
    ("targets", "kpi"): _KPI,
    ("targets", "period"): _("The month, quarter or fiscal year: 2026-01, 2026-Q1, FY2026."),
    ("targets", "goal"): _("Where it is on target. A percentage is a fraction: 0.95."),
    ("targets", "red_flag"): _("Where it is off target."),
    ("targets", "baseline"): _("Where progress begins."),
    ("targets", "stretch"): _("Where its score is full."),
    ("targets", "lower"): _("The lower end of a band."),
    ("targets", "upper"): _("The upper end of a band."),
    ("targets", "lower_zero"): _("Where below the band the score has fallen to 0."),
    ("targets", "upper_zero"): _("Where above the band the score has fallen to 0."),
}
