"""An entry form as the page has it, as far as its script looks at it."""

from urllib.parse import parse_qsl

from django.template.loader import render_to_string

ROW = """<tr class="er is-ok" data-name="Row {row}"><td><input class="cell" data-cell
id="cell-{row}" name="cell-{row}-9-value" value="{value}" {more}></td><td><span data-state></span>
<button type="submit" data-without name="without" value="cell-{row}-9-value">none</button></td></tr>
"""
PAIR = """<tr class="er" data-name="Pair"><td>
<input class="cell" data-cell id="cell-9" name="cell-9-9-numerator">
<input class="cell" data-cell name="cell-9-9-denominator"></td><td data-state></td></tr>"""
PASTE = """(field, text) => {
  const data = new DataTransfer();
  data.setData("text", text);
  const options = { clipboardData: data, bubbles: true, cancelable: true };
  field.dispatchEvent(new ClipboardEvent("paste", options));
}"""


def form(rows, owner=7):
    return f"""<form data-sign-out action="/out/"><button type="submit">Sign out</button></form>
    <div data-person="{owner}"></div>
    <form data-entry data-draft-url="/draft/" data-paste-url="/paste/" data-owner="{owner}"
    data-sign-in-url="/sign-in/?next=/enter/" action="/sent/">
    <input type="hidden" name="csrfmiddlewaretoken" value="t">
    <p data-restored hidden></p><p data-count="err" hidden></p><table>{rows}</table>
    <p data-in-the-way hidden><span data-links></span></p>
    <button type="submit">Submit</button><p data-save-state></p></form>
    {render_to_string("scorecard/enter_paste.html")}"""


def rows(*values, more=""):
    return "".join(ROW.format(row=row, value=value, more=more) for row, value in enumerate(values))


def cell(page, row):
    return page.locator(f"[name=cell-{row}-9-value]")


def part(page, name):
    return page.locator(f"[name=cell-9-9-{name}]")


def paste(place, text):
    place.evaluate(PASTE, text)


def line(pasted, fields=None, *, problem="", choices=()):
    """Return a line of the server's answer to a paste."""
    return {
        "pasted": pasted,
        "name": "Row",
        "of_period": "",
        "says": f"{pasted} days",
        "problem": problem,
        "fields": fields or {},
        "choices": choices,
    }


def fields_of(body):
    return dict(parse_qsl(body, keep_blank_values=True))
