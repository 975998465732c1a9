"""Mark a page that can be had as a PDF: the very page, from the same view behind the same gate."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "is_printable"


def printable(view: View) -> View:
    """Let a page be asked for as a PDF, with `format=pdf` in its address."""
    setattr(view, MARK, True)
    return view


def is_printable(view: Callable[..., Any]) -> bool:
    """Tell whether a view, however wrapped, is marked."""
    return bool(getattr(view, MARK, False))
