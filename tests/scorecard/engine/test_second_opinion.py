"""The engine against a slow second opinion on random organisations."""

from fractions import Fraction
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.engine import (
    Cuts,
    FiscalCalendar,
    Frequency,
    Leaves,
    NodeRule,
    Nodes,
    Parents,
    UnitRule,
    View,
    allowed_time_rules,
    combine,
    count_statuses,
    finish,
    over_time,
    roll_up,
    roll_up_targets,
    windows,
)
from tests.scorecard.engine import second_opinion as opinion
from tests.scorecard.engine import second_opinion_scorecard as judge
from tests.scorecard.engine.worlds import assert_agrees, one_line, samples

many = settings(max_examples=80, deadline=None)
rules = st.sampled_from(list(UnitRule))
time_rules = st.sampled_from(
    [(rule, time_rule) for rule in UnitRule for time_rule in sorted(allowed_time_rules(rule))]
)


def scale_of(world):
    return 1e-12 * float(
        1 + sum(map(abs, [*world.x.values(), *world.override.values(), *world.goal.values()]))
    )


def by_cell(sample, ask):
    return [[ask(u, p) for p in range(sample.n_periods)] for u in range(sample.n_units)]


@many
@given(samples(), rules)
def test_values_states_and_coverage_over_units_agree(sample, rule):
    world, cells = sample.world, roll_up(rule, sample.trees, sample.entries(rule))
    assert_agrees(
        cells.value, by_cell(sample, lambda u, p: opinion.value(world, rule, u, p)), scale_of(world)
    )
    expected = by_cell(sample, lambda u, p: opinion.coverage(world, rule, u, p))
    assert np.stack([cells.reported, cells.carried, cells.expected], axis=2).tolist() == [
        [list(counts) for counts in row] for row in expected
    ]
    assert cells.due.tolist() == by_cell(sample, lambda u, p: opinion.is_due(world, rule, u, p))
    assert cells.held.tolist() == by_cell(sample, lambda u, p: opinion.held(world, rule, u, p))
    overridden = by_cell(sample, lambda u, p: opinion.overrides(world, rule, u, p))
    assert cells.overridden.tolist() == overridden
    replaced = by_cell(sample, lambda u, p: opinion.computed(world, rule, u, p))
    assert_agrees(cells.computed, replaced, scale_of(world))


@many
@given(samples(with_targets=0.9), rules)
def test_rolled_up_targets_agree(sample, rule):
    targets = roll_up_targets(rule, sample.trees, sample.entries(rule), sample.targets)
    expected = by_cell(sample, lambda u, p: opinion.target(sample.world, rule, u, p))
    for number, ours in enumerate((targets.goal, targets.red)):
        theirs = [[pair[number] for pair in row] for row in expected]
        assert_agrees(ours, theirs, scale_of(sample.world))


FREQUENCIES = {Frequency.MONTHLY: (12, 1), Frequency.QUARTERLY: (8, 2), Frequency.YEARLY: (3, 3)}


def base_columns(view, frequency):
    """Columns of every output and of the rest of its year, counted on the fingers."""
    n_columns, n_years = FREQUENCIES[frequency]
    per_year = n_columns // n_years
    years = [list(range(y * per_year, (y + 1) * per_year)) for y in range(n_years)]
    per_quarter = per_year // 4
    match view:
        case View.BASE:
            return [([c], []) for year in years for c in year]
        case View.YEAR:
            return [(year, []) for year in years]
        case View.QUARTER if per_quarter:
            starts = range(0, n_columns, per_quarter)
            return [(list(range(s, s + per_quarter)), []) for s in starts]
        case View.QUARTER:
            return []
        case View.YTD:
            return [(list(range(y[0], c + 1)), list(range(c, y[-1] + 1))) for y in years for c in y]
        case View.ROLLING12:
            return [
                (list(range(max(0, c + 1 - per_year), c + 1)), list(range(c, y[-1] + 1)))
                for y in years
                for c in y
            ]


