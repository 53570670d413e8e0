"""What a picture says of itself: figure, parameters, version, and the CSV it was drawn from.

`magrepro.output` writes this into each picture. Of a file nothing but that is read: chunks of a
PNG are passed over, of an SVG only its head is parsed, and of a PDF only the table of its objects
and one of them. Sizes are bounded, and whatever a file holds instead is one message.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from magrepro.text import excerpt

MAX_BYTES: Final = 8_000_000
"""Longest text of a picture that is read; the longest parameters there can be are shorter."""

MAX_CHUNKS: Final = 100_000
"""Most chunks of a PNG that are passed over."""

_DATA = re.compile(r"(\w{1,100}\.csv) sha256 ([0-9a-f]{64})", re.ASCII)
_SUBJECT = re.compile(rf"({_DATA.pattern})\. .+", re.ASCII | re.DOTALL)
"""A PDF's subject holds the alternative text too, for which PDF has no field."""


class PictureError(Exception):
    """A file that is no picture of magrepro's, or a damaged one; the message says which and why."""


@dataclass(frozen=True)
class Origin:
    """Where a picture comes from, in its own words; none of them is checked but for its form."""

    path: Path
    figure: str
    version: str
    parameters: str
    """The parameters as JSON."""
    csv_name: str
    sha256: str
    words: str
    """What it shows, in words, where a PNG says so."""

    @property
    def csv(self) -> Path:
        """The CSV beside the picture that has the name of the one it was drawn from."""
        return self.path.with_name(self.csv_name)

    def of_csv_beside(self) -> bool | None:
        """Tell whether the CSV beside is the one the picture was drawn from; None without any."""
        if not self.csv.is_file():
            return None
        with self.csv.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256


def read(path: Path) -> Origin:
    """Read what a PNG, SVG or PDF that magrepro wrote says of itself.

    Raises
    ------
    PictureError
        If it cannot be read, is cut short or damaged, or was made by another program.
    """
    name = excerpt(str(path), 200)
    try:
        kind = _READERS.get(path.suffix.lower())
        if kind is None:
            raise PictureError("not a picture: its name ends neither in .png nor .svg nor .pdf")
        if path.exists() and not path.is_file():
            raise PictureError("not a file")
        with path.open("rb") as file:
            return _origin(path, kind(file))
    except OSError as error:
        raise PictureError(f"{name}: cannot be read: {error.strerror or error}") from None
    except PictureError as error:
        raise PictureError(f"{name}: {error}") from None


def _origin(path: Path, words: Mapping[str, str]) -> Origin:
    maker, _, version = words.get("software", "").partition(" ")
    if maker != "magrepro":
        raise PictureError("not made by magrepro: it does not say which parameters it was made of")
    data = _DATA.fullmatch(words.get("data", ""))
    figure, colon, _ = words.get("title", "").partition(": ")
    if not (data and colon and version and words.get("parameters")):
        raise PictureError("says that magrepro made it, and not which figure it is of what data")
    parameters, shown = words["parameters"], words.get("words", "")
    return Origin(path, figure, version, parameters, data[1], data[2], shown)


_PNG_NAMES: Mapping[str, str] = {
    "Title": "title",
    "Software": "software",
    "Parameters": "parameters",
    "Data": "data",
    "Description": "words",
}


def _words_of_png(file: BinaryIO) -> dict[str, str]:
    if file.read(8) != b"\x89PNG\r\n\x1a\n":
        raise PictureError("not a PNG")
    return {_PNG_NAMES[key]: text for key, text in _png_texts(file) if key in _PNG_NAMES}


def _png_texts(file: BinaryIO) -> Iterator[tuple[str, str]]:
    """Yield keyword and text of the text chunks of a PNG; compressed ones, of which we write none,
    are passed over.
    """
    for _ in range(MAX_CHUNKS):
        head = _exactly(file, 8)
        length, kind = struct.unpack(">I4s", head)
        if kind not in (b"tEXt", b"iTXt"):
            file.seek(length, 1)
            _exactly(file, 4)
            if kind == b"IEND":
                return
            continue
        if length > MAX_BYTES:
            raise PictureError(f"holds a text longer than {MAX_BYTES} bytes")
        body = _exactly(file, length)
        if struct.unpack(">I", _exactly(file, 4))[0] != zlib.crc32(kind + body):
            raise PictureError("damaged: a text in it is not what was written")
        key, _, text = body.partition(b"\0")
        if kind == b"tEXt":
            yield key.decode("latin-1"), text.decode("latin-1")
        elif text.startswith(b"\0\0") and text.count(b"\0", 2) >= 2:
            yield key.decode("latin-1"), text[2:].split(b"\0", 2)[2].decode("utf-8", "replace")
    raise PictureError("damaged: it has no end")


