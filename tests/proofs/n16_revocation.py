"""A right that is taken away is gone with the next call: pages, API, deputies, a queued job."""

import sys
from pathlib import Path

from tests.proofs.served import WORLD, Server, Visitor, empty_folder, served
from tests.services import private_postgresql

PEOPLE = """
ada = cast("Ada", "osm_staff", hq)
for number in range(4):
    cast(f"Mara{number}", "unit_manager", units["MARA"])
    cast(f"Otto{number}", "employee", units["NILS"])
cast("Aron", "osm_staff", units["MARA"])
cast("Bela", "osm_staff", units["MARA"])
from accounts.models import User
from tests.factories import make_deputy, make_kpi, make_reporter
for number in range(4):
    find = lambda name: User.objects.get(email=f"{name}{number}@aldmark.example")
    make_deputy(find("mara"), find("otto"))
make_reporter(units["MARA"], make_kpi("STAFF"))
"""
FIGURE = {"unit": "MARA", "kpi": "STAFF", "period": "2026-10", "value": 3}
LOOK = """
from accounts.models import User
from organization.models import Membership, Unit
person = User.objects.get(email="{email}")
role = Membership.objects.filter(person=person).order_by("-id").first()
print(person.pk, role.pk, Unit.objects.get(code="MARA").pk, Unit.objects.get(code="NILS").pk)
"""
# What happens, and what the next call then answers: unit page, entry page, API to read, to write.
# Who sees no unit any more is led to the messages; who is disabled, to the sign-in page, and a
# program is told to sign in.
CHANGES = {
    "demoted": (200, 403, 200, 403),
    "moved": (404, 403, 404, 404),
    "ended": (302, 403, 404, 404),
    "disabled": (302, 302, 401, 401),
}
# Their deputy has a unit of their own; of Mara's nothing is left but what is published upward.
DEPUTY = {
    "demoted": (200, 403, 200, 403),
    "moved": (404, 403, 404, 404),
    "ended": (404, 403, 404, 404),
    "disabled": (404, 403, 404, 404),
}


def prove() -> bool:
    """Take rights away on both databases; return whether every next call was refused."""
    holds = []
    with empty_folder() as folder:
        holds.append(revoked("SQLite", f"sqlite:///{folder / 'osm.sqlite3'}", folder))
    with private_postgresql() as address, empty_folder() as folder:
        database = address.rsplit("/", 1)[0] + "/postgres"
        holds.append(revoked("PostgreSQL", database, folder))
    return all(holds)


def revoked(name: str, database: str, folder: Path) -> bool:
    say(f"{name}: statuses of unit page, entry, API read, API write; before, and at the next call")
    with served(database, folder, EMAIL_URL="console://") as server:
        server.shell(WORLD + PEOPLE)
        office = signed_in(server, "ada@aldmark.example")
        outcomes = [
            changed(server, office, number, change) for number, change in enumerate(CHANGES)
        ]
        outcomes += [queued(server, office, "aron", "ended"), queued(server, office, "bela", "")]
    return all(outcomes)


def changed(server: Server, office: Visitor, number: int, change: str) -> bool:
    """Take something from Mara while she and her deputy are signed in."""
    mara = signed_in(server, f"mara{number}@aldmark.example")
    otto = signed_in(server, f"otto{number}@aldmark.example")
    before = calls(mara), calls(otto)
    take_away(server, office, f"mara{number}@aldmark.example", change)
    after = calls(mara), calls(otto)
    say(f"  {change}: herself {before[0]} -> {after[0]}, her deputy {before[1]} -> {after[1]}")
    could = all(answer == (200, 302, 200, 201) for answer in before)
    return could and after == (CHANGES[change], DEPUTY[change])


def queued(server: Server, office: Visitor, name: str, change: str) -> bool:
    """Let a job wait, take the right of who asked for it, and work it off."""
    asker = signed_in(server, f"{name}@aldmark.example")
    unit = facts(server, f"{name}@aldmark.example")[2]
    guest = f"guest.of.{name}@aldmark.example"
    form = {"name": "Guest", "email": guest, "unit": unit, "role": "employee"}
    asked = asker.ask("/people/invite/", form)[0]
    if change:
        take_away(server, office, f"{name}@aldmark.example", change)
    left = guest in server.run("manage.py", "drain", "--verbosity=2")
    say(f"  a queued invitation, its sender {change or 'unchanged'}: mail left: {left}")
    return asked == 302 and left is (not change)


def take_away(server: Server, office: Visitor, email: str, change: str) -> None:
    """Let the office do it on its pages, as it would."""
    person, role, mara, nils = facts(server, email)
    today = server.shell("from django.utils import timezone; print(timezone.now().date())").strip()
    path, form = {
        "demoted": (f"/people/roles/{role}/", {"unit": mara, "role": "employee"}),
        "moved": (f"/people/roles/{role}/", {"unit": nils, "role": "unit_manager"}),
        "ended": (f"/people/roles/{role}/end/", {}),
        "disabled": (f"/people/{person}/close/", {}),
    }[change]
    status, text = office.ask(path, form | {"first": today})
    if status != 302:
        raise RuntimeError(f"{change} was refused: {status} {text[-500:]}")


def facts(server: Server, email: str) -> list:
    """Return the numbers of a person, their newest role, and the two units."""
    return server.shell(LOOK.format(email=email)).split()


def calls(visitor: Visitor) -> tuple:
    """Return the statuses of four calls about the unit MARA."""
    return (
        visitor.ask("/?unit=MARA&period=2026-10")[0],
        visitor.ask("/enter/?unit=MARA&period=2026-10", {})[0],
        visitor.ask("/api/v1/results/?unit=MARA")[0],
        visitor.ask("/api/v1/entries/", FIGURE, as_json=True)[0],
    )


def signed_in(server: Server, email: str) -> Visitor:
    visitor = Visitor(server)
    if visitor.sign_in(email) != 302:
        raise RuntimeError(f"{email} could not sign in")
    return visitor


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
