"""The entry form as a browser fills, posts and reads it."""

ENTER, DRAFT = "/enter/", "/enter/draft/"
OCTOBER = {"unit": "MARA", "period": "2026-10"}


def fields(unit, texts, week=""):
    """Name the fields of a form: `texts` holds a text by KPI, or two for a ratio."""
    within = f"{week}-" if week else ""
    named = {}
    for kpi, text in texts.items():
        parts = (
            {"value": text}
            if isinstance(text, str)
            else dict(zip(("numerator", "denominator"), text, strict=True))
        )
        named |= {f"cell-{kpi.pk}-{unit.pk}-{within}{part}": each for part, each in parts.items()}
    return named


def post(client, unit, texts, *, key="", address=ENTER, **query):
    query = {"unit": unit.code, "period": "2026-10"} | query
    return client.post(address, fields(unit, texts) | {"key": key}, query_params=query)


def text_of(response):
    return " ".join(response.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())


def cell_of(response, kpi, part="value"):
    """Return the typed text and the message of a row."""
    (row,) = [row for row in response.context["page"].rows if row.kpi_id == kpi.pk]
    typed = next(cell.typed for cell in row.cells if cell.name.endswith(part))
    return typed, row.message
