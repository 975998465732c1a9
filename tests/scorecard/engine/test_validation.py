import pytest

from scorecard.engine import TimeRule, UnitRule, allowed_time_rules, check_rules


def test_a_ratio_is_added_over_time_or_takes_the_last_pair():
    assert allowed_time_rules(UnitRule.RATIO) == {TimeRule.SUM, TimeRule.LAST}


@pytest.mark.parametrize("rule", sorted(set(UnitRule) - {UnitRule.RATIO}))
def test_every_other_rule_goes_with_every_time_rule(rule):
    assert allowed_time_rules(rule) == set(TimeRule)


@pytest.mark.parametrize("time_rule", [TimeRule.MEAN, TimeRule.MIN, TimeRule.MAX])
def test_other_time_rules_of_a_ratio_are_refused_by_name(time_rule):
    with pytest.raises(ValueError, match=f"time rule {time_rule} .* unit rule ratio"):
        check_rules(UnitRule.RATIO, time_rule)
