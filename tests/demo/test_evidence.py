from core.attachments import check_attachment
from demo.evidence import ATTACHED, sheet


def test_each_file_is_what_its_name_says():
    kinds = [check_attachment(each.name, each.content) for each in ATTACHED]
    assert kinds == ["pdf", "txt"]


def test_a_sheet_says_where_each_of_its_objects_begins():
    paper = sheet(("Brakes (front)",))
    assert rb"(Brakes \(front\)) Tj" in paper
    at = int(paper.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    table = paper[at:].split(b"\n")
    assert table[0] == b"xref"
    for number, line in enumerate(table[3:8], start=1):
        assert paper[int(line[:10]) :].startswith(b"%d 0 obj" % number)
