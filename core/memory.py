"""Arrays that come and go: their memory stays with the process."""

import ctypes

# Of glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
#: Larger blocks still come from the system and go back to it.
LARGEST_KEPT = 32 * 2**20
#: As much may lie free before it goes back.
MOST_KEPT = 256 * 2**20


def keep_freed_memory() -> bool:
    """Let the allocator keep what was freed; tell whether it can be told so (glibc can).

    The arrays of a roll-up are some megabytes each. By default the system takes each of them back
    and clears the pages of the next one, which takes a quarter of the roll-up's time.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = ((M_TRIM_THRESHOLD, MOST_KEPT), (M_MMAP_THRESHOLD, LARGEST_KEPT))
    return all(mallopt(name, size) for name, size in wanted)
