"""What a tile of a dashboard says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from initiatives.selectors.actions import ActionFact
from initiatives.selectors.portfolio import Row
from osm.models import Pinned
from scorecard.engine.types import Status
from scorecard.selectors.figures import Figure
from scorecard.selectors.late import LateUnit

# How many periods a small line shows, the one told included.
PERIODS_SHOWN = 13
# A column of a pin: its kind may not need it.
Key = int | None


@dataclass(frozen=True, slots=True)
class Course:
    """The figure of a KPI with its course; `figure` None where nobody reports it there then.

    Attributes
    ----------
    values
        The last thirteen periods, the newest last; None is unknown.
    label
        One sentence that says what the small line shows.
    coverage_known
        Whether the reader may know how many units stand behind the figure.
    chart, chart_id
        The course drawn large, for a pinned chart only, and its name on the page.
    """

    figure: Figure | None
    unit_of_measure: str
    decimals: int
    score: int | None
    values: tuple[float | None, ...]
    label: str
    coverage_known: bool
    chart: dict[str, Any] | None = None
    chart_id: str = ""


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of an objective with its course; `score` None is unknown."""

    score: int | None
    scores: tuple[float | None, ...]
    label: str


@dataclass(frozen=True, slots=True)
class LateTile:
    """The units that miss most, of all that are late, of all that report.

    `waiting` says of how many more something is missing whose time is not over.
    """

    units: Sequence[LateUnit]
    n_late: int
    n_reporting: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class StepsTile:
    """The most urgent next steps of the reader, of all that are open."""

    steps: Sequence[ActionFact]
    n_open: int


@dataclass(frozen=True, slots=True)
class PortfolioTile:
    """The initiatives that most need a look, of all at and below a unit."""

    initiatives: Sequence[Row]
    count: int
    attention: int


@dataclass(frozen=True, slots=True)
class Words:
    """A message: who says it, and when it went out."""

    text: str
    speaker: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Tile:
    """A pinned thing as its reader sees it now.

    Attributes
    ----------
    unit, period
        Where the figures belong, in words; empty where there are none.
    url
        The page of the thing.
    status
        None where the thing has none.
    course, scored, late, steps, words, portfolio
        What it says; the one that its kind has.
    """

    pin: Pinned
    heading: str
    url: str
    unit: str = ""
    period: str = ""
    status: Status | None = None
    course: Course | None = None
    scored: Scored | None = None
    late: LateTile | None = None
    steps: StepsTile | None = None
    words: Words | None = None
    portfolio: PortfolioTile | None = None


# Pins to their tiles, by id; what the reader may not see has none.
Tiles = dict[int, Tile]
