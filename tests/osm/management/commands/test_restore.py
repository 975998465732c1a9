from audit.selectors.chain import Verdict
from osm.backups.manifest import Contents, Manifest
from osm.backups.restore import Verification
from osm.management.commands.restore import sentences

MANIFEST = Manifest("2026-11-12T08:00:00+00:00", "SQLite", Contents({"a": 1}, [], 3, "f"), {})
WHOLE = {
    "manifest": MANIFEST,
    "tables": {},
    "chain": Verdict(3, "f"),
    "worked_off": 2,
    "differing": 0,
    "days_passed": False,
}


def said(**differing):
    found = Verification(**(WHOLE | differing))
    return found.is_whole, "\n".join(sentences(found))


def test_a_whole_restore_says_what_was_compared():
    is_whole, text = said()
    assert is_whole
    assert "all 1 tables have as many rows" in text
    assert "the chain holds. Links: 3." in text
    assert "2 waiting keys worked off; a full rebuild differs in no row" in text


def test_a_table_with_other_rows_is_named():
    assert said(tables={"scorecard_entry": (5, 4)})[0] is False
    assert (
        "scorecard_entry: 4 rows, and the backup had 5."
        in said(tables={"scorecard_entry": (5, 4)})[1]
    )


def test_a_broken_chain_is_told():
    is_whole, text = said(chain=Verdict(1, "f", "Link 2 is missing.", 2))
    assert not is_whole
    assert "Audit: Link 2 is missing. 1 links hold." in text


def test_results_that_differ_are_a_fault_unless_days_have_passed():
    assert said(differing=7)[0] is False
    assert "differed in 7 rows" in said(differing=7)[1]
    assert said(differing=7, days_passed=True)[0] is True
    assert "days have passed" in said(differing=7, days_passed=True)[1]
