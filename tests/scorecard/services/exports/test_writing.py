import csv
import io
import json

from scorecard.services.exports.writing import write_csv, write_json

COLUMNS = ("unit", "value", "reported", "status")
LINES = [
    ("MARA", 0.1, 2, "green"),
    ('Žižka, “the” "one"', None, 0, "no_data"),
    ("two\nlines", -5.0, 1, "red"),
]


def written(write):
    stream = io.StringIO()
    write(stream, COLUMNS, LINES)
    return stream.getvalue()


def test_csv_has_a_header_line_feeds_and_empty_cells_for_what_is_unknown():
    text = written(write_csv)
    assert text.splitlines()[:2] == ["unit,value,reported,status", "MARA,0.1,2,green"]
    assert "\r" not in text
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[2] == ['Žižka, “the” "one"', "", "0", "no_data"]
    assert rows[3] == ["two\nlines", "-5", "1", "red"]


def test_json_is_a_list_of_objects_with_null_for_what_is_unknown():
    text = written(write_json)
    found = json.loads(text)
    assert found[0] == {"unit": "MARA", "value": 0.1, "reported": 2, "status": "green"}
    assert found[1]["value"] is None
    assert found[2]["unit"] == "two\nlines"
    assert "Žižka" in text


def test_nothing_is_a_header_or_an_empty_list():
    for write, expected in ((write_csv, ["unit,value,reported,status"]), (write_json, ["[", "]"])):
        stream = io.StringIO()
        write(stream, COLUMNS, [])
        assert stream.getvalue().split() == expected
    assert json.loads("[\n]") == []