@st.composite
def histories(draw):
    frequency = draw(st.sampled_from(list(FREQUENCIES)))
    sample = draw(samples(FREQUENCIES[frequency][0], with_targets=0.95, max_units=6))
    return frequency, sample, draw(st.sampled_from([1, 4, 10]))


@settings(max_examples=120, deadline=None)
@given(histories(), time_rules, st.sampled_from(sorted(set(View) - {View.MONTH})))
def test_lines_of_every_view_agree(history, pair, view):
    (frequency, sample, start_month), (rule, time_rule) = history, pair
    calendar, world = FiscalCalendar(start_month), sample.world
    first = calendar.base_range(2026, frequency).start
    at_hand = windows(view, range(first, first + sample.n_periods), frequency, calendar)
    own = sample.entries(rule)
    cells = roll_up(rule, sample.trees, own)
    targets = roll_up_targets(rule, sample.trees, own, sample.targets)
    lines = over_time(cells, targets, rule, time_rule, at_hand)
    theirs = [
        [
            opinion.line(world, rule, time_rule, unit, columns, rest)
            for columns, rest in base_columns(view, frequency)
        ]
        for unit in range(sample.n_units)
    ]
    for name in ("value", "goal", "red"):
        expected = [[getattr(line, name) for line in row] for row in theirs]
        assert_agrees(getattr(lines, name), expected, scale_of(world))
    for name in ("reported", "carried", "expected", "held", "due", "overridden", "shown"):
        expected = [[getattr(line, name) for line in row] for row in theirs]
        assert getattr(lines, name).tolist() == expected, name


near = st.one_of(
    st.integers(-40, 40).map(lambda n: n / 4),
    st.floats(-1e6, 1e6),
    st.just(np.nan),
)


@settings(max_examples=300, deadline=None)
@given(near, near, near, st.integers(0, 5), st.sampled_from([(33, 66), (70, 85)]))
def test_scores_and_statuses_agree(value, goal, red, reported, cut):
    def known(number):
        return None if np.isnan(number) else Fraction(number)

    cuts = tuple(map(Fraction, cut))
    figures = finish(
        one_line(value=value, goal=goal, red=red, reported=reported, expected=5), 0.6, Cuts(*cut)
    )
    score = judge.score(known(value), known(goal), known(red), cuts)
    got = figures.score[0, 0]
    assert np.isnan(got) == (score is None)
    assert score is None or abs(Fraction(got) - score) < 1e-6
    share = Fraction(reported, 5)
    expected = judge.status(known(value), known(goal), known(red), share, Fraction(6, 10))
    assert figures.status[0, 0] == expected


CUTS = Cuts(70, 85)
EXACT_CUTS = Fraction(70), Fraction(85)
PERIODS = 3


def random_leaf(random):
    status = random.choice((*[judge.GREEN, judge.AMBER, judge.RED] * 3, 3, 4, 5))
    blind = status in (judge.NO_DATA, judge.NOT_SCORED)
    score = None if blind else Fraction(random.randint(0, 12) * 100, 12)
    return judge.Node(score=score, status=status, **random_link(random))


def random_link(random):
    return {
        "weight": Fraction(random.choice((0, 1, 1, 2, 5)), 2),
        "critical": random.random() < 0.15,
        "present": random.random() < 0.85,
    }


def random_graph(random, n_layers):
    """A scorecard per period over the same rows: parents of each layer, nodes of each layer."""
    parents, widths = [], [1]
    for _ in range(n_layers):
        widths.append(random.randint(1, 6))
        parents.append(sorted(random.randrange(widths[-2]) for _ in range(widths[-1])))
    layers = []
    for _ in range(PERIODS):
        nodes = [[judge.Node() for _ in range(widths[0])]]
        for depth, parent in enumerate(parents, 1):
            leaf = depth == n_layers
            make = random_leaf if leaf else lambda r: judge.Node(**random_link(r))
            nodes.append([make(random) for _ in parent])
            for child, above in zip(nodes[-1], parent, strict=True):
                nodes[depth - 1][above].children.append(child)
        layers.append(nodes)
    for depth in range(n_layers):
        for row in range(widths[depth]):
            _give_rule(random, [nodes[depth][row] for nodes in layers])
    return parents, layers


