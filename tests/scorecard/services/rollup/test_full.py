"""Whatever changes in whatever order: the roll-up of what changed equals the full rebuild."""

from contextlib import suppress
from random import Random

import pytest
import time_machine
from django.utils import timezone

from jobs.models import Job, OutboxRow
from jobs.services.drain import drain
from osm.exchange import RefusedError
from scorecard.models import Entry, EntryEvent, Kpi, Result, Score
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup import full
from scorecard.services.rollup.full import rebuild
from tests.factories import make_entry, make_kpi, make_reporter, move_unit, ordinal
from tests.packages import bring_in

pytestmark = pytest.mark.django_db

TODAY = "2026-05-20 10:00Z"
# The long stories: half of them on each database.
SLOW = ([pytest.mark.slow, pytest.mark.once], [pytest.mark.slow, pytest.mark.postgresql])
MONTHS = ["2024-11", "2025-02", "2025-12", "2026-01", "2026-02", "2026-05"]
MONTHLY = {
    "SUM": "sum",
    "MEAN": "mean",
    "RATIO": "ratio",
    "LOW": "min",
    "HEADS": "sum",
    "MOOD": "weighted_mean",
    "MOC": "mean_of_children",
    "ALONE": "none",
}
LONGER = {"QUARTER": "2025-Q4", "YEARLY": "FY2025"}
UNITS = ["HQ", "CMD", "MARA", "NILS", "DEPOT"]


def lines_of(*rows):
    return "".join(",".join(map(str, row)) + "\n" for row in rows)


WORLD = {
    "organization": "name,fiscal_year_start_month\nArmy of Aldmark,4\n",
    "units": "code,name,parent,closed_on\nHQ,HQ,,\nCMD,CMD,HQ,\nMARA,MARA,CMD,\nNILS,NILS,CMD,\n"
    "DEPOT,DEPOT,MARA,2026-01-15\n",
    "perspectives": "code,name,weight\nPRO,Processes,2\nRES,Resources,1\n",
    "themes": "code,name\nFIT,Fit to fight\n",
    "objectives": "code,name,unit,perspective,theme\nREADY,Ready,HQ,PRO,FIT\nSPARE,Spare,HQ,RES,\n",
    "kpis": "code,name,unit_rule,time_rule,frequency,weight_kpi,min_coverage\n"
    + lines_of(
        *(
            (code, code, rule, "", "monthly", "HEADS" if code == "MOOD" else "", 0.4)
            for code, rule in MONTHLY.items()
        )
    )
    + "QUARTER,QUARTER,sum,last,quarterly,,0\nYEARLY,YEARLY,sum,last,yearly,,0\n",
    "scorecard": "unit,objective,kpi,weight,critical\n"
    + lines_of(
        *(
            ("HQ", "READY" if place % 2 else "SPARE", code, 1 + place % 3, place % 4 == 0)
            for place, code in enumerate([*MONTHLY, *LONGER])
        )
    )
    .replace("True", "1")
    .replace("False", "0"),
    # Whatever weight changes then has something to weigh.
    "values": "unit,kpi,period,value\n"
    + lines_of(
        *(
            (unit, code, month, 10 + 7 * place)
            for place, month in enumerate(MONTHS)
            for unit in ("MARA", "NILS")
            for code in ("HEADS", "MOOD")
        )
    ),
}


class Story:
    """Random changes, each through the door that the product has for it."""

    def __init__(self, folder, seed):
        self.folder, self.random = folder, Random(seed)

    def bring_in(self, **files):
        # A value of a unit that was taken off the reporters is refused: then nothing changes.
        with suppress(RefusedError):
            bring_in(self.folder, **files)

    def number(self):
        return round(self.random.uniform(-5, 50), self.random.randint(0, 6))

    def values(self):
        rows = []
        for code in self.random.sample([*MONTHLY, *LONGER], 4):
            unit = self.random.choice(UNITS)
            period = LONGER.get(code) or self.random.choice(MONTHS)
            if unit == "DEPOT" and period in MONTHS[4:]:
                continue
            pair = (
                ("", self.number(), self.number()) if code == "RATIO" else (self.number(), "", "")
            )
            rows.append((unit, code, period, *pair))
        self.bring_in(values="unit,kpi,period,value,numerator,denominator\n" + lines_of(*rows))

    def target(self):
        code = self.random.choice([*MONTHLY, "YEARLY"])
        period = self.random.choice(["FY2027", "FY2026", "FY2025"])
        goal = self.number()
        row = self.random.choice(UNITS), code, period, goal, goal - self.random.choice([-3, 3])
        self.bring_in(targets="unit,kpi,period,goal,red_flag\n" + lines_of(row))

    def weight(self):
        unit = self.random.choice(["HQ", "HQ", "MARA"])
        day = self.random.choice(["", "2025-04-01", "2026-02-01"])
        row = unit, "READY", self.random.choice(list(MONTHLY)), self.random.randint(0, 5), day
        self.bring_in(scorecard="unit,objective,kpi,weight,valid_from\n" + lines_of(row))

    def move(self):
        parent = self.random.choice(["HQ", "CMD", "MARA"])
        day = self.random.choice(["2025-02-10", "2026-02-01"])
        self.bring_in(placements="unit,parent,valid_from\n" + lines_of(("NILS", parent, day)))

    def open_window(self):
        row = self.random.choice(UNITS[:4]), "SUM", "", self.random.choice(["", "2026-04"])
        self.bring_in(reporters="unit,kpi,first_period,last_period\n" + lines_of(row))

    def withdrawal(self):
        standing = list(Entry.objects.standing().order_by("id"))
        if standing:
            entry = self.random.choice(standing)
            EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=timezone.now())
            for key in keys_of_entries(entry.kpi_id, [2025, 2026, 2027]):
                OutboxRow.objects.create(topic="rollup", key=key)

    def change(self):
        changes = [self.values] * 6 + [self.target, self.weight, self.move, self.withdrawal]
        self.random.choice([*changes, self.open_window])()


