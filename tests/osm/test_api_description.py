import pytest

from osm.api_description import described


@pytest.fixture
def operations(db):
    return {
        (operation.verb, operation.address): operation
        for group in described()
        for operation in group.operations
    }


def field(fields, name):
    return next(field for field in fields if field.name == name)


def test_operations_stand_by_what_they_are_about(db):
    names = [group.name for group in described()]
    assert {"units", "entries", "results", "scores", "messages"} <= set(names)
    assert len(names) == len(set(names))


def test_a_list_tells_one_of_its_rows(operations):
    units = operations["GET", "/api/v1/units/"]
    assert units.in_pages
    assert field(units.answered, "parent").kind == "text or null"
    assert field(units.parameters, "open_on").kind == "day"
    assert "parents first" in units.text


def test_what_is_sent_says_what_must_be_there(operations):
    sent = operations["POST", "/api/v1/entries/"].sent
    assert (field(sent, "unit").required, field(sent, "value").required) == (True, False)
    assert field(sent, "value").kind == "number or text"
    assert field(sent, "not_applicable").kind == "true or false"


def test_choices_and_lists_are_told(operations):
    one = operations["GET", "/api/v1/initiatives/{initiative_id}/"]
    assert not one.in_pages
    assert field(one.answered, "stage").kind.startswith("proposed | launched")
    assert field(one.answered, "milestones").kind == "list of: name, due_on, done_on, state"
    assert field(one.parameters, "initiative_id").required


def test_what_takes_nothing_is_sent_nothing(operations):
    assert operations["POST", "/api/v1/messages/{message_id}/read/"].sent == ()
