"""How a status looks and what it is called on a page; what it means is the scorecard's affair."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Worded(Protocol):
    """A status that knows its own word, such as the members of the engine's enumeration."""

    @property
    def word(self) -> str:
        """The status in one word, such as ``no_data``."""


@dataclass(frozen=True, slots=True)
class Look:
    """One status on a page.

    Attributes
    ----------
    css
        Status class; the style sheet takes the colours from it.
    symbol
        Id of the shape in ``components/sprite.html``, different for every status.
    label
        The words beside the shape, or hidden behind it for screen readers.
    """

    css: str
    symbol: str
    label: str | Promise


LOOKS = {
    "red": Look("s-r", "m-r", _("Off target")),
    "amber": Look("s-a", "m-a", _("At risk")),
    "green": Look("s-g", "m-g", _("On target")),
    "no_data": Look("s-n", "m-n", _("No data")),
    "insufficient": Look("s-c", "m-c", _("Too few units reported")),
    "not_scored": Look("s-o", "m-o", _("Not scored")),
}


def look(status: str | Worded | None) -> Look:
    """Return how a status is shown; None is *no data*, an unknown word raises ``KeyError``.

    >>> look("red").css
    's-r'
    """
    if status is None:
        return LOOKS["no_data"]
    return LOOKS[status if isinstance(status, str) else status.word]
