"""Rows of accounts whose time is over."""

from accounts.services.attempts import remove_outdated_counts
from accounts.services.sessions import remove_outdated_sessions


def remove_outdated() -> int:
    """Remove sessions and counts whose time is over; return how many. Safe to run twice."""
    return remove_outdated_counts() + remove_outdated_sessions()
