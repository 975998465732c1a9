"""Faults from an entry to the value of a unit, and in targets over units."""

from tests.proofs.engine_faults.making import Change, Fault, engine

FAULTS = (
    engine(
        "a missing child is read as zero",
        "states",
        "    reported = has_entry(rule, own)\n    if rule not in PAIRED:",
        "    reported = own.due & ~own.not_applicable\n    if rule not in PAIRED:",
        "states.py::test_a_missing_child_is_left_out_never_read_as_zero",
        "second_opinion.py::test_values_states_and_coverage_over_units_agree",
    ),
    engine(
        "a ratio is the mean of ratios",
        "states",
        "    planes[:, _B] = weight\n",
        "    if rule is UnitRule.RATIO:\n"
        "        planes[:, _A] = np.nan_to_num(divided(planes[:, _A], weight))\n"
        "        weight = (weight != 0).astype(np.float64)\n"
        "    planes[:, _B] = weight\n",
        "states.py::test_a_ratio_divides_the_sums_and_not_the_ratios",
        "vectors.py::test_ratio_90_of_100_and_1_of_10_is_0_827272_not_0_5",
    ),
    engine(
        "NaN is let in as a value",
        "states",
        "own.due & ~own.not_applicable & ~np.isnan(own.x)",
        "own.due & ~own.not_applicable",
        "states.py::test_nobody_reported_gives_no_value_and_not_zero",
        "vectors.py::test_sum_5_missing_7_min_coverage_0_8_is_12_coverage_2_of_3_insufficient"
        "_not_counted_above",
    ),
    Fault(
        "NaN and infinities come in through the door of the services",
        (Change("scorecard/services/refusals.py", "not number.is_finite()", "False"),),
        ("tests/scorecard/services/test_entries.py::test_what_is_no_finite_number_is_refused",),
    ),
    engine(
        "a division by zero is zero",
        "states",
        "numerator / np.where(denominator != 0, denominator, np.nan)",
        "numerator / np.where(denominator != 0, denominator, np.inf)",
        "states.py::test_a_denominator_of_zero_is_reported_has_no_value_and_counts_in_sums_above",
        "formulas.py::test_what_cannot_be_known_has_no_value",
    ),
    engine(
        "a missing weight weighs 1",
        "states",
        "np.where(reported & ~np.isnan(weight), weight, 0.0)",
        "np.where(reported & ~np.isnan(weight), weight, 1.0)",
        "states.py::test_a_value_whose_weight_is_missing_is_reported_but_has_no_share",
    ),
    engine(
        "not applicable stays in the coverage",
        "states",
        "planes[:, _EXPECTED] = own.due & ~own.not_applicable",
        "planes[:, _EXPECTED] = own.due",
        "states.py::test_not_applicable_leaves_both_numbers_of_coverage_and_stays_due",
    ),
    engine(
        "a mean of children weighs each child by its units",
        "states",
        "    np.minimum(members, 1.0, out=members)\n",
        "",
        "states.py::test_a_mean_of_children_gives_every_child_the_same_weight",
    ),
    engine(
        "a value that is not rolled up climbs all the same",
        "states",
        "not in {UnitRule.NONE, UnitRule.MEAN_OF_CHILDREN, *EXTREMES}",
        "not in {UnitRule.MEAN_OF_CHILDREN, *EXTREMES}",
        "states.py::test_the_rule_none_shows_each_unit_alone",
    ),
    engine(
        "a moved unit counts under its present parent in old periods, too",
        "states",
        "    for span in trees:\n        state = alone",
        "    for span in [TreeSpan(s.first, s.stop, trees[-1].tree) for s in trees]:\n"
        "        state = alone",
        "states.py::test_moving_a_unit_keeps_its_past_values",
    ),
    engine(
        "an override does not beat the computed value above",
        "states",
        "        np.copyto(a, self.value[rows] * scale, where=here)\n"
        "        np.copyto(b, weight, where=here)\n",
        "",
        "overrides.py::test_an_overridden_mean_keeps_the_number_of_units_that_it_replaces",
        "overrides.py::test_an_overridden_weighted_mean_keeps_the_weights_below_it",
    ),
    engine(
        "an override is not shown where it was entered",
        "states",
        "        np.copyto(value, overrides.shown, where=overridden)\n",
        "",
        "overrides.py::test_an_override_is_shown_to_the_last_digit",
    ),
    engine(
        "an override weighs as one unit, whatever it replaces",
        "states",
        "else np.fmax(b, self.weight[rows])",
        "else np.ones_like(b)",
        "overrides.py::test_an_overridden_mean_keeps_the_number_of_units_that_it_replaces",
    ),
    engine(
        "a carried value counts as reported",
        "states",
        "planes[:, _REPORTED] = has & ~carried",
        "planes[:, _REPORTED] = has",
        "carrying.py::test_a_carried_value_is_not_reported_and_counts_toward_the_least_coverage",
    ),
    engine(
        "a value is carried one period too far",
        "carrying",
        "period - last <= n_periods",
        "period - last <= n_periods + 1",
        "carrying.py::test_a_value_is_carried_for_at_most_n_periods",
    ),
    engine(
        "a value is carried across a cell that is not applicable",
        "carrying",
        "        last[own.due[:, period] & own.not_applicable[:, period]] = -1\n",
        "",
        "carrying.py::test_a_value_is_not_carried_across_a_cell_that_is_not_applicable",
    ),
    engine(
        "a target is rolled up though a reporter has none",
        "targets",
        "complete=(reporters > 0) & (counts[:, 2:] == reporters)",
        "complete=np.broadcast_to(reporters > 0, counts[:, 2:].shape)",
        "targets.py::test_one_reporter_without_a_target_leaves_the_parent_without_one",
        "vectors.py::test_rolled_up_goal_child_a_10_goal_10_child_b_100_no_goal_parent_110"
        "_no_target_not_scored",
    ),
    engine(
        "targets of opposite directions are added",
        "targets",
        "        usable = usable & _one_direction(family, numbers)\n",
        "        pass\n",
        "targets.py::test_targets_of_opposite_directions_count_as_none",
    ),
    engine(
        "a formula takes a missing operand for zero",
        "formulas",
        "return lambda operands: operands[code]",
        "return lambda operands: np.nan_to_num(operands[code])",
        "formulas.py::test_what_cannot_be_known_has_no_value",
    ),
    engine(
        "a formula has the coverage of its best-covered operand",
        "formulas",
        "np.argmin(np.where(due, share, np.inf), axis=0)",
        "np.argmax(np.where(due, share, -np.inf), axis=0)",
        "formulas.py::test_the_worst_covered_operand_has_the_lowest_share",
    ),
)
