"""A random organisation with every kind of KPI and objective, as rows of packages."""

import csv
from datetime import date, timedelta
from io import StringIO
from random import Random

from organization.models import Unit
from tests.factories import make_person
from tests.packages import bring_in

MONTHS = [f"2025-{month:02}" for month in range(2, 13)] + [f"2026-{m:02}" for m in range(1, 6)]
WEEKS = [f"2026-W{week:02}" for week in range(1, 20)]
PERIODS = {
    "monthly": MONTHS,
    "weekly": WEEKS,
    "quarterly": [f"2026-Q{quarter}" for quarter in range(1, 5)],
    "yearly": ["FY2025", "FY2026"],
}
KPI = {
    "unit_rule": "sum",
    "time_rule": "",
    "frequency": "monthly",
    "weight_kpi": "",
    "min_coverage": 0.4,
    "carry_forward_periods": 0,
    "approved_only": 0,
    "scoring": "goal_red_flag",
    "formula": "",
}
KPIS = {
    "SUM": {},
    "MEAN": {"unit_rule": "mean"},
    "RATIO": {"unit_rule": "ratio"},
    "LOW": {"unit_rule": "min"},
    "HEADS": {"time_rule": "last"},
    "MOOD": {"unit_rule": "weighted_mean", "weight_kpi": "HEADS"},
    "MOC": {"unit_rule": "mean_of_children"},
    "ALONE": {"unit_rule": "none"},
    "CARRY": {"time_rule": "last", "carry_forward_periods": 14},
    "CHECKED": {"unit_rule": "mean", "approved_only": 1},
    "BAND": {"unit_rule": "mean", "scoring": "band"},
    "WEEK": {"frequency": "weekly"},
    "QUARTER": {"time_rule": "last", "frequency": "quarterly"},
    "YEARLY": {"time_rule": "last", "frequency": "yearly"},
    "FORM": {"unit_rule": "none", "formula": "SUM / HEADS"},
    "UPON": {"unit_rule": "none", "formula": "max(FORM, CARRY) - MOOD"},
}
ENTERED = [code for code, rules in KPIS.items() if not rules.get("formula")]
OBJECTIVES = {
    "READY": ("HQ", "PRO", "FIT", 1, "weighted_mean"),
    "SPARE": ("HQ", "RES", "", 2, "worst"),
    "BELOW": ("CMD", "PRO", "FIT", 1, "mean"),
    "JUDGED": ("HQ", "RES", "FIT", 1, "manual"),
}
BRIGADES = ("MARA", "NILS", "DEPOT")


def rows(head, *found):
    """Write a table."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([head.split(","), *found])
    return text.getvalue()


class Organisation:
    """Units, a strategy, reporters, targets and values; what may change is kept to be changed."""

    def __init__(self, folder, seed):
        self.folder, self.chance = folder, Random(seed)
        self.kpis = {code: KPI | rules for code, rules in KPIS.items()}
        self.objectives = dict(OBJECTIVES)
        self.bring_in(
            organization="name,fiscal_year_start_month\nArmy of Aldmark,4\n",
            units="code,name,parent\nHQ,HQ,\nCMD,CMD,HQ\nWEST,WEST,HQ\nMARA,MARA,CMD\n"
            "NILS,NILS,CMD\nDEPOT,DEPOT,MARA\n",
            perspectives="code,name,weight\nPRO,Processes,2\nRES,Resources,1\n",
            themes="code,name\nFIT,Fit to fight\n",
            objectives=self.objective_rows(*self.objectives),
            objective_links="from,to,kind,weight\nBELOW,READY,contributory,2\n",
            kpis=self.kpi_rows(*self.kpis),
            scorecard=rows(
                "unit,objective,kpi,weight,critical",
                *(
                    ("HQ", ("READY", "SPARE")[place % 2], code, 1 + place % 3, int(place % 5 == 0))
                    for place, code in enumerate(self.kpis)
                ),
                ("CMD", "BELOW", "SUM", 1, 1),
                ("CMD", "BELOW", "MOOD", 3, 0),
            ),
            reporters=rows(
                "unit,kpi,first_period,last_period",
                *((unit, code, "", "") for unit in BRIGADES[:2] for code in ENTERED),
                *(("DEPOT", code, "2025-04", "2026-03") for code in ("SUM", "MOOD", "HEADS")),
            ),
            targets=rows(
                "unit,kpi,period,goal,red_flag,lower,upper",
                *(self.target_row(unit, code) for unit in ("HQ", "MARA") for code in self.kpis),
            ),
            values=rows(
                "unit,kpi,period,value,numerator,denominator",
                *(
                    self.value_row(unit, code, period)
                    for unit in BRIGADES[:2]
                    for code in ENTERED
                    for period in PERIODS[self.kpis[code]["frequency"]]
                    if self.chance.random() < 0.7
                ),
            ),
        )
        self.ada = make_person("Ada Whitlock", "osm_staff", Unit.objects.get(code="HQ"))

    def bring_in(self, **files):
        bring_in(self.folder, **files)

    def one_of(self, found):
        return self.chance.choice(list(found))

    def number(self):
        return round(self.chance.uniform(-5, 50), self.chance.randint(0, 4))

    def numbers(self, code):
        if self.kpis[code]["unit_rule"] == "ratio":
            return "", self.number(), self.number()
        return self.number(), "", ""

    def value_row(self, unit, code, period):
        return unit, code, period, *self.numbers(code)

    def target_row(self, unit, code, period=None):
        period = period or self.one_of(["FY2026", "FY2026", "FY2027"])
        goal = self.number()
        if self.kpis[code]["scoring"] == "band":
            return unit, code, period, "", "", goal, goal + 10
        return unit, code, period, goal, goal - self.one_of([-20, 20]), "", ""

    def kpi_rows(self, *codes, valid_from=""):
        head = ",".join(["code", "name", *KPI, "valid_from"])
        return rows(head, *((code, code, *self.kpis[code].values(), valid_from) for code in codes))

    def objective_rows(self, *codes, valid_from=""):
        head = "code,name,unit,perspective,theme,weight,roll_up,valid_from"
        return rows(head, *((code, code, *self.objectives[code], valid_from) for code in codes))

    def cell(self, codes=ENTERED):
        code = self.one_of(codes)
        period = self.one_of(PERIODS[self.kpis[code]["frequency"]])
        return self.one_of(BRIGADES[:2]), code, period

    def day(self):
        return date(2025, 4, 1) + timedelta(days=self.chance.randrange(400))
