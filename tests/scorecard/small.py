"""A small scorecard: two KPIs of HQ reported by two sister brigades, in autumn 2026.

VEH is critical and off target in October; NILS did not report STAFF in October.
"""

from types import SimpleNamespace

from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.services.dependents import keys_of_everything
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_target,
)

MONTHS = ("2026-08", "2026-09", "2026-10")


def roll_up():
    post("rollup", keys_of_everything())
    drain()


def make_vehicles(units, objective):
    """A critical ratio with a goal of 0.8: 0.8 in August and September, 0.6 in October."""
    kpi = make_kpi(
        "VEH",
        name="Vehicle availability",
        unit_rule="ratio",
        unit_of_measure="%",
        source="Register",
    )
    make_line(objective, kpi, weight=2, critical=True)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, MONTHS[0])
    make_target(units.hq, kpi, "FY2026", goal="0.8", red_flag="0.7")
    make_target(units.mara, kpi, "FY2026", goal="0.8", red_flag="0.7")
    make_target(units.nils, kpi, "FY2026", goal="0.8", red_flag="0.7")
    for month in MONTHS[:2]:
        make_entry(units.mara, kpi, month, pair=(80, 100))
        make_entry(units.nils, kpi, month, pair=(80, 100))
    make_entry(units.mara, kpi, MONTHS[2], pair=(50, 100))
    make_entry(units.nils, kpi, MONTHS[2], pair=(70, 100))
    return kpi


def make_staff(units, objective):
    """A sum with a goal of 20, always met; one brigade of two missing in October."""
    kpi = make_kpi("STAFF", name="Staff in post", min_coverage=0.5, unit_of_measure="people")
    make_line(objective, kpi, weight=3)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, MONTHS[0])
        for month in MONTHS[:2]:
            make_entry(unit, kpi, month, 15)
    for month in MONTHS:
        make_target(units.hq, kpi, month, goal=20, red_flag=10)
    make_entry(units.mara, kpi, MONTHS[2], 25)
    return kpi


def make_scorecard(units):
    perspective = make_perspective("PROC", name="Processes", position=1)
    objective = make_objective(
        "REPAIR",
        unit=units.hq,
        perspective=perspective,
        name="Repair faster",
        owner_name="T. Brandt",
    )
    world = SimpleNamespace(
        units=units,
        perspective=perspective,
        objective=objective,
        vehicles=make_vehicles(units, objective),
        staff=make_staff(units, objective),
    )
    roll_up()
    return world
