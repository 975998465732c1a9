"""What a benchmark is given and what it answers: one line for each thing measured."""

from collections.abc import Callable
from dataclasses import asdict, dataclass


class WrongError(Exception):
    """An answer was wrong, or a value was lost: no speed makes up for that."""


@dataclass(frozen=True)
class Place:
    """Where a benchmark runs; `say` tells how far it is."""

    name: str
    size: str
    vendor: str
    say: Callable[[str], None]

    @property
    def has_goal(self) -> bool:
        """Whether figures are held against their goal: those of PostgreSQL are."""
        return self.vendor == "postgresql"


@dataclass(frozen=True)
class Line:
    """One thing measured beside its peer, both in milliseconds; `goal` None is no goal.

    The goal is at most so many times the peer, or with `faster` at least so many times faster.
    """

    place: Place
    what: str
    ours: float
    peer: float
    goal: float | None
    note: str = ""
    faster: bool = False

    @property
    def ratio(self) -> float:
        """How many times the peer, or how many times faster."""
        return self.peer / self.ours if self.faster else self.ours / self.peer

    @property
    def verdict(self) -> str:
        """Whether the goal is reached."""
        if self.goal is None or not self.place.has_goal:
            return "no goal"
        is_reached = self.ratio >= self.goal if self.faster else self.ratio <= self.goal
        return "reached" if is_reached else "missed"

    def for_machines(self) -> dict[str, object]:
        """Return the line as data."""
        plain = asdict(self) | {"ratio": round(self.ratio, 3), "verdict": self.verdict}
        plain["place"] = {"size": self.place.size, "database": self.place.vendor}
        return plain

    def __str__(self) -> str:
        sign, word = (">=", " faster") if self.faster else ("<=", "")
        goal = "-" if self.goal is None else f"{sign} {self.goal:g}x{word}"
        return (
            f"{self.place.name} {self.what}: size {self.place.size} on {self.place.vendor}, "
            f"ours {self.ours:.2f} ms, peer {self.peer:.2f} ms, ratio {self.ratio:.2f}{word}, "
            f"goal {goal}, {self.verdict}{f' ({self.note})' if self.note else ''}"
        )
