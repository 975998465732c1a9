import json

from core.cells import day, flag, text
from core.package_description import describe
from core.packages import Column, Schema

UNITS = Schema(
    "units",
    (
        Column("code", text(5), required=True),
        Column("parent", required=True, may_be_empty=True, refers="unit"),
        Column("opened_on", day, default=None),
        Column("critical", flag, default=False),
    ),
    key=("code",),
    defines="unit",
)
LINES = Schema("lines", (Column("unit", refers="unit"), Column("owner", refers="person")), key=())
FILES = {"units.csv": b"code,parent\nHQ,\n", "lines.csv": b""}


def described(*, is_whole=True):
    package = json.loads(describe(FILES, [UNITS, LINES], is_whole=is_whole))
    return {resource["name"]: resource for resource in package["resources"]}


def test_a_file_has_its_path_size_and_hash():
    units = described()["units"]
    assert (units["path"], units["bytes"]) == ("units.csv", 16)
    digest = "3933c2ed6927ac2cf0de02b1f02fbe58cc999cb870a7949f25ecada59143d89c"
    assert units["hash"] == f"sha256:{digest}"


def test_a_column_has_its_type_and_must_be_filled_where_it_must():
    code, parent, opened, critical = described()["units"]["schema"]["fields"]
    assert code["constraints"] == {"required": True, "maxLength": 5}
    assert parent == {"name": "parent", "type": "string"}
    assert opened["type"] == "date"
    assert critical["type"] == "boolean"


def test_keys_lead_to_the_file_itself_or_to_another_and_to_none_that_is_absent():
    units, lines = described()["units"]["schema"], described()["lines"]["schema"]
    assert units["primaryKey"] == ["code"]
    assert "primaryKey" not in lines
    own = {"fields": "parent", "reference": {"resource": "", "fields": "code"}}
    assert units["foreignKeys"] == [own]
    other = {"fields": "unit", "reference": {"resource": "units", "fields": "code"}}
    assert lines["foreignKeys"] == [other]


def test_a_part_of_an_organisation_promises_no_foreign_key():
    assert not any("foreignKeys" in part["schema"] for part in described(is_whole=False).values())
