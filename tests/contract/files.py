"""The tables that are given as files, for `pages.py`: who takes which, and what makes it grow."""

FILES = (
    ("File of a scorecard", "chief", "/tables/csv/scorecard/?unit=HQ", "kpis"),
    ("File of units", "mara", "/tables/csv/units/?unit=MARA&period=2026-10", "units"),
    ("File of a KPI", "mara", "/tables/csv/kpis/VEH/?unit=MARA&period=2026-10", "units"),
    ("File of parts", "mara", "/tables/csv/kpi-units/VEH/?unit=MARA&period=2026-10", "units"),
    ("File of sisters", "chief", "/tables/csv/sisters/VEH/?unit=MARA&period=2026-10", "sisters"),
    ("File of figures coming in", "chief", "/tables/csv/collection/?period=2026-10", "units"),
    ("File of a miss", "chief", "/tables/csv/misses/VEH/?unit=HQ&period=2026-10", "kpis"),
    (
        "File of a waterfall",
        "mara",
        "/tables/csv/waterfalls/VEH/?unit=MARA&period=2026-10",
        "units",
    ),
    ("File of a forecast", "mara", "/tables/csv/forecasts/VEH/?unit=MARA&period=2026-10", "units"),
    ("File of why a figure", "mara", "/tables/csv/why-kpi/VEH/?unit=MARA", "units"),
    ("File of why a scorecard", "chief", "/tables/csv/why-scorecard/?unit=HQ", "kpis"),
    (
        "File of why a perspective",
        "chief",
        "/tables/csv/why-perspective/PROC/?unit=HQ&period=2026-10",
        "kpis",
    ),
    (
        "File of why an objective",
        "chief",
        "/tables/csv/why-objective/REPAIR/?unit=HQ&period=2026-10",
        "kpis",
    ),
    ("File of my strategy", "otto", "/tables/csv/my-strategy/?period=2026-10", "kpis"),
    ("File of all figures", "mara", "/tables/csv/figures/?unit=MARA", "units"),
    ("File of initiatives", "chief", "/initiatives/tables/csv/", "initiatives"),
    ("File of sent messages", "ada", "/messages/sent/tables/csv/", "messages"),
    ("Record as a file", "vera", "/audit/export/", "records"),
    ("Record as a workbook", "vera", "/audit/export/workbook/", "records"),
    ("File of people", "ada", "/people/tables/csv/", "people"),
)
