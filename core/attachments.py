"""Files that people attach as evidence: within limits, and what they are by their content.

Nothing in them is opened, shown or run here: they are kept as they are, and given back as files.
"""

import re
from email.parser import BytesHeaderParser
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.package_archive import MEGABYTE, check_archive, open_archive
from core.uploaded_files import ZIPPED, check_parts

LARGEST: Final = 10 * MEGABYTE
PDF, PNG, JPEG, XLSX, DOCX = "pdf", "png", "jpeg", "xlsx", "docx"
ODS, ODT, CSV, TXT, EML = "ods", "odt", "csv", "txt", "eml"
KINDS: Final = (PDF, PNG, JPEG, XLSX, DOCX, ODS, ODT, CSV, TXT, EML)
#: How a name may end.
ENDINGS: Final = {kind: kind for kind in KINDS} | {"jpg": JPEG}
_STARTS: Final = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_PARTS: Final = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX}
_MIMES: Final = {
    b"application/vnd.oasis.opendocument.spreadsheet": ODS,
    b"application/vnd.oasis.opendocument.text": ODT,
}
_TEXTS: Final = (CSV, TXT, EML)
# No text has these: the signs below the space, but for tabs, ends of lines and of pages.
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f]")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_HEAD: Final = 64 * 1024
_SEALED: Final = ("default-src 'none'", "sandbox")
# Longer than any of the mime types above.
_LONGEST_MIME: Final = 100


def check_attachment(name: str, content: bytes) -> str:
    """Return what a file is, by its content: one of KINDS.

    Raises
    ------
    DomainError
        Where it is empty, too large, of another kind, or not what its name says.
    """
    if not content:
        raise DomainError(_("The file is empty: save it again, then choose it."), field="file")
    if len(content) > LARGEST:
        message = _("The file has more than %(most)d MB: attach a smaller one.")
        raise DomainError(message % {"most": LARGEST // MEGABYTE}, field="file")
    _stem, dot, ending = name.rpartition(".")
    said = ENDINGS.get(ending.lower()) if dot else None
    found = _found(content, said or "")
    if said is None or found is None:
        message = _("Files of this kind are not taken: save it as PDF, or attach one of %(kinds)s.")
        raise DomainError(message % {"kinds": ", ".join(KINDS)}, field="file")
    if found != said:
        message = _("It is called .%(ending)s, but holds .%(found)s: save it again as what it is.")
        raise DomainError(message % {"ending": ending, "found": found}, field="file")
    return found


def attachment_headers(name: str) -> dict[str, str]:
    """Return the headers of a file that somebody attached: to be saved, never to be shown.

    A browser that shows it nevertheless takes it for nothing that it knows, and gives it no rights.
    """
    return {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Content-Type": "application/octet-stream",
        "Content-Security-Policy": "; ".join(_SEALED),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def _found(content: bytes, said: str) -> str | None:
    """Return what a file is; of text, what its name says, if it can be that."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    if content.startswith(ZIPPED):
        with open_archive(BytesIO(content)) as archive:
            check_archive(archive)
            check_parts(archive)
            return _in_archive(archive)
    if not _is_text(content):
        return None
    if said == EML:
        return EML if _is_mail(content) else TXT
    return said if said in _TEXTS else TXT


def _in_archive(archive: ZipFile) -> str | None:
    names = set(archive.namelist())
    for part, kind in _PARTS.items():
        if part in names:
            return kind
    if "mimetype" not in names:
        return None
    with archive.open("mimetype") as stream:
        return _MIMES.get(stream.read(_LONGEST_MIME).strip())


def _is_text(content: bytes) -> bool:
    if not content.startswith(_WIDE):
        return not _NO_TEXT.search(content)
    try:
        return not _NO_TEXT.search(content.decode("utf-16").encode())
    except UnicodeDecodeError:
        return False


def _is_mail(content: bytes) -> bool:
    head = BytesHeaderParser().parsebytes(content[:_HEAD])
    return "From" in head and ("Date" in head or "Subject" in head)
