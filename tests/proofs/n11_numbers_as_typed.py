"""Promise 11: a number as people of four languages type it is read right, or asked about.

Two thousand numbers are written as English, French, German and Polish write them, with spaces of
every kind, and read by all who read numbers that people wrote: with the language known, as in a
file whose layout says it, and unknown, as in a field of a page.
"""

import random
import sys
from collections import Counter
from decimal import Decimal

from tests.proofs.databases import a_database

NUMBERS, MOST_ASKED = 2_000, 0.25
SPACES = ("\u0020", "\u00a0", "\u202f", "\u2009")
# The mark before decimals, and what stands between thousands.
WRITTEN = {
    "en": (".", (",",)),
    "de": (",", (".", "'", *SPACES)),
    "fr": (",", SPACES),
    "pl": (",", SPACES),
}


def prove():
    """Print what was read right, asked and wrong; tell whether nothing was silently wrong."""
    with a_database():
        chance = random.Random(11)
        found = {name: language(name, chance) for name in WRITTEN}
    return all(found.values())


def language(name, chance):
    """Print what came of the numbers of one language; tell whether none was wrong."""
    known, unknown, fields = Counter(), Counter(), Counter()
    for _ in range(NUMBERS):
        number = random_number(chance)
        text = written(number, name, chance)
        known[read_in(text, name, number)] += 1
        unknown[read_in(text, "", number)] += 1
        fields[read_field(text, number)] += 1
    for where, count in (("known", known), ("unknown", unknown), ("in a field", fields)):
        told = ", ".join(f"{count[what]:,} {what}" for what in ("right", "asked", "wrong"))
        say(f"{name}, language {where}: {told}")
    wrong = known["wrong"] + unknown["wrong"] + fields["wrong"]
    # Whose language is known is asked nothing; and nobody is asked all the time.
    return not wrong and not known["asked"] and unknown["asked"] <= MOST_ASKED * NUMBERS


def random_number(chance):
    """Return a number of one to ten digits before and none to four behind the point."""
    digits = chance.randint(0, 10 ** chance.randint(1, 10))
    places = chance.choice((0, 0, 0, 1, 2, 3, 4))
    number = Decimal(digits).scaleb(-places)
    return -number if chance.random() < 0.2 else number


def written(number, name, chance):
    """Write a number as a language does, with groups of thousands or without."""
    mark, betweens = WRITTEN[name]
    whole, _point, part = f"{abs(number):f}".partition(".")
    if len(whole) > 3 and chance.random() < 0.7:
        whole = f"{int(whole):,}".replace(",", chance.choice(betweens))
    sign = chance.choice(("-", "\u2212")) if number < 0 else chance.choice(("", "", "+"))
    around = chance.choice(("", "", *SPACES))
    return f"{around}{sign}{whole}{mark if part else ''}{part}{around}"


def read_in(text, name, number):
    from core.errors import DomainError
    from scorecard.services.uploads.figures import number_of

    try:
        return "right" if number_of(text, name) == number else "wrong"
    except DomainError:
        return "asked"


def read_field(text, number):
    """Read it as the page on which figures are entered does."""
    from core.errors import DomainError
    from scorecard.forms.sheets import read_cell
    from scorecard.models import KpiVersion
    from scorecard.services.drafts import Typed

    version = KpiVersion(unit_rule="sum", unit_of_measure="t")
    try:
        return "right" if read_cell(Typed(text), version).value == number else "wrong"
    except DomainError:
        return "asked"


def say(what):
    sys.stdout.write(f"  {what}\n")
    sys.stdout.flush()
