"""Next steps of the Army: who does what by when about what is off target, some late, some done."""

from dataclasses import dataclass
from typing import Final

from demo.package import read_text_table
from demo.people import address

# unit | KPI or objective | by | who does it | added: days ago | due: days from now | what
STEPS: Final = """
HQ | SPARES_OUT | ada | s.vidal | 21 | -3 | Sign a second supplier for drive shafts.
HQ | VEH_AVAIL | ada | k.aasen | 6 | 9 | Decide whose vehicles are repaired first.
HQ | BUDGET | ada | c.weir | 18 | 11 | Find 23 m for the ferry engine, or a slower plan.
MAT | REPAIR | t.brandt | j.weil | 4 | 12 | Name the mechanics of a second shift in Depot East.
MAT | REPAIR_DAYS | t.brandt | r.kimura | 30 | -12 | Count which part each open repair waits for.
PER | CRIT_POSTS | r.castel | r.castel | 25 | -5 | List the posts that a reservist can fill now.
LOG | SUPPLY | s.vidal | s.vidal | 40 | -8 | Rent forty railway wagons for the winter.
EFC-1AB | VEH_AVAIL | mara | mara | 9 | 5 | Collect brake sets from the units that exercise last.
EFC-1AB | SPARES_OUT | mara | p.amadi | 12 | -1 | Send Depot North the list of missing parts.
EFC-4MB | REPAIR_DAYS | nils | Depot East | 15 | -2 | Take in the twelve oldest repairs.
"""
# KPI or objective, unit | what happened | by | days ago | to whom, or days from now | why
EVENTS: Final = """
REPAIR_DAYS, MAT | done | r.kimura | 14 | | Two of three wait for brake sets.
CRIT_POSTS, PER | done | r.castel | 6 | | 61 posts; 44 reservists have said yes.
SUPPLY, LOG | dropped | s.vidal | 10 | | The railway has none to rent before spring.
BUDGET, HQ | handed_over | ada | 3 | h.novak | It is his programme.
REPAIR_DAYS, EFC-4MB | moved | nils | 4 | 8 | The workshop is full until then.
"""


@dataclass(frozen=True)
class Event:
    """What happened to a next step, days ago; `to` is an e-mail address, `due_in` days from now."""

    kind: str
    by: str
    days_before: int
    to: str
    due_in: int | None
    reason: str


@dataclass(frozen=True)
class Step:
    """A next step, added days ago and due in so many days; ``owner`` is an address or a name."""

    unit: str
    matter: str
    by: str
    owner: str
    days_before: int
    due_in: int
    text: str
    events: tuple[Event, ...]


def next_steps() -> tuple[Step, ...]:
    """Return the next steps in the order in which they were added, each with what happened."""
    happened = [(place, _event(cells)) for place, *cells in read_text_table(EVENTS)]
    steps = [
        Step(
            unit=unit,
            matter=matter,
            by=address(by),
            owner=owner if " " in owner else address(owner),
            days_before=int(added),
            due_in=int(due),
            text=text,
            events=tuple(event for place, event in happened if place == f"{matter}, {unit}"),
        )
        for unit, matter, by, owner, added, due, text in read_text_table(STEPS)
    ]
    return tuple(sorted(steps, key=lambda step: -step.days_before))


def _event(cells: list[str]) -> Event:
    kind, by, days, more, reason = cells
    to = address(more) if kind == "handed_over" else ""
    due_in = int(more) if kind == "moved" else None
    return Event(kind, address(by), int(days), to, due_in, reason)
