"""What people are told: strategy messages, and notices of what concerns them."""

from communications.models.mails import Mail, MailChoice, MailSwitch
from communications.models.messages import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Delivery,
    Message,
    MessageVersion,
    Publication,
    PublicationUnit,
    State,
    VersionEvent,
)
from communications.models.notices import Notice

__all__ = [
    "LONGEST_TEXT",
    "LONGEST_TITLE",
    "Delivery",
    "Mail",
    "MailChoice",
    "MailSwitch",
    "Message",
    "MessageVersion",
    "Notice",
    "Publication",
    "PublicationUnit",
    "State",
    "VersionEvent",
]
