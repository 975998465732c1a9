"""The Army scorecard: 4 perspectives, 3 themes, 15 objectives and the KPI lines under them."""

from typing import Final

from demo.package import Table, read_text_table
from demo.units import HQ

PERSPECTIVES: Final = """
MISSION   | Mission
PROCESSES | Processes
PEOPLE    | People and learning
RESOURCES | Resources
"""
THEMES: Final = """
NOW    | Ready now
MODERN | Modern by 2030
FIRST  | People first
"""

# code | name | perspective | theme | owner | weight
OBJECTIVES: Final = """
READY    | Forces ready when called | MISSION | NOW | k.aasen | 1
ALLIES   | Credible partner to allies | MISSION | MODERN | p.rhee | 1
PUBLIC   | Trusted by the public | MISSION | FIRST | l.osei | 1
REPAIR   | Repair faster | PROCESSES | NOW | t.brandt | 2
SUPPLY   | Move and supply without gaps | PROCESSES | NOW | s.vidal | 1
FIELDING | Field new equipment on schedule | PROCESSES | MODERN | h.novak | 1
NETWORKS | Defend our networks | PROCESSES | MODERN | d.iyer | 1
RECRUIT  | Recruit and keep the right people | PROCESSES | FIRST | r.castel | 1
POSTS    | Fill critical posts | PEOPLE | NOW | r.castel | 2
DIGITAL  | Build digital skills | PEOPLE | MODERN | d.iyer | 1
HEALTH   | Fit and healthy soldiers | PEOPLE | FIRST | i.moreau | 1
LEADERS  | Leaders who develop others | PEOPLE | FIRST | e.thorne | 1
FUND     | Fund readiness first | RESOURCES | NOW | c.weir | 1
BUDGET   | Modernise within budget | RESOURCES | MODERN | h.novak | 1
COST     | Lower the cost of ownership | RESOURCES | MODERN | t.brandt | 1
"""
DESCRIPTIONS: Final = """
READY    | Every unit can leave the gate in the time it promised, with people and vehicles complete.
ALLIES   | What we promise to allies is certified, trained together and delivered.
PUBLIC   | Citizens know what we do, and get an answer when they ask.
REPAIR   | A vehicle that breaks is back with its crew within two weeks.
SUPPLY   | Parts, fuel and ammunition are there before they are missed.
FIELDING | New equipment reaches the units in the month that was promised.
NETWORKS | Holes are closed within a week, intruders thrown out within hours.
RECRUIT  | We fill the plan with people who stay.
POSTS    | No critical post is empty, mechanics and technicians first.
DIGITAL  | Everyone who handles data is certified to do so.
HEALTH   | Soldiers are fit, safe and deployable.
LEADERS  | Leaders are judged by how their people grow.
FUND     | Money goes to readiness before all else, and is spent as planned.
BUDGET   | Major programmes stay within the baseline that was approved.
COST     | Owning what we have costs less each year.
"""

# objective | KPI:weight ...
LINES: Final = """
READY    | READY_UNITS:3 NOTICE:1 TRAIN_DAYS:1
ALLIES   | ALLY_CERT:1 JOINT_EX:1
PUBLIC   | PUBLIC_TRUST:1 COMPLAINTS:1
REPAIR   | VEH_AVAIL:3 REPAIR_DAYS:2 FIRST_FIX:1 LONGEST_WAIT:1
SUPPLY   | SPARES_OUT:3 DEMANDS_MET:1 AMMO_DAYS:1 STOCK_RIGHT:1
FIELDING | FIELDED:1
NETWORKS | PATCHES:1 INCIDENTS:1 NET_UP:1
RECRUIT  | RECRUITS:2 RE_ENLIST:1 LEFT_EARLY:1 OVERTIME:1
POSTS    | CRIT_POSTS:2 MECHANICS:1
DIGITAL  | DIGITAL:1
HEALTH   | MED_FIT:1 INJURY_DAYS:1 FITNESS:1 ACCIDENTS:1
LEADERS  | LEADERSHIP:1 CLIMATE:1 TALKS:1
FUND     | BUDGET_SPENT:1 READY_SHARE:1
BUDGET   | COST_GROWTH:1 ON_BASELINE:1
COST     | SUPPORT_COST:1 ENERGY:1
"""


def perspectives_table() -> Table:
    """Return the rows of perspectives.csv."""
    rows = [(*cells, str(at), "1") for at, cells in enumerate(read_text_table(PERSPECTIVES), 1)]
    return Table(("code", "name", "position", "weight"), rows)


def themes_table() -> Table:
    """Return the rows of themes.csv."""
    rows = [(*cells, str(at)) for at, cells in enumerate(read_text_table(THEMES), 1)]
    return Table(("code", "name", "position"), rows)


def objectives_table(addresses: dict[str, str]) -> Table:
    """Return the rows of objectives.csv; ``addresses`` gives the e-mail of each owner."""
    columns = ("code", "name", "unit", "perspective", "theme", "description", "owner", "weight")
    descriptions = dict(read_text_table(DESCRIPTIONS))
    rows = [
        (code, name, HQ, perspective, theme, descriptions[code], addresses[owner], weight)
        for code, name, perspective, theme, owner, weight in read_text_table(OBJECTIVES)
    ]
    return Table(columns, rows)


def scorecard_lines() -> list[tuple[str, str, str]]:
    """Return objective, KPI and weight of every line, in the order of the scorecard."""
    pairs = [(code, line) for code, lines in read_text_table(LINES) for line in lines.split()]
    return [(code, *_split(line)) for code, line in pairs]


def scorecard_table() -> Table:
    """Return the rows of scorecard.csv: all lines stand at HQ and are inherited below."""
    rows = [(HQ, objective, kpi, weight) for objective, kpi, weight in scorecard_lines()]
    return Table(("unit", "objective", "kpi", "weight"), rows)


def kpi_owners(addresses: dict[str, str]) -> dict[str, str]:
    """Return the e-mail address of each KPI's owner: the owner of its objective."""
    owners = {cells[0]: addresses[cells[4]] for cells in read_text_table(OBJECTIVES)}
    return {kpi: owners[objective] for objective, kpi, _weight in scorecard_lines()}


def _split(line: str) -> tuple[str, str]:
    kpi, weight = line.split(":")
    return kpi, weight
