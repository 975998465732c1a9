"""What one objective has to do with another, as a file of a package."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from core.cells import choice, text, within
from core.package_export import Cells, Export
from core.packages import Column, Import, Schema, Table
from organization.models import ALWAYS
from scorecard.engine.graphs import circle
from scorecard.models import Objective, ObjectiveLink
from scorecard.services.exchange.versions import Said, Versions

OBJECTIVE_LINKS = Schema(
    "objective_links",
    (
        Column("from", text(60), required=True, refers="objective"),
        Column("to", text(60), required=True, refers="objective"),
        Column("kind", choice(*(kind for kind, _label in ObjectiveLink.KINDS)), required=True),
        Column("weight", within(0), default=1.0),
    ),
    key=("from", "to", "kind"),
)
KEY = ("source_id", "target_id", "kind")
Link = tuple[int, int, str]


def import_objective_links(table: Table, context: Import) -> None:
    """Append links, and what they weigh where that differs from what is stored.

    Contributory ones that would close a circle are refused with the way around.
    """
    versions = Versions(ObjectiveLink, KEY, ["weight"])
    wanted: dict[Link, Said] = {}
    for row in context.linked(table):
        cells = row.cells
        said = {"weight": cells["weight"]} if "weight" in cells else {}
        link = cells["from"], cells["to"], cells["kind"]
        wanted[link] = Said(row, {"valid_from": ALWAYS, **said}, {"weight": 1.0})
        if cells["from"] == cells["to"]:
            message = _("An objective cannot be linked to itself: name another one.")
            context.refuse(table, row, "to", message)
    _refuse_circles(table, context, {*versions.things(), *wanted}, wanted)
    if context.problems:
        return
    for link, said_of_link in wanted.items():
        versions.add(table, link, said_of_link, context)
    versions.write()


def _refuse_circles(
    table: Table, context: Import, links: set[Link], wanted: dict[Link, Said]
) -> None:
    """Refuse contributions that would come back to where they start."""
    above: dict[int, list[int]] = {}
    for source, target, kind in sorted(links):
        if kind == ObjectiveLink.CONTRIBUTORY and source != target:
            above.setdefault(source, []).append(target)
    path = circle(above)
    if path is None:
        return
    codes = {number: code for code, number in context.ids["objective"].items()}
    steps = set(pairwise(path))
    row = next(said.row for link, said in wanted.items() if link[:2] in steps)
    message = _(
        "These objectives would contribute to each other in a circle: %(path)s. Take one out."
    )
    words = " > ".join(codes[objective] for objective in path)
    context.refuse(table, row, "to", message % {"path": words})


def export_objective_links(context: Export) -> Iterator[Cells]:
    """Yield the links whose lower objective belongs to a unit that is exported."""
    wanted = Objective.objects.filter(**context.within("unit"))
    within_scope = dict(wanted.values_list("id", "code"))
    codes = dict(Objective.objects.values_list("id", "code"))
    for (source, target, kind), cells in Versions(ObjectiveLink, KEY, ["weight"]).rows():
        if source in within_scope:
            yield {
                "from": codes[source],
                "to": codes[target],
                "kind": kind,
                "weight": cells["weight"],
            }
