"""The invented names and ranks that people of Aldmark have."""

from collections.abc import Iterator
from typing import Final

from demo.chance import stream

SURNAMES: Final = """
Aamodt Abel Adler Ahlgren Alder Almqvist Anker Arvid Astrup Bakken Barlow Beck Berg Birk Bjerk
Blom Borg Brant Bremer Brix Carlsen Cole Dahl Dane Dreyer Dunn Eide Ekman Elster Engen Enger
Falk Farstad Fenn Fjeld Foss Frost Galt Garde Gran Greve Grieg Gunder Haagen Hald Halse Hamre
Hansen Haug Hegg Heiberg Helle Holm Holt Hoyer Ingram Irgens Jahn Jensen Joer Kallas Kamp Keel
Kiel Kjaer Klem Knape Koren Krag Kvam Lange Larke Lie Lind Lorck Lund Lysne Maar Malm Marker
Meyer Moe Mohn Monk Munthe Nagel Ness Noer Nord Nyberg Odden Olin Orre Paulsen Prahl Quist Ramm
Rask Reid Riis Roed Rolf Ruud Rye Saebo Sand Schou Selmer Sinding Skaar Skov Solem Stang Steen
Sunde Svane Tandberg Tank Thune Torp Tveit Ulven Urdal Vang Vik Voss Wahl Wang Wedel Wiik Wold
Worm Ytter Zander
"""
INITIALS: Final = "ABCDEFGHIJKLMNOPRSTUVW"

# The rank of the officer in charge, by kind of unit; everything else is led by a major.
LEADERS: Final = {
    "hq": "Brig",
    "command": "Col",
    "brigade": "Col",
    "regiment": "Col",
    "battalion": "Lt Col",
    "depot": "Lt Col",
    "school": "Lt Col",
    "hospital": "Col",
    "group": "Col",
    "region": "Col",
}
RANKS: Final = ("Pte", "Pte", "Cpl", "Cpl", "Sgt", "Sgt", "WO", "Lt", "Capt")


def invented_names(seed: int, taken: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield initial and surname, each pair once, in an order of the seed.

    ``taken`` holds names such as ``N. Falk`` that the fixed cast already bears.
    """
    pairs = [(initial, surname) for surname in SURNAMES.split() for initial in INITIALS]
    for at in stream(seed, "names").permutation(len(pairs)).tolist():
        initial, surname = pairs[at]
        if f"{initial}. {surname}" not in taken:
            yield initial, surname
