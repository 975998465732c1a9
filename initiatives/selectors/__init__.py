"""What pages show of initiatives."""

from initiatives.selectors.being_done import BeingDone, being_done_for_objectives
from initiatives.selectors.page import InitiativePage, initiative_page
from initiatives.selectors.portfolio import Grouping, Portfolio, portfolio

__all__ = [
    "BeingDone",
    "Grouping",
    "InitiativePage",
    "Portfolio",
    "being_done_for_objectives",
    "initiative_page",
    "portfolio",
]
