"""The entries of a zip archive that a stranger sent; whatever is suspicious about it is refused. Pure.

An archive is read whole or not at all, in memory: nothing of it is ever written to disk.
"""

from __future__ import annotations

import re
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from app.exercises.findings import Finding
from app.text.nfc import nfc

MIB: Final = 2**20
ARCHIVE_BYTES: Final = 8 * MIB
"""Of the archive itself."""
FILE_BYTES: Final = MIB
"""Of a file, unpacked."""
TOTAL_BYTES: Final = 16 * MIB
"""Of all files, unpacked: some 300 exercises, or 100 with their gold submissions."""
MOST_RATIO: Final = 100
"""Bytes unpacked for each byte of an archive that holds more than `FILE_BYTES`; texts have 3 to 5."""
MOST_ENTRIES: Final = 5_000
"""Files and folders."""
MOST_FINDINGS: Final = 100
"""That an error tells; the rest would say no more."""
_CHUNK_BYTES: Final = 64 * 2**10


class ArchiveError(ValueError):
    """An archive that is refused as a whole. Each finding says why; its `file` is a name in the archive, or
    None where it is about all of it."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)[:MOST_FINDINGS]
        super().__init__("\n".join(map(str, self.findings)))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The name ("" for the archive) and the code of each finding."""
        return [(finding.file or "", finding.code) for finding in self.findings]


def problem(code: str, name: str | None = None, **values: object) -> Finding:
    """A finding about an archive, or about the entry `name` of it."""
    said = tuple((key, str(value)) for key, value in values.items())
    return Finding(code, "", name or "", said, file=name)


def read_entries(data: bytes) -> dict[str, bytes]:
    """The content of each file by its name, in NFC; what file managers leave in archives is left out.

    Raises `ArchiveError`.
    """
    archive = _opened(data)
    entries = archive.infolist()
    findings = [*_refused(entries), *_twice(entries)]
    if findings:
        raise ArchiveError(findings)
    return _contents(archive, entries, _bound(data))


_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""Of an archive, and of one without any entry."""
_ENTRY: Final = b"PK\x01\x02"
"""Before each entry of the directory."""
_DAMAGE: Final = (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError, zlib.error)
_DAMAGED: Final = (*_DAMAGE, struct.error, IndexError, OverflowError)
"""What `zipfile` raises over bytes that make no sense."""


def _opened(data: bytes) -> ZipFile:
    if len(data) > ARCHIVE_BYTES:
        raise ArchiveError([problem("archive-size", limit=ARCHIVE_BYTES // MIB)])
    if not data.startswith(_STARTS):
        raise ArchiveError([problem("archive-not-zip")])
    if data.count(_ENTRY) > MOST_ENTRIES:
        raise ArchiveError([problem("archive-entries", limit=MOST_ENTRIES)])
    try:
        return ZipFile(BytesIO(data))
    except _DAMAGED as error:
        raise ArchiveError([problem("archive-corrupt", problem=error)]) from None


def _refused(entries: Iterable[ZipInfo]) -> Iterator[Finding]:
    """What the directory of the archive already gives away."""
    declared = 0
    for entry in entries:
        declared += entry.file_size
        if code := _code(entry):
            yield problem(code, entry.orig_filename)
        elif entry.file_size > FILE_BYTES:
            yield problem("archive-file-size", entry.orig_filename, limit=FILE_BYTES // MIB)
    if declared > TOTAL_BYTES:
        yield problem("archive-total", limit=TOTAL_BYTES // MIB)


_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
_UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f\\]|^[A-Za-z]:")
"""Control characters, backslashes (a folder's edge to some systems, a letter to others), drives."""
_KINDS: Final = frozenset({0, stat.S_IFREG, stat.S_IFDIR})


def _code(entry: ZipInfo) -> str | None:
    """Why an entry is refused without looking into it."""
    name = entry.orig_filename
    if _UNSAFE.search(name) or {"", ".", ".."} & set(name.removesuffix("/").split("/")):
        return "archive-path"
    if stat.S_IFMT(entry.external_attr >> 16) not in _KINDS:
        return "archive-link"
    if entry.flag_bits & _ENCRYPTED:
        return "archive-encrypted"
    if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return "archive-method"
    return "archive-nested" if name.lower().endswith(".zip") else None


def _twice(entries: Iterable[ZipInfo]) -> Iterator[Finding]:
    """Names that some system or other would take for one."""
    seen: dict[str, str] = {}
    for entry in entries:
        name = _name(entry)
        if other := seen.get(name.casefold()):
            code = "archive-duplicate" if other == name else "archive-collision"
            yield problem(code, entry.orig_filename, other=other)
        seen[name.casefold()] = name


def _name(entry: ZipInfo) -> str:
    return nfc(entry.orig_filename).removesuffix("/")


def _bound(data: bytes) -> tuple[int, Finding]:
    """How many bytes the archive may hold, and what is wrong when it holds more."""
    by_ratio = max(FILE_BYTES, MOST_RATIO * len(data))
    if by_ratio < TOTAL_BYTES:
        return by_ratio, problem("archive-ratio", limit=MOST_RATIO)
    return TOTAL_BYTES, problem("archive-total", limit=TOTAL_BYTES // MIB)


def _contents(archive: ZipFile, entries: Iterable[ZipInfo], bound: tuple[int, Finding]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    left, too_much = bound
    for entry in entries:
        name = _name(entry)
        if entry.is_dir() or _is_litter(name):
            continue
        contents[name] = _content(archive, entry)
        left -= len(contents[name])
        if left < 0:
            raise ArchiveError([too_much])
    return contents


_LITTER: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def _is_litter(name: str) -> bool:
    """What file managers put into archives unasked."""
    first, _, _ = name.partition("/")
    return first == "__MACOSX" or name.rpartition("/")[2] in _LITTER


def _content(archive: ZipFile, entry: ZipInfo) -> bytes:
    name, declared = entry.orig_filename, entry.file_size
    try:
        content = _unpacked(archive, entry)
    except _DAMAGED as error:
        raise ArchiveError([problem("archive-corrupt", name, problem=error)]) from None
    if len(content) > FILE_BYTES:
        raise ArchiveError([problem("archive-file-size", name, limit=FILE_BYTES // MIB)])
    if len(content) != declared:
        raise ArchiveError([problem("archive-declared", name, declared=declared)])
    if content.startswith(_STARTS):
        raise ArchiveError([problem("archive-nested", name)])
    return content


def _unpacked(archive: ZipFile, entry: ZipInfo) -> bytes:
    """The content of an entry; of one longer than `FILE_BYTES`, a beginning that is longer as well."""
    # zipfile would stop at the declared size, and whoever declares too little would get by with it.
    entry.file_size = FILE_BYTES + 2 * _CHUNK_BYTES
    content = bytearray()
    with archive.open(entry) as file:
        while len(content) <= FILE_BYTES and (chunk := file.read(_CHUNK_BYTES)):
            content += chunk
    return bytes(content)
