"""The acts of shaping, for `written.py`: a list is looked at, and then stored."""

from osm.shaping.lists import LISTS
from osm.shaping.services.changes import Change, rehearse, store
from tests.contract.acts import Act

CHANGE = Change(LISTS["themes"], [["code", "name"], ["PARTNERS", "Partners"]])


def looked_at(at):
    """Return a change with the mark of what it would do."""
    outlook = rehearse(actor=at.cast["ada"], change=CHANGE)
    return {"change": CHANGE, "seen": outlook.mark, "reason": "All agreed."}


LIST_ACTS = {
    store: Act("ada", looked_at),
    rehearse: Act("ada", lambda _at: {"change": CHANGE}, rows=0, why="nothing of it stays"),
}
