"""Proof 23: a thousand messages over the nights in which clocks are set; never early, never twice.

A program with a clock of its own tells 250 people in eight time zones something before each of four
such nights, and sends the mails that are due. It is killed again and again and goes on where it
was. A mail server on this machine takes what comes; each mail is held against the wish of its
reader, on their clock, without the product's own arithmetic.
"""

import email
import json
import random
import secrets
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from aiosmtpd.controller import Controller

from tests.communications.smtp import Post
from tests.installations import ROOT
from tests.proofs.nights import PEOPLE, SATURDAYS, STEP
from tests.proofs.parts import running
from tests.proofs.served import empty_folder
from tests.services import free_port, private_postgresql

KILLS = 20
LATEST = 2 * STEP
MOST_TOLD = 10


def prove():
    """Print what came when; tell whether the promise holds."""
    post, port = Post(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    more = {
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "OSM_MAILS_A_MINUTE": "10000",
        # The demo sends no mails.
        "OSM_MODE": "development",
        "OSM_SECRET_KEY": secrets.token_urlsafe(64),
    }
    try:
        with (
            private_postgresql() as database,
            empty_folder() as folder,
            running(folder, database, "", **more) as place,
        ):
            program = ["-m", "tests.proofs.nights"]
            place.run(*program, "prepare", str(folder))
            n_killed = go_through_the_nights(place, [*program, "run", str(folder)])
            last = place.run(*program, "found", str(folder)).strip().splitlines()[-1]
            wishes = json.loads((folder / "wishes.json").read_text())
    finally:
        controller.stop()
    return judged(post, json.loads(last), wishes, n_killed)


def go_through_the_nights(place, program):
    """Run the program to its end, killing it at random moments; return how often."""
    chance, n_killed = random.Random(), 0
    while True:
        child = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env=place.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            wait = 4 + 6 * chance.random() if n_killed < KILLS else None
            child.wait(wait)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            n_killed += 1
            continue
        if child.returncode:
            raise RuntimeError(child.stderr.read().decode()[-2000:])
        return n_killed


def judged(post, found, wishes, n_killed):
    """Hold what came against what was wished."""
    mails = [email.message_from_bytes(each.content) for each in post.mails]
    rows = {row["message_id"]: row for row in found["mails"]}
    early, late, digests = [], [], set()
    for mail in mails:
        # Written as UTC by somebody whose own zone is not told, and so without one.
        row, left = (
            rows[mail["Message-ID"]],
            parsedate_to_datetime(mail["Date"]).replace(tzinfo=UTC),
        )
        wish = wishes[row["email"]]
        local = left.astimezone(ZoneInfo(wish["time_zone"]))
        told = f"{row} of {wish} left at {local}"
        if is_early(local, wish, row["kind"]):
            early.append(told)
        if not row["maybe_twice"] and left > datetime.fromisoformat(row["not_before"]) + LATEST:
            late.append(told)
        if row["kind"] == "digest":
            digests.add((row["email"], local.date(), mail["Message-ID"]))
    came = Counter(mail["Message-ID"] for mail in mails)
    twice = [name for name, count in came.items() if count > 1]
    unmarked = [name for name in twice if not rows[name]["maybe_twice"]]
    days = Counter((who, day) for who, day, _name in digests)
    n_two_digests = sum(count > 1 for count in days.values())
    missing = [name for name in rows if name not in came]
    n_told = PEOPLE * len(SATURDAYS)
    sys.stdout.write(
        f"{n_told} messages to {PEOPLE} people in {len(SATURDAYS)} nights, "
        f"killed {n_killed} times\n"
        f"{len(mails)} mails came: {len(early)} early, {len(late)} late, {len(missing)} missing, "
        f"{n_two_digests} second digests of a day; {found['untold']} messages not told\n"
        f"{len(twice)} came twice, {len(unmarked)} of them not marked as perhaps sent twice\n"
    )
    for told in (*early, *late)[:MOST_TOLD]:
        sys.stdout.write(f"  {told}\n")
    is_punctual = not (early or late or missing or found["untold"] or n_two_digests)
    return is_punctual and not unmarked and len(twice) <= n_killed


def is_early(local, wish, kind):
    """Tell whether a mail left before its reader's hour, or within their quiet hours."""
    if wish["quiet_from"] != "None":
        clock, ends = f"{local:%H:%M:%S}", (wish["quiet_from"], wish["quiet_until"])
        first, last = ends
        is_quiet = first <= clock < last if first <= last else clock >= first or clock < last
        if is_quiet:
            return True
    return kind == "digest" and local.hour < int(wish["hour"])
