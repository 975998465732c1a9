"""What people write beside figures: trimmed, and refused with a sentence where it cannot be."""

from django.utils.translation import gettext as _

from core.errors import DomainError


def checked(text: str, *, field: str, longest: int, missing: str = "") -> str:
    """Return a text without the space around it.

    Parameters
    ----------
    missing
        What is said where nothing was written; empty where nothing need be.

    Raises
    ------
    DomainError
        Beside `field`, for a text that is too long, and for none where there must be one.
    """
    words = text.strip().replace("\r\n", "\n")
    if missing and not words:
        raise DomainError(missing, field=field)
    if len(words) > longest:
        raise DomainError(
            _("The text has %(length)d characters; %(longest)d are allowed. Shorten it.")
            % {"length": len(words), "longest": longest},
            field=field,
        )
    return words
