"""Tokens for tests, made by the service that makes them in earnest."""

from accounts.services.tokens import create_token


def make_token(person, *scopes, name="Fleet register", days=30):
    return create_token(actor=person, name=name, scopes=scopes or ("read",), days=days)


def bearer(made):
    """Return the header with which a program shows a token."""
    return {"Authorization": f"Bearer {made.secret}"}
