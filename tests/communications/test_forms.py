import pytest

from communications.forms import DraftForm
from communications.models import LONGEST_TEXT
from core.errors import DomainError, NotAllowedError


def filled(chief, *units, **fields):
    typed = {"title": "Title", "text": "Text", "speaker": chief.pk}
    return typed | {"units": [unit.pk for unit in units]} | fields


def test_line_ends_are_of_one_kind(ada, chief, units):
    form = DraftForm(filled(chief, units.mara, text="One\r\n\r\nTwo"), writer=ada)
    assert form.is_valid()
    assert form.wording().text == "One\n\nTwo"


def test_a_text_that_is_too_long_is_refused_beside_the_field(ada, chief, units):
    form = DraftForm(filled(chief, units.mara, text="x" * (LONGEST_TEXT + 1)), writer=ada)
    assert form.errors.keys() == {"text"}


def test_an_employee_is_not_offered_as_speaker(ada, otto, units):
    assert DraftForm(filled(otto, units.mara), writer=ada).errors.keys() == {"speaker"}


def test_a_unit_that_is_no_number_is_an_error_of_the_field(ada, chief, units):
    form = DraftForm(filled(chief) | {"units": ["x"]}, writer=ada)
    assert form.errors.keys() == {"units"}
    assert form.chosen_units() == set()


@pytest.mark.parametrize(("field", "place"), [("units", "units"), ("elsewhere", "__all__")])
def test_a_refusal_stands_beside_its_field_or_above_the_form(field, place, ada, chief, units):
    form = DraftForm(filled(chief, units.mara), writer=ada)
    assert form.is_valid()
    with form.refusing():
        raise DomainError("Not so.", field=field)
    assert form.errors == {place: ["Not so."]}


def test_what_is_not_allowed_is_no_matter_of_the_form(ada, chief, units):
    form = DraftForm(filled(chief, units.mara), writer=ada)
    assert form.is_valid()
    with pytest.raises(NotAllowedError), form.refusing():
        raise NotAllowedError("No.")
