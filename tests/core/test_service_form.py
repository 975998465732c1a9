import pytest
from django import forms

from core.errors import DomainError, NotAllowedError
from core.service_form import DayInput, ServiceForm


class DayForm(ServiceForm):
    day = forms.DateField(widget=DayInput())


def refusing(error):
    def service():
        raise error

    return service


def test_what_the_service_did_is_returned_for_valid_input():
    assert DayForm({"day": "2026-11-12"}).submit(lambda: "done") == "done"


def test_invalid_input_does_not_reach_the_service():
    form = DayForm({"day": "someday"})
    assert form.submit(refusing(AssertionError)) is None
    assert "day" in form.errors


@pytest.mark.parametrize(("field", "place"), [("day", "day"), ("", "__all__"), ("x", "__all__")])
def test_a_refusal_stands_beside_its_field_or_above_all(field, place):
    form = DayForm({"day": "2026-11-12"})
    assert form.submit(refusing(DomainError("Too late.", field=field))) is None
    assert form.errors == {place: ["Too late."]}


def test_what_a_person_may_not_do_at_all_is_not_a_matter_of_the_form():
    with pytest.raises(NotAllowedError):
        DayForm({"day": "2026-11-12"}).submit(refusing(NotAllowedError("No.")))


def test_a_day_is_given_to_the_browser_as_it_wants_it():
    shown = str(DayForm(initial={"day": "2026-11-12"})["day"])
    assert 'type="date"' in shown
    assert 'value="2026-11-12"' in shown
