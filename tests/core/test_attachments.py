"""What is taken as evidence is told by its content, within limits."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from core.attachments import LARGEST, attachment_headers, check_attachment
from core.errors import DomainError

MAIL = b"From: yard@aldmark.example\r\nDate: Mon, 2 Nov 2026 08:00:00 +0000\r\n\r\n88 t\r\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20


def archive(**parts):
    """Return an archive with these texts, their names with / written as __."""
    file = BytesIO()
    with ZipFile(file, "w") as zipped:
        for name, text in parts.items():
            zipped.writestr(name.replace("__", "/").replace("XML", ".xml"), text)
    return file.getvalue()


WORKBOOK, LETTER = archive(xl__workbookXML="<a/>"), archive(word__documentXML="<a/>")
OPEN = "application/vnd.oasis.opendocument."


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("list.pdf", b"%PDF-1.7 ...", "pdf"),
        ("yard.png", PNG, "png"),
        ("yard.jpg", JPEG, "jpeg"),
        ("YARD.JPEG", JPEG, "jpeg"),
        ("list.xlsx", WORKBOOK, "xlsx"),
        ("letter.docx", LETTER, "docx"),
        ("list.ods", archive(mimetype=OPEN + "spreadsheet"), "ods"),
        ("letter.odt", archive(mimetype=OPEN + "text"), "odt"),
        ("list.csv", "Gewicht;88\n".encode("cp1252"), "csv"),
        ("list.txt", "Größe 88".encode("utf-16"), "txt"),
        ("answer.eml", MAIL, "eml"),
    ],
)
def test_each_kind_is_known_by_what_is_in_it(name, content, kind):
    assert check_attachment(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.pdf", b"", "is empty"),
        ("large.txt", b"a" * (LARGEST + 1), "more than 10 MB"),
        ("page.html", b"<script>alert(1)</script>", "not taken"),
        ("program.exe", b"MZ\x90\x00", "not taken"),
        ("program.txt", b"MZ\x90\x00", "not taken"),
        ("wide.txt", b"\xff\xfe\x00", "not taken"),
        ("pdf", b"%PDF-1.7", "not taken"),
        ("list.pdf", PNG, "called .pdf, but holds .png"),
        ("list.txt", b"%PDF-1.7", "called .txt, but holds .pdf"),
        ("list.pdf", b"no pdf", "called .pdf, but holds .txt"),
        ("note.eml", b"no mail", "called .eml, but holds .txt"),
        ("letter.xlsx", LETTER, "called .xlsx, but holds .docx"),
        ("things.docx", archive(other="a"), "not taken"),
        ("slides.odt", archive(mimetype=OPEN + "presentation"), "not taken"),
        ("broken.xlsx", b"PK\x03\x04 and nothing more", "no sound"),
        ("macros.docx", archive(word__documentXML="<a/>", word__vbaProjectbin="a"), "macros"),
    ],
)
def test_anything_else_is_refused_with_what_to_do(name, content, sentence):
    with pytest.raises(DomainError, match=sentence):
        check_attachment(name, content)


def test_it_is_given_back_to_be_saved_and_never_shown():
    headers = attachment_headers("Größe, “neu”.pdf")
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Gr")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
