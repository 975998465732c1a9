"""Mark a page that a browser may keep as long as the server says that nothing has changed."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
MARK = "is_revalidated"


def revalidated(view: View) -> View:
    """Let a page answer 304 where nothing that it could show has changed.

    Only for views that answer from the database, the address, the person and the session alone.
    """
    setattr(view, MARK, True)
    return view


def is_revalidated(view: Callable[..., Any]) -> bool:
    """Tell whether a view, however wrapped, is marked."""
    return bool(getattr(view, MARK, False))
