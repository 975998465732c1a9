"""Every way to change an organisation, at random.

Each change goes through the door that the product has for it; where it has none yet, the rows are
written as that door will write them, and `dependents` is asked what is due.
"""

from decimal import Decimal

from django.utils import timezone

from jobs.services.outbox import post
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, EntryEvent, Kpi, ManualScore, Objective
from scorecard.services.dependents import keys_of_entries
from scorecard.services.entries import Figure, submit_entries
from scorecard.services.rollup.parts import part_of
from tests.factories import calendar
from tests.scorecard.services.rollup.organisations import (
    BRIGADES,
    ENTERED,
    KPI,
    MONTHS,
    Organisation,
    rows,
)


def period_of(entry):
    """Return the period of an entry."""
    return Period(Frequency(entry.kpi.definition.frequency), entry.period)


class Changing(Organisation):
    """One method for each kind of change."""

    def entry(self):
        """A value of a month before all others, or of one that was left empty."""
        code = self.one_of(["SUM", "CARRY", "HEADS", "MOOD", "MEAN"])
        period = self.one_of(["2024-05", "2025-01", *MONTHS])
        head = "unit,kpi,period,value,numerator,denominator"
        row = self.value_row(self.one_of(BRIGADES[:2]), code, period)
        self.bring_in(values=rows(head, row))

    def correction(self):
        """Figures of one unit, submitted on its page."""
        entry = self.one_of(Entry.objects.filter(kind="entry").order_by("id"))
        value, *pair = (Decimal(str(n)) if n != "" else None for n in self.numbers(entry.kpi.code))
        figures = {(entry.kpi, period_of(entry)): Figure(value, *pair)}
        submit_entries(actor=self.ada, unit=entry.unit, figures=figures)

    def not_applicable(self):
        self.bring_in(values=rows("unit,kpi,period,not_applicable", (*self.cell(), 1)))

    def override(self):
        unit = self.one_of(["CMD", "HQ", "MARA"])
        _, code, period = self.cell()
        head = "unit,kpi,period,kind,value,numerator,denominator,comment"
        row = unit, code, period, "override", *self.numbers(code), "As counted"
        self.bring_in(values=rows(head, row))

    def target(self):
        unit, code, period = self.cell(self.kpis)
        periods = ["FY2025", "FY2026", "FY2027", period]
        row = self.target_row(self.one_of(["HQ", "CMD", unit]), code, self.one_of(periods))
        self.bring_in(targets=rows("unit,kpi,period,goal,red_flag,lower,upper", row))

    def weight_of_a_line(self):
        place = self.one_of([("HQ", "READY"), ("HQ", "SPARE"), ("CMD", "BELOW"), ("MARA", "READY")])
        row = *place, self.one_of(ENTERED), self.chance.randint(0, 5), self.chance.randint(0, 1)
        head = "unit,objective,kpi,weight,critical,valid_from"
        self.bring_in(scorecard=rows(head, (*row, self.one_of(["", self.day()]))))

    def weight_of_a_perspective(self):
        row = self.one_of(["PRO", "RES"]), "Renamed", self.chance.randint(0, 6), self.day()
        self.bring_in(perspectives=rows("code,name,weight,valid_from", row))

    def objective(self):
        code = self.one_of(list(self.objectives))
        unit, *_ = self.objectives[code]
        rule = "manual" if code == "JUDGED" else self.one_of(["mean", "worst", "best"])
        self.objectives[code] = (
            unit, self.one_of(["PRO", "RES"]), self.one_of(["FIT", ""]),
            self.chance.randint(0, 4), rule,
        )  # fmt: skip
        self.bring_in(objectives=self.objective_rows(code, valid_from=self.day()))

    def thresholds(self):
        red = self.chance.randint(10, 60)
        row = "Army of Aldmark", 4, red, red + self.chance.randint(5, 30)
        head = "name,fiscal_year_start_month,score_at_red_flag,score_at_goal"
        self.bring_in(organization=rows(head, row))

    def definition(self):
        code = self.one_of(["SUM", "MEAN", "LOW", "MOC", "HEADS", "MOOD", "CHECKED"])
        changed = self.one_of(
            [
                {"min_coverage": self.one_of([0, 0.6, 1])},
                {"approved_only": self.chance.randint(0, 1)},
                {"time_rule": self.one_of(["last", "min", "max"])},
                {"carry_forward_periods": self.one_of([0, 2, 13])},
            ]
        )
        # A sum over time carries nothing.
        self.kpis[code] |= {"time_rule": "last"} | changed
        self.bring_in(kpis=self.kpi_rows(code, valid_from=self.one_of(["", self.day()])))

    def formula(self):
        code = self.one_of(["FORM", "UPON"])
        parts = ["SUM", "HEADS", "MEAN", "CARRY", "MOOD"] + ["FORM"] * (code == "UPON")
        first, second = self.chance.sample(parts, 2)
        self.kpis[code]["formula"] = f"{first} {self.one_of('+-*/')} {second}"
        self.bring_in(kpis=self.kpi_rows(code, valid_from=self.one_of(["", self.day()])))

    def weighing(self):
        self.kpis["MOOD"]["weight_kpi"] = self.one_of(["SUM", "CARRY", "HEADS"])
        self.bring_in(kpis=self.kpi_rows("MOOD", valid_from=self.one_of(["", self.day()])))

    def unit_moved(self):
        row = self.one_of(["NILS", "DEPOT", "CMD"]), self.one_of(["HQ", "WEST"]), self.day()
        self.bring_in(placements=rows("unit,parent,valid_from", row))

    def unit_closed(self):
        row = "DEPOT", "DEPOT", self.one_of(["MARA", "WEST"]), self.one_of(["", self.day()])
        self.bring_in(units=rows("code,name,parent,closed_on", row))

    def unit_added(self):
        code = f"NEW{Unit.objects.count()}"
        self.bring_in(
            units=rows("code,name,parent", (code, code, self.one_of(["WEST", "NILS"]))),
            reporters=rows("unit,kpi", (code, "SUM"), (code, "MEAN")),
            values=rows("unit,kpi,period,value", (code, "SUM", "2026-04", self.number())),
        )

    def reporter(self):
        row = self.one_of([*BRIGADES, "WEST"]), self.one_of(["SUM", "MEAN", "MOOD"])
        window = self.one_of(["", "2024-08", "2026-01"]), self.one_of(["", "2026-03"])
        self.bring_in(reporters=rows("unit,kpi,first_period,last_period", (*row, *window)))

    def link(self):
        row = self.one_of([("BELOW", "READY"), ("BELOW", "SPARE"), ("READY", "SPARE")])
        weighed = *row, "contributory", self.chance.randint(0, 5)
        self.bring_in(objective_links=rows("from,to,kind,weight", weighed))

    def approval(self):
        self._event("approved", Entry.objects.filter(kpi__code="CHECKED"))

    def rejection(self):
        self._event("rejected", Entry.objects.standing())

    def withdrawal(self):
        self._event("withdrawn", Entry.objects.standing())

    def _event(self, kind, among):
        entry = self.one_of(among.order_by("id"))
        EntryEvent.objects.create(
            entry=entry, kind=kind, reason="Not so", recorded_at=timezone.now()
        )
        year = calendar().fiscal_year(period_of(entry))
        post("rollup", keys_of_entries(entry.kpi_id, [year]), part_of([entry.unit_id]))

    def manual_score(self):
        period = calendar().parse(self.one_of(MONTHS))
        ManualScore.objects.create(
            unit=Unit.objects.get(code=self.one_of(["HQ", "CMD", "MARA"])),
            objective=Objective.objects.get(code="JUDGED"),
            period=period.ordinal,
            score=self.one_of([None, self.chance.randint(0, 100)]),
            comment="As seen",
            author=self.ada,
            recorded_at=timezone.now(),
        )
        post("scores", [str(calendar().fiscal_year(period))])

    def kpi_added(self):
        code = f"KPI{Kpi.objects.count()}"
        self.kpis[code] = KPI | {"unit_rule": "mean"}
        self.bring_in(
            kpis=self.kpi_rows(code),
            scorecard=rows("unit,objective,kpi,weight", ("HQ", "READY", code, 2)),
            targets=rows("unit,kpi,period,goal,red_flag", ("HQ", code, "FY2027", 20, 10)),
            values=rows("unit,kpi,period,value", ("NILS", code, "2026-04", self.number())),
        )


KINDS = [name for name in vars(Changing) if not name.startswith("_")]
