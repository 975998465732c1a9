"""What pages about messages show."""

from communications.selectors.approvals import WaitingApproval, approvals_waiting
from communications.selectors.deliveries import (
    LatestMessage,
    LetterPage,
    inbox,
    latest_from_chief,
    letter,
    unread_messages,
    unread_notices,
)
from communications.selectors.messages import MessagePage, message_page, sent_page
from communications.selectors.writing import (
    WritePage,
    objectives_for,
    speaker_choices,
    write_page,
)

__all__ = [
    "LatestMessage",
    "LetterPage",
    "MessagePage",
    "WaitingApproval",
    "WritePage",
    "approvals_waiting",
    "inbox",
    "latest_from_chief",
    "letter",
    "message_page",
    "objectives_for",
    "sent_page",
    "speaker_choices",
    "unread_messages",
    "unread_notices",
    "write_page",
]
