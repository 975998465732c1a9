import json

from scorecard.models import Draft, Entry
from tests.factories import make_kpi, make_reporter
from tests.scorecard.views.entry_forms import OCTOBER, fields

PASTE = "/enter/paste/"


def paste(browser, unit, kpis, text, **query):
    name = f"cell-{kpis[0].pk}-{unit.pk}-value"
    typed = fields(unit, {kpi: ("", "") if kpi.definition.is_ratio else "" for kpi in kpis})
    sent = typed | {"block": text, "at": name}
    answer = browser.post(PASTE, sent, query_params=OCTOBER | {"unit": unit.code} | query)
    return answer.status_code, json.loads(answer.content)


def test_a_block_is_read_and_nothing_is_kept(sign_in, mara, units, days, ready):
    status, answer = paste(sign_in(mara), units.mara, [days, ready], "Days lost\t12\nREADY\t3\t4")
    assert (status, answer["title"], answer["is_plain"]) == (200, "Fill in 2 rows?", False)
    assert [line["says"] for line in answer["lines"]] == ["12", "3 of 4"]
    assert not Draft.objects.exists()
    assert not Entry.objects.exists()


def test_a_block_of_which_nothing_fits_says_so(sign_in, mara, units, days):
    _status, answer = paste(sign_in(mara), units.mara, [days], "1\t2")
    assert answer["title"] == "Nothing of it fits a row of this page"


def test_what_cannot_be_read_at_all_is_422(sign_in, mara, units, days):
    status, answer = paste(sign_in(mara), units.mara, [days], "1\n" * 500)
    assert status == 422
    assert "too much for one page" in answer["message"]


def test_a_block_for_a_unit_of_somebody_else_is_404(sign_in, mara, nils, units, days):
    query = {"unit": "MARA", "period": "2026-10"}
    sent = {"block": "1", "at": f"cell-{days.pk}-{units.mara.pk}-value"}
    assert sign_in(nils).post(PASTE, sent, query_params=query).status_code == 404


def test_a_kpi_of_a_sister_unit_is_not_named(sign_in, mara, units, days):
    secret = make_kpi("SECRET", name="Secret stores")
    make_reporter(units.nils, secret)
    text = "Days lost\t1\nSecret stores\t2\nSECRET\t2"
    _status, answer = paste(sign_in(mara), units.mara, [days, secret], text)
    assert [line["name"] for line in answer["lines"]] == ["Days lost", "", ""]
