"""Proof 8: keys that raise and a key that kills its worker are parked; the others do not notice.

Of a thousand keys 1 % raise and 0.1 % kill whoever works on them; four workers go on, and one that
died is started again, until nothing waits.
"""

import json
import random
import sys
import time

from tests.proofs.deadline import say
from tests.proofs.parts import Part, running
from tests.proofs.served import empty_folder
from tests.services import private_postgresql

WORKERS, RAISING, DEADLY, PROMISED = 4, 10, 1, 240
DIED = "The worker died while working on it."


def prove():
    """Print what was parked and what became of the others; tell whether all is as it must be."""
    with (
        private_postgresql() as server,
        empty_folder() as folder,
        running(folder, server, "") as place,
    ):
        keys = json.loads(place.run("-m", "tests.proofs.crowds", "many_kpis"))
        bad = random.Random(8).sample(keys, RAISING + DEADLY)
        raising, deadly = bad[:RAISING], bad[RAISING:]
        deaths, sound_after, all_after = worked_off(place, raising, deadly)
        say(f"{len(keys)} keys by {WORKERS} workers, {deaths} of which died on the way")
        say(f"the sound ones were done after {sound_after:.0f} s, all after {all_after:.0f} s")
        return holds(place, raising, deadly)


def worked_off(place, raising, deadly):
    """Let workers go on until nothing waits; return deaths, and when sound and all were done."""
    import psycopg

    arguments = ("poisoned", json.dumps(raising), json.dumps(deadly))
    command = [sys.executable, "-m", "tests.proofs.crowds", *arguments]
    crowd = [
        Part(command, place.environment, place.folder / f"worker-{number}.log")
        for number in range(WORKERS)
    ]
    for number, worker in enumerate(crowd):
        worker.start()
        place.parts[f"worker-{number}"] = worker
    began, deaths, sound_after = time.monotonic(), 0, 0.0
    with psycopg.connect(place.database, autocommit=True) as connection:
        while waiting := connection.execute(WAITING).fetchall():
            elapsed = time.monotonic() - began
            if not sound_after and {key for (key,) in waiting} <= {*raising, *deadly}:
                sound_after = elapsed
            if elapsed > PROMISED:
                break
            for worker in crowd:
                if not worker.is_running:
                    deaths += 1
                    worker.start()
            time.sleep(0.1)
    for worker in crowd:
        worker.kill()
    return deaths, sound_after, time.monotonic() - began


WAITING = "SELECT DISTINCT key FROM jobs_outboxrow WHERE parked_at IS NULL"


def holds(place, raising, deadly):
    """Look what is parked for which reason, and whether the others are as the rebuild."""
    found = place.run("-m", "tests.proofs.crowds", "parked").strip().splitlines()[-1]
    parked, waiting, sound, same = json.loads(found)
    reasons = {key: error for key, _, error in parked}
    wanted = {key: f"ArithmeticError: poison in {key}" for key in raising}
    wanted |= dict.fromkeys(deadly, DIED)
    say(f"parked: {len(parked)}, all with their reasons: {reasons == wanted}; {waiting} wait")
    say(f"{sound} results of the others {'as' if same else 'NOT AS'} the full rebuild")
    return reasons == wanted and waiting == 0 and same and sound > 0
