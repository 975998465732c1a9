"""Whom a comment names: people who may read it, found by what was written after an @."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import DomainError

if TYPE_CHECKING:
    from accounts.models import User

# An @ within a word is part of an address.
AT = re.compile(r"(?<!\w)@(?=\w)")
FIRST_WORD = re.compile(r"[\w'’.-]*\w")


def mentioned_in(text: str, people: Iterable["User"]) -> list["User"]:
    """Return those of `people` whom a text names after an @, by whole name or by a part of it.

    Raises
    ------
    DomainError
        Beside the field `text`: where nobody is called so, or several are.
    """
    known = list(people)
    starts = (text[found.end() :] for found in AT.finditer(text))
    return list(dict.fromkeys(_named(start, known) for start in starts))


def _named(start: str, people: Sequence["User"]) -> "User":
    """Return the one of `people` whose name a text starts with."""
    found = _by_whole_name(start, people)
    word = FIRST_WORD.match(start)
    if not found and word:
        found = [person for person in people if _has_part(person, word.group())]
    if len(found) == 1:
        return found[0]
    raise DomainError(_refusal(word.group() if word else start, found), field="text")


def _by_whole_name(start: str, people: Sequence["User"]) -> list["User"]:
    """Return those with the longest name that a text starts with: two may be called the same."""
    begun = start.casefold()
    named = [person for person in people if _begins(begun, person.name.casefold())]
    longest = max((len(person.name) for person in named), default=0)
    return [person for person in named if len(person.name) == longest]


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def _has_part(person: "User", word: str) -> bool:
    return word.casefold() in person.name.casefold().split()


def _refusal(word: str, found: Sequence["User"]) -> str:
    if not found:
        sentence = _(
            "Nobody who sees this figure is called “@%(word)s”. Choose them from the list, or "
            "write their name without @."
        )
        return sentence % {"word": word}
    sentence = _("“@%(word)s” may be %(names)s. Write the whole name, or choose from the list.")
    return sentence % {"word": word, "names": _(" or ").join(person.name for person in found[:4])}
