"""Which pages about messages a person finds in the context bar."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communications.policies import may_speak, may_write

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Places:
    """What the context bar offers beside the inbox."""

    can_write: bool
    can_see_sent: bool


def places(user: "User") -> Places:
    """Return the places for `user`."""
    writes = may_write(user)
    return Places(can_write=writes, can_see_sent=writes or may_speak(user))
