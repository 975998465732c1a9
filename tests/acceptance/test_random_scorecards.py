"""What is exported of a random scorecard is what a slow second opinion makes of its files."""

import os
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pytest
from django.core.management import call_command

from tests.acceptance.conftest import exported
from tests.acceptance.random_files import LENGTHS
from tests.acceptance.random_packages import TODAY, YEARS, Organisation
from tests.acceptance.test_random_packages import (
    CUTS,
    WORDS,
    agrees,
    scored,
    shown,
    with_own_target,
)
from tests.scorecard.engine import second_opinion as opinion
from tests.scorecard.engine import second_opinion_scorecard as judge

SEEDS = range(int(os.environ.get("OSM_SEEDS", "4")))
# View -> how many months a period of it has, and what it is called among the views of results.
VIEWS = {"base": 1, "quarter": 3, "year": 12}
COUNTED = ("red", "amber", "green", "no_data", "insufficient", "not_scored")


@pytest.mark.parametrize("seed", SEEDS)
def test_exported_scores_agree_in_every_view(db, time_machine, tmp_path, seed):
    time_machine.move_to(f"{TODAY} 08:00Z", tick=False)
    organisation = Organisation(seed)
    call_command("import_package", str(organisation.write(tmp_path / "package")))
    call_command("drain")
    for view in VIEWS:
        found = {
            (line["unit"], line["node_kind"], line["node"], line["period"]): line
            for line in exported("export_scores", view=view)
        }
        expected = dict(Opinion(organisation, view).nodes())
        assert found.keys() == expected.keys(), view
        wrong = {
            cell: differing
            for cell, node in expected.items()
            if (differing := differences(found[cell], node))
        }
        assert wrong == {}, view


@dataclass
class Figure:
    """What a KPI says at a unit in a period."""

    value: Fraction | None
    score: Fraction | None
    status: int


