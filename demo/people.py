"""The people of the Army of Aldmark: a fixed cast, a manager for every unit, and employees."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from demo.chance import stream
from demo.months import Timeline
from demo.names import LEADERS, RANKS, invented_names
from demo.package import Table, read_text_table
from demo.units import Army

DOMAIN: Final = "aldmark.example"
EMPLOYEES: Final = 640

# local part of the address | name | unit | role
FIXED: Final = """
chief      | Gen A. Lindqvist    | HQ       | executive
ada        | Dr A. Whitlock      | HQ       | osm_staff
mara       | Col M. Hartley      | EFC-1AB  | unit_manager
nils       | Col N. Falk         | EFC-4MB  | unit_manager
otto       | Cpl O. Ekman        | EFC-11TK | employee
vera       | V. Sandoval         | HQ       | auditor
admin      | WO I. Holt          | HQ       | administrator
k.aasen    | Lt Gen K. Aasen     | HQ       | executive
p.rhee     | Maj Gen P. Rhee     | HQ       | executive
l.osei     | Brig L. Osei        | HQ       | executive
h.novak    | Brig H. Novak       | HQ       | executive
c.weir     | C. Weir             | HQ       | executive
v.halden   | Maj Gen V. Halden   | NFC      | executive
g.arnesen  | Maj Gen G. Arnesen  | SFC      | executive
f.ostrand  | Brig F. Ostrand     | EFC      | executive
k.storm    | Brig K. Storm       | SOC      | executive
n.tollan   | Maj Gen N. Tollan   | AMD      | executive
d.iyer     | Maj Gen D. Iyer     | SIG      | executive
t.brandt   | Maj Gen T. Brandt   | MAT      | executive
s.vidal    | Maj Gen S. Vidal    | HQ       | executive
c.doyle    | Maj Gen C. Doyle    | ENG      | executive
i.moreau   | Maj Gen I. Moreau   | MED      | executive
e.thorne   | Brig E. Thorne      | TDC      | executive
r.castel   | Maj Gen R. Castel   | PER      | executive
b.lunde    | Maj Gen B. Lunde    | RES      | executive
j.abara    | Col J. Abara        | MAT-WDR  | unit_manager
j.weil     | Capt J. Weil        | MAT      | contributor
p.amadi    | Sgt P. Amadi        | EFC-1AB  | contributor
e.strand   | Cpl E. Strand       | EFC-SBE  | employee
r.kimura   | WO R. Kimura        | MAT      | employee
m.osterlie | Maj M. Osterlie     | HQ       | osm_staff
s.kjerulf  | S. Kjerulf          | HQ       | osm_staff
y.batra    | Y. Batra            | HQ       | consultant
"""
CAST: Final = """
chief | Executive: sees in a minute what needs attention, and who has it
ada   | Strategy office: sets up the scorecard and chases what is late
mara  | Unit manager, 1st Armoured Brigade: enters this month's figures
nils  | Unit manager, 4th Mechanised Brigade: five figures still missing
otto  | Employee, 11th Tank Battalion: reads the strategy and what his unit gives to it
vera  | Auditor: sees who changed what, and can change nothing
admin | Administrator: users, sign-in and settings
"""


@dataclass(frozen=True)
class Person:
    """A person with one role at one unit; ``valid_until`` is an ISO date or empty."""

    email: str
    name: str
    unit: str
    role: str
    valid_until: str = ""


@dataclass(frozen=True)
class CastMember:
    """A person whom a visitor may sign in as, and the line that says what they would do."""

    email: str
    name: str
    role: str
    line: str


def address(local: str) -> str:
    """Return the e-mail address of a local part."""
    return f"{local}@{DOMAIN}"


def gather_people(army: Army, timeline: Timeline, *, seed: int) -> tuple[Person, ...]:
    """Return everybody, about 1,000: the fixed cast, unit managers, contributors, employees."""
    fixed = tuple(_fixed_people(timeline))
    taken = frozenset(f"{p.name.split()[-2]} {p.name.split()[-1]}" for p in fixed)
    names = invented_names(seed, taken)
    managed = {person.unit for person in fixed if person.role == "unit_manager"}
    managers = [
        _invent(names, LEADERS.get(unit.kind, "Maj"), unit.code, "unit_manager")
        for unit in army.units
        if unit.code not in managed and unit.closed is None
    ]
    stewards = [
        _invent(names, "Capt", unit.code, "contributor")
        for unit in army.units
        if unit.profile == "command" and unit.code != "MAT"
    ]
    return (*fixed, *managers, *stewards, *_employees(army, names, seed))


def people_table(people: tuple[Person, ...]) -> Table:
    """Return the rows of people.csv."""
    rows = [(p.email, p.name, p.unit, p.role, p.valid_until) for p in people]
    return Table(("email", "name", "unit", "role", "valid_until"), rows)


def find_managers(people: tuple[Person, ...]) -> dict[str, str]:
    """Return the e-mail address of the unit manager by unit code."""
    return {person.unit: person.email for person in people if person.role == "unit_manager"}


def choose_cast(people: tuple[Person, ...]) -> tuple[CastMember, ...]:
    """Return the people to sign in as, one for each role that a visitor would try."""
    by_email = {person.email: person for person in people}
    chosen = ((by_email[address(local)], line) for local, line in read_text_table(CAST))
    return tuple(CastMember(p.email, p.name, p.role, line) for p, line in chosen)


def _fixed_people(timeline: Timeline) -> Iterator[Person]:
    # A consultant's access ends with the coming fiscal year.
    end = f"{timeline.fiscal_year + 1}-12-31"
    for local, name, unit, role in read_text_table(FIXED):
        yield Person(address(local), name, unit, role, end if role == "consultant" else "")


def _invent(names: Iterator[tuple[str, str]], rank: str, unit: str, role: str) -> Person:
    initial, surname = next(names)
    local = f"{initial}.{surname}".lower()
    return Person(address(local), f"{rank} {initial}. {surname}", unit, role)


def _employees(army: Army, names: Iterator[tuple[str, str]], seed: int) -> Iterator[Person]:
    """Yield employees, more of them where more soldiers are."""
    chance = stream(seed, "employees")
    still_open = np.array([unit.closed is None for unit in army.units])
    weights = np.where(still_open, army.strength, 0.0)
    places = chance.choice(len(army.units), EMPLOYEES, p=weights / weights.sum())
    ranks = chance.choice(len(RANKS), EMPLOYEES)
    for place, rank in zip(sorted(places.tolist()), ranks.tolist(), strict=True):
        yield _invent(names, RANKS[rank], army.units[place].code, "employee")
