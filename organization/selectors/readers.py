"""A reader: what somebody may see, without who they are. For pages that many people share."""

from accounts.models import User
from organization.querysets import Held, held_by

NOBODY = -1


def reader_of(user: User) -> User:
    """Return somebody who may see what `user` may, and is nobody: no name, no key, no rows.

    Whatever asks for more than rights finds nothing, or fails: relations of a person that is not
    stored raise ValueError.
    """
    reader = User(is_active=user.is_active)
    reader.token_scopes = user.token_scopes
    reader.__dict__["_held"] = [
        held._replace(person_id=reader.pk if held.person_id == user.pk else NOBODY)
        for held in held_by(user)
    ]
    return reader


def rights_of(reader: User) -> tuple[Held, ...]:
    """Return the rights of a reader: two with the same ones see the same."""
    return tuple(sorted(set(held_by(reader)), key=repr))