def _give_rule(random, node_over_time):
    """Give a node one rule for all periods, now and then a score by hand or no caps."""
    rule = random.choice(["weighted_mean"] * 3 + [str(each) for each in NodeRule])
    caps = random.random() < 0.85
    for node in node_over_time:
        node.rule, node.caps = rule, caps
        if rule == "manual" and random.random() < 0.7:
            node.manual = Fraction(random.randint(1, 100))


def parents_of(layers, depth):
    """The nodes of one layer with their rules, as the engine takes them."""
    return Parents(
        np.array([NodeRule(node.rule).number for node in layers[0][depth]]),
        grid(layers, depth, lambda n: known(n.manual)),
        np.array([node.caps for node in layers[0][depth]]),
    )


def grid(layers, depth, read, kind=float):
    """One layer as an array ``(n_rows, n_periods)``."""
    rows = range(len(layers[0][depth]))
    return np.array([[read(nodes[depth][row]) for nodes in layers] for row in rows], dtype=kind)


def known(number):
    return np.nan if number is None else float(number)


@many
@given(st.integers(0, 2**32), st.integers(1, 4))
def test_every_layer_of_a_scorecard_agrees(seed, n_layers):
    parents, layers = random_graph(Random(seed), n_layers)
    n_layers = len(parents)
    rows = Leaves(
        grid(layers, n_layers, lambda n: known(n.score)),
        grid(layers, n_layers, lambda n: n.status, np.int8),
    )
    for nodes in layers:
        judge.scored(nodes[0][0], EXACT_CUTS)
    for depth in range(n_layers, 0, -1):
        rows = combine(
            rows,
            np.array(parents[depth - 1]),
            parents_of(layers, depth - 1),
            grid(layers, depth, lambda n: float(n.weight)),
            grid(layers, depth, lambda n: n.critical, bool),
            grid(layers, depth, lambda n: n.present, bool),
            CUTS,
        )
        assert_layer_agrees(rows, layers, depth - 1, parents[depth - 1])


def assert_layer_agrees(rows: Nodes, layers, depth, parent):
    for name in ("score", "coverage"):
        theirs = [
            [getattr(nodes[depth][row], name) for nodes in layers]
            for row in range(len(layers[0][depth]))
        ]
        assert_agrees(getattr(rows, name), theirs, 1e-9)
    for name in ("status", "uncapped", "capped_red"):
        theirs = grid(layers, depth, lambda n, name=name: getattr(n, name), int)
        assert getattr(rows, name).astype(int).tolist() == theirs.tolist(), name
    children_of = [np.flatnonzero(np.array(parent) == row) for row in range(len(layers[0][depth]))]
    for row, children in enumerate(children_of):
        for period, nodes in enumerate(layers):
            worst = nodes[depth][row].worst
            assert rows.worst[row, period] == (-1 if worst is None else children[worst])


@many
@given(st.integers(0, 2**32))
def test_counts_of_distinct_leaves_agree(seed):
    random = Random(seed)
    n_rows, n_nodes = random.randint(0, 12), random.randint(1, 4)
    keys = np.array([random.randrange(5) for _ in range(n_rows)], dtype=int)
    nodes = np.array([random.randrange(n_nodes) for _ in range(n_rows)], dtype=int)
    of_key = np.array([[random.randrange(6) for _ in range(PERIODS)] for _ in range(5)])
    present = np.array([[random.random() < 0.7] * PERIODS for _ in range(n_rows)], dtype=bool)
    present = present.reshape(n_rows, PERIODS)
    counts = count_statuses(of_key[keys], keys, nodes, n_nodes, present)
    for node in range(n_nodes):
        for period in range(PERIODS):
            below = {
                int(key)
                for key, home, here in zip(keys, nodes, present, strict=True)
                if home == node and here[period]
            }
            statuses = [int(of_key[key, period]) for key in below]
            assert counts[node, :, period].tolist() == [statuses.count(s) for s in range(6)]
