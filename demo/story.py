"""The whole of the fictional Army of Aldmark, told from one seed and one last month."""

from dataclasses import dataclass
from pathlib import Path

from demo.actions import Step, next_steps
from demo.caps import CapOff, caps_off
from demo.comparison import COMPARED, Compared
from demo.courses import read_courses
from demo.entries import values_table
from demo.figures import measure
from demo.hand_overs import HandOver, hand_overs
from demo.initiatives import (
    Milestone,
    StatusLine,
    contributions_table,
    initiatives_table,
    plan_milestones,
    status_lines,
)
from demo.kpis import Kpi, kpis_table, read_kpis
from demo.limits import NewLimits, new_limits
from demo.map_draft import PROPOSALS, Proposal
from demo.messages import Message, write_messages
from demo.months import Timeline
from demo.own_forecasts import EXPECTED, Expected
from demo.own_words import OwnWords, own_words
from demo.package import Table, write_tables
from demo.people import (
    CastMember,
    Person,
    choose_cast,
    find_managers,
    gather_people,
    people_table,
)
from demo.pins import Kept, pins
from demo.reporters import find_duties, reporters_table
from demo.scorecard import (
    kpi_owners,
    objectives_table,
    perspectives_table,
    scorecard_table,
    themes_table,
)
from demo.targets import targets_table
from demo.transport import ScoreByHand, scores_by_hand, transport_tables
from demo.typed import TYPED, TypedFigure
from demo.units import Army, build_army, units_table


@dataclass(frozen=True)
class Extra:
    """What the exchange package has no columns for."""

    milestones: tuple[Milestone, ...]
    status_lines: tuple[StatusLine, ...]
    messages: tuple[Message, ...]
    new_limits: tuple[NewLimits, ...]
    expected: tuple[Expected, ...]
    own_words: OwnWords
    by_hand: tuple[ScoreByHand, ...]
    caps_off: tuple[CapOff, ...]
    next_steps: tuple[Step, ...]
    pins: tuple[Kept, ...]
    proposals: tuple[Proposal, ...]
    typed: tuple[TypedFigure, ...]
    compared: Compared
    hand_overs: tuple[HandOver, ...]


@dataclass(frozen=True)
class Demo:
    """The tables of the exchange package by file name, and what stands beside them.

    `transport` is a second package, which a group of units brings into the first.
    """

    tables: dict[str, Table]
    transport: dict[str, Table]
    extra: Extra
    cast: tuple[CastMember, ...]


def generate(seed: int, last_month: str) -> Demo:
    """Return the demo organisation whose last month of figures is ``last_month`` (``2026-10``).

    A pure function: the same seed and month give the same bytes, and the story moves with the
    month.

    Raises
    ------
    ValueError
        If ``last_month`` is no month.
    """
    timeline = Timeline.until(last_month)
    army = build_army(seed)
    people = gather_people(army, timeline, seed=seed)
    kpis = read_kpis()
    tables = _shape(army, people, kpis, timeline) | {
        "reporters": reporters_table(kpis, army, timeline, find_managers(people)),
        "targets": targets_table(kpis, army, timeline, seed=seed),
        "values": _values(kpis, army, timeline, seed),
        "initiatives": initiatives_table(timeline),
        "initiative_objectives": contributions_table(),
    }
    extra = Extra(
        plan_milestones(timeline),
        status_lines(),
        write_messages(),
        new_limits(timeline),
        EXPECTED,
        own_words(timeline),
        scores_by_hand(timeline),
        caps_off(timeline),
        next_steps(),
        pins(),
        PROPOSALS,
        TYPED,
        COMPARED,
        hand_overs(),
    )
    transport = transport_tables(army, timeline, find_managers(people), seed=seed)
    return Demo(tables, transport, extra, choose_cast(people))


def write_package(demo: Demo, folder: Path) -> None:
    """Write the tables as the CSV files of an exchange package into the folder.

    Raises
    ------
    OSError
        If the folder cannot be made or a file cannot be written.
    """
    write_tables(demo.tables, folder)


def _shape(
    army: Army, people: tuple[Person, ...], kpis: tuple[Kpi, ...], timeline: Timeline
) -> dict[str, Table]:
    """Return the tables that say who there is and what is measured."""
    addresses = {person.email.split("@")[0]: person.email for person in people}
    return {
        "organization": _organization_table(),
        "units": units_table(army, timeline),
        "people": people_table(people),
        "perspectives": perspectives_table(),
        "themes": themes_table(),
        "objectives": objectives_table(addresses),
        "kpis": kpis_table(kpis, kpi_owners(addresses)),
        "scorecard": scorecard_table(),
    }


def _organization_table() -> Table:
    columns = (
        *("name", "fiscal_year_start_month", "default_locale", "time_zone"),
        *("score_at_red_flag", "score_at_goal"),
    )
    return Table(columns, [("Army of Aldmark", "1", "en", "Europe/Oslo", "70", "85")])


def _values(kpis: tuple[Kpi, ...], army: Army, timeline: Timeline, seed: int) -> Table:
    courses = read_courses(kpis, timeline, seed=seed)
    duties = find_duties(kpis, army, timeline, seed=seed)
    entries = [
        (kpi, duty, measure(kpi, courses[kpi.code], duty, army, timeline, seed=seed))
        for kpi, duty in ((kpi, duties[kpi.code]) for kpi in kpis)
    ]
    return values_table(army, timeline, entries)
