"""Whom a text names."""

from dataclasses import dataclass

import pytest

from core.errors import DomainError
from scorecard.services.mentions import mentioned_in


@dataclass(frozen=True)
class Person:
    name: str


PEOPLE = [
    Person(name=name)
    for name in ("Ann Lee", "Ann Lee Berg", "Bo Åse", "Kim Berg", "Kim Lund", "Jo O’Hara-Voss")
]


def named(text):
    return [person.name for person in mentioned_in(text, PEOPLE)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nobody at all, a@b.example, @ home", []),
        ("@Ann Lee, look", ["Ann Lee"]),
        ("@Ann Lee Berg", ["Ann Lee Berg"]),
        ("@bo", ["Bo Åse"]),
        ("(@BO ÅSE) and @Bo", ["Bo Åse"]),
        ("@Lund. @Jo", ["Kim Lund", "Jo O’Hara-Voss"]),
    ],
)
def test_names_are_found_whole_or_by_a_part(text, names):
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@Zoe", "Nobody who sees this figure is called “@Zoe”"),
        ("@Kim", "“@Kim” may be Kim Berg or Kim Lund"),
        ("@Annabel Lee", "“@Annabel”"),
    ],
)
def test_what_is_no_name_or_that_of_several_is_asked_back(text, sentence):
    with pytest.raises(DomainError, match=sentence):
        mentioned_in(text, PEOPLE)
