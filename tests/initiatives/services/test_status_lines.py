import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from initiatives.models import StatusLine
from initiatives.services.status_lines import write_status_line
from tests.initiatives.factories import make_initiative


def test_a_status_line_is_appended_and_the_one_before_stays(units, otto):
    initiative = make_initiative(unit=units.mara, owner=otto)
    write_status_line(actor=otto, initiative=initiative, text="Pads ordered.")
    write_status_line(actor=otto, initiative=initiative, text="  Pads arrive on Monday. ")
    lines = StatusLine.objects.order_by("id").values_list("text", "author")
    assert list(lines) == [("Pads ordered.", otto.pk), ("Pads arrive on Monday.", otto.pk)]
    assert StatusLine.objects.newest().get().text == "Pads arrive on Monday."
    assert Record.objects.count() == 2


@pytest.mark.parametrize("who", ["nils", "otto", "vera", "chief"])
def test_only_the_owner_and_editors_write(request, units, who):
    initiative = make_initiative(unit=units.mara)
    with pytest.raises(NotAllowedError):
        write_status_line(
            actor=request.getfixturevalue(who), initiative=initiative, text="All is well."
        )
    assert not StatusLine.objects.exists()


@pytest.mark.parametrize("text", ["", " \n ", "x" * 501])
def test_no_words_and_too_many_are_refused(units, mara, text):
    initiative = make_initiative(unit=units.mara)
    with pytest.raises(DomainError) as refusal:
        write_status_line(actor=mara, initiative=initiative, text=text)
    assert refusal.value.field == "text"