class Opinion:
    """The scorecards of all units in the periods of one view."""

    def __init__(self, organisation, view):
        self.organisation, self.length = organisation, VIEWS[view]
        self.kpis = {kpi.code: kpi for kpi in organisation.kpis}
        self.figures = {kpi.code: self._figures(kpi, view) for kpi in organisation.kpis}

    def _figures(self, kpi, view):
        """Figures by unit and place: of the view where the KPI has it, else of base periods."""
        long = LENGTHS[kpi.frequency] <= self.length
        found = {}
        name = view if long else "base"
        for place, (_, columns, rest, own) in enumerate(shown(self.organisation, kpi, name)):
            for unit in range(len(self.organisation.codes)):
                line = opinion.line(kpi.world, kpi.rule, kpi.time_rule, unit, columns, rest)
                if own:
                    line = with_own_target(line, kpi, unit, own)
                if line.due:
                    found[unit, place] = figure_of(line, kpi)
        return found

    def nodes(self):
        """Yield every node with its cell: unit, kind, code, period."""
        calendar = self.organisation.calendar
        for place in range(12 * len(YEARS) // self.length):
            if calendar.first_day(self.length, place) > TODAY:
                continue
            month = (place + 1) * self.length - 1
            parents = self.organisation.parents_in(self.length, place)
            for unit in parents:
                period = calendar.name(self.length, place)
                for kind, code, node in self._scorecard(unit, place, month, parents):
                    yield (self.organisation.codes[unit], kind, code, period), node

    def _scorecard(self, unit, place, month, parents):
        day = self.organisation.calendar.last_day(1, month)
        perspectives = newest(self.organisation.perspectives, day)
        objectives = newest(self.organisation.objectives, day)
        below = {
            code: self._objective(unit, code, (place, month, day), parents) for code in objectives
        }
        below = {code: node for code, node in below.items() if node}
        for code, node in below.items():
            node.weight, node.critical = objectives[code]
        tops = []
        for code in sorted(perspectives):
            children = [c for c in sorted(below) if self.organisation.home[c][1] == code]
            if children:
                top = parent_of({c: below[c] for c in children})
                top.weight, top.critical = perspectives[code]
                tops.append((code, top))
        if not tops:
            return
        whole = parent_of(dict(tops))
        judge.scored(whole, CUTS)
        yield "scorecard", self.organisation.codes[unit], whole
        yield from (("perspective", code, top) for code, top in tops)
        yield from (("objective", code, node) for code, node in below.items())
        yield from self._themes(below, dict(tops))

    def _themes(self, below, tops):
        for theme in ("T0", "T1"):
            children = {}
            for code in sorted(below):
                _, above, its = self.organisation.home[code]
                if its == theme:
                    sisters = [n for c, n in below.items() if self.organisation.home[c][1] == above]
                    weight = share(below[code], sisters) * share(tops[above], tops.values())
                    children[code] = reweighed(below[code], weight)
            if children:
                yield "theme", theme, judge.scored(parent_of(children), CUTS)

    def _objective(self, unit, code, when, parents):
        """Make an objective of its KPIs and of what contributes; None where nothing is due."""
        children = self._kpis_of(unit, code, when, parents)
        if self.organisation.codes[unit] == self.organisation.home[code][0]:
            children |= self._contributing(code, when, parents)
        if not children:
            return None
        node = parent_of(dict(sorted(children.items())))
        node.rule = rule_on(self.organisation, code, when[2])
        return node

    def _contributing(self, code, when, parents):
        """Take the objectives that contribute, each at its own unit."""
        objectives, found = newest(self.organisation.objectives, when[2]), {}
        for lower, higher, weight in self.organisation.links:
            if higher == code and lower in objectives:
                home = self.organisation.codes.index(self.organisation.home[lower][0])
                node = self._objective(home, lower, when, parents) if home in parents else None
                if node:
                    node.weight = Fraction(1 if weight == "" else weight)
                    node.critical = objectives[lower][1]
                    found[lower] = node
        return found

    def _kpis_of(self, unit, code, when, parents):
        """Take the lines of the nearest unit at or above."""
        place, month, day = when
        lines = {}
        for at, objective, kpi, weight, critical, since in self.organisation.lines:
            if objective == code and (since == "" or since <= day):
                lines.setdefault(at, []).append((since or date.min, kpi, weight, critical))
        source = unit
        while source is not None and self.organisation.codes[source] not in lines:
            source = parents[source]
        if source is None:
            return {}
        valid = sorted(lines[self.organisation.codes[source]], key=lambda line: line[0])
        latest = {kpi: (weight, critical) for _, kpi, weight, critical in valid}
        leaves = {}
        for kpi in sorted(latest):
            figure = self._counted(kpi, unit, place, month)
            if figure:
                weight, critical = latest[kpi]
                leaves[kpi] = judge.Node(
                    figure.score, figure.status, Fraction(weight), critical=bool(critical)
                )
                leaves[kpi].place = unit
        return leaves

    def _counted(self, code, unit, place, month):
        figures, length = self.figures[code], LENGTHS[self.kpis[code].frequency]
        if length <= self.length:
            return figures.get((unit, place))
        ended, over = divmod(month + 1, length)
        looked_at = [ended - 1] if over else [ended - 1, ended - 2]
        due = [figures[unit, p] for p in looked_at if (unit, p) in figures]
        return next((f for f in due if f.value is not None), due[0] if due else None)


def figure_of(line, kpi):
    return Figure(line.value, *scored(line, kpi))


def rule_on(organisation, code, day):
    """Return by which rule an objective is scored on a day."""
    held = sorted(
        (row[3] or date.min, organisation.rules[row])
        for row in organisation.objectives
        if row[0] == code
    )
    return [rule for since, rule in held if since <= day][-1]


def newest(rows, day):
    """Return by code the weight and the mark that hold on a day."""
    held = sorted((since or date.min, code, w, c) for code, w, c, since in rows)
    return {code: (Fraction(w), bool(c)) for since, code, w, c in held if since <= day}


def parent_of(children):
    node = judge.Node(children=list(children.values()))
    node.codes = list(children)
    return node


def share(node, sisters):
    total = sum(sister.weight for sister in sisters)
    return node.weight / total if total else Fraction(0)


def reweighed(node, weight):
    """The same node as the child of a theme: scored already, weighed anew."""
    twin = judge.Node(node.score, node.status, weight, node.critical, capped_red=node.capped_red)
    twin.leaves = list(leaves(node))
    return twin


def leaves(node, code=""):
    """Yield the KPIs below a node with their statuses."""
    if hasattr(node, "leaves"):
        yield from node.leaves
    elif not node.children:
        yield (code, node.place), node.status
    else:
        for its, child in zip(node.codes, node.children, strict=True):
            yield from leaves(child, its)


def differences(found, node):
    wrong = [
        f"{name}: {found[name]!r} instead of {number and float(number)}"
        for name, number in (("score", node.score), ("score_coverage", node.coverage))
        if not agrees(found[name], number)
    ]
    below = [status for _, status in set(leaves(node))]
    words = {
        "status": WORDS[node.status],
        "status_uncapped": WORDS[node.uncapped],
        "worst": "" if node.worst is None else node.codes[node.worst],
        **{word: str(below.count(WORDS.index(word))) for word in COUNTED},
    }
    return wrong + [
        f"{name}: {found[name]} instead of {word}"
        for name, word in words.items()
        if found[name] != word
    ]
