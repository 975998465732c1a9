"""The 40 KPIs: what each one measures, how it adds up, and the figure that the Army aims at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from demo.package import Table, read_text_table

# code | unit rule | time rule | unit of measure | decimals | direction | goal | red flag
# Goals of training days, accidents and energy are for a whole year.
RULES: Final = """
READY_UNITS  | ratio            | last | %          | 0 | higher | .80    | .74
NOTICE       | mean             | mean | hours      | 1 | lower  | 36     | 39
TRAIN_DAYS   | sum              | sum  | days       | 0 | higher | 26000  | 22000
ALLY_CERT    | ratio            | last | %          | 0 | higher | .92    | .86
JOINT_EX     | sum              | last | exercises  | 0 | higher | 16     | 13
PUBLIC_TRUST | none             | last | %          | 0 | higher | .75    | .60
COMPLAINTS   | ratio            | sum  | %          | 0 | higher | .95    | .90
VEH_AVAIL    | ratio            | sum  | %          | 1 | higher | .82    | .75
REPAIR_DAYS  | mean             | mean | days       | 1 | lower  | 14     | 17.5
FIRST_FIX    | ratio            | sum  | %          | 0 | higher | .88    | .80
LONGEST_WAIT | max              | max  | days       | 0 | lower  | 45     | 60
SPARES_OUT   | sum              | last | lines      | 0 | lower  | 120    | 180
DEMANDS_MET  | ratio            | sum  | %          | 0 | higher | .92    | .87
AMMO_DAYS    | min              | min  | days       | 0 | higher | 30     | 25
STOCK_RIGHT  | ratio            | sum  | %          | 1 | higher | .96    | .92
FIELDED      | ratio            | last | %          | 0 | higher | .90    | .82
PATCHES      | ratio            | sum  | %          | 0 | higher | .95    | .91
INCIDENTS    | ratio            | sum  | %          | 0 | higher | .90    | .84
NET_UP       | min              | min  | %          | 2 | higher | .995   | .98
RECRUITS     | ratio            | last | %          | 0 | higher | 1      | .90
RE_ENLIST    | ratio            | sum  | %          | 0 | higher | .58    | .43
LEFT_EARLY   | ratio            | sum  | %          | 1 | lower  | .10    | .13
OVERTIME     | weighted_mean    | mean | hours      | 1 | lower  | 8      | 12
CRIT_POSTS   | ratio            | last | %          | 0 | higher | .92    | .84
MECHANICS    | ratio            | last | %          | 0 | higher | .90    | .83
DIGITAL      | ratio            | last | %          | 0 | higher | .70    | .55
MED_FIT      | ratio            | last | %          | 1 | higher | .90    | .86
INJURY_DAYS  | weighted_mean    | mean | days       | 0 | lower  | 40     | 50
FITNESS      | ratio            | sum  | %          | 0 | higher | .93    | .88
ACCIDENTS    | sum              | sum  | accidents  | 0 | lower  | 60     | 84
LEADERSHIP   | mean             | last | points     | 1 | higher | 7.2    | 5
CLIMATE      | mean_of_children | mean | points     | 1 | higher | 7      | 6
TALKS        | ratio            | last | %          | 0 | higher | .85    | .60
BUDGET_SPENT | ratio            | sum  | %          | 1 | higher | 1      | .85
READY_SHARE  | ratio            | sum  | %          | 0 | higher | .42    | .395
COST_GROWTH  | ratio            | last | %          | 1 | lower  | .05    | .065
ON_BASELINE  | sum              | last | programmes | 0 | higher | 13     | 10
SUPPORT_COST | ratio            | last | kr 000     | 1 | lower  | 43     | 48
ENERGY       | sum              | sum  | MWh        | 0 | lower  | 480000 | 528000
STRENGTH     | sum              | last | people     | 0 |        |        |
"""
NAMES: Final = """
READY_UNITS  | Units at readiness level 1 or 2
NOTICE       | Notice to move, median
TRAIN_DAYS   | Collective training days
ALLY_CERT    | Allied certification standards met
JOINT_EX     | Joint exercises run to standard
PUBLIC_TRUST | Public trust, national survey
COMPLAINTS   | Complaints answered in 10 days
VEH_AVAIL    | Vehicle availability
REPAIR_DAYS  | Repair turnaround, median
FIRST_FIX    | First-time fix
LONGEST_WAIT | Longest wait for a critical part
SPARES_OUT   | Critical spares out of stock
DEMANDS_MET  | Priority demands met on time
AMMO_DAYS    | Lowest ammunition stock
STOCK_RIGHT  | Stock records found right
FIELDED      | Fielding milestones met on time
PATCHES      | Critical patches applied in 7 days
INCIDENTS    | Incidents contained in 4 hours
NET_UP       | Weakest network, availability
RECRUITS     | Recruits against year-to-date plan
RE_ENLIST    | First-term soldiers who re-enlist
LEFT_EARLY   | Soldiers who left in their first year
OVERTIME     | Overtime per soldier
CRIT_POSTS   | Critical posts filled
MECHANICS    | Mechanics and technicians in post
DIGITAL      | Staff certified in core digital skills
MED_FIT      | Medically deployable soldiers
INJURY_DAYS  | Injury days lost per 100 soldiers
FITNESS      | Soldiers who passed the fitness test
ACCIDENTS    | Serious accidents
LEADERSHIP   | Leadership index, quarterly survey
CLIMATE      | Working climate, monthly pulse
TALKS        | Development talks held
BUDGET_SPENT | Operating budget spent to plan
READY_SHARE  | Readiness share of operating spend
COST_GROWTH  | Cost growth, major programmes
ON_BASELINE  | Programmes within 5 % of baseline
SUPPORT_COST | Support cost per vehicle and year
ENERGY       | Energy used
STRENGTH     | Soldiers and staff in post
"""

# code | what is measured | where the figure comes from
DEFINITIONS: Final = """
READY_UNITS  | Share of companies reported at readiness level 1 or 2. | Readiness return
NOTICE       | Median hours from warning order to first vehicle out of the gate. | Readiness return
TRAIN_DAYS   | Days of collective training run as planned, all companies. | Training diary
ALLY_CERT    | Allied standards passed at the last inspection, of those that apply. | Allied Staff
JOINT_EX     | Joint exercises of the last twelve months run to standard, of 18. | Exercise reports
PUBLIC_TRUST | Share of adults who trust the Army much or very much. | National survey
COMPLAINTS   | Complaints of citizens answered within 10 working days. | Letter register
VEH_AVAIL    | Share of wheeled and tracked vehicles fit for use on the last day. | Fleet register
REPAIR_DAYS  | Median days from fault report to return of the vehicle. | Fleet register
FIRST_FIX    | Repairs after which the same fault does not return in 30 days. | Fleet register
LONGEST_WAIT | Days that the oldest open order for a critical part has waited. | Supply system
SPARES_OUT   | Lines of critical spares with no stock on the last day. | Supply system
DEMANDS_MET  | Priority demands delivered within the promised time. | Supply system
AMMO_DAYS    | Days of supply of the scarcest ammunition type. | Ammunition account
STOCK_RIGHT  | Stock records found right at the monthly count. | Stock count
FIELDED      | Fielding milestones of the last twelve months met on time. | Programme reports
PATCHES      | Critical patches applied within 7 days of release. | Patch console
INCIDENTS    | Network incidents contained within 4 hours. | Incident log
NET_UP       | Availability of the weakest operational network in the month. | Network monitor
RECRUITS     | Recruits sworn in since January, of the plan to date. | Recruiting system
RE_ENLIST    | First-term soldiers who sign again when their term ends. | Personnel records
LEFT_EARLY   | Recruits of twelve months ago who have left. | Personnel records
OVERTIME     | Paid overtime hours per soldier. | Payroll
CRIT_POSTS   | Posts marked critical that are filled on the last day. | Payroll
MECHANICS    | Mechanic and technician posts filled on the last day. | Payroll
DIGITAL      | Staff with a valid certificate in core digital skills. | Learning system
MED_FIT      | Soldiers with no medical limit on deployment. | Medical records
INJURY_DAYS  | Working days lost to injury per 100 soldiers. | Medical records
FITNESS      | Soldiers tested in the month who passed the yearly test. | Test sheets
ACCIDENTS    | Accidents with three or more days of sick leave. | Safety register
LEADERSHIP   | Mean answer to eight questions on leaders, 1 to 10. | Quarterly survey
CLIMATE      | Mean answer to the monthly pulse question, 1 to 10. | Pulse survey
TALKS        | Staff who had their yearly development talk. | Personnel records
BUDGET_SPENT | Operating money spent, of the plan for the month. | Ledger
READY_SHARE  | Operating money spent on training, spares and stocks. | Ledger
COST_GROWTH  | Forecast cost above the approved baseline, major programmes. | Programme reports
ON_BASELINE  | Major programmes, of 15, with a forecast within 5 % of baseline. | Programme reports
SUPPORT_COST | Cost of upkeep of the last twelve months per vehicle. | Ledger and fleet register
ENERGY       | Electricity, heat and fuel of buildings. | Meter readings
STRENGTH     | Soldiers and civilian staff in post on the last day. | Payroll
"""

FREQUENCIES: Final = {"PUBLIC_TRUST": "quarterly", "LEADERSHIP": "quarterly", "TALKS": "yearly"}
LEADING: Final = frozenset(
    {"SPARES_OUT", "MECHANICS", "CRIT_POSTS", "LONGEST_WAIT", "RECRUITS", "PATCHES", "TRAIN_DAYS"}
)
# Shares of a year's target by month, January first: exercises in spring and autumn, heat in winter.
PROFILES: Final[dict[str, tuple[float, ...]]] = {
    "TRAIN_DAYS": (5, 8, 11, 10, 11, 9, 2, 5, 12, 12, 10, 5),
    "ENERGY": (12, 11, 10, 8, 6, 5, 5, 5, 6, 9, 11, 12),
}
# Shares that cannot pass 1; plan and budget can.
OPEN_ENDED: Final = frozenset({"RECRUITS", "BUDGET_SPENT", "SUPPORT_COST", "COST_GROWTH"})


@dataclass(frozen=True)
class Kpi:
    """A defined measure; goal and red flag are those of HQ, None where it is not scored."""

    code: str
    name: str
    unit_rule: str
    time_rule: str
    measure: str
    decimals: int
    direction: str
    goal: float | None
    red: float | None
    definition: str
    source: str

    @property
    def frequency(self) -> str:
        """How often it is due."""
        return FREQUENCIES.get(self.code, "monthly")

    @property
    def weight_kpi(self) -> str:
        """The KPI whose entry weighs this one."""
        return "STRENGTH" if self.unit_rule == "weighted_mean" else ""

    @property
    def places(self) -> int:
        """Decimal places of a stored value: two more than printed where it is a fraction."""
        return self.decimals + 2 if self.measure == "%" else self.decimals

    @property
    def accumulates(self) -> bool:
        """Whether a year's target is shared out over its months."""
        return self.unit_rule == "sum" and self.time_rule == "sum"

    @property
    def sign(self) -> float:
        """1 where higher is better, -1 where lower is."""
        return -1.0 if self.direction == "lower" else 1.0

    @cached_property
    def reach(self) -> float:
        """Distance from red flag to goal; 1 where the KPI is not scored."""
        return abs((self.goal or 0.0) - (self.red or 0.0)) or 1.0

    @property
    def minimum(self) -> str:
        """The least value that can be right, as typed; only a cost can grow backwards."""
        return "" if self.code == "COST_GROWTH" else "0"

    @property
    def maximum(self) -> str:
        """The greatest value that can be right, as typed."""
        closed = self.measure == "%" and self.code not in OPEN_ENDED
        return "1" if closed else ""


