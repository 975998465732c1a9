"""What the engine refuses before it calculates."""

from scorecard.engine.types import TimeRule, UnitRule

_RATIO_TIME_RULES = frozenset({TimeRule.SUM, TimeRule.LAST})


def allowed_time_rules(rule: UnitRule) -> frozenset[TimeRule]:
    """List the time rules that may stand beside a unit rule.

    A ratio adds numerators and denominators or takes the last pair: a mean of finished ratios
    would forget how much stands behind each. Source: scoring.md, section 3.

    Examples
    --------
    >>> sorted(allowed_time_rules(UnitRule.RATIO))
    [<TimeRule.LAST: 'last'>, <TimeRule.SUM: 'sum'>]
    """
    return _RATIO_TIME_RULES if rule is UnitRule.RATIO else frozenset(TimeRule)


def check_rules(rule: UnitRule, time_rule: TimeRule) -> None:
    """Refuse a time rule that has no meaning for the unit rule.

    Raises
    ------
    ValueError
        Where the pair is not allowed.

    Examples
    --------
    >>> check_rules(UnitRule.RATIO, TimeRule.MEAN)
    Traceback (most recent call last):
    ValueError: The time rule mean cannot be used with the unit rule ratio.
    """
    if time_rule not in allowed_time_rules(rule):
        message = f"The time rule {time_rule} cannot be used with the unit rule {rule}."
        raise ValueError(message)
