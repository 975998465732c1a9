"""Ask for the explanation of a figure as somebody who opens its page."""

import pytest
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.subjects import kpi_at
from scorecard.services.explanations import read_explanation
from scorecard.services.figures import read_readings
from scorecard.services.past import requested_moment


def explained(person, query, code):
    asked = QueryDict(query)
    moment = requested_moment(asked)
    context = read_context(person, asked, asked.get("as_of", ""))
    subject = kpi_at(person, context, code, moment)
    readings = read_readings(context, subject, "13", moment)
    return read_explanation(context, subject, readings, moment)


def lines(found):
    return found.parts.lines


def points(found):
    return {part.name: part.points for part in lines(found)}


def total(found, name):
    return sum(getattr(part, name) or 0.0 for part in lines(found))


def add_up(found):
    assert total(found, "points") == pytest.approx(found.figure.value)
    assert total(found, "moved") == pytest.approx(found.parts.change)
