"""What one objective has to do with another, as a file of a package."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _

from core.cells import choice, flag, text, within
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from scorecard.engine.graphs import circle
from scorecard.models import Objective, ObjectiveLink
from scorecard.services.exchange.strategy import VALID_FROM
from scorecard.services.exchange.versions import Said, Versions

OBJECTIVE_LINKS = Schema(
    "objective_links",
    (
        Column("from", text(60), required=True, refers="objective"),
        Column("to", text(60), required=True, refers="objective"),
        Column("kind", choice(*(kind for kind, _label in ObjectiveLink.KINDS)), required=True),
        Column("weight", within(0), default=1.0),
        Column("ended", flag, default=False),
        VALID_FROM,
    ),
    key=("from", "to", "kind", "valid_from"),
)
KEY = ("source_id", "target_id", "kind")
HELD = ("weight", "ended")
Link = tuple[int, int, str]
#: Whether a link has ended, from which day on.
Days = dict[date, bool]


def import_objective_links(table: Table, context: Import) -> None:
    """Append links, and what they weigh where that differs from what is stored.

    Contributory ones that would close a circle on any day are refused with the way around.
    """
    versions = Versions(ObjectiveLink, KEY, HELD)
    wanted = [(_link(row), _said(row)) for row in context.linked(table)]
    for link, said in wanted:
        if link[0] == link[1]:
            message = _("An objective cannot be linked to itself: name another one.")
            context.refuse(table, said.row, "to", message)
    _refuse_circles(table, context, versions, wanted)
    if context.problems:
        return
    for link, said in wanted:
        versions.add(table, link, said, context)
    versions.write()


def _link(row: Row) -> Link:
    return row.cells["from"], row.cells["to"], row.cells["kind"]


def _said(row: Row) -> Said:
    said = {name: row.cells[name] for name in ("valid_from", *HELD) if name in row.cells}
    return Said(row, said, OBJECTIVE_LINKS.defaults)


def _refuse_circles(
    table: Table, context: Import, versions: Versions, wanted: list[tuple[Link, Said]]
) -> None:
    """Refuse contributions that would come back to where they start."""
    links: dict[Link, Days] = {
        link: {day: fields["ended"] for day, fields in versions.by_day(link).items()}
        for link in versions.things()
    }
    for link, said in wanted:
        complete = said.over(None)
        links.setdefault(link, {})[complete["valid_from"]] = complete["ended"]
    path = first_circle(links, ObjectiveLink.CONTRIBUTORY)
    if path is None:
        return
    codes = {number: code for code, number in context.ids["objective"].items()}
    steps = set(pairwise(path))
    row = next(said.row for link, said in wanted if link[:2] in steps)
    message = _(
        "These objectives would contribute to each other in a circle: %(path)s. Take one out."
    )
    words = " > ".join(codes[objective] for objective in path)
    context.refuse(table, row, "to", message % {"path": words})


def first_circle(links: dict[Link, Days], kind: str) -> tuple[int, ...] | None:
    """Return the way around that links of a kind make on the first day on which they do."""
    mine = {link: days for link, days in links.items() if link[2] == kind and link[0] != link[1]}
    for day in sorted({day for days in mine.values() for day in days}):
        path = _circle_on(day, mine)
        if path is not None:
            return path
    return None


def _circle_on(day: date, links: dict[Link, Days]) -> tuple[int, ...] | None:
    above: dict[int, list[int]] = {}
    for (source, target, _kind), days in sorted(links.items()):
        if _holds(days, day):
            above.setdefault(source, []).append(target)
    return circle(above)


def _holds(days: Days, day: date) -> bool:
    begun = [start for start in days if start <= day]
    return bool(begun) and not days[max(begun)]


def export_objective_links(context: Export) -> Iterator[Cells]:
    """Yield the links whose lower objective belongs to a unit that is exported."""
    wanted = Objective.objects.filter(**context.within("unit"))
    within_scope = dict(wanted.values_list("id", "code"))
    codes = dict(Objective.objects.values_list("id", "code"))
    for (source, target, kind), cells in Versions(ObjectiveLink, KEY, HELD).rows():
        if source in within_scope:
            yield {**cells, "from": codes[source], "to": codes[target], "kind": kind}
