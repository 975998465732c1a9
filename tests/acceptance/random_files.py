"""The files of a random organisation."""

import csv

LENGTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}
KPI_COLUMNS = (
    "code",
    "name",
    "unit_rule",
    "time_rule",
    "frequency",
    "weight_kpi",
    "min_coverage",
    "scoring",
    "carry_forward_periods",
)


class Files:
    """Writes what an organisation holds as a package, its rows in any order."""

    def write(self, folder):
        """Write the package."""
        folder.mkdir(exist_ok=True)
        for name, (columns, rows) in self.files().items():
            with (folder / f"{name}.csv").open("w", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(columns.split(","))
                self.random.shuffle(rows)
                writer.writerows(rows)
        return folder

    def files(self):
        return {
            "organization": (
                "name,fiscal_year_start_month,score_at_red_flag,score_at_goal",
                [["Org", self.calendar.start_month, 70, 85]],
            ),
            "units": ("code,name,parent,opened_on,closed_on", self._unit_rows()),
            "placements": (
                "unit,parent,valid_from",
                [[self.codes[u], self.codes[p], day] for u, (day, p) in self.moves.items()],
            ),
            "perspectives": (
                "code,name,weight,critical,valid_from",
                [[code, code, *row] for code, *row in self.perspectives],
            ),
            "themes": ("code,name", [["T0", "T0"], ["T1", "T1"]]),
            "objectives": (
                "code,name,unit,perspective,theme,weight,critical,valid_from,roll_up",
                [
                    [row[0], row[0], *self.home[row[0]], *row[1:], self.rules[row]]
                    for row in self.objectives
                ],
            ),
            "objective_links": (
                "from,to,kind,weight",
                [[lower, higher, "contributory", weight] for lower, higher, weight in self.links],
            ),
            "scorecard": (
                "unit,objective,kpi,weight,critical,valid_from",
                [list(line) for line in self.lines],
            ),
            "kpis": (
                ",".join(KPI_COLUMNS),
                [
                    [
                        kpi.code,
                        kpi.code,
                        kpi.rule,
                        kpi.time_rule,
                        kpi.frequency,
                        kpi.weight.code if kpi.weight else "",
                        float(kpi.min_coverage),
                        kpi.scoring,
                        kpi.world.carry,
                    ]
                    for kpi in self.kpis
                ],
            ),
            "reporters": ("unit,kpi,first_period,last_period", self._rows(self._reporter_rows)),
            "values": (
                "unit,kpi,period,value,numerator,denominator,not_applicable,kind",
                self._rows(self._value_rows),
            ),
            "targets": ("unit,kpi,period,goal,red_flag,baseline", self._rows(self._target_rows)),
        }

    def _unit_rows(self):
        return [
            [
                code,
                code,
                "" if self.parents[unit] is None else self.codes[self.parents[unit]],
                *(day or "" for day in self.windows.get(unit, (None, None))),
            ]
            for unit, code in enumerate(self.codes)
        ]

    def _rows(self, of):
        return [row for kpi in self.kpis for row in of(kpi)]

    def _reporter_rows(self, kpi):
        length = LENGTHS[kpi.frequency]
        for unit, window in kpi.reporters.items():
            names = ["" if p is None else self.calendar.name(length, p) for p in window]
            yield [self.codes[unit], kpi.code, *names]

    def _value_rows(self, kpi):
        length, world = LENGTHS[kpi.frequency], kpi.world
        for unit, place in sorted(world.due):
            cell, head = (
                (unit, place),
                [self.codes[unit], kpi.code, self.calendar.name(length, place)],
            )
            if cell in world.not_applicable:
                yield [*head, "", "", "", 1, ""]
            elif cell in world.x:
                yield [*head, *self._numbers(kpi, world.x, world.w, cell), "", "entry"]
        for unit, place in sorted(world.override):
            head = [self.codes[unit], kpi.code, self.calendar.name(length, place)]
            numbers = self._numbers(kpi, world.override, world.override_w, (unit, place))
            yield [*head, *numbers, "", "override"]

    def _numbers(self, kpi, first, second, cell):
        if kpi.rule == "ratio":
            return ["", float(first[cell]), float(second[cell])]
        return [float(first[cell]), "", ""]

    def _target_rows(self, kpi):
        for (unit, length, place), (goal, red) in {**kpi.explicit, **kpi.longer}.items():
            number = "" if red is None else float(red)
            anchors = ["", number] if kpi.scoring == "progress" else [number, ""]
            head = [self.codes[unit], kpi.code, self.calendar.name(length, place)]
            yield [*head, float(goal), *anchors]
