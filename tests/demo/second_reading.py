"""A slow second reading of a package: plain dictionaries, one recursive roll-up, scores."""

from collections import defaultdict
from functools import cached_property

MONTHS = 12


class Reading:
    """What a package says, read from its text cells alone."""

    def __init__(self, tables):
        self.rows = {name: table.dicts() for name, table in tables.items()}
        self.kpis = {row["code"]: row for row in self.rows["kpis"]}
        self.units = {row["code"]: row for row in self.rows["units"]}

    @cached_property
    def children(self):
        found = defaultdict(list)
        for row in self.rows["units"]:
            found[row["parent"]].append(row["code"])
        return found

    @cached_property
    def entries(self):
        return {(r["kpi"], r["period"], r["unit"]): r for r in self.rows["values"]}

    @cached_property
    def targets(self):
        return {
            (r["unit"], r["kpi"], r["period"]): (float(r["goal"]), float(r["red_flag"]))
            for r in self.rows["targets"]
        }

    @cached_property
    def reporters(self):
        return {(r["kpi"], r["unit"]): r for r in self.rows["reporters"]}

    def due(self, kpi, period, unit):
        window = self.reporters.get((kpi, unit))
        row = self.entries.get((kpi, period, unit), {})
        monthly = self.kpis[kpi]["frequency"] == "monthly"
        if window is None or row.get("not_applicable") == "1" or monthly == ("Q" in period):
            return False
        return window["first_period"] <= period <= (window["last_period"] or "9999")

    def state(self, kpi, period, unit):
        """Return the partial state, (a, b), of the unit's own entry, or None."""
        row = self.entries.get((kpi, period, unit))
        if row is None or row["not_applicable"]:
            return None
        rule = self.kpis[kpi]["unit_rule"]
        if rule == "ratio":
            return float(row["numerator"]), float(row["denominator"])
        value = float(row["value"])
        if rule == "weighted_mean":
            weight = self.entries.get((self.kpis[kpi]["weight_kpi"], period, unit))
            return (
                None if weight is None else (value * float(weight["value"]), float(weight["value"]))
            )
        return value, 1.0

    def combined(self, kpi, period, unit):
        rule = self.kpis[kpi]["unit_rule"]
        below = [] if rule == "none" else self.children[unit]
        found = [self.combined(kpi, period, child) for child in below]
        states = [s for s in (self.state(kpi, period, unit), *found) if s is not None]
        if not states:
            return None
        firsts = [a for a, _ in states]
        if rule == "mean_of_children":
            return sum(firsts) / len(firsts), 1.0
        if rule in {"min", "max"}:
            return (min if rule == "min" else max)(firsts), 1.0
        return sum(firsts), sum(b for _, b in states)

    def value(self, kpi, period, unit="HQ"):
        state = self.combined(kpi, period, unit)
        if state is None:
            return None
        return state[0] if self.kpis[kpi]["unit_rule"] == "sum" else state[0] / state[1]

    def subtree(self, unit):
        yield unit
        for child in self.children[unit]:
            yield from self.subtree(child)

    def coverage(self, kpi, period, unit="HQ"):
        below = [unit] if self.kpis[kpi]["unit_rule"] == "none" else self.subtree(unit)
        due = [u for u in below if self.due(kpi, period, u)]
        return sum((kpi, period, u) in self.entries for u in due), len(due)

    def target(self, kpi, period, unit="HQ"):
        year, season = period[:4], int(period[5:].strip("Q")) - 1
        found = self.targets.get((unit, kpi, f"FY{year}"))
        row = self.kpis[kpi]
        if found is None or (row["unit_rule"], row["time_rule"]) != ("sum", "sum"):
            return found
        profile = [float(x) for x in row["target_profile"].split()] or [1.0] * MONTHS
        return tuple(part * profile[season] / sum(profile) for part in found)

    def score(self, kpi, period, unit="HQ"):
        """Return the score, or None where there is no value, target or enough coverage."""
        value, target = self.value(kpi, period, unit), self.target(kpi, period, unit)
        reported, expected = self.coverage(kpi, period, unit)
        if value is None or target is None or reported < 0.6 * expected:
            return None
        goal, red = target
        return min(100.0, max(0.0, 70 + 15 * (value - red) / (goal - red)))

    def objective_scores(self, month, quarter, unit="HQ"):
        """Return the score by objective code; the quarterly KPIs stand with their quarter."""
        lines = defaultdict(list)
        for row in self.rows["scorecard"]:
            period = quarter if self.kpis[row["kpi"]]["frequency"] == "quarterly" else month
            lines[row["objective"]].append((self.score(row["kpi"], period, unit), row["weight"]))
        return {code: weighted(pairs) for code, pairs in lines.items()}

    def perspective_scores(self, month, quarter, unit="HQ"):
        objectives = self.objective_scores(month, quarter, unit)
        found = defaultdict(list)
        for row in self.rows["objectives"]:
            found[row["perspective"]].append((objectives[row["code"]], row["weight"]))
        return {code: weighted(pairs) for code, pairs in found.items()}

    def scorecard_score(self, month, quarter, unit="HQ"):
        scores = self.perspective_scores(month, quarter, unit)
        return weighted([(score, 1) for score in scores.values()])


def weighted(pairs):
    counted = [(score, float(weight)) for score, weight in pairs if score is not None]
    if not counted:
        return None
    return sum(score * weight for score, weight in counted) / sum(w for _, w in counted)
