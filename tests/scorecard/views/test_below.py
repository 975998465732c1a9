"""The rows that open below a KPI on the scorecard."""

PARTIAL = {"HX-Request": "true"}
AT = "/scorecard/below/VEH/?unit=CMD&period=2026-10"


def test_the_units_directly_below_come_as_rows(world, chief, sign_in):
    page = sign_in(chief).get(AT, headers=PARTIAL).content.decode()
    units = world.units
    assert page.count('<tr class="kpi below') == 2
    for unit in (units.mara, units.nils):
        assert unit.name in page
    assert f"unit={units.mara.code}" in page
    assert "<html" not in page


def test_a_link_to_them_leads_to_the_page_of_the_kpi(world, chief, sign_in):
    answer = sign_in(chief).get(AT)
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/kpis/VEH/?unit=CMD&period=2026-10",
    )


def test_where_nobody_below_reports_it_says_so(world, mara, sign_in):
    address = "/scorecard/below/VEH/?unit=MARA&period=2026-10"
    page = sign_in(mara).get(address, headers=PARTIAL).content.decode()
    assert "No unit below reports this KPI" in page


def test_above_ones_own_unit_no_row_is_shown(world, mara, sign_in, read):
    page = sign_in(mara).get(AT, headers=PARTIAL).content.decode()
    assert world.units.nils.name not in page
    assert "data-below" not in read(mara, "/scorecard/?unit=CMD&period=2026-10")
    assert "data-below" in read(mara, "/scorecard/?unit=MARA&period=2026-10")


def test_as_known_earlier_rows_do_not_open(world, chief, read):
    assert "data-below" not in read(chief, "/scorecard/?unit=CMD&period=2026-10&as_of=2026-11-12")
