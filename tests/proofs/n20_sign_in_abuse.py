"""Guessing passwords: 1,000 guesses, 200 at a time, over real HTTP; at most the limit is checked.

Three attacks on each database: one account with forged addresses in the head of each request;
one address that tries a password on many accounts; a thousand addresses, vouched for by a
trusted proxy, against one account. A hasher of the proof's own counts what was really checked.
"""

import http.client
import random
import sys
import urllib.parse
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.proofs.served import PASSWORD, WORLD, Server, Visitor, empty_folder, served
from tests.services import private_postgresql

GUESSES, AT_ONCE = 1000, 200
FROM_ONE_ADDRESS, FOR_ONE_ACCOUNT, BY_ONE_ADDRESS = 5, 50, 100
VICTIMS = 250

PEOPLE = f"""
cast("Mara", "unit_manager", units["MARA"])
cast("Nils", "unit_manager", units["NILS"])
for number in range({VICTIMS}):
    cast(f"Victim{{number}}", "employee", units["MARA"])
"""


def prove() -> bool:
    """Attack both databases; return whether the limits held everywhere."""
    holds = []
    with empty_folder() as folder:
        holds.append(attacked("SQLite", f"sqlite:///{folder / 'osm.sqlite3'}", folder))
    with private_postgresql() as address, empty_folder() as folder:
        create = address.rsplit("/", 1)[0] + "/postgres"
        holds.append(attacked("PostgreSQL", create, folder))
    return all(holds)


def attacked(name: str, database: str, folder: Path) -> bool:
    """Run the three attacks on one database."""
    say(f"{name}: {GUESSES} guesses each, {AT_ONCE} at a time")
    with served(database, folder) as server:
        server.shell(WORLD + PEOPLE)
        forged = attack(server, folder, one_account, FROM_ONE_ADDRESS)
        right = guess(server, "mara@aldmark.example", PASSWORD, forged_head())
        say(f"  the right password during the lockout: {right}")
        spread = attack(server, folder, many_accounts, BY_ONE_ADDRESS)
    with served(database, folder, OSM_TRUSTED_PROXIES="1") as server:
        owner = Visitor(server, address="203.0.113.77")
        first = owner.sign_in("nils@aldmark.example")
        many = attack(server, folder, many_addresses, FOR_ONE_ACCOUNT)
        owner.ask("/sign-out/", {})
        again = owner.sign_in("nils@aldmark.example")
        say(f"  the owner, in a browser that signed in before, meanwhile: {again}")
    return forged and right == 429 and spread and many and (first, again) == (302, 302)


def attack(server: Server, folder: Path, kind, most: int) -> bool:
    """Guess as often as agreed; return whether at most `most` passwords were looked at."""
    checked_file = folder / "checked"
    checked_file.unlink(missing_ok=True)
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        statuses = Counter(crowd.map(lambda number: kind(server, number), range(GUESSES)))
    checked = len(checked_file.read_bytes()) if checked_file.exists() else 0
    answered = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    say(f"  {kind.__name__.replace('_', ' ')}: {checked} checked, at most {most} ({answered})")
    return checked <= most and set(statuses) <= {422, 429} and statuses[429] >= GUESSES - most


def one_account(server: Server, number: int) -> int:
    return guess(server, "mara@aldmark.example", f"guess {number}", forged_head())


def many_accounts(server: Server, number: int) -> int:
    email = f"victim{number % VICTIMS}@aldmark.example"
    return guess(server, email, f"guess {number}", forged_head())


def many_addresses(server: Server, number: int) -> int:
    address = f"198.{number // 250}.{number % 250}.7"
    head = {"X-Forwarded-For": f"{random_address()}, {address}"}
    return guess(server, "nils@aldmark.example", f"guess {number}", head)


def guess(server: Server, email: str, password: str, head: dict) -> int:
    """Return the status of one guess, on a connection of its own."""
    body = urllib.parse.urlencode({"login": email, "password": password})
    token = "a" * 32
    head |= {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={token}",
        "X-CSRFToken": token,
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        connection.request("POST", "/sign-in/", body, head)
        return connection.getresponse().status
    finally:
        connection.close()


def forged_head() -> dict:
    forged = random_address()
    return {
        "X-Forwarded-For": forged,
        "X-Real-IP": forged,
        "Forwarded": f"for={forged}",
        "Client-IP": forged,
    }


def random_address() -> str:
    return ".".join(str(random.randint(1, 254)) for _ in range(4))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