def read_kpis() -> tuple[Kpi, ...]:
    """Return the 40 KPIs in the order of the scorecard."""
    names = dict(read_text_table(NAMES))
    meanings = {code: (text, source) for code, text, source in read_text_table(DEFINITIONS)}
    rules = read_text_table(RULES)
    return tuple(_kpi(cells, names[cells[0]], *meanings[cells[0]]) for cells in rules)


def kpis_table(kpis: tuple[Kpi, ...], owners: dict[str, str]) -> Table:
    """Return the rows of kpis.csv; ``owners`` gives the e-mail address by KPI code."""
    columns = (
        *("code", "name", "unit_rule", "time_rule", "frequency", "unit_of_measure", "decimals"),
        *("scoring", "direction", "weight_kpi", "target_profile", "kind", "owner"),
        *("minimum", "maximum", "definition", "source"),
    )
    return Table(columns, [_row(kpi, owners.get(kpi.code, "")) for kpi in kpis])


def _kpi(cells: list[str], name: str, definition: str, source: str) -> Kpi:
    code, unit_rule, time_rule, measure, decimals, direction, goal, red = cells
    return Kpi(
        code=code,
        name=name,
        unit_rule=unit_rule,
        time_rule=time_rule,
        measure=measure,
        decimals=int(decimals),
        direction=direction,
        goal=float(goal) if goal else None,
        red=float(red) if red else None,
        definition=definition,
        source=source,
    )


def _row(kpi: Kpi, owner: str) -> tuple[str, ...]:
    profile = " ".join(f"{share:g}" for share in PROFILES.get(kpi.code, ()))
    kind = "leading" if kpi.code in LEADING else "lagging"
    return (
        *(kpi.code, kpi.name, kpi.unit_rule, kpi.time_rule, kpi.frequency, kpi.measure),
        *(str(kpi.decimals), "goal_red_flag", kpi.direction, kpi.weight_kpi, profile, kind),
        *(owner, kpi.minimum, kpi.maximum, kpi.definition, kpi.source),
    )
