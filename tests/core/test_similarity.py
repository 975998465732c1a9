import pytest
from django.db.models import F

from core.similarity import ACCENTED, UNACCENTED, WordSimilarity, folded, word_similarity
from organization.models import Unit
from tests.factories import make_unit

# What is typed, a text, and what PostgreSQL 15 says of the two.
CASES = [
    ("vehcle", "Vehicle availability", 0.5),
    ("lindqist", "Chief Lindqvist", 7 / 12),
    ("word", "two words", 0.8),
    ("vehicle", "vehicle availability", 1.0),
    ("flxet", "fleet", 1 / 3),
    ("avail vehicle", "Vehicle availability", 8 / 14),
    ("xyzzy", "Vehicle availability", 0.0),
    ("", "Vehicle", 0.0),
    ("--", "Vehicle", 0.0),
    ("mueller", "Müller", 1 / 4),
    ("Müller", "muller", 1.0),
    ("sorensen", "Inge SØRENSEN", 1.0),
    ("efc-1ab", "EFC 1AB", 1.0),
    ("aaaa", "aaa baaaa aaaaab", 1.0),
    ("the the cat", "cat the hat", 1.0),
    ("days", "Days from break to repair, days", 1.0),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "text", "_expected"), CASES)
def test_the_database_and_python_say_the_same(organization, typed, text, _expected):
    make_unit("U", name=text)
    told = Unit.objects.annotate(alike=WordSimilarity(typed, "name")).get().alike
    assert told == pytest.approx(word_similarity(folded(typed), folded(text)), abs=1e-6)


@pytest.mark.parametrize(("typed", "text", "expected"), CASES[:5])
def test_it_counts_what_stands_in_the_best_stretch(typed, text, expected):
    assert word_similarity(folded(typed), folded(text)) == pytest.approx(expected)


def test_capitals_and_accents_do_not_count():
    assert folded("Ångström, ÉLAN") == "angstrom, elan"
    assert len(ACCENTED) == len(UNACCENTED)


@pytest.mark.django_db
def test_it_can_be_asked_while_rows_are_still_read(organization):
    for number in range(300):
        make_unit(f"U{number}")
    rows = Unit.objects.annotate(alike=WordSimilarity("unit", "name"), again=F("name"))
    for _row in rows.iterator(chunk_size=1):
        assert rows.first() is not None
        break
