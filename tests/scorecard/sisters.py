"""Sister units of the two brigades, for comparisons."""

from tests.factories import make_entry, make_reporter, make_target, make_unit
from tests.scorecard.small import MONTHS, roll_up

SHARES = {"THIRD": 55, "FOURTH": 90, "FIFTH": 81}


def make_sisters(world, shares=SHARES):
    """Add units beside the brigades with so many vehicles of a hundred in October, named alike."""
    found = {}
    for code, share in shares.items():
        unit = make_unit(code, world.units.command, name=f"Secret {code}")
        make_reporter(unit, world.vehicles, MONTHS[0])
        make_target(unit, world.vehicles, "FY2026", goal="0.8", red_flag="0.7")
        if share is not None:
            make_entry(unit, world.vehicles, MONTHS[2], pair=(share, 100))
        found[code] = unit
    roll_up()
    return found
