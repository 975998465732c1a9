"""What the page of a strategy map shows."""

from dataclasses import dataclass

from core import numbers
from scorecard.engine.types import Status
from scorecard.selectors.map_drawing import TOP, Band, Box, Lane
from scorecard.selectors.scorecard_rows import KpiRow

#: What the boxes tell beside the name: how it stands, how it moved, what is being done.
SHOWN = ("status", "change", "initiatives")
TROUBLED = frozenset({Status.RED, Status.AMBER})


@dataclass(frozen=True, slots=True)
class MapEnd:
    """An objective at the other end of a link."""

    name: str
    query: str
    status: Status
    score: int | None


@dataclass(frozen=True, slots=True)
class MapObjective:
    """An objective on the map; `score` and `change` are whole numbers as printed.

    Attributes
    ----------
    query
        The address of the map with this one selected.
    drives, driven_by
        The objectives at the other ends of its links.
    """

    objective_id: int
    code: str
    name: str
    perspective: str
    theme: str
    description: str
    owner: str
    status: Status
    score: int | None
    change: int | None
    n_initiatives: int
    query: str
    box: Box
    kpis: tuple[KpiRow, ...]
    drives: tuple[MapEnd, ...]
    driven_by: tuple[MapEnd, ...]

    @property
    def score_text(self) -> str:
        """The score as its box prints it."""
        return numbers.score(self.score)

    @property
    def change_text(self) -> str:
        """The change as its box prints it; empty where it is unknown."""
        return "" if self.change is None else numbers.signed(self.change)

    @property
    def has_fallen(self) -> bool:
        """Whether it got worse."""
        return self.change is not None and self.change < 0

    @property
    def lacks_initiative(self) -> bool:
        """Whether it is in trouble and nothing is being done."""
        return self.status in TROUBLED and not self.n_initiatives


@dataclass(frozen=True, slots=True)
class MapLink:
    """A link as it is drawn; `is_miss` where trouble comes along it."""

    path: str
    is_miss: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """How a theme stands at the unit."""

    name: str
    status: Status
    score: int | None
    change: int | None
    note: str


@dataclass(frozen=True, slots=True)
class StrategyMap:
    """Everything that the page of a strategy map shows.

    Attributes
    ----------
    lanes, bands
        Perspectives from the top, themes from the left.
    selected
        The objective whose panel is open: the one asked for, else the worst one.
    groups
        The objectives by perspective, for those who read a list.
    show
        One of `SHOWN`.
    """

    width: float
    height: float
    lanes: tuple[Lane, ...]
    bands: tuple[Band, ...]
    objectives: tuple[MapObjective, ...]
    links: tuple[MapLink, ...]
    selected: MapObjective | None
    groups: tuple[tuple[str, tuple[MapObjective, ...]], ...]
    themes: tuple[ThemeRow, ...]
    lede: str
    since: str
    show: str
    can_show_initiatives: bool

    @property
    def field_height(self) -> float:
        """The height of the themes' fields, below their names."""
        return self.height - TOP
