import re

from audit.selectors.words import KINDS, VERBS
from tests.contract.test_audited_services import SERVICES

SAID = re.compile(r'\b(verb|kind)="([^"]+)"')


def without_words(sources):
    """Return verbs and kinds that services record and no reader has words for."""
    of_records = [text for text in sources if "audit.services.records" in text]
    said = {pair for text in of_records for pair in SAID.findall(text)}
    known = {("verb", verb) for verb in VERBS} | {("kind", kind) for kind in KINDS}
    return sorted(said - known)


def test_readers_have_words_for_all_that_services_record():
    assert without_words(SERVICES.values()) == []


def test_the_net_catches_a_verb_without_words():
    text = 'from audit.services.records import record\nrecord(verb="sold", kind="message")'
    assert without_words([text]) == [("verb", "sold")]
