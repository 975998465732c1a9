"""Who decides what figures of several KPIs have to say of each other."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import CrossCheck
from scorecard.selectors.check_rules import check_page
from scorecard.selectors.cross_checks import cross_checks, cross_page
from scorecard.services.cross_checks import CrossRule, decide_cross_check
from tests.factories import make_kpi
from tests.scorecard.checked import make_cross_check

ENDS = date(2026, 10, 31)


@pytest.fixture
def men(units):
    return make_kpi("MEN", name="Men")


@pytest.fixture
def women(units):
    return make_kpi("WOMEN", name="Women")


@pytest.fixture
def people(units):
    return make_kpi("PEOPLE", name="People")


def decide(ada, parts, whole, effect="ask", relation="at_most", **said):
    rule = CrossRule(parts, whole, relation)
    return decide_cross_check(actor=ada, rule=rule, effect=effect, reason="Agreed", **said)


def test_a_rule_is_kept_with_who_and_why_and_said_on_the_pages_of_its_kpis(ada, men, women, people):
    row = decide(ada, [women, men], people, relation="exactly")
    assert row.parts == (men, women)
    assert Record.objects.get().detail["changes"] == {"cross": ["off", "ask"]}
    sentence = "Men and Women together are exactly People"
    for kpi in (men, women, people):
        (line,) = cross_page(kpi).lines
        assert (line.text, line.is_standing, line.author) == (sentence, True, ada.name)
        assert check_page(kpi).against == (f"{sentence}: asks for a comment",)


def test_the_newest_decision_counts_and_off_ends_the_rule(ada, men, people):
    decide(ada, [men], people)
    decide(ada, [men], people, effect="stop")
    (rule,) = cross_checks([men]).holding(ENDS)
    assert rule.effect == "stop"
    decide(ada, [men], people, effect="off")
    assert cross_checks([men]).holding(ENDS) == []
    assert [line.is_standing for line in cross_page(men).lines] == [False] * 3


def test_a_rule_holds_from_its_day_on_and_the_one_before_until_then(ada, men, people):
    decide(ada, [men], people)
    decide(ada, [men], people, effect="stop", valid_from=date(2026, 11, 1))
    rules = cross_checks([people])
    assert [rule.effect for rule in rules.holding(ENDS)] == ["ask"]
    assert [rule.effect for rule in rules.holding(date(2026, 11, 30))] == ["stop"]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"frequency": "weekly"}, "same frequency"),
        ({"unit_of_measure": "days"}, "unit of measure"),
        ({"unit_rule": "none", "formula": "MEN * 2", "time_rule": ""}, "computed from others"),
    ],
)
def test_only_what_can_be_compared_is_held_against_each_other(ada, men, other, words):
    with pytest.raises(DomainError, match=words):
        decide(ada, [men], make_kpi("OTHER", **other))


def test_a_rule_needs_different_kpis_a_reason_and_a_change(ada, men, people):
    for parts in ([people], [men, men]):
        with pytest.raises(DomainError, match="against itself"):
            decide(ada, parts, people)
    with pytest.raises(DomainError, match="Say why"):
        decide_cross_check(
            actor=ada, rule=CrossRule([men], people, "at_most"), effect="ask", reason=" "
        )
    with pytest.raises(DomainError, match="It is so already"):
        decide(ada, [men], people, effect="off")
    decide(ada, [men], people)
    with pytest.raises(DomainError, match="It is so already"):
        decide(ada, [men], people)
    assert CrossCheck.objects.count() == 1


def test_a_manager_decides_nothing(mara, men, people):
    with pytest.raises(NotAllowedError):
        decide(mara, [men], people)


def test_the_database_refuses_a_rule_about_one_kpi_and_lets_none_be_changed(ada, men, people):
    row = make_cross_check(ada, [men], people)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_cross_check(ada, [men], men)
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        CrossCheck.objects.filter(pk=row.pk).update(effect="off")
