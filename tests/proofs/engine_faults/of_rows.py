"""Faults between rows and engine: what is read, for which day, and what stands where."""

from tests.proofs.engine_faults.making import ROLLUP, Change, Fault, rollup, rollup_tests

FAULTS = (
    rollup(
        "today's line counts in an old month",
        "lines",
        "valid = [row for row in self.lines if row[0] <= day and row[1] in standing]",
        "valid = [row for row in self.lines if row[1] in standing]",
        "lines.py::test_a_weight_counts_from_its_day_and_an_old_month_keeps_the_old_one",
    ),
    rollup(
        "a unit with lines of its own keeps the inherited ones",
        "lines",
        "np.where(provider[units] == NOBODY, inherited, provider[units])",
        "inherited",
        "lines.py::test_own_lines_replace_all_inherited_ones_of_that_objective",
    ),
    Fault(
        "a closed unit counts",
        (
            Change(
                f"{ROLLUP}/history.py",
                "(self.opened[:, None] <= last) & (self.closed[:, None] >= first)",
                "self.opened[:, None] <= last",
            ),
            Change(
                f"{ROLLUP}/history.py",
                "is_open = (self.opened <= last[0]) & (self.closed >= first[0])",
                "is_open = self.opened <= last[0]",
            ),
        ),
        rollup_tests("results.py::test_a_unit_counts_in_its_last_open_month_and_not_after_it"),
    ),
    rollup(
        "a moved unit hangs where it hangs today",
        "history",
        "self._parents_on(np.minimum(self.closed, last[0]))",
        "self._parents_on(np.full(self.n_units, self.today.toordinal()))",
        "results.py::test_moving_a_unit_keeps_its_past_figures",
        "history.py::test_a_unit_hangs_where_it_hung_on_the_last_day_of_the_period",
    ),
    rollup(
        "a period that has not begun is due",
        "sources",
        "return in_window & stretch.history.open_in(periods) & stretch.history.begun(periods)",
        "return in_window & stretch.history.open_in(periods)",
        "results.py::test_periods_that_have_not_begun_are_not_due",
    ),
    rollup(
        "a rejected revision counts",
        "sources",
        "event.kind IN ('withdrawn', 'rejected')",
        "event.kind IN ('withdrawn')",
        "results.py::test_the_newest_revision_that_stands_counts",
    ),
    rollup(
        "a value counts before it is approved where only approved ones count",
        "sources",
        "            not version.approved_only,\n",
        "            True,\n",
        "rules.py::test_where_only_approved_values_count_the_one_before_stays_until_then",
    ),
    rollup(
        "the present definition holds in every period",
        "meanings",
        "return begun[-1] if begun else self.versions[0]",
        "return self.versions[-1]",
        "meanings.py::test_each_period_is_rolled_up_by_the_definition_of_its_last_day",
    ),
    rollup(
        "a contributory objective counts twice",
        "layers",
        "layer = self._layer(Score.OBJECTIVE, rows.and_others(more), nodes)",
        "both = rows.and_others(more).and_others(more)\n"
        "            layer = self._layer(Score.OBJECTIVE, both, np.concatenate([nodes, node]))",
        "links.py::test_a_contributory_objective_is_one_more_child_of_the_higher_one",
    ),
    rollup(
        "a link that was revised is a second link",
        "links",
        'ObjectiveLink.objects.filter(kind=ObjectiveLink.CONTRIBUTORY).order_by("id")',
        'ObjectiveLink.objects.filter(kind=ObjectiveLink.CONTRIBUTORY).order_by("-id")',
        "links.py::test_of_a_link_that_was_revised_the_newest_weight_counts",
    ),
    rollup(
        "a contribution is inherited by the units below",
        "layers",
        "            unit=homes[target],\n",
        "            unit=homes[source],\n",
        "links.py::test_a_contributory_objective_is_one_more_child_of_the_higher_one",
    ),
    rollup(
        "a theme forgets what its perspectives weigh",
        "layers",
        "return within * above[np.searchsorted(parents, key)]",
        "return within",
        "scores.py::test_a_theme_weighs_objectives_by_their_share_in_the_perspective_times"
        "_its_share",
    ),
    rollup(
        "the child behind a cap that was handed on is not named",
        "layers",
        "critical=self._wide(critical[layer.node]) | layer.nodes.capped_red,",
        "critical=self._wide(critical[layer.node]),",
        "scores.py::test_a_critical_red_kpi_makes_everything_above_it_red_and_keeps_the_scores",
    ),
    rollup(
        "a quarter that is still running counts in its months",
        "months",
        "looked_at = candidates(history.calendar, frequency, ordinals[column])",
        "looked_at = candidates(history.calendar, frequency, ordinals[column] // 3 * 3 + 2)",
        "months.py::test_a_quarter_counts_from_its_last_month_until_the_next_one_has_ended",
    ),
    rollup(
        "coverage of a formula is not that of its operands",
        "formulas",
        '        expected=of_worst("expected"),\n',
        "",
        "formula_kpis.py::test_coverage_is_that_of_the_worst_covered_operand",
    ),
)
