"""The units around the one shown."""

from django.http import QueryDict

from scorecard.engine.types import Status
from scorecard.selectors.context import read_context
from scorecard.selectors.units import find_units


def names(nodes):
    return [(node.name, names(node.children)) for node in nodes]


def test_the_tree_shows_the_path_the_children_and_their_scores(context):
    (top,) = context.tree
    assert top.current
    assert names(top.children) == [("Eastern Field Command", [])]
    assert top.status is Status.RED


def test_a_manager_sees_the_path_upwards_but_no_sister(world, mara):
    tree = read_context(mara, QueryDict("period=2026-10")).tree
    assert names(tree) == [("Army HQ", [("Eastern Field Command", [("1st Armoured Brigade", [])])])]


def test_links_keep_the_period(world, chief):
    (top,) = read_context(chief, QueryDict("period=2026-09")).tree
    assert top.children[0].url == "?unit=CMD&period=2026-09"


def test_a_search_finds_units_by_a_part_of_their_name_or_code(world, chief):
    assert [unit.code for unit in find_units(chief, "brigade")] == ["MARA", "NILS"]
    assert [unit.code for unit in find_units(chief, "cmd")] == ["CMD"]
    assert find_units(chief, "brigade")[0].parent == "Eastern Field Command"


def test_a_search_never_finds_a_sister_unit(world, nils):
    assert [unit.code for unit in find_units(nils, "brigade")] == ["NILS"]
