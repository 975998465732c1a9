"""The page on which the office decides what sister units see of each other."""

import pytest

from organization.models import Comparison, Unit

PAGE = "/comparison/"


def test_the_office_decides_and_the_page_says_what_was_decided_why_and_by_whom(ada, read, sign_in):
    assert "Nothing: figures are compared without names" in read(ada, PAGE)
    answer = sign_in(ada).post(PAGE, {"kind": "named", "reason": "All commands agreed."})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    page = read(ada, PAGE)
    assert '<option value="named" selected>Figures with names</option>' in page
    decided = page[page.index('id="decisions-heading"') :]
    for words in ("Figures with names", "All commands agreed.", ada.name):
        assert words in decided


@pytest.mark.parametrize(
    "wrong", [{"kind": "all"}, {"kind": ""}, {"reason": ""}, {"reason": "   "}]
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(ada, sign_in, wrong):
    typed = {"kind": "none", "reason": "We count otherwise."} | wrong
    answer = sign_in(ada).post(PAGE, typed)
    assert answer.status_code == 422
    assert typed["reason"].strip() in answer.content.decode()
    assert not Comparison.objects.exists()


def test_an_organisation_without_units_has_nothing_to_decide(organization, ada, sign_in):
    client = sign_in(ada)
    Unit.objects.update(parent=Unit.objects.get(code="NILS"))
    assert client.get(PAGE).status_code == 404
