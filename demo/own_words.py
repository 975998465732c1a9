"""What owners say of their figures, and what they fear, before and after it turns red."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from demo.initiatives import day_in
from demo.months import Timeline
from demo.package import read_text_table
from demo.people import address

# unit | KPI or objective | by | days before now | what is feared | help asked for | who has seen it
FLAGS: Final = """
HQ      | NET_UP     | d.iyer   | 9  | The maker ends service for our core routers \
in February: one failure then takes a command off the net for days. | Release kr 3.2 m for spare \
routers before Christmas. | k.aasen chief
PER     | RECRUIT    | r.castel | 14 | The largest recruiting office loses its lease \
in January, in the middle of the campaign. | | chief
EFC-1AB | TRAIN_DAYS | mara     | 3  | Two of our four ranges close in December to be \
cleared of lead: about 40 training days are gone. | Two weeks on the ranges of Southern Field in \
January. |
"""

# unit | KPI | by | days before now | what happened | why | what comes next | by when |
# help asked for; of the last month
EXPLANATIONS: Final = """
HQ      | VEH_AVAIL  | t.brandt | 4 | Brake and drive spares ran out: 212 lines had no stock \
at the end of the month, and the vehicles that need them stand. | Two makers closed in summer, and \
we counted stock by value, not by line. | First brake sets are flown in and go to Eastern Field. | \
2/2 | A decision on the contract repair line in Eastnes.
HQ      | SPARES_OUT | s.vidal  | 5 | The number of empty lines has doubled since summer. | | \
Both new makers deliver; half of the lines are filled. | 3/29 |
HQ      | CRIT_POSTS | r.castel | 6 | We lose mechanics to the rail company faster than the \
school trains them. | Pay: the gap is kr 6,000 a month. | The trade bonus is paid to the first \
400. | 2/15 |
EFC-1AB | VEH_AVAIL  | mara     | 7 | 61 vehicles stand without brakes. | No sets from Depot \
East since August. | We strip nine vehicles for parts, and stop lending to the 4th. | 1/30 | \
Twenty brake sets from Northern Field.
"""

# unit | KPI | by | what the strategy office adds
OFFICE_LINES: Final = """
HQ | CRIT_POSTS | ada | The personnel audit found the same gap in pay at Northern Field.
"""

# unit | KPI | by | days before now | comment, of the last month; whom it mentions has not looked
COMMENTS: Final = """
HQ      | VEH_AVAIL | chief | 3 | @Dr A. Whitlock, is this gap all at Eastern Field, or do the \
other commands only report later?
EFC-1AB | VEH_AVAIL | mara  | 6 | Nine of the 61 would move with the brake sets of the reserve. I \
would rather not touch it before the exercise.
EFC-1AB | VEH_AVAIL | chief | 2 | Leave the reserve alone. @Col M. Hartley, tell me what the \
exercise can do without.
"""


@dataclass(frozen=True)
class Fear:
    """A flag; people are e-mail addresses."""

    unit: str
    code: str
    by: str
    days_before: int
    fear: str
    help_asked: str
    seen_by: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """An explanation of the last month, and the office's line where there is one."""

    unit: str
    code: str
    by: str
    days_before: int
    happened: str
    cause: str
    next_step: str
    due_on: dt.date
    help_asked: str
    office_line: str
    office: str


@dataclass(frozen=True)
class Remark:
    """A comment on a figure of the last month."""

    unit: str
    code: str
    by: str
    days_before: int
    text: str


@dataclass(frozen=True)
class OwnWords:
    """All that owners say, and what others say to them."""

    fears: tuple[Fear, ...]
    said: tuple[Said, ...]
    remarks: tuple[Remark, ...]


def own_words(timeline: Timeline) -> OwnWords:
    """Return what owners say, with days of the story."""
    lines = {(unit, kpi): (by, text) for unit, kpi, by, text in read_text_table(OFFICE_LINES)}
    return OwnWords(
        tuple(_fear(cells) for cells in read_text_table(FLAGS)),
        tuple(_said(cells, timeline, lines) for cells in read_text_table(EXPLANATIONS)),
        tuple(
            Remark(unit, code, address(by), int(days), text)
            for unit, code, by, days, text in read_text_table(COMMENTS)
        ),
    )


def _fear(cells: list[str]) -> Fear:
    unit, code, by, days, fear, help_asked, seen_by = cells
    readers = tuple(address(local) for local in seen_by.split())
    return Fear(unit, code, address(by), int(days), fear, help_asked, readers)


def _said(
    cells: list[str], timeline: Timeline, lines: dict[tuple[str, str], tuple[str, str]]
) -> Said:
    unit, code, by, days, happened, cause, next_step, due, help_asked = cells
    office, line = lines.get((unit, code), ("", ""))
    return Said(
        unit,
        code,
        address(by),
        int(days),
        happened,
        cause,
        next_step,
        day_in(timeline, due),
        help_asked,
        line,
        address(office) if office else "",
    )
