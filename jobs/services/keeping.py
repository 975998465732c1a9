"""What was made of the meaning of figures, kept in this process as long as that stays the same.

A drain works off many keys under one organisation and one strategy. Each key asks the database
first whether these are still the same (`jobs.services.changes.meaning_position`), so nothing that
is kept can be older than what the key would read.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from jobs.services.changes import meaning_position

Thing = TypeVar("Thing")

#: As many things are kept: one KPI and year takes some hundred KB where there are many units.
MOST_KEPT = 100


@dataclass
class Shelf:
    """Things by name, made of what the database held at a position; without one only for a key."""

    position: int | None = None
    things: dict[Hashable, Any] = field(default_factory=dict)


_newest = Shelf()
_open: ContextVar[Shelf | None] = ContextVar("open", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Let services keep things while one key is worked on, and for the next keys.

    Must be entered inside the transaction that works on the key, after its rows were read: whoever
    changes the meaning later has rows that are still waiting.
    """
    token = _open.set(_shelf_at(meaning_position()))
    try:
        yield
    finally:
        _open.reset(token)


def _shelf_at(position: int | None) -> Shelf:
    global _newest  # noqa: PLW0603 - one for all threads of the process
    newest = _newest
    if position is None or newest.position != position:
        newest = Shelf(position)
    if position is not None:
        _newest = newest
    return newest


def once(name: Hashable, make: Callable[[], Thing]) -> Thing:
    """Return what was made under a name, or make and keep it; outside of a key make it always.

    Whatever is kept is used by others too: nobody may change it.

    Parameters
    ----------
    name
        Says in full what `make` depends on beside the tables that give figures their meaning.
    """
    shelf = _open.get()
    if shelf is None:
        return make()
    if name not in shelf.things:
        made = make()
        if len(shelf.things) >= MOST_KEPT:
            shelf.things.clear()
        shelf.things[name] = made
        return made
    found: Thing = shelf.things[name]
    return found