def _exactly(file: BinaryIO, count: int) -> bytes:
    found = file.read(count)
    if len(found) < count:
        raise PictureError("cut short")
    return found


_SVG_NAMES: Mapping[tuple[str, ...], str] = {
    ("title",): "title",
    ("metadata", "RDF", "Work", "source"): "data",
    ("metadata", "RDF", "Work", "creator", "Agent", "title"): "software",
    ("metadata", "RDF", "Work", "subject", "Bag", "li"): "parameters",
}


class _SvgHead:
    """Collects the texts of the metadata element at the head of an SVG."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.done = False
        self._inside: list[str] = []

    def start(self, tag: str, _: Any) -> None:
        self._inside.append(tag.rpartition(":")[2])

    def end(self, _: str) -> None:
        self.done |= self._inside.pop() == "metadata"

    def text(self, piece: str) -> None:
        name = _SVG_NAMES.get(tuple(self._inside[1:]))
        if name:
            self.words[name] = self.words.get(name, "") + piece


def _refuse_entity(*_: Any) -> None:
    raise PictureError("not made by magrepro: it declares entities")


def _words_of_svg(file: BinaryIO) -> dict[str, str]:
    head, parser = _SvgHead(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = head.start, head.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = head.text, _refuse_entity
    _parse(parser, file, head)
    if not _tail(file, 64).rstrip().endswith(b"</svg>"):
        raise PictureError("cut short")
    return head.words


def _parse(parser: Any, file: BinaryIO, head: _SvgHead) -> None:
    try:
        for _ in range(MAX_BYTES >> 14):
            piece = file.read(1 << 14)
            parser.Parse(piece, not piece)
            if head.done or not piece:
                return
    except expat.ExpatError as error:
        reason = "cut short" if "no element found" in str(error) else "not an SVG"
        raise PictureError(reason) from None
    raise PictureError("not made by magrepro: it does not say what it is at its head")


def _tail(file: BinaryIO, count: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - count))
    return file.read(count)


_XREF = re.compile(rb"xref\s+0 (\d{1,7})\s+")
_TRAILER = re.compile(rb"trailer\s*<<(.*?)>>\s*startxref\s+(\d{1,12})\s+%%EOF\s*\Z", re.DOTALL)
_INFO = re.compile(rb"/Info (\d{1,7}) 0 R")
_ENTRY = re.compile(rb"/(Title|Creator|Subject|Keywords) \(((?:[^\\()]|\\.)*)\)", re.DOTALL)


def _words_of_pdf(file: BinaryIO) -> dict[str, str]:
    if file.read(5) != b"%PDF-":
        raise PictureError("not a PDF")
    trailer = _TRAILER.search(_tail(file, 1024))
    if trailer is None:
        raise PictureError("cut short, or a PDF of another program")
    names = {"Title": "title", "Creator": "software", "Subject": "data", "Keywords": "parameters"}
    entries = _ENTRY.findall(_information(file, trailer))
    words = {names[key.decode()]: _pdf_text(text) for key, text in entries}
    described = _SUBJECT.fullmatch(words.get("data", ""))
    return words | {"data": described[1]} if described else words


def _information(file: BinaryIO, trailer: re.Match[bytes]) -> bytes:
    """Return the object of a PDF that holds its title and the like, found by the table's offset."""
    info = _INFO.search(trailer[1])
    file.seek(int(trailer[2]))
    table = _XREF.match(file.read(64))
    if info is None or table is None or int(info[1]) >= int(table[1]):
        raise PictureError("damaged, or a PDF of another program")
    file.seek(int(trailer[2]) + table.end() + 20 * int(info[1]))
    offset = file.read(10)
    if not offset.isdigit():
        raise PictureError("damaged, or a PDF of another program")
    file.seek(int(offset))
    body, end, _ = file.read(MAX_BYTES).partition(b"endobj")
    if not end or not body.startswith(info[1] + b" 0 obj"):
        raise PictureError("damaged, or a PDF of another program")
    return body


def _pdf_text(raw: bytes) -> str:
    plain = re.sub(rb"\\(.)", lambda m: {b"n": b"\n", b"r": b"\r"}.get(m[1], m[1]), raw)
    wide = plain.startswith(b"\xfe\xff")
    return plain[2:].decode("utf-16-be", "replace") if wide else plain.decode("latin-1")


_READERS: Mapping[str, Callable[[BinaryIO], dict[str, str]]] = {
    ".png": _words_of_png,
    ".svg": _words_of_svg,
    ".pdf": _words_of_pdf,
}
