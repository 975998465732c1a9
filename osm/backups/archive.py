"""One file of many parts, sealed by a hash of the whole: whatever is cut or damaged is refused."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from django.utils.translation import gettext as _

from core.errors import DomainError
from osm.backups.manifest import FORMAT, Manifest, Part

MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files/"
# The seal is the comment with which a ZIP file ends: a SHA-256 of all that comes before it.
SEAL = 64
CHUNK = 1 << 20


@contextmanager
def written_at_once(target: Path) -> Iterator[Path]:
    """Lend a new file that only its owner reads; it takes the name `target` when all went well.

    Raises
    ------
    DomainError
        If something has that name already, or its folder is missing.
    """
    if target.exists():
        raise DomainError(_("%(path)s exists: choose another name.") % {"path": target})
    if not target.parent.is_dir():
        raise DomainError(
            _("There is no folder %(path)s: make it first.") % {"path": target.parent}
        )
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
        _reach_the_disk(Path(name))
        Path(name).rename(target)
        _reach_the_disk(target.parent)
    finally:
        Path(name).unlink(missing_ok=True)


def _reach_the_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_parts(path: Path, sources: Mapping[str, Path]) -> dict[str, Part]:
    """Write the parts one after the other; return hash and size of each."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        return {name: _write_part(archive, name, source) for name, source in sources.items()}


def _write_part(archive: ZipFile, name: str, source: Path) -> Part:
    with source.open("rb") as content, archive.open(name, "w", force_zip64=True) as member:
        return _copied(content, member)


def seal(path: Path, manifest: Manifest) -> None:
    """Add the manifest as the last part, and the hash of everything before it as the end."""
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, manifest.as_json())
        archive.comment = b"0" * SEAL
    with path.open("r+b") as file:
        digest = _digest_before_seal(file, path.stat().st_size)
        file.seek(-SEAL, os.SEEK_END)
        file.write(digest.encode())


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Open a whole and undamaged backup.

    Raises
    ------
    DomainError
        If there is none at `path`.
    """
    _check_seal(path)
    with path.open("rb") as file:
        try:
            archive = ZipFile(file)
            manifest = _manifest(archive)
        except (BadZipFile, KeyError, TypeError, ValueError) as error:
            raise DomainError(_("%(path)s is no backup of OSM.") % {"path": path}) from error
        yield archive, manifest


def _check_seal(path: Path) -> None:
    if not path.is_file():
        raise DomainError(_("There is no file %(path)s.") % {"path": path})
    size = path.stat().st_size
    with path.open("rb") as file:
        digest = _digest_before_seal(file, size)
        file.seek(max(0, size - SEAL))
        if file.read() != digest.encode():
            message = _(
                "%(path)s is damaged, cut off, or no backup of OSM: nothing was restored. "
                "Take another backup."
            )
            raise DomainError(message % {"path": path})


def _manifest(archive: ZipFile) -> Manifest:
    manifest = Manifest.from_json(archive.read(MANIFEST))
    if manifest.format != FORMAT:
        raise ValueError(manifest.format)
    return manifest


def extract(archive: ZipFile, manifest: Manifest, name: str, target: Path) -> None:
    """Write one part to `target`, which nobody else reads.

    Raises
    ------
    DomainError
        If it is not what the manifest says.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as member, target.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        found = _copied(member, file)
    if found != manifest.parts[name]:
        raise DomainError(_("The part %(name)s of the backup is damaged.") % {"name": name})


def _copied(source: IO[bytes], target: IO[bytes]) -> Part:
    digest, size = sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += target.write(chunk)
    return Part(digest.hexdigest(), size)


def _digest_before_seal(file: IO[bytes], size: int) -> str:
    digest, left = sha256(), size - SEAL
    file.seek(0)
    while left > 0 and (chunk := file.read(min(CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()
