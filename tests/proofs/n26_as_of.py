"""Proof 26: what was exported and frozen is exported again byte for byte, whatever comes after."""

import hashlib
import io
import os
import random
import re
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from tests.installations import new_installation
from tests.services import private_postgresql

BOOKS, CHANGES, A_PACKAGE, WITHDRAWN = 50, 10_000, 250, 100
BRIGADES, COMMANDS, MONTHS = 24, 4, 18
VIEWS = ("base", "quarter", "year", "ytd", "rolling12")
IDENTICAL = re.compile(r"^(\d+) of (\d+) books identical", re.MULTILINE)
KPIS = {
    "HEADS": ("sum", "last", "monthly"),
    "FUEL": ("sum", "sum", "monthly"),
    "FIT": ("ratio", "sum", "monthly"),
    "MOOD": ("weighted_mean", "mean", "monthly"),
    "LEAST": ("min", "min", "monthly"),
    "MOST": ("max", "last", "quarterly"),
    "EVEN": ("mean_of_children", "mean", "quarterly"),
    "ALONE": ("none", "mean", "monthly"),
    "YEARLY": ("mean", "last", "yearly"),
}


def prove():
    """Print what was changed and how many exports came back; tell whether all did."""
    with tempfile.TemporaryDirectory(prefix="osm-proof-") as name, private_postgresql() as url:
        folder = Path(name)
        return all([_holds("SQLite", folder, ""), _holds("PostgreSQL", folder, url)])


def _holds(name, folder, server):
    place = new_installation(folder, f"books_{name.lower()}", server)
    done = place.manage("migrate", "--verbosity=0")
    if done.returncode:
        raise RuntimeError(done.stderr)
    process = place.start("-m", "tests.proofs.n26_as_of", folder / f"packages_{name}")
    out = process.communicate()[0]
    for line in out.splitlines():
        sys.stdout.write(f"{name}: {line}\n")
    found = IDENTICAL.search(out)
    return process.returncode == 0 and found is not None and found[1] == found[2] == str(BOOKS)


class Army:
    """An organisation in which things change at random, through the services of the product."""

    def __init__(self, folder):
        self.folder, self.chance = folder, random.Random(26)
        self.units = [f"B{number:02}" for number in range(BRIGADES)]
        self.commands = [f"C{number}" for number in range(COMMANDS)]
        today = timezone.now().date()
        newest = today.year * 12 + today.month - 1
        self.months = [divmod(month, 12) for month in range(newest + 1 - MONTHS, newest + 1)]

    def periods(self, frequency):
        """Return the periods of a frequency that the months lie in, by name."""
        names = {
            "monthly": [f"{year}-{month + 1:02}" for year, month in self.months],
            "quarterly": [f"{year}-Q{month // 3 + 1}" for year, month in self.months],
            "yearly": [f"FY{year}" for year, _ in self.months],
        }
        return sorted(set(names[frequency]))

    def day(self):
        """Return a random day of the months."""
        year, month = self.chance.choice(self.months)
        return date(year, month + 1, 1) + timedelta(days=self.chance.randrange(28))

    def bring_in(self, **tables):
        """Import tables, each a list of rows; return how many things differ."""
        from osm.exchange import import_package

        self.folder.mkdir(exist_ok=True)
        for old in self.folder.glob("*.csv"):
            old.unlink()
        for name, (head, rows) in tables.items():
            text = "\n".join([head, *(",".join(map(str, row)) for row in rows)])
            (self.folder / f"{name}.csv").write_text(text + "\n")
        report = import_package(actor=None, path=self.folder)
        return report.added + report.changed

    def found(self):
        """Bring in the organisation, its strategy and a first value of every cell."""
        units = [("HQ", "HQ", ""), *((code, code, "HQ") for code in self.commands)]
        units += [(code, code, self.commands[n % COMMANDS]) for n, code in enumerate(self.units)]
        objectives = [(f"O{n}", f"O{n}", "HQ", f"P{n % 2}") for n in range(4)]
        self.bring_in(
            organization=("name,time_zone", [("Army of Aldmark", "UTC")]),
            units=("code,name,parent", units),
            perspectives=("code,name", [("P0", "Processes"), ("P1", "People")]),
            objectives=("code,name,unit,perspective", objectives),
            kpis=(
                "code,name,unit_rule,time_rule,frequency,weight_kpi",
                [
                    (code, code, *rules, "HEADS" if code == "MOOD" else "")
                    for code, rules in KPIS.items()
                ],
            ),
            scorecard=(
                "unit,objective,kpi",
                [("HQ", f"O{n % 4}", code) for n, code in enumerate(KPIS)],
            ),
            reporters=("unit,kpi", [(unit, code) for unit in self.units for code in KPIS]),
            values=(
                "unit,kpi,period,value,numerator,denominator",
                [
                    (unit, code, period, *self.number(code))
                    for unit in self.units
                    for code, rules in KPIS.items()
                    for period in self.periods(rules[2])
                ],
            ),
        )

    def number(self, code):
        """Return value, numerator, denominator."""
        number = self.chance.randrange(1, 100_000) / 100
        return ("", number, number + 10) if code == "FIT" else (number, "", "")

    def change(self, count):
        """Import `count` corrections, targets, weights, definitions and moves, all at random."""
        tables = {name: {} for name in HEADS}
        for _ in range(count):
            name = self.chance.choices(list(HEADS), weights=(60, 20, 8, 8, 2, 1, 1))[0]
            key, row = getattr(self, f"one_of_{name}")()
            tables[name][key] = (*key, *row)
        given = {name: (HEADS[name], list(rows.values())) for name, rows in tables.items() if rows}
        return self.bring_in(**given)

    def cell(self):
        """Return a random cell."""
        code = self.chance.choice(list(KPIS))
        return self.chance.choice(self.units), code, self.chance.choice(self.periods(KPIS[code][2]))

    def one_of_values(self):
        """Correct a value."""
        unit, code, period = self.cell()
        return (unit, code, period), self.number(code)

    def one_of_targets(self):
        """Aim elsewhere, at a unit or above it, in a period or a year."""
        unit, code, period = self.cell()
        unit = self.chance.choice([unit, "HQ", self.chance.choice(self.commands)])
        period = self.chance.choice([period, self.chance.choice(self.periods("yearly"))])
        goal = self.chance.randrange(50, 1000)
        return (unit, code, period), (goal, goal / 2)

    def one_of_scorecard(self):
        """Weigh otherwise, mark as critical, from a day on."""
        place = self.chance.randrange(len(KPIS))
        key = "HQ", f"O{place % 4}", list(KPIS)[place], self.day()
        return key, (self.chance.randrange(5), self.chance.randrange(2))

    def one_of_placements(self):
        """Hang a unit elsewhere from a day on."""
        return (self.chance.choice(self.units), self.day()), (self.chance.choice(self.commands),)

    def one_of_kpis(self):
        """Define anew from a day on: another least coverage."""
        code = self.chance.choice(list(KPIS))
        rule, time_rule, frequency = KPIS[code]
        weight = "HEADS" if code == "MOOD" else ""
        key = code, self.day()
        return key, (code, rule, time_rule, frequency, weight, self.chance.randrange(100) / 100)

    def one_of_organization(self):
        """Cut elsewhere."""
        return ("Army of Aldmark",), ("UTC", self.chance.randrange(20, 60), 75)

    def one_of_reporters(self):
        """Let a unit report from another period on."""
        code = self.chance.choice(list(KPIS))
        first = self.periods(KPIS[code][2])[0]
        return (self.chance.choice(self.units), code), (self.chance.choice([first, ""]),)

    def withdraw(self, count):
        """Withdraw entries."""
        from django.db import transaction

        from jobs.services.outbox import post
        from jobs.services.positions import recorded_now
        from scorecard.models import Entry, EntryEvent
        from scorecard.services.dependents import keys_of_everything

        with transaction.atomic():
            moment = recorded_now()
            for entry in self.chance.sample(list(Entry.objects.order_by("id")), count):
                EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=moment)
            post("rollup", keys_of_everything())


