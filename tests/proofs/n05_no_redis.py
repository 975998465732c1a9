"""Proof 5: there is no Redis for the whole run: submissions succeed, and `drain` finishes.

Twice: nothing listens at its port, and something takes connections there and never answers.
"""

import contextlib
import socket
import time

from tests.proofs.deadline import Load, judged, prepare, say
from tests.proofs.parts import running
from tests.proofs.served import empty_folder
from tests.services import free_port, private_postgresql

SECONDS = 60


def prove():
    """Print what was answered and what is stored afterwards; tell whether both runs hold."""
    found = []
    for name, port in (("nothing listens", closed), ("nobody answers", silent)):
        with port() as number, private_postgresql() as database, empty_folder() as folder:
            redis = f"redis://127.0.0.1:{number}/0"
            found.append(holds(name, database, redis, folder))
    return all(found)


def holds(name, database, redis, folder):
    with running(folder, database, redis) as place:
        token = prepare(place)
        place.add_web()
        place.wait_for_web()
        with Load(place, token) as load:
            time.sleep(SECONDS)
        say(f"{name}: {load.told()}")
        began = time.monotonic()
        drained = place.drain()
        say(f"{name}: drain ended after {time.monotonic() - began:.0f} s: {drained}")
        sound = judged(place, load, name)
    only_taken = set(load.answers) <= {"200", "201"}
    return sound and only_taken and bool(load.acknowledged)


@contextlib.contextmanager
def closed():
    """Lend a port at which every connection is refused."""
    yield free_port()


@contextlib.contextmanager
def silent():
    """Lend a port at which connections are taken and nothing is ever said."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        yield listening.getsockname()[1]
