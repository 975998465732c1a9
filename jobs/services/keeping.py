"""What a drain has read for one key and may use for the next one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_kept: ContextVar[dict[str, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Let services keep things in memory until the drain ends; one within another has its own."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def kept() -> dict[str, Any]:
    """Return what was kept so far by name, to be added to; outside a drain nothing stays."""
    found = _kept.get()
    return {} if found is None else found
