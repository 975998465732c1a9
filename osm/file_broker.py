"""The broker of files, whose messages appear whole.

Kombu's own opens a message in the queue and then fills it: a worker that looks in between reads
nothing where it expects a message, and ends.
"""

import uuid
from pathlib import Path
from time import time_ns

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Writes a message under a name that nobody looks for, and then gives it the right one."""

    # The stubs of its two bases name the message differently.
    def _put(self, queue: str, message: object, **_: object) -> None:  # type: ignore[override]
        # Messages are taken in the order of their names: digits enough that no two share one, and
        # as many in each name.
        name = f"{time_ns():020}_{uuid.uuid4()}.{queue}"
        place = Path(self.data_folder_out, f"{name}.msg")
        unfinished = place.with_suffix(".part")
        try:
            unfinished.write_text(dumps(message))
            unfinished.replace(place)
        except OSError as error:
            told = f"The message {place} cannot be written."
            raise ChannelError(told) from error


class Transport(filesystem.Transport):
    """The file transport with our channel."""

    Channel = Channel


def use() -> None:
    """Let ``filesystem://`` mean this one, in whoever uses Celery."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
