import pytest
from django.template.loader import render_to_string

from initiatives.selectors import being_done_for_objectives
from tests.factories import make_objective
from tests.initiatives.factories import (
    TODAY,
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)


@pytest.fixture
def render(ada):
    def render(objective):
        found = being_done_for_objectives(ada, [objective.pk], today=TODAY)
        items = found.get(objective.pk, [])
        return render_to_string("initiatives/being_done.html", {"items": items})

    return render


def test_the_part_for_other_pages_shows_words_owner_and_next_step(units, otto, render):
    objective = make_objective(unit=units.hq)
    initiative = make_initiative(unit=units.mara, name="Spares surge", owner=otto)
    make_contribution(initiative, objective)
    make_status_line(initiative, "Pads <arrive> on Monday.", otto)
    make_milestone(initiative, "Wave 1", TODAY.replace(month=10))
    part = render(objective)
    for words in ["Spares surge", "Pads &lt;arrive&gt;", "Owner Otto Strand.", "was due on"]:
        assert words in part


def test_an_objective_that_nothing_helps_draws_nothing(units, render):
    assert not render(make_objective(unit=units.hq)).strip()