@pytest.mark.parametrize(
    "seed", [0, 1, *(pytest.param(seed, marks=SLOW[seed % 2]) for seed in range(2, 8))]
)
def test_any_sequence_of_changes_equals_the_full_rebuild_bit_for_bit(tmp_path, seed):
    story = Story(tmp_path, seed)
    with time_machine.travel(TODAY, tick=False):
        story.bring_in(**WORLD)
        for _ in range(12):
            story.change()
            drain()
            assert not OutboxRow.objects.exists()
            assert rebuild() == 0
    assert Result.objects.count() > 20
    assert Score.objects.count() > 20


@pytest.mark.parametrize("older", ["2022-05", "2019-01"])
def test_an_entry_years_before_makes_the_years_between_due_where_the_window_is_open(
    tmp_path, older
):
    with time_machine.travel(TODAY, tick=False):
        bring_in(tmp_path, **WORLD)
        bring_in(tmp_path, reporters="unit,kpi,first_period,last_period\nMARA,SUM,,\n")
        for period in ("2026-05", older):
            bring_in(tmp_path, values=f"unit,kpi,period,value\nMARA,SUM,{period},4\n")
            drain()
        assert not OutboxRow.objects.exists()
        assert rebuild() == 0
        between = Result.objects.get(unit__code="HQ", period=ordinal("2024-05"))
        assert (between.reported, between.expected) == (0, 1)


def test_a_rebuild_mends_what_is_wrong_missing_and_too_much_and_counts_it(units):
    kpi = make_kpi("FUEL")
    make_reporter(units.mara, kpi, "2026-01", "2026-03")
    make_entry(units.mara, kpi, "2026-01", 5)
    rebuild()
    sound = set(Result.objects.values_list())
    Result.objects.filter(unit=units.hq, period=min(row[1] for row in sound)).update(value=6)
    Result.objects.filter(unit=units.command).delete()
    spoilt = Result.objects.filter(unit=units.mara).first()
    spoilt.unit = units.nils
    spoilt.save(force_insert=True)
    # One is replaced (taken out and put back), three are missing, one is too much.
    assert rebuild() == 2 + 3 + 1
    assert set(Result.objects.values_list()) == sound


def test_a_rebuild_takes_the_waiting_and_the_parked_rows_with_it(units):
    kpi = make_kpi("FUEL")
    make_entry(units.mara, kpi, "2026-01", 5)
    OutboxRow.objects.create(topic="rollup", key=f"{kpi.pk}:2026")
    OutboxRow.objects.create(topic="rollup", key=f"{kpi.pk}:2026", parked_at=timezone.now())
    OutboxRow.objects.create(topic="scores", key="2026")
    OutboxRow.objects.create(topic="deliveries", key="1")
    rebuild()
    assert list(OutboxRow.objects.values_list("topic", flat=True)) == ["deliveries"]


def test_a_rebuild_of_nothing_is_well(organization):
    assert rebuild() == 0
    assert Job.objects.get().total == 0


def test_a_rebuild_notes_how_far_it_is(units):
    make_entry(units.mara, make_kpi("FUEL"), "2026-01", 5)
    rebuild()
    job = Job.objects.get()
    # One KPI and year; the scores of that year and the next.
    assert (job.kind, job.done, job.total, job.error) == ("rebuild", 3, 3, "")


def test_a_tree_that_changes_while_a_rebuild_runs_is_not_undone_by_it(units, monkeypatch):
    kpi = make_kpi("FUEL")
    make_reporter(units.mara, kpi, "2026-01", "2026-01")
    make_entry(units.mara, kpi, "2026-01", 5)
    rebuild()
    keys_of_everything = full.keys_of_everything

    def reorganised():
        """Move a unit and roll that up, after the rebuild has read the organisation."""
        move_unit(units.mara, units.nils, "2025-01-01")
        OutboxRow.objects.create(topic="rollup", key=f"{kpi.pk}:2026")
        drain()
        return keys_of_everything()

    monkeypatch.setattr(full, "keys_of_everything", reorganised)
    assert rebuild() == 0
    assert Result.objects.get(unit=units.nils).value == 5


def test_every_kpi_of_the_random_stories_is_known(tmp_path):
    bring_in(tmp_path, **WORLD)
    assert set(Kpi.objects.values_list("code", flat=True)) == {*MONTHLY, *LONGER}
