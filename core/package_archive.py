"""What may be unpacked: limits on archives and workbooks, held before and while it is done."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from struct import error as StructError  # noqa: N812 - so is this one
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - the standard library names it in lower case

from django.utils.translation import gettext as _

from core.errors import DomainError

MEGABYTE = 2**20
MOST_MEMBERS = 200
LARGEST_WHOLE = 256 * MEGABYTE
# Tables of figures shrink to a tenth or a thirtieth; what shrinks to less is a bomb.
HIGHEST_RATIO = 200
ENCRYPTED = 0x1
PIECE = MEGABYTE // 4
# What the standard library raises, one time or another, where the bytes are not what they claim.
# A runtime error is how zipfile speaks of what it was not made for.
UNSOUND = (
    *(BadZipFile, ZlibError, StructError, EOFError),
    *(ValueError, OverflowError, RuntimeError),
)


@contextmanager
def open_archive(path: Path | BytesIO) -> Iterator[ZipFile]:
    """Open an archive: a file, or what is one.

    Raises
    ------
    DomainError
        If it is none, or is damaged.
    OSError
        If the file cannot be read.
    """
    try:
        with ZipFile(path) as archive:
            yield archive
    except UNSOUND as error:
        message = _("This is no sound .zip or .xlsx file (%(reason)s): make it again.")
        raise DomainError(message % {"reason": error}) from error


def check_archive(archive: ZipFile) -> None:
    """Refuse what claims to be too much, or is packed as no table is.

    Raises
    ------
    DomainError
        With what is too much.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        message = _("It holds %(found)d files, and a package has at most %(most)d: take some out.")
        raise DomainError(message % {"found": len(members), "most": MOST_MEMBERS})
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise DomainError(_("It holds two files of the same name: leave one of them."))
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise DomainError(_("It is locked with a password: save it without one."))
    if any(member.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for member in members):
        raise DomainError(_("It is packed in a rare way: pack it as an ordinary .zip."))
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        message = _("It holds more than %(most)d MB: give the folder itself, or split the package.")
        raise DomainError(message % {"most": LARGEST_WHOLE // MEGABYTE})
    if any(is_bomb(member) for member in members):
        message = _("A file in it grows more than %(ratio)d-fold when unpacked: no table does.")
        raise DomainError(message % {"ratio": HIGHEST_RATIO})


def is_bomb(member: ZipInfo) -> bool:
    """Tell whether a member grows more than a table can; what stays small may grow as it likes."""
    grown = member.file_size
    return grown > MEGABYTE and grown > HIGHEST_RATIO * max(member.compress_size, 1)


def checked_names(archive: ZipFile) -> dict[str, ZipInfo]:
    """Return the members by name; one folder around all of them is left away.

    Raises
    ------
    DomainError
        If a name leads out of the archive.
    """
    members = [member for member in archive.infolist() if not member.is_dir()]
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in member.filename:
            message = _("The name “%(name)s” leads out of the archive: pack the files anew.")
            raise DomainError(message % {"name": member.filename})
    tops = {member.filename.partition("/")[0] + "/" for member in members}
    top = tops.pop() if len(tops) == 1 else ""
    return {member.filename.removeprefix(top): member for member in members}


def read_member(path: Path, member: ZipInfo) -> bytes:
    """Unpack one member, no further than it claims to reach: its checksum is wrong beyond that.

    Raises
    ------
    DomainError
        If it is damaged, or larger than it claims.
    """
    with open_archive(path) as archive, archive.open(member) as stream:
        # Piece by piece: asked for all, the library unpacks all before it counts.
        return b"".join(iter(partial(stream.read, PIECE), b""))
