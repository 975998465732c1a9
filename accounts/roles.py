"""What a token may be used for; organization/roles.py says what each scope allows."""

from enum import StrEnum


class Scope(StrEnum):
    """One thing that a program may do in a person's name."""

    READ = "read"
    ENTER = "enter"
    EDIT = "edit"
    DECIDE = "decide"
