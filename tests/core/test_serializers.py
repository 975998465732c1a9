import pytest

from core.serializers import Flag, StrictSerializer, Text


class Sent(StrictSerializer):
    name = Text(max_length=5)
    open = Flag(required=False)


def faults(data):
    read = Sent(data=data)
    return {} if read.is_valid() else {name: len(said) for name, said in read.errors.items()}


def test_what_is_right_is_read():
    assert faults({"name": "Depot", "open": False}) == {}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"name": "Depot", "nmae": "Depot"}, "nmae"),
        ({"name": 5}, "name"),
        ({"name": True}, "name"),
        ({"name": None}, "name"),
        ({"name": "Depots"}, "name"),
        ({"name": "De\x00t"}, "name"),
        ({"name": "Depot", "open": 1}, "open"),
        ({"name": "Depot", "open": "true"}, "open"),
        ([], "non_field_errors"),
    ],
)
def test_what_is_wrong_is_named(data, field):
    assert list(faults(data)) == [field]
