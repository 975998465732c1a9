"""The SQL of a question is made once for each that asks; the rows are read each time."""

import pytest

from core import asked as module
from core.asked import MOST_KEPT, asked, question_of
from organization.models import Unit
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch):
    monkeypatch.setattr(module, "_kept", {})


def codes():
    return question_of(Unit.objects.filter(name__contains="5 %").order_by("code").values("code"))


def test_the_question_is_made_once_and_the_rows_are_read_each_time(django_assert_num_queries):
    made = []

    def make():
        made.append(1)
        return codes()

    assert asked("mine", make) == []
    hq = make_unit("HQ", name="All 5 %")
    make_unit("A", hq, name="5 % of it")
    with django_assert_num_queries(1):
        assert asked("mine", make) == [{"code": "A"}, {"code": "HQ"}]
    assert asked("another's", make) == [{"code": "A"}, {"code": "HQ"}]
    assert len(made) == 2


def test_what_django_knows_to_be_empty_is_not_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert asked("mine", lambda: question_of(Unit.objects.none())) == []


def test_no_more_questions_are_kept_than_said():
    for number in range(MOST_KEPT + 1):
        asked(number, codes)
    assert len(module._kept) == 1