HEADS = {
    "values": "unit,kpi,period,value,numerator,denominator",
    "targets": "unit,kpi,period,goal,red_flag",
    "scorecard": "unit,objective,kpi,valid_from,weight,critical",
    "placements": "unit,valid_from,parent",
    "kpis": "code,valid_from,name,unit_rule,time_rule,frequency,weight_kpi,min_coverage",
    "organization": "name,time_zone,score_at_red_flag,score_at_goal",
    "reporters": "unit,kpi,first_period",
}


def book(moment=None):
    """Return both exports in every view as one text: stored figures, or as of a moment."""
    from django.core.management import call_command

    text = io.StringIO()
    for command in ("export_results", "export_scores"):
        for view in VIEWS:
            as_of = moment and moment.isoformat()
            call_command(command, stdout=text, view=view, as_of=as_of)
    return text.getvalue()


def mark(text):
    """Return what tells two texts apart."""
    return hashlib.sha256(text.encode()).hexdigest()


def run(folder):
    """Freeze books between changes, change much more, and export the books again."""
    from jobs.services import hints
    from jobs.services.drain import drain
    from scorecard.services.freezing import freeze

    army, books, between = Army(Path(folder)), {}, 0
    with hints.withheld():
        army.found()
        for _ in range(BOOKS):
            between += army.change(20)
            drain()
            books[freeze()] = mark(book())
        apart = len(set(books.values()))
        say(f"{len(books)} books of {2 * len(VIEWS)} exports frozen, {apart} of them unlike others")
        say(f"{between} changes between them")
        changed = 0
        while changed < CHANGES:
            changed += army.change(A_PACKAGE)
        army.withdraw(WITHDRAWN)
        drain()
    say(f"{changed} changes and {WITHDRAWN} withdrawals after them")
    now, sizes = mark(book()), []
    identical = 0
    for position, stored in books.items():
        again = book(position)
        sizes.append(again.count("\n"))
        identical += mark(again) == stored
    say(f"{identical} of {len(books)} books identical, {min(sizes):,} to {max(sizes):,} lines each")
    say(f"the present one differs from all of them: {now not in books.values()}")
    return 0 if now not in books.values() else 1


def say(text):
    """Print one line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.upload_settings")
    import django

    django.setup()
    sys.exit(run(sys.argv[1]))
