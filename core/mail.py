"""What happens to mail where no server is set: it is refused, never written somewhere."""

from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from core.errors import DomainError


class NoServerBackend(BaseEmailBackend):
    """Refuses: a link that signs somebody in must not end up in a log."""

    def send_messages(self, _messages: Any) -> int:
        """Say which setting is missing.

        Raises
        ------
        DomainError
            Always; the work that wanted the mail waits and is tried again.
        """
        raise DomainError(_("No mail can be sent: set EMAIL_URL, see docs/operations.md."))
