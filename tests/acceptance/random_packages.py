"""A random organisation as the files of a package, and as the slow second opinion sees it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from tests.acceptance.random_files import LENGTHS, Files
from tests.scorecard.engine import second_opinion as opinion

TODAY = date(2026, 11, 12)
YEARS = (2025, 2026, 2027)
RULES = {
    "sum": ("sum", "mean", "last", "min", "max"),
    "mean": ("mean", "last", "sum"),
    "weighted_mean": ("mean", "last"),
    "ratio": ("sum", "last"),
    "min": ("min", "mean"),
    "max": ("max", "last"),
    "mean_of_children": ("mean", "last"),
    "none": ("mean", "sum", "last"),
}


@dataclass
class Kpi:
    """A KPI with everything that was entered and aimed at, by (unit, base period)."""

    code: str
    rule: str
    time_rule: str
    frequency: str
    min_coverage: Fraction
    weight: "Kpi | None" = None
    scoring: str = "goal_red_flag"
    world: opinion.World = field(default_factory=lambda: opinion.World([]))
    explicit: dict = field(default_factory=dict)
    longer: dict = field(default_factory=dict)

    @property
    def per_year(self):
        return 12 // LENGTHS[self.frequency]


class Calendar:
    """Months from the first fiscal year on, counted on the fingers."""

    def __init__(self, start_month):
        self.start_month = start_month
        year = YEARS[0] - (start_month > 1)
        self.months = [
            (year + (start_month - 1 + place) // 12, (start_month - 1 + place) % 12 + 1)
            for place in range(12 * len(YEARS))
        ]

    def first_day(self, length, place):
        year, month = self.months[place * length]
        return date(year, month, 1)

    def last_day(self, length, place):
        year, month = self.months[place * length + length - 1]
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    def name(self, length, place):
        if length == 1:
            return "{:04}-{:02}".format(*self.months[place])
        if length == 3:
            return f"{YEARS[place // 4]}-Q{place % 4 + 1}"
        return f"FY{YEARS[place]}"


class Organisation(Files):
    """Units that open, close and move, KPIs with entries and targets, and a scorecard."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.calendar = Calendar(self.random.choice((1, 4, 7, 10)))
        self.codes = [f"U{number}" for number in range(self.random.randint(2, 8))]
        self._place_units()
        self._open_units()
        self.kpis = []
        for number in range(5):
            self._add_kpi(number)
        self._make_scorecard()

    def _day(self):
        year, month = self.random.choice(self.calendar.months)
        return date(year, month, self.random.choice((1, 15, 28)))

    def _place_units(self):
        # A parent's number is lower than its child's, so nothing ever hangs below itself.
        self.parents = [None]
        self.moves = {}
        for unit in range(1, len(self.codes)):
            self.parents.append(self.random.randrange(unit))
            others = [each for each in range(unit) if each != self.parents[unit]]
            if others and self.random.random() < 0.4:
                self.moves[unit] = (self._day(), self.random.choice(others))

    def _open_units(self):
        above = {*self.parents, *(parent for _, parent in self.moves.values())}
        self.windows = {}
        for unit in set(range(1, len(self.codes))) - above:
            if self.random.random() < 0.5:
                opened, closed = sorted((self._day(), self._day()))
                self.windows[unit] = self.random.choice(
                    [(opened, None), (None, closed), (opened, closed)]
                )

    def is_open(self, unit, first, last):
        opened, closed = self.windows.get(unit, (None, None))
        return (opened is None or opened <= last) and (closed is None or closed >= first)

    def parents_in(self, length, place):
        """Where each open unit hung on its last open day of the period."""
        first, last = (
            find(length, place) for find in (self.calendar.first_day, self.calendar.last_day)
        )
        found = {}
        for unit in range(len(self.codes)):
            if self.is_open(unit, first, last):
                closed = self.windows.get(unit, (None, None))[1]
                day = min(closed or last, last)
                moved_on, parent = self.moves.get(unit, (date.max, None))
                found[unit] = parent if day >= moved_on else self.parents[unit]
        return found

    def _add_kpi(self, number):
        rule = self.random.choice(list(RULES))
        frequency = self.random.choice(("monthly", "monthly", "quarterly", "yearly"))
        weight = None
        if rule == "weighted_mean":
            weight = Kpi(f"W{number}", "sum", "sum", frequency, Fraction(1, 2))
            self._fill(weight, lowest=0)
            self.kpis.append(weight)
        coverage = Fraction(self.random.choice((0, 3, 4, 5)), 5)
        time_rule = self.random.choice(RULES[rule])
        scoring = self.random.choice(("goal_red_flag", "goal_red_flag", "progress", "yes_no"))
        kpi = Kpi(f"K{number}", rule, time_rule, frequency, coverage, weight, scoring)
        if time_rule != "sum":
            kpi.world.carry = self.random.choice((0, 0, 1, 5))
        self._fill(kpi, lowest=-40)
        if weight:
            entered = {cell for cell in weight.world.x if cell not in weight.world.not_applicable}
            kpi.world.w = {cell: weight.world.x[cell] for cell in entered}
        self._override(kpi)
        self._aim(kpi)
        self.kpis.append(kpi)

    def _fill(self, kpi, lowest):
        length, world = LENGTHS[kpi.frequency], kpi.world
        periods = range(kpi.per_year * len(YEARS))
        world.parents = [self.parents_in(length, place) for place in periods]
        kpi.reporters = {}
        for unit in range(len(self.codes)):
            if self.random.random() < 0.75:
                first, last = sorted(self.random.choices(periods, k=2))
                window = self.random.choice(
                    [(None, None), (first, None), (None, last), (first, last)]
                )
                kpi.reporters[unit] = window
                for place in periods:
                    self._fill_cell(kpi, unit, place, window, lowest)
        self._begin(kpi)

    def _begin(self, kpi):
        """Let windows without a beginning begin in the first year of which anything is known."""
        bounds = [place for window in kpi.reporters.values() for place in window]
        entered = [place for _, place in (*kpi.world.x, *kpi.world.not_applicable)]
        known = [place for place in (*bounds, *entered) if place is not None]
        first = min(known, default=12 * len(YEARS)) // kpi.per_year * kpi.per_year
        kpi.world.due -= {(unit, place) for unit, place in kpi.world.due if place < first}

    def _fill_cell(self, kpi, unit, place, window, lowest):
        first, last = window
        begun = self.calendar.first_day(LENGTHS[kpi.frequency], place) <= TODAY
        inside = (first is None or place >= first) and (last is None or place <= last)
        cell, world, chance = (unit, place), kpi.world, self.random.random()
        if not (begun and inside and unit in world.parents[place]):
            return
        world.due.add(cell)
        if chance < 0.1:
            world.not_applicable.add(cell)
        elif chance < 0.85:
            world.x[cell] = Fraction(self.random.randint(lowest, 400), 8)
            if kpi.rule == "ratio":
                world.w[cell] = Fraction(self.random.choice((0, 1, 3, 40)))

    def _override(self, kpi):
        """Let some figures at any unit take the place of what came from below."""
        chance = self.random.choice((0, 0, 0.05))
        for place, parents in enumerate(kpi.world.parents):
            for unit in parents:
                cell = unit, place
                begun = self.calendar.first_day(LENGTHS[kpi.frequency], place) <= TODAY
                if begun and self.random.random() < chance:
                    kpi.world.x.pop(cell, None)
                    kpi.world.not_applicable.discard(cell)
                    kpi.world.override[cell] = Fraction(self.random.randint(-40, 400), 8)
                    kpi.world.override_w[cell] = Fraction(self.random.choice((0, 2, 30)))

    def _aim(self, kpi):
        """Give targets of base periods, quarters and years; then share the longer ones out."""
        if kpi.scoring == "yes_no":
            return
        length, mostly = LENGTHS[kpi.frequency], self.random.choice((0.1, 0.5, 1.0))
        for each in (1, 3, 12):
            chance = mostly * (0.2 if each == length else 0.5)
            for unit in range(len(self.codes)):
                for place in range(12 * len(YEARS) // each) if each >= length else ():
                    if self.random.random() < chance:
                        targets = kpi.explicit if each == length else kpi.longer
                        targets[unit, each, place] = self._target()
        # The shorter one wins: a cell that has a target takes no other.
        for targets in (kpi.explicit, kpi.longer):
            for (unit, each, place), target in targets.items():
                self._share_out(kpi, unit, each, place, target)

    def _target(self):
        goal = Fraction(self.random.randint(0, 320), 8)
        distance = Fraction(self.random.randint(1, 80), 8)
        sign = self.random.choice((-1, -1, -1, 1))
        return goal, (goal + sign * distance if self.random.random() < 0.95 else None)

    def _share_out(self, kpi, unit, each, place, target):
        length = LENGTHS[kpi.frequency]
        count = each // length
        divisor = count if kpi.time_rule == "sum" and kpi.rule != "ratio" else 1
        shares = tuple(None if number is None else number / divisor for number in target)
        for base in range(place * count, (place + 1) * count):
            self._take(kpi, unit, base, shares)

    def _take(self, kpi, unit, place, target):
        cell, (goal, red) = (unit, place), target
        if cell in kpi.world.goal:
            return
        kpi.world.goal[cell] = goal
        if red is not None:
            kpi.world.red[cell] = red

    def _make_scorecard(self):
        """Rows as the files have them: perspectives, objectives, and lines at any unit."""
        chance = self.random.random
        self.perspectives = self._dated([f"P{number}" for number in range(2)])
        self.objectives = self._dated([f"O{number}" for number in range(4)])
        self.home = {
            code: (
                self.random.choice(self.codes),
                self.random.choice(("P0", "P1")),
                self.random.choice(("T0", "T1", "")),
            )
            for code in {code for code, *_ in self.objectives}
        }
        self.rules = {
            row: self.random.choice(("weighted_mean", "weighted_mean", "mean", "worst", "best"))
            for row in self.objectives
        }
        codes = sorted(self.home)
        self.links = [
            (lower, higher, self.random.choice((0, 1, 2, "")))
            for place, lower in enumerate(codes)
            for higher in codes[place + 1 :]
            if chance() < 0.25
        ]
        self.lines = []
        for code, (unit, *_) in sorted(self.home.items()):
            places = [unit, *(each for each in self.codes if chance() < 0.2)]
            for place in sorted(set(places)):
                for kpi in self.random.sample(self.kpis, self.random.randint(1, 3)):
                    for row in self._dated([kpi.code], rows=0.3):
                        self.lines.append((place, code, *row))

    def _dated(self, codes, rows=0.4):
        """Give each code a weight and a mark that hold since ever, some another from a day on."""
        found = []
        for code in codes:
            days = ["", self._day()] if self.random.random() < rows else [""]
            for day in days:
                weight = self.random.choice((0, 1, 1, 2, 3))
                found.append((code, weight, int(self.random.random() < 0.15), day))
        return found
