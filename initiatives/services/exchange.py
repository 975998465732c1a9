"""Initiatives and their links to objectives, in bulk from an exchange package."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.cells import cell_type, choice, day, number, text
from core.errors import DomainError
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from initiatives.models import Contribution, Initiative, InitiativeVersion, Stage
from initiatives.services.versions import Facts, append_version, faults
from organization.models import Unit
from organization.services.people import Owners


@cell_type("integer", constraints={"enum": list(Contribution.Strength.values)})
def contribution(cell: str) -> int:
    """Read a strength of the scale 0, 1, 3, 9."""
    return int(choice(*map(str, Contribution.Strength.values))(cell))


INITIATIVES = Schema(
    name="initiatives",
    columns=(
        Column("code", text(200), required=True),
        Column("name", text(300), required=True),
        Column("unit", required=True, refers="unit"),
        Column("stage", choice(*Stage.values), default=Stage.PROPOSED.value),
        Column("start", day, default=None),
        Column("end", day, default=None),
        Column("budget", number, default=None),
        Column("spent", number, default=None),
        Column("owner", text(200)),
        Column("description"),
    ),
    key=("code",),
    defines="initiative",
)

INITIATIVE_OBJECTIVES = Schema(
    name="initiative_objectives",
    columns=(
        Column("initiative", required=True, refers="initiative"),
        Column("objective", required=True, refers="objective"),
        Column("contribution", contribution, default=None),
    ),
    key=("initiative", "objective"),
)

# What a fact is called in the file where the two differ.
COLUMN_OF = {"starts_on": "start", "ends_on": "end"}


def import_initiatives(table: Table, context: Import) -> None:
    """Add the initiatives that are new, and a version of those that differ.

    An owner is a person's e-mail address or, where nobody has it, a name.
    """
    stored = {each.code: each for each in Initiative.objects.with_facts()}
    rows = context.linked(table)
    units = Unit.objects.in_bulk({row["unit"] for row in rows})
    reader = _FactsReader(table, stored, units, _owners(table, stored.values()))
    for code, facts in context.each(table, rows, reader.read):
        _upsert(table, context, stored.get(code), code, facts)
    _know_codes(context)


def import_initiative_objectives(table: Table, context: Import) -> None:
    """Append a revision of each link that is new or judged differently."""
    _know_codes(context)
    stored = {
        (link.initiative_id, link.objective_id): link for link in Contribution.objects.newest()
    }
    new: list[Contribution] = []
    for row in context.linked(table):
        last = stored.get((row["initiative"], row["objective"]))
        judged = table.complete(row, last and {"contribution": last.contribution})["contribution"]
        if last is None or last.contribution != judged:
            new.append(_link(row, judged, context))
            context.count(table, added=last is None, changed=last is not None)
    Contribution.objects.bulk_create(new, batch_size=500)


def export_initiatives(context: Export) -> Iterator[Cells]:
    """Yield the newest version of each initiative."""
    owners = Owners()
    for each in Initiative.objects.with_facts().filter(**context.within("unit")):
        if each.current is not None:
            # An address that nobody has is a name here.
            owner = owners.text(each.current.owner_id, "") or each.current.owner_name
            cells = {**_cells(each.current), "unit": each.unit.code, "owner": owner}
            yield {"code": each.code, **cells}


def export_initiative_objectives(context: Export) -> Iterator[Cells]:
    """Yield how much each initiative helps which objective."""
    links = Contribution.objects.newest().filter(**context.within("initiative__unit"))
    for link in links.select_related("initiative", "objective"):
        yield {
            "initiative": link.initiative.code,
            "objective": link.objective.code,
            "contribution": link.contribution,
        }


@dataclass(frozen=True, slots=True)
class _FactsReader:
    """Reads a row over what is stored of its initiative."""

    table: Table
    stored: Mapping[str, Initiative]
    units: Mapping[int, Unit]
    people: Mapping[str, User]

    def read(self, row: Row) -> tuple[str, Facts]:
        """Return code and facts; raise the first fault, named after its column."""
        before = self.stored.get(row["code"])
        known = _cells(before.current) if before and before.current else None
        cells = self.table.complete(row, known)
        owner = self.people.get(cells["owner"].lower())
        facts = Facts(
            name=cells["name"],
            unit=self.units[cells["unit"]],
            description=cells["description"],
            owner=owner,
            owner_name="" if owner else cells["owner"],
            stage=cells["stage"],
            starts_on=cells["start"],
            ends_on=cells["end"],
            budget=cells["budget"],
            spent=cells["spent"],
        )
        for fault in faults(facts):
            raise DomainError(fault.message, field=COLUMN_OF.get(fault.field, fault.field))
        return row["code"], facts


def _upsert(
    table: Table, context: Import, stored: Initiative | None, code: str, facts: Facts
) -> None:
    if stored is not None and stored.current and Facts.of(stored.current) == facts:
        return
    append_version(
        initiative=stored or Initiative.objects.create(code=code, unit=facts.unit),
        facts=facts,
        actor=None,
        reason="",
        recorded_at=context.recorded_at,
    )
    context.count(table, added=stored is None, changed=stored is not None)


def _cells(version: InitiativeVersion) -> dict[str, Any]:
    """Return a stored version as the cells of a row."""
    return {
        "name": version.name,
        "unit": version.unit_id,
        "stage": version.stage,
        "start": version.starts_on,
        "end": version.ends_on,
        "budget": version.budget,
        "spent": version.spent,
        "owner": version.owner.email if version.owner else version.owner_name,
        "description": version.description,
    }


def _owners(table: Table, stored: Iterable[Initiative]) -> dict[str, User]:
    """Return by address the people who are owners, as stored or as the file says."""
    owners = {each.current.owner for each in stored if each.current and each.current.owner}
    addresses = {row["owner"].lower() for row in table.rows if row.cells.get("owner")}
    owners.update(User.objects.filter(email__in=addresses))
    return {person.email.lower(): person for person in owners}


def _know_codes(context: Import) -> None:
    context.ids["initiative"] = dict(Initiative.objects.values_list("code", "id"))


def _link(row: Row, judged: int | None, context: Import) -> Contribution:
    return Contribution(
        initiative_id=row["initiative"],
        objective_id=row["objective"],
        contribution=judged,
        recorded_at=context.recorded_at,
    )
