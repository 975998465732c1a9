"""The 16 initiatives of the Army: stage, money, what they help, milestones and how they stand."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from demo.months import Timeline
from demo.package import Table, read_text_table
from demo.people import address

# code | name | unit | stage | start and end as month offsets | budget, spent (kr m) | owner
INITIATIVES: Final = """
SPARES_SURGE   | Spares surge              | MAT     | launched    |   0 |  8 |  38 |   7 | t.brandt
REPAIR_EAST    | Contract repair line, East | MAT    | proposed    |   3 | 12 |  46 |   0 | t.brandt
TRADE_BONUS    | Mechanic trade bonus      | PER     | launched    |   0 |  9 |  12 |   3 | r.castel
RAIL_HEAD      | Rail-head expansion, North | LOG    | delayed     | -14 | 14 |  92 |  31 | s.vidal
MED_STOCK      | Readiness stock, medical  | MED     | launched    |  -6 |  4 |  18 |  11 | i.moreau
BRIDGING       | Bridging system           | MAT-PBR | delayed     | -30 | 20 | 210 | 142 | h.novak
RADIO_2        | Tactical radio, batch 2   | MAT-PRA | launched    | -16 | 16 | 164 |  61 | h.novak
ZERO_TRUST     | Zero-trust network core   | SIG     | accelerated | -12 |  9 |  88 |  52 | d.iyer
DRONE_SHOPS    | Drone workshop pilots     | MAT-WDR | proposed    |   5 | 12 |  24 |   0 | j.abara
CLASSROOM      | Digital classroom         | SIG     | launched    |  -9 | 14 |  58 |  20 | d.iyer
FLEET_SYSTEM   | Legacy fleet system upgrade | MAT   | launched    | -11 |  5 |  31 |  22 | t.brandt
HOUSING_3      | Family housing, phase 3   | ENG     | launched    | -20 | 20 | 140 |  66 | c.doyle
OFFICES_REFIT  | Recruiting offices refit  | PER     | delayed     |  -5 | 10 |  22 |   9 | r.castel
LEADER_COURSE  | Leader development course | TDC     | launched    |  -8 |  9 |  16 |   8 | e.thorne
SPORTS_HALLS   | Garrison sports halls     | ENG     | launched    |  -7 | 12 |  27 |   6 | c.doyle
BAND_TOUR      | Ceremonial band tour      | HQ      | stopped     |  -6 | -1 |   4 |   1 | l.osei
"""
DESCRIPTIONS: Final = """
SPARES_SURGE  | Buys and flies in the 212 missing lines of brake and drive spares.
REPAIR_EAST   | A contractor clears sixty vehicles a month in Eastnes.
TRADE_BONUS   | Pays mechanics who stay or come back, until the schools have trained 300 more.
RAIL_HEAD     | Two more tracks and a ramp for tracked vehicles in Nordhavn.
MED_STOCK     | Field hospitals hold thirty days of stock instead of twelve.
BRIDGING      | Replaces the ferries and bridges of the engineer brigade.
RADIO_2       | Radios for the brigades of Southern and Eastern Field.
ZERO_TRUST    | Every device and person proves who they are, every time.
DRONE_SHOPS   | Three workshops repair small drones beside the units that fly them.
CLASSROOM     | Core digital courses on every garrison, with the certificate at the end.
FLEET_SYSTEM  | Moves the fleet register off a system that nobody repairs any more.
HOUSING_3     | 240 family homes on four garrisons.
OFFICES_REFIT | Twelve recruiting offices that a visitor finds and likes.
LEADER_COURSE | Two weeks for every new platoon and section leader.
SPORTS_HALLS  | Four halls, so that the fitness test no longer waits for the weather.
BAND_TOUR     | Eleven concerts abroad.
"""

# initiative | objective:contribution ...
HELPS: Final = """
SPARES_SURGE  | REPAIR:9 SUPPLY:9 READY:3
REPAIR_EAST   | REPAIR:9 READY:3
TRADE_BONUS   | POSTS:9 REPAIR:3 RECRUIT:1
RAIL_HEAD     | SUPPLY:9 READY:1
MED_STOCK     | READY:3 SUPPLY:3 HEALTH:1
BRIDGING      | FIELDING:9 BUDGET:1
RADIO_2       | FIELDING:9 ALLIES:3
ZERO_TRUST    | NETWORKS:9 ALLIES:1
DRONE_SHOPS   | REPAIR:3 DIGITAL:1
CLASSROOM     | DIGITAL:9 NETWORKS:1
FLEET_SYSTEM  | COST:3 REPAIR:1
HOUSING_3     | RECRUIT:9 FUND:0
OFFICES_REFIT | RECRUIT:3 PUBLIC:1
LEADER_COURSE | LEADERS:9 RECRUIT:1
SPORTS_HALLS  | HEALTH:3
BAND_TOUR     | PUBLIC:0
"""

# initiative | milestone | due: month offset/day | reached: month offset/day, or empty
MILESTONES: Final = """
SPARES_SURGE  | Suppliers under contract      |   0/30 |  0/29
SPARES_SURGE  | First parts in Depot East     |   2/2  |
SPARES_SURGE  | Half of the missing lines in  |   3/29 |
SPARES_SURGE  | All lines above minimum stock |   5/28 |
REPAIR_EAST   | Decision of the Chief of Army |   2/20 |
REPAIR_EAST   | Line opens in Eastnes         |   3/15 |
REPAIR_EAST   | Sixty vehicles a month        |   7/1  |
TRADE_BONUS   | Bonus approved                |   0/28 |  0/28
TRADE_BONUS   | Paid to the first 400         |   2/15 |
TRADE_BONUS   | Effect measured               |   8/15 |
RAIL_HEAD     | Ground bought                 |  -3/12 | -3/12
RAIL_HEAD     | Building permit               |   0/1  |
RAIL_HEAD     | First track open              |   6/1  |
RAIL_HEAD     | Ramp open                     |  12/1  |
MED_STOCK     | Lists agreed                  |  -4/10 | -4/8
MED_STOCK     | Half of the stock delivered   |   0/15 |  0/20
MED_STOCK     | All three hospitals stocked   |   4/20 |
BRIDGING      | Ferry hull accepted           |  -4/20 | -4/24
BRIDGING      | Ferry engine passes its test  |  -1/30 |
BRIDGING      | Recovery plan                 |   2/27 |
BRIDGING      | First set with the units      |   9/30 |
RADIO_2       | Sets for 3rd Mechanised       |  -3/15 | -3/15
RADIO_2       | Sets for 1st Armoured         |   2/18 |
RADIO_2       | Sets for 7th Infantry         |   8/1  |
ZERO_TRUST    | HQ moved over                 |  -5/1  | -5/1
ZERO_TRUST    | Field commands moved over     |   0/31 |  0/12
ZERO_TRUST    | All garrisons moved over      |   6/1  |
DRONE_SHOPS   | Pilot in three workshops      |   5/15 |
DRONE_SHOPS   | Report on the pilot           |  11/15 |
CLASSROOM     | Wave 1, nine garrisons        |  -2/1  | -2/1
CLASSROOM     | Wave 2, fourteen garrisons    |   2/17 |
CLASSROOM     | All garrisons                 |  12/1  |
FLEET_SYSTEM  | Data cleaned                  |  -4/1  | -4/3
FLEET_SYSTEM  | Trial with one brigade        |   0/20 |
FLEET_SYSTEM  | Old system off                |   4/1  |
HOUSING_3     | Sites 1 and 2 handed over     |  -1/15 | -1/15
HOUSING_3     | Permit for site 4             |   7/1  |
HOUSING_3     | Site 3 handed over            |  10/1  |
OFFICES_REFIT | First four offices            |   0/10 |
OFFICES_REFIT | Next four offices             |   5/15 |
OFFICES_REFIT | Last four offices             |  10/10 |
LEADER_COURSE | First course                  |  -3/20 | -3/20
LEADER_COURSE | Five hundred leaders trained  |   4/1  |
LEADER_COURSE | Thousand leaders trained      |   9/1  |
SPORTS_HALLS  | Halls 1 and 2 under contract  |  -1/20 | -1/18
SPORTS_HALLS  | Hall 1 open                   |   6/1  |
SPORTS_HALLS  | All four open                 |  11/1  |
"""

# initiative | by | days before now | how it stands, in these words
STATUS_LINES: Final = """
SPARES_SURGE  | t.brandt | 1  | On track. Brake sets are the bottleneck: 140 of 212 missing lines.
SPARES_SURGE  | t.brandt | 14 | Both suppliers have signed. First delivery is flown in next month.
REPAIR_EAST   | t.brandt | 2  | Ready to sign. Needs the decision of the Chief at this review.
TRADE_BONUS   | r.castel | 3  | First effect on posts expected in two to three months.
RAIL_HEAD     | s.vidal  | 5  | Permit missed by the county; 5 m over budget if it comes by spring.
MED_STOCK     | i.moreau | 8  | Two of three field hospitals stocked.
BRIDGING      | h.novak  | 3  | Ferry engine failed its test twice. Forecast 233 of 210 m.
RADIO_2       | h.novak  | 6  | Batch for 1st Armoured a month late at the factory; forecast 166 m.
ZERO_TRUST    | d.iyer   | 4  | Ahead of plan since the garrisons lend us their technicians.
DRONE_SHOPS   | j.abara  | 20 | Waiting for a decision in the spring round.
CLASSROOM     | d.iyer   | 1  | Learning system import repaired; wave 2 has not started.
FLEET_SYSTEM  | t.brandt | 9  | Trial slipped: cleaning the data took longer. Forecast 35 m.
HOUSING_3     | c.doyle  | 11 | Site 4 has no permit before May.
OFFICES_REFIT | r.castel | 7  | Builder went out of business; new one starts in January.
LEADER_COURSE | e.thorne | 10 | 310 leaders trained, courses full until March.
SPORTS_HALLS  | c.doyle  | 12 | Two halls contracted and on plan.
BAND_TOUR     | l.osei   | 28 | Stopped at the last review. The money goes to spares.
"""
MILLION: Final = 1_000_000


@dataclass(frozen=True)
class Milestone:
    """A point that an initiative must reach; ``done_on`` is None while it has not."""

    initiative: str
    name: str
    due_on: dt.date
    done_on: dt.date | None


@dataclass(frozen=True)
class StatusLine:
    """How an initiative stands, in the words of ``by`` (e-mail), written days before now."""

    initiative: str
    by: str
    days_before: int
    text: str


def initiatives_table(timeline: Timeline) -> Table:
    """Return the rows of initiatives.csv, money in kroner."""
    columns = (
        *("code", "name", "unit", "stage", "start", "end"),
        *("budget", "spent", "owner", "description"),
    )
    meanings = dict(read_text_table(DESCRIPTIONS))
    rows = []
    for code, name, unit, stage, start, end, budget, spent, owner in read_text_table(INITIATIVES):
        begins = timeline.day(int(start), 1).isoformat()
        ends = timeline.last_day(int(end)).isoformat()
        money = (str(int(budget) * MILLION), str(int(spent) * MILLION))
        rows.append((code, name, unit, stage, begins, ends, *money, address(owner), meanings[code]))
    return Table(columns, rows)


def contributions_table() -> Table:
    """Return the rows of initiative_objectives.csv."""
    rows = [
        (initiative, *help_.split(":"))
        for initiative, helps in read_text_table(HELPS)
        for help_ in helps.split()
    ]
    return Table(("initiative", "objective", "contribution"), rows)


def plan_milestones(timeline: Timeline) -> tuple[Milestone, ...]:
    """Return all milestones; one that was reached was reached by the end of the last month."""
    return tuple(
        Milestone(code, name, day_in(timeline, due), day_in(timeline, done) if done else None)
        for code, name, due, done in read_text_table(MILESTONES)
    )


def status_lines() -> tuple[StatusLine, ...]:
    """Return what the owners last wrote about their initiatives."""
    return tuple(
        StatusLine(code, address(by), int(days), text)
        for code, by, days, text in read_text_table(STATUS_LINES)
    )


def day_in(timeline: Timeline, text: str) -> dt.date:
    """Read ``offset/day``; a day that the month does not have is its last."""
    offset, day = map(int, text.split("/"))
    return min(timeline.day(offset, 1) + dt.timedelta(days=day - 1), timeline.last_day(offset))
