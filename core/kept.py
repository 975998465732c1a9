"""What was computed once and holds as long as the database says the same."""

import hashlib
from collections.abc import Callable, Hashable
from typing import TypeVar

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import get_language

Thing = TypeVar("Thing")


def kept(request: HttpRequest, depends_on: Hashable, make: Callable[[], Thing]) -> Thing:
    """Return what was made in this state of the database and language, or make and keep it.

    Nothing is kept for requests whose `state` nobody read: the middleware does it for pages that
    are `core.revalidation.revalidated`.

    Parameters
    ----------
    depends_on
        All that it depends on beside; its ``repr`` says it in full.
    make
        Returns it. What it raises is not kept.
    """
    state = getattr(request, "state", None)
    if state is None:
        return make()
    said = repr((state, get_language(), depends_on))
    key = hashlib.sha256(said.encode()).hexdigest()
    # In a tuple: None may be what was made.
    found: tuple[Thing] | None = caches["pages"].get(key)
    if found is None:
        found = (make(),)
        caches["pages"].set(key, found)
    return found[0]
