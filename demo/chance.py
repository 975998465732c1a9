"""Chance that repeats: one independent stream of random numbers per topic."""

import zlib

import numpy as np

Stream = np.random.Generator


def stream(seed: int, topic: str) -> Stream:
    """Return the generator of a topic, so that a change to one topic leaves the others alone."""
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(topic.encode())]))
