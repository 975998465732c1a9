import pytest

from core.errors import DomainError
from scorecard.services.uploads import matching
from scorecard.services.uploads.matching import Names

NAMES = (("HQ", "Army HQ", 1), ("ELAN", "Élan Régiment", 2), ("A", "Depot", 3), ("B", "Depot", 4))


@pytest.fixture
def names():
    return Names(NAMES)


def refusal(names, word):
    with pytest.raises(DomainError) as refused:
        names.find(word)
    return refused.value.message


@pytest.mark.parametrize("word", ["ELAN", "Élan Régiment", "elan  regiment", " elan "])
def test_a_code_or_name_is_found_whatever_its_case_and_accents(names, word):
    assert names.find(word) == 2


def test_a_name_of_several_wants_the_code(names):
    assert "write the code" in refusal(names, "Depot")
    assert names.find("B") == 4


def test_what_is_only_alike_is_asked_and_not_taken(names):
    assert "If Army HQ (HQ) is meant" in refusal(names, "Army HQ 2")


def test_what_is_like_nothing_is_refused(names):
    assert "is not known, or not yours" in refusal(names, "Navy")
    assert "Nothing is named" in refusal(names, "")


def test_only_so_many_names_are_compared(names, monkeypatch):
    monkeypatch.setattr(matching, "MOST_COMPARED", 0)
    assert "not yours" in refusal(names, "Army HQ 2")
