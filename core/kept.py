"""What was computed once and holds as long as the database says the same."""

import hashlib
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock, local
from typing import TypeVar

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import get_language

Thing = TypeVar("Thing")

#: As many threads of a process make something at once: while one waits for the database, another
#: has the processor. More would only take it from each other, and all be done when the last is.
MOST_MAKING = 2
_making = BoundedSemaphore(MOST_MAKING)
# Who wants what somebody makes waits for it. A lock may stand for several things.
_locks = [Lock() for _ in range(64)]
_thread = local()


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
        with _in_turn(key):
            found = caches["pages"].get(key)
            if found is None:
                found = (make(),)
                caches["pages"].set(key, found)
    return found[0]


@contextmanager
def _in_turn(key: str) -> Iterator[None]:
    """Wait until nobody makes this and few make anything; what is made inside does not wait."""
    if getattr(_thread, "is_making", False):
        yield
        return
    with _locks[int(key, 16) % len(_locks)], _making:
        _thread.is_making = True
        try:
            yield
        finally:
            _thread.is_making = False
