"""Proof 1: on the last day 300 managers submit 40 figures each within a minute; nothing is lost.

Three of ten press twice. `make proof N=1 FAULT=lost` (or doubled, wrong) plants a fault and turns
it red.
"""

import os
import sys

from tests.proofs.deadline_day import (
    KPIS,
    MANAGERS,
    MONTHS,
    counted,
    differing,
    posts_of,
    prepare,
    settle,
    submit,
)
from tests.proofs.parts import running
from tests.proofs.planted import FAULTS
from tests.proofs.served import empty_folder
from tests.services import private_postgresql, private_redis

SECONDS, MOST_SECONDS_P95, AT_ONCE = 60.0, 0.8, 128


def prove():
    """Print what was answered, what is stored, and when all of it was right."""
    fault, month = os.environ.get("FAULT", ""), MONTHS[0]
    if fault and fault not in FAULTS:
        sys.stdout.write(f"There is no fault “{fault}”. There are: {', '.join(FAULTS)}.\n")
        return False
    more = {"DJANGO_SETTINGS_MODULE": "tests.proofs.planted", "FAULT": fault} if fault else {}
    with (
        private_postgresql() as database,
        private_redis() as redis,
        empty_folder() as folder,
        running(folder, database, redis) as place,
    ):
        managers = prepare(place)
        place.environment |= more
        place.add_web()
        place.add_worker(1)
        place.add_beat()
        for name in ("web", "worker-1"):
            place.wait_until_ready(name)
        posts = posts_of(managers, month, SECONDS, seed=1)
        day = submit(place, posts, month, AT_ONCE)
        settle(place, day)
        found = counted(place, posts, day, month)
        differ = differing(place)
    sys.stdout.write(
        f"{len(posts)} posts of {MANAGERS} managers in {day.lasted:.0f} s: "
        f"{told(day.answers)}; 95 of 100 answered within {day.p95 * 1000:.0f} ms\n"
        f"{found['stored']} figures stored, {found['lost']} lost, {found['doubled']} doubled, "
        f"{found['wrong']} wrong; all rolled up {day.settled - day.lasted:.1f} s after the last "
        f"answer, {differ} rows differ from the rebuild\n"
    )
    is_whole = found["stored"] == MANAGERS * KPIS and not day.n_failed
    is_sound = not (found["lost"] or found["doubled"] or found["wrong"] or differ)
    return is_whole and is_sound and day.p95 < MOST_SECONDS_P95


def told(answers):
    return ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
