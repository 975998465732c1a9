"""Proof 3: web and workers die at random moments while everybody reports; nothing is lost.

SIGKILL, without a word: to a process of the web server or of a worker, or to all of one at once;
what is gone is started again, as systemd or Docker would. PostgreSQL and Redis are real.
"""

import contextlib
import os
import random
import signal
import time
from collections import Counter

from tests.proofs.deadline import Load, judged, prepare, say
from tests.proofs.parts import Redis, running
from tests.proofs.served import empty_folder
from tests.services import private_postgresql

KILLS, LONGEST_PAUSE, SHARE_OF_WHOLES = 100, 1.5, 0.15
VICTIMS = ("web", "worker-1", "worker-2")


def prove():
    """Print what was killed and what is stored; tell whether it is as the full rebuild."""
    with private_postgresql() as database, empty_folder() as folder:
        redis = Redis(folder)
        redis.start()
        try:
            with running(folder, database, redis.url) as place:
                token = prepare(place)
                start(place)
                with Load(place, token) as load:
                    killed = kill(place, random.Random(3), KILLS)
                say(f"killed: {', '.join(f'{n} x {what}' for what, n in sorted(killed.items()))}")
                say(load.told())
                for name in VICTIMS:
                    place.parts[name].kill()
                say(place.drain())
                return judged(place, load, "afterwards")
        finally:
            redis.kill()


def start(place):
    """Start web, two workers and the beat."""
    place.add_web()
    place.wait_for_web()
    for number in (1, 2):
        place.add_worker(number)
    place.add_beat()


def kill(place, chance, times):
    """Kill what works, at random moments; what died whole is started again at once."""
    killed = Counter()
    for _ in range(times):
        name = chance.choice(VICTIMS)
        place.wait_until_ready(name)
        time.sleep(chance.uniform(0.0, LONGEST_PAUSE))
        part = place.parts[name]
        children = part.children()
        if children and chance.random() >= SHARE_OF_WHOLES:
            # It may have ended by itself a moment ago.
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(children), signal.SIGKILL)
            killed[f"a process of {name.partition('-')[0]}"] += 1
        else:
            part.kill()
            part.start()
            killed[f"all of {name.partition('-')[0]}"] += 1
        if not part.is_running:
            part.start()
    place.wait_for_web()
    return killed
