"""Who asks, and which message they may see from its makers' side."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from communications.models import MessageVersion

if TYPE_CHECKING:
    from accounts.models import SignedInRequest


def open_version(request: "SignedInRequest", message_id: int) -> MessageVersion:
    """Return the newest version of a message that the person makes, or answer 404."""
    seen = MessageVersion.objects.newest().open_to(request.user).with_people()
    version: MessageVersion = get_object_or_404(seen, message=message_id)
    return version
