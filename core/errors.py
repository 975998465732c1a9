"""Refusals that a person can act on."""


class DomainError(Exception):
    """What was asked for cannot be done; the message says why and what to do instead.

    Parameters
    ----------
    message
        A whole sentence for the person who asked.
    field
        Name of the field, cell or column the message stands beside, if there is one.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowedError(DomainError):
    """The person may see the thing but not do this with it: answered with 403."""
