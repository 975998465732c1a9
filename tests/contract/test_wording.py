"""Every word that a person reads can be translated, sentence by sentence."""

import pytest

from tests.contract import wording_rules as rules
from tests.contract.test_architecture import PRODUCT, named, python_files

# Whose words are not for people who use pages, or are no sentences -> what they are.
SPEAKS_ENGLISH = {
    "core/append_only.py": "what the database answers to whoever goes past OSM",
    "core/changes.py": "a mistake of the program, which no person can make",
    "core/package_export.py": "a mistake of the program, which no person can make",
    "core/schemas.py": "the reference of the API, for programmers",
    "core/typed_units.py": "what may be typed for a unit, in several languages",
    "jobs/services/drain.py": "reasons for the operator, beside a parked row",
    "jobs/services/heartbeats.py": "reasons for the operator's monitoring",
    "osm/environment.py": "why the program does not start",
    "osm/file_broker.py": "what the log says where a folder cannot be written to",
    "osm/metrics.py": "what a metric is, for the operator's monitoring",
    "osm/settings.py": "why the program does not start",
    "osm/wsgi.py": "why the program does not start",
    "scorecard/api/periods.py": "the reference of the API, for programmers",
    "scorecard/forms/sheets.py": "what may be typed for a figure that does not apply",
    "scorecard/services/uploads/figures.py": "what files write where a figure does not apply",
    "scorecard/services/uploads/layouts.py": "how files head their columns, to be recognised",
}
FORMATS = {"core/numbers.py": "a number and its abbreviation, which each language orders alike"}
# The engine knows no Django, commands speak to the operator, the demo is fiction.
OUTSIDE = {"engine", "management", "demo"}
FILES = [path for path in python_files(*PRODUCT) if OUTSIDE.isdisjoint(path.parts)]


def for_programmers(path, rule):
    """Return the keyword arguments whose words are the reference of the API."""
    is_reference = "api" in path.parts and rule is not rules.glued
    return [rules.REFERENCE] if is_reference else []


def places(rule, allowed):
    """Return file and line of everything that a rule finds."""
    return [
        f"{named(path)}:{line}"
        for path in FILES
        if named(path) not in allowed
        for line in rule(path.read_text(), *for_programmers(path, rule))
    ]


def test_every_sentence_can_be_translated():
    assert places(rules.prose, SPEAKS_ENGLISH) == []


def test_every_label_and_choice_can_be_translated():
    assert places(rules.labels, ()) == []


def test_no_sentence_is_put_together_from_parts():
    assert places(rules.glued, FORMATS) == []


def test_no_exception_is_kept_for_what_is_gone():
    sources = {named(path): path.read_text() for path in FILES}
    kept = {path for path in SPEAKS_ENGLISH if rules.prose(sources.get(path, ""))}
    assert kept == SPEAKS_ENGLISH.keys()
    assert {path for path in FORMATS if rules.glued(sources.get(path, ""))} == FORMATS.keys()


@pytest.mark.parametrize(
    "source",
    [
        'raise DomainError("Choose another day.")',
        'messages.success(request, "It is saved.")',
        'raise ValidationError({"name": ["Give it a name."]})',
        'raise ProblemError(HTTPStatus.BAD_REQUEST, f"There is no unit {code}.")',
        'text = "was due on Monday"',
        'def why(reason="not entered yet"): pass',
    ],
)
def test_a_sentence_without_translation_is_caught(source):
    assert rules.prose(source) == [1]


def test_the_reference_of_the_api_is_for_programmers():
    source = 'unit = CharFilter(help_text="Exactly this unit.", label="Of the unit")'
    assert rules.prose('CharFilter(help_text="Exactly this unit.")', rules.REFERENCE) == []
    assert rules.labels(source, rules.REFERENCE) == rules.prose(source, rules.REFERENCE) == [1]


@pytest.mark.parametrize(
    "source",
    [
        'raise DomainError(_("Choose another day."))',
        'ngettext("one unit is late", "%(n)d units are late", n)',
        'logger.info("key worked off")',
        'raise RuntimeError("this cannot be")',
        '"""What it is for."""',
        'def find() -> "list of units": pass',
        "query = 'unit__path'",
        'ask("SELECT name FROM unit")',
        'ask(f"COPY {table} ({names}) FROM STDIN")',
        'sys.stderr.write("Name one folder.")',
        'record(actor, "named deputy", row)',
        'words = {"named deputy": _("made somebody a deputy")}',
        'headers = {"Content-Type": "text/csv; charset=utf-8"}',
    ],
)
def test_other_texts_are_not(source):
    assert rules.prose(source) == []


@pytest.mark.parametrize(
    "source",
    [
        'forms.CharField(label="Name")',
        'forms.CharField(help_text="Optional")',
        'models.CharField("name", max_length=200)',
        'class Meta:\n    verbose_name = "x"\nUnit(verbose_name="unit")',
        'class Stage(TextChoices):\n    DONE = "done", "Done"',
        'class Unit(Model):\n    KINDS = [("a", "Army")]',
        "@admin.display(description='Code')\ndef code(self): pass",
    ],
)
def test_a_label_without_translation_is_caught(source):
    assert len(rules.labels(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        'forms.CharField(label=_("Name"), help_text="")',
        'models.ForeignKey("Unit", verbose_name=_("unit"))',
        'class Stage(TextChoices):\n    DONE = "done", _("Done")',
        "forms.ModelChoiceField(empty_label=None)",
    ],
)
def test_translated_labels_are_not(source):
    assert rules.labels(source) == []


@pytest.mark.parametrize(
    "source",
    [
        '_("Late: ") + name',
        '_("%(unit)s is") % {"unit": unit} + _(" late")',
        'f"{_("Late")}: {name}"',
        '_(f"{name} is late")',
        "_(text)",
        '_("%s is late") % name',
        '_("{} is late").format(name)',
        'ngettext("one", "many " + what, n)',
    ],
)
def test_a_sentence_put_together_is_caught(source):
    assert rules.glued(source.replace('{_("Late")}', "{_('Late')}")) == [1]


@pytest.mark.parametrize(
    "source",
    [
        '_("%(unit)s is late") % {"unit": unit}',
        '_("100 %% of %(count)d")',
        "total = left + right",
        'f"{name}: {value}"',
    ],
)
def test_whole_sentences_are_not(source):
    assert rules.glued(source) == []
