"""People and what they are in which unit."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from core.cells import choice, day, email, text
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from organization.models import ALWAYS, Membership
from organization.roles import Role

PEOPLE = Schema(
    "people",
    (
        Column("email", email, required=True),
        Column("name", text(200), required=True),
        Column("unit", text(200), required=True, refers="unit"),
        Column("role", choice(*Role), required=True),
        Column("valid_until", day, default=None),
        Column("locale", text(20)),
    ),
    key=("email", "unit", "role"),
    defines="person",
)


def import_people(table: Table, context: Import) -> None:
    """Add and change people, without a password, and append their memberships."""
    rows = context.linked(table)
    people = _import_persons(table, rows, context)
    context.ids["person"] = {address: person.pk for address, person in people.items()}
    _append_memberships(table, rows, context)


def export_people(context: Export) -> Iterator[Cells]:
    """Yield what everybody is where, past and coming years included."""
    held = Membership.objects.newest().filter(**context.within("unit"))
    for membership in held.select_related("person", "unit"):
        person = membership.person
        yield {
            "email": person.email.lower(),
            "name": person.name.strip() or person.email.lower(),
            "unit": membership.unit.code,
            "role": membership.role,
            "valid_until": membership.valid_until,
            "locale": person.locale,
        }


def addresses() -> dict[int, str]:
    """Return by id the addresses of those who stand in people.csv: others cannot be named by it."""
    held = Membership.objects.values_list("person_id", "person__email").distinct()
    return {person: address.lower() for person, address in held}


class Owners:
    """How a file names who owns a thing: by address, else by name."""

    def __init__(self) -> None:
        self.addresses = addresses()
        self.names = dict(User.objects.values_list("id", "name"))

    def text(self, owner_id: int | None, owner_name: str) -> str:
        """Return the text; what looks like an address and is none of a file's would be refused."""
        if owner_id in self.addresses:
            return self.addresses[owner_id]
        name = owner_name if owner_id is None else self.names[owner_id]
        return "" if "@" in name else name


def _import_persons(table: Table, rows: list[Row], context: Import) -> dict[str, User]:
    """Create who is new, and change names and languages; return everybody by address."""
    people = {person.email.lower(): person for person in User.objects.all()}
    changed: dict[str, User] = {}
    new: dict[str, User] = {}
    named: dict[str, Row] = {}
    for row in rows:
        address = row["email"]
        if _is_named_otherwise(table, row, named.setdefault(address, row), context):
            continue
        if address not in people:
            new[address] = people[address] = User(email=address)
            people[address].set_unusable_password()
        if _differs(table, row, people[address]) and address not in new:
            changed[address] = people[address]
    User.objects.bulk_create(new.values(), batch_size=500)
    User.objects.bulk_update(changed.values(), ["name", "locale"], batch_size=200)
    context.count(table, changed=len(changed))
    return people


def _is_named_otherwise(table: Table, row: Row, first: Row, context: Import) -> bool:
    """Tell whether an earlier row names the person otherwise; if so, refuse this one."""
    if all(row.cells.get(name) == first.cells.get(name) for name in ("name", "locale")):
        return False
    message = _("Row %(row)d gives the same person another name or language: make them equal.")
    context.refuse(table, row, "name", message % {"row": first.number})
    return True


def _differs(table: Table, row: Row, person: User) -> bool:
    """Set name and language; tell whether one of them was another."""
    complete = table.complete(row, {"name": person.name, "locale": person.locale})
    wanted = complete["name"], complete["locale"]
    differs = (person.name, person.locale) != wanted
    person.name, person.locale = wanted
    return differs


def _append_memberships(table: Table, rows: list[Row], context: Import) -> None:
    """Append a revision for each membership that is new or ends on another day."""
    stored: dict[tuple[int, int, str], dict[str, Any]] = {
        (row.pop("person_id"), row.pop("unit_id"), row.pop("role")): row
        for row in Membership.objects.order_by("id").values(
            "person_id", "unit_id", "role", "valid_from", "valid_until"
        )
    }
    new = []
    for row in rows:
        key = (context.ids["person"][row["email"]], row["unit"], row["role"])
        known = stored.get(key)
        until = table.complete(row, known)["valid_until"]
        if _lacks_an_end(table, row, until, context) or (known and known["valid_until"] == until):
            continue
        start = known["valid_from"] if known else ALWAYS
        new.append(_membership(key, start, until, context))
        context.count(table, added=known is None, changed=known is not None)
    Membership.objects.bulk_create(new, batch_size=500)


def _lacks_an_end(table: Table, row: Row, until: Any, context: Import) -> bool:
    """Tell whether a consultant's membership is without end; if so, refuse the row."""
    if row["role"] != Role.CONSULTANT or until is not None:
        return False
    message = _("A consultant's access ends on a day: fill in valid_until.")
    context.refuse(table, row, "valid_until", message)
    return True


def _membership(key: tuple[int, int, str], start: Any, until: Any, context: Import) -> Membership:
    person, unit, role = key
    return Membership(
        person_id=person,
        unit_id=unit,
        role=role,
        valid_from=start,
        valid_until=until,
        recorded_at=context.recorded_at,
    )
