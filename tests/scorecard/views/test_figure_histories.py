"""The page of one figure's history, and the same as a file."""

ADDRESS = "?unit=MARA&kpi=STAFF&period=2026-10"


def test_the_entry_page_leads_to_the_history_of_what_was_submitted(world, mara, read):
    link = 'href="/figures/history/?unit=MARA&amp;kpi=STAFF&amp;period=2026-10"'
    assert link in read(mara, "/enter/?unit=MARA&period=2026-10")
    page = read(mara, "/figures/history/" + ADDRESS)
    assert "This figure was submitted once" in page
    assert "1st Armoured Brigade entered 25" in page


def test_it_can_be_taken_along(world, mara, sign_in):
    answer = sign_in(mara).get("/tables/csv/history/" + ADDRESS)
    assert answer.status_code == 200
    assert "25" in b"".join(answer).decode()


def test_it_is_for_who_sees_into_the_unit(world, mara, nils, sign_in):
    assert sign_in(nils).get("/figures/history/" + ADDRESS).status_code == 404
    above = "/figures/history/?unit=HQ&kpi=STAFF&period=2026-10"
    assert sign_in(mara).get(above).status_code == 403
