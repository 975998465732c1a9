"""A world of many units, each of which holds secrets that nobody beside it may read.

A secret is a word, or a number, that stands nowhere else; where it is read, it is known whose it
is. Some are published: all units below may read them as well, as the strategy of the unit above.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from initiatives.models import Contribution
from scorecard.models import Draft
from tests.communications.factories import (
    make_delivered,
    make_draft,
    make_notice,
    make_waiting,
)
from tests.factories import (
    make_comparison,
    make_entry,
    make_flag,
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_person,
    make_perspective,
    make_reporter,
    make_target,
    make_unit,
    ordinal,
    recorded,
)
from tests.initiatives.factories import (
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)
from tests.scorecard.small import MONTHS, roll_up

NOW = "2026-11-12 08:00Z"
NUMBER = 7_100_003
STEP = 7_919


@dataclass(frozen=True)
class Secret:
    """What is written where, and whose it is."""

    path: str
    kind: str
    text: str
    published: bool

    def is_open_to(self, path):
        """Tell whether who belongs to the unit at `path` may read it."""
        from_above = self.path.startswith(path)
        return from_above or (self.published and path.startswith(self.path))


class Notebook:
    """Hands out secrets and remembers them."""

    def __init__(self):
        self.secrets = []
        self.numbers = 0

    def word(self, unit, kind, *, published=False):
        digest = hashlib.sha256(f"{unit.code} {kind}".encode()).hexdigest()
        return self._keep(unit, kind, f"Q{digest[:10]}z", published=published)

    def number(self, unit, kind, *, published=False):
        self.numbers += 1
        number = NUMBER + STEP * self.numbers
        return int(self._keep(unit, kind, str(number), published=published))

    def _keep(self, unit, kind, text, *, published):
        self.secrets.append(Secret(unit.path, kind, text, published))
        return text


def make_world(widths):
    """Return a world with a tree as wide on each level below the top as `widths` says."""
    make_organization()
    notebook, top = Notebook(), make_unit("HQ", name="Army HQ")
    world = SimpleNamespace(
        notebook=notebook,
        secrets=notebook.secrets,
        top=top,
        units=[top, *_branch(top, widths, notebook)],
        office=make_person("Ada Whitlock", "osm_staff", top),
        chief=make_person("Chief Lindqvist", "executive", top),
        perspective=make_perspective("PROC", name="Processes"),
        held={},
    )
    # The strict net: nothing is told of sister units, not even without names.
    make_comparison("none", world.office)
    objective = make_objective("ALL", unit=top, perspective=world.perspective, name="For all")
    world.shared = make_kpi("SHARED", name="Counted everywhere", min_coverage=0.01)
    make_line(objective, world.shared)
    make_target(top, world.shared, "FY2026", goal=10, red_flag=5)
    for unit in world.units[1:]:
        world.held[unit.pk] = _furnish(world, unit)
    _write_to_two(world)
    roll_up()
    return world


def _branch(parent, widths, notebook):
    if not widths:
        return
    for number in range(1, widths[0] + 1):
        code = f"{'' if parent.code == 'HQ' else parent.code}{'CBR'[3 - len(widths)]}{number}"
        unit = make_unit(code, parent)
        unit.name = f"Unit {notebook.word(unit, 'name', published=True)}"
        unit.save()
        yield unit
        yield from _branch(unit, widths[1:], notebook)


def _furnish(world, unit):
    """Give a unit one of everything, each with a secret in it."""
    book = world.notebook
    manager = _person(book, unit, "unit_manager")
    _person(book, unit, "employee")
    held = SimpleNamespace(unit=unit, manager=manager, objective=_objective(world, unit))
    held.kpi = _kpi(book, unit, held.objective)
    _figures(world, held)
    held.initiative = _initiative(book, held)
    held.letter, held.draft, held.waiting = (
        make(world.office, world.chief, unit, **_letter(book, unit, make.__name__))
        for make in (make_delivered, make_draft, make_waiting)
    )
    _tell(world, held)
    return held


def _tell(world, held):
    """Tell the manager of a flag, and the manager told before, who has no say here any more."""
    fear = f"F {world.notebook.word(held.unit, 'fear of a flag')}"
    flag = make_flag(held.unit, held.kpi, world.office, fear=fear)
    others = [known.manager for known in world.held.values()][-1:]
    for person in (held.manager, *others):
        make_notice(person, held.unit, held.kpi, flag=flag, by=world.office)


def _person(book, unit, role):
    name = f"P{book.word(unit, f'name of the {role}')} Doe"
    return make_person(name, role, unit)


def _objective(world, unit):
    name = f"Objective {world.notebook.word(unit, 'objective', published=True)}"
    return make_objective(f"OBJ-{unit.code}", unit=unit, perspective=world.perspective, name=name)


def _kpi(book, unit, objective):
    """A KPI that stands on the scorecard of this unit alone, and is reported by it."""
    kpi = make_kpi(
        f"KPI-{unit.code}",
        name=f"KPI {book.word(unit, 'KPI', published=True)}",
        definition=f"Means {book.word(unit, 'definition', published=True)}",
        source=f"From {book.word(unit, 'source', published=True)}",
    )
    make_line(objective, kpi)
    make_target(unit, kpi, "FY2026", goal=8_000_000, red_flag=7_000_000)
    return kpi


def _figures(world, held):
    book, unit = world.notebook, held.unit
    comment = f"Because {book.word(unit, 'comment')}"
    for kpi in (world.shared, held.kpi):
        make_reporter(unit, kpi, MONTHS[0])
        for month in MONTHS:
            # What stands on the unit's own scorecard is seen by the units below it.
            published = kpi == held.kpi
            number = book.number(unit, f"entry of {kpi.code} in {month}", published=published)
            make_entry(unit, kpi, month, number, author=held.manager, comment=comment)
    Draft.objects.create(
        kpi=held.kpi,
        unit=unit,
        period=ordinal("2026-11"),
        value=str(book.number(unit, "draft")),
        typed_by=held.manager,
        typed_at=recorded(),
    )


def _initiative(book, held):
    unit = held.unit
    words = {
        name: f"I {book.word(unit, f'{name} of the initiative')}"
        for name in ("name", "description", "reason")
    }
    money = {name: book.number(unit, f"{name} of the initiative") for name in ("budget", "spent")}
    initiative = make_initiative(
        f"INI-{unit.code}", unit=unit, owner=held.manager, actor=held.manager, **words, **money
    )
    make_milestone(initiative, f"M {book.word(unit, 'milestone')}", date(2026, 11, 1))
    make_contribution(initiative, held.objective)
    make_status_line(initiative, f"S {book.word(unit, 'status line')}", held.manager)
    return initiative


def _letter(book, unit, kind):
    return {
        name: f"L {book.word(unit, f'{name} of a letter, {kind}')}" for name in ("title", "text")
    }


def _write_to_two(world):
    """Send one letter to two units that must not learn of each other by it."""
    first, *_, last = [unit for unit in world.units if unit.parent_id]
    make_delivered(world.office, world.chief, first, last, title="For two", text="For you both.")


def change_all_that_is_hidden(world, held):
    """Change and add to what a unit holds, so that no figure above it becomes another one."""
    unit, book = held.unit, world.notebook
    make_entry(unit, held.kpi, MONTHS[-1], 6_000_001, author=held.manager)
    Draft.objects.filter(unit=unit).update(value="12")
    more = _initiative_beside(book, held)
    make_contribution(more, held.objective, Contribution.Strength.WEAK)
    make_milestone(held.initiative, "Another one", date(2026, 10, 1))
    make_status_line(held.initiative, "It stands still.", held.manager)
    for role in ("employee", "contributor"):
        make_person(None, role, unit)
    make_reporter(unit, make_kpi(f"MORE-{unit.code}"), MONTHS[0])
    make_reporter(make_unit(f"{unit.code}X", unit), world.shared, MONTHS[0])
    make_delivered(world.office, world.chief, unit, title="One more", text="For you alone.")
    roll_up()


def _initiative_beside(book, held):
    return make_initiative(f"NEW-{held.unit.code}", unit=held.unit, owner=held.manager)


def everybody_beside(world, unit):
    """Return what the units hold that are neither above `unit` nor below it."""
    return [
        held
        for held in world.held.values()
        if not unit.path.startswith(held.unit.path) and not held.unit.path.startswith(unit.path)
    ]
