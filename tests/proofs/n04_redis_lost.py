"""Proof 4: Redis forgets everything, stops, hangs for a minute, wants another password.

Each by turns, many times, while everybody reports: nothing is lost, everything is caught up within
a minute of the end of each. What ends by itself is started again, as Docker does.
"""

import signal
import time
from collections import Counter

from tests.proofs.deadline import Load, judged, prepare, say
from tests.proofs.n03_kills import start
from tests.proofs.parts import Redis, running
from tests.proofs.served import empty_folder
from tests.services import private_postgresql

ROUNDS, SECONDS_OF_PAUSE, SECONDS_AWAY, PROMISED = 10, 60, 8, 60
LEAD = 5


def prove():
    """Print how long each loss took to catch up; tell whether nothing was lost or too slow."""
    with private_postgresql() as database, empty_folder() as folder:
        redis = Redis(folder)
        redis.start()
        try:
            with running(folder, database, redis.url) as place:
                return prove_in(place, redis)
        finally:
            redis.signal(signal.SIGCONT)
            redis.kill()


def prove_in(place, redis):
    token, ended = prepare(place), Counter()
    start(place)
    place.add_drain()
    with Load(place, token, pause=0.5) as load:
        slowest = [lose(name, how, redis, place, ended) for name, how in WAYS]
    say(f"redis: {load.told()}")
    slowest.append(caught_up(place, ended))
    again = ", ".join(f"{name} {times} times" for name, times in sorted(ended.items()))
    say(f"ended by itself and started again: {again or 'nothing'}")
    place.end()
    # The judge waits for nobody; what is measured has been caught up by itself.
    say(place.drain())
    only_taken = set(load.answers) <= {"200", "201"}
    return judged(place, load, "afterwards") and only_taken and max(slowest) < PROMISED


def lose(name, how, redis, place, ended):
    """Lose Redis in one way, many times; return the longest time to catch up, in seconds."""
    took = []
    for _ in range(ROUNDS):
        time.sleep(LEAD)
        how(redis)
        took.append(caught_up(place, ended))
    each = ", ".join(f"{seconds:.1f}" for seconds in took)
    say(f"{name}, {ROUNDS} times: caught up after {max(took):.1f} s at most ({each})")
    return max(took)


def caught_up(place, ended):
    """Wait until what has been posted so far is worked off; return how long that took."""
    import psycopg

    began = time.monotonic()
    with psycopg.connect(place.database, autocommit=True) as connection:
        last = connection.execute("SELECT max(id) FROM jobs_outboxrow").fetchone()[0] or 0
        while time.monotonic() - began < 2 * PROMISED:
            ended.update(place.revive())
            left = "SELECT count(*) FROM jobs_outboxrow WHERE id <= %s AND parked_at IS NULL"
            if not connection.execute(left, [last]).fetchone()[0]:
                break
            time.sleep(0.1)
    return time.monotonic() - began


def emptied(redis):
    redis.ask("FLUSHALL")


def stopped(redis):
    redis.kill()
    time.sleep(SECONDS_AWAY)
    redis.start()


def paused(redis):
    """Take connections and answer nothing, as a machine does that swaps."""
    redis.signal(signal.SIGSTOP)
    time.sleep(SECONDS_OF_PAUSE)
    redis.signal(signal.SIGCONT)


def locked(redis):
    redis.kill()
    redis.start("another one")
    time.sleep(SECONDS_AWAY)
    redis.kill()
    redis.start()


WAYS = (("FLUSHALL", emptied), ("stopped", stopped), ("paused", paused), ("wrong password", locked))
