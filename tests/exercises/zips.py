"""Zip archives for tests: right ones, and ones that no honest tool would make."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.mini import FILES

MINI = {f"mini/{name}": text.encode() for name, text in FILES.items()}


def zipped(entries: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = ZIP_DEFLATED) -> bytes:
    """An archive of entries by name; as pairs, a name may come twice."""
    out = BytesIO()
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    with ZipFile(out, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(ZipInfo(name), content, method)
    return out.getvalue()


def linked(name: str, target: str, kind: int = stat.S_IFLNK) -> bytes:
    """An archive with a symbolic link, as `zip -y` makes it, or another special file."""
    entry = ZipInfo(name)
    entry.create_system = 3
    entry.external_attr = (kind | 0o777) << 16
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(entry, target)
    return out.getvalue()


def flagged(data: bytes, flags: int) -> bytes:
    """The archive with `flags` set on each entry, in its headers and in its directory."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            changed[place + at : place + at + 2] = struct.pack("<H", flags)
            place = data.find(signature, place + 4)
    return bytes(changed)


def raw(entries: Iterable[tuple[bytes, bytes, int]], method: int = ZIP_DEFLATED) -> bytes:
    """An archive made byte by byte: names as they are, contents, and the sizes that it declares for them."""
    body, directory, count = b"", b"", 0
    for name, content, declared in entries:
        packed = _deflated(content) if method == ZIP_DEFLATED else content
        common = struct.pack(
            "<HHHHHLLLHH",
            20, 0x800, method, 0, 0x21, zlib.crc32(content), len(packed), declared, len(name), 0,
        )  # fmt: skip
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, len(body)) + name
        body += b"PK\x03\x04" + common + name + packed
        count += 1
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def overlapping(name: str, content: bytes, times: int) -> bytes:
    """An archive whose directory names the same packed bytes many times over, each under its own name."""
    single = raw([(name.encode(), content, len(content))])
    start, end = single.index(b"PK\x01\x02"), single.index(b"PK\x05\x06")
    directory = single[start:end] * times
    close = struct.pack("<HHHHLLH", 0, 0, times, times, len(directory), start, 0)
    return single[:start] + directory + b"PK\x05\x06" + close


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
