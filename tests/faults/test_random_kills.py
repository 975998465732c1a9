"""Workers killed at random moments while people enter: nothing lost, every result right."""

import contextlib
import random
import subprocess
import sys
import time
from decimal import Decimal

import pytest

from tests.faults.processes import ROOT, manage, surroundings

pytestmark = pytest.mark.slow

# A drain that never ends by itself, so that the kill finds it anywhere in its work.
WORKER = """
import django; django.setup()
from jobs.services.drain import drain
while True:
    drain()
"""


@contextlib.contextmanager
def doomed_worker():
    """Let a worker drain while the block lasts, and kill it then, whatever happened meanwhile."""
    victim = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=ROOT,
        env=surroundings(DJANGO_SETTINGS_MODULE="osm.settings"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        victim.kill()
        victim.wait()


def test_ten_workers_killed_at_random_moments_lose_nothing(world, submit, settled):
    chance, entries = random.Random(1), 0
    for _ in range(10):
        until = time.monotonic() + chance.uniform(0.9, 1.8)
        with doomed_worker():
            while time.monotonic() < until:
                submit(
                    Decimal(chance.randint(0, 200)),
                    kpi=chance.randint(0, 1),
                    unit=chance.randint(0, 1),
                    period=f"2026-0{chance.randint(1, 6)}",
                )
                entries += 1
                time.sleep(0.02)
    finished = manage("drain")
    assert finished.returncode == 0, finished.stderr
    settled(entries)
