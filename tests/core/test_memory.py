"""Arrays that come and go do not ask the system for new pages each time."""

import platform
import subprocess
import sys

import pytest

from core.memory import keep_freed_memory

FEW, MANY = 100, 10_000
FAULTS = """
import resource, sys
import numpy as np
from core.memory import keep_freed_memory
if sys.argv[1] == "kept":
    assert keep_freed_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
sizes = [2**17] * 100
for _ in range(3):
    [np.ones(size) for size in sizes]
before = faults()
for _ in range(20):
    [np.ones(size) for size in sizes]
print(faults() - before)
"""


def faults(how):
    command = [sys.executable, "-c", FAULTS, how]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator keeps by itself")
def test_what_was_freed_is_used_again():
    assert keep_freed_memory()
    assert faults("kept") < FEW
    assert faults("given back") > MANY


def test_an_allocator_that_cannot_be_told_is_left_alone(monkeypatch):
    monkeypatch.setattr("core.memory.ctypes.CDLL", lambda _name: object())
    assert not keep_freed_memory()
