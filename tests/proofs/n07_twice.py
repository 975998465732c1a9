"""Proof 7: what is done twice, or by eight at once, comes out as if one had done it once.

Every key is taken by eight workers at the same moment, a barrier inside the drain. Then three
beats, whose clocks are wrong by -90, 0 and +90 seconds, watch a month begin.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from tests.installations import ROOT
from tests.proofs.deadline import BRIGADES, COMMANDS, prepare, say
from tests.proofs.parts import running
from tests.proofs.served import empty_folder
from tests.services import private_postgresql

MIDNIGHT = datetime(2026, 7, 1, tzinfo=UTC)
SHIFTS = (-90, 0, 90)
TICK, AROUND = timedelta(seconds=15), timedelta(seconds=180)


def prove():
    """Print what came out; tell whether it was the same as one run, and each month begun once."""
    with (
        private_postgresql() as server,
        empty_folder() as folder,
        running(folder, server, "") as place,
    ):
        prepare(place)
        lines = place.run("-m", "tests.proofs.crowds", "eightfold").strip().splitlines()
        say("\n".join(lines))
        return lines[-1] == "the same as one run" and len(lines) == 2 and begins_once(place)


def begins_once(place):
    """Let three beats tick from before to after midnight; look what they made of it."""
    moment, posted, written = MIDNIGHT - AROUND, 0, 0
    place.run("-m", "tests.proofs.crowds", "open_ended", moment.isoformat())
    beats = [start(place, shift) for shift in SHIFTS]
    while moment <= MIDNIGHT + AROUND:
        for beat in beats:
            beat.stdin.write(f"{moment.isoformat()}\n")
            beat.stdin.flush()
        for beat in beats:
            keys, rows = json.loads(beat.stdout.readline())
            posted, written = posted + keys, written + rows
        moment += TICK
    for beat in beats:
        beat.stdin.close()
        beat.wait(20)
    end = (MIDNIGHT + AROUND).isoformat()
    found = place.run("-m", "tests.proofs.crowds", "as_rebuilt", end).strip().splitlines()[-1]
    waiting, differed, opened = json.loads(found)
    units = BRIGADES + COMMANDS + 1
    say(f"three beats, {len(SHIFTS)} clocks {SHIFTS} s: the month was asked for {posted} times")
    say(f"{written} rows written for {opened} of {units} units, {differed} differ from the rebuild")
    return waiting == differed == 0 and opened == written == units


def start(place, shift):
    """Start a beat with a wrong clock; it ticks when a moment comes in."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.proofs.crowds", "beat", str(shift)],
        cwd=ROOT,
        env=place.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
