"""YAML and ``--set`` to parameters and back; every fault is one message with line and column."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from magrepro import figures as registry
from magrepro.dialect import ConfigError, Reader
from magrepro.faults import Readers, explained
from magrepro.parameters import FigureParams, Range, literal
from magrepro.text import excerpt
from magrepro.written import plain

__all__ = ["ConfigError", "given", "load", "parameters", "read", "render"]

MAX_BYTES: Final = 1_000_000
"""Longest configuration that is read."""

P = TypeVar("P", bound=FigureParams)


def load(path: Path) -> tuple[Reader, dict[str, Any]]:
    """Read a YAML file, or standard input if the path is ``-``, into plain values.

    Raises
    ------
    ConfigError
        If it cannot be read, is too long, or is not a mapping in the dialect.
    """
    name = "standard input" if str(path) == "-" else excerpt(str(path), 200)
    try:
        raw = _bytes(path)
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise ConfigError(f"{name}: cannot be read: {reason}") from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{name}: longer than {MAX_BYTES} bytes")
    return read(name, text)


def read(name: str, text: str, *, located: bool = True) -> tuple[Reader, dict[str, Any]]:
    """Read YAML, of which JSON is a part, into plain values; messages name the place.

    Raises
    ------
    ConfigError
        If it is not a mapping in the dialect.
    """
    reader = Reader(name, located=located)
    tree = reader.read(text)
    if not isinstance(tree, dict):
        raise ConfigError(f"{name}:1:1: expected lines such as 'd_over_a: 3.0'")
    return reader, tree


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        if sys.stdin is None:
            raise OSError(0, "it is closed")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    # Opening a pipe would wait for a writer, and a device may answer in any way.
    if path.exists() and not path.is_file():
        raise OSError(0, "not a file; '-' reads standard input")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def parameters(
    model: type[P],
    *,
    file: Path | None = None,
    given: tuple[Reader, dict[str, Any]] | None = None,
    settings: Iterable[str] = (),
    over: Mapping[str, Any] | None = None,
) -> P:
    """Return a figure's parameters: the paper's, then those of `file`, then each ``key=value``.

    A range takes what it does not give from the default, if that is a range; ``key.start=value``
    sets one part of a range. In place of a file plain values may be `given`, with who read them.
    `over` holds plain values, which ``--over`` has given.

    Raises
    ------
    ConfigError
        With one message that names the place, the key and what would be right.
    """
    readers: Readers = {}
    tree: dict[str, Any] = {}
    given = given if file is None else load(file)
    if given is not None:
        reader, tree = given
        readers = {(key,): reader for key in tree}
    ranges = _default_ranges(model)
    words: list[str] = []
    for setting in settings:
        _set(setting, tree, readers, words, ranges)
    for key, value in (over or {}).items():
        reader = Reader(f"--over {key}={excerpt(str(value))}", located=False)
        tree[key], readers[(key,)] = value, reader
    for key, default in ranges.items():
        if isinstance(tree.get(key), dict):
            tree[key] = default | tree[key]
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        raise ConfigError(explained(error, model, readers, tree)) from None


def _default_ranges(model: type[FigureParams]) -> dict[str, dict[str, Any]]:
    defaults = {key: field.default for key, field in model.model_fields.items()}
    return {
        key: {name: getattr(value, name) for name in Range.model_fields}
        for key, value in defaults.items()
        if isinstance(value, Range)
    }


def _set(
    setting: str,
    tree: dict[str, Any],
    readers: Readers,
    words: list[str],
    ranges: Mapping[str, Any],
) -> None:
    """Enter one ``key=value`` into the tree; the words before have been set."""
    reader, word, value = _setting(setting, words)
    key, *parts = word.split(".")
    if not parts:
        tree[key] = value
        for path in [path for path in readers if path[0] == key]:
            del readers[path]
        readers[(key,)] = reader
        return
    whole = tree.get(key, ranges.get(key, {}))
    if not isinstance(whole, dict):
        raise ConfigError(f"{reader.name}: {excerpt(key)}: is not a range in the file")
    tree[key] = whole | {parts[0]: value}
    readers[(key, parts[0])] = reader


def _setting(setting: str, words: list[str]) -> tuple[Reader, str, Any]:
    """Return what stands before the equals sign and what the value is, with who read it."""
    word, equals, text = setting.partition("=")
    reader = Reader(f"--set {excerpt(' '.join(setting.split()))}", located=False)
    word = word.strip()
    key, *parts = word.split(".")
    if not equals or not key or not all(parts) or len(parts) > 1:
        raise ConfigError(f"{reader.name}: expected key=value")
    if any(other == word or other.startswith(f"{word}.") for other in words):
        raise ConfigError(f"{reader.name}: {excerpt(word)}: given twice")
    words.append(word)
    value = reader.read(text)
    if value == {} or value is None:
        raise ConfigError(f"{reader.name}: {excerpt(word)}: empty value")
    return reader, word, value


def given(params: FigureParams) -> dict[str, Any]:
    """Return as plain values what was given of a figure's parameters, to be given again."""
    return {key: plain(params.written(key)) for key in sorted(params.model_fields_set)}


def place_beside(
    folder: Path, name: str, params: FigureParams, *, given: Path | None
) -> Path | None:
    """Return the file beside a figure's CSV that is to hold the parameters behind it.

    That is ``config.yaml``, or another name where that one is `given` as the run's configuration,
    belongs to another figure or was written by a person: neither is overwritten.

    Returns
    -------
    Path or None
        None for the paper's parameters, which need no file unless an earlier run left one.
    """
    names = ("config.yaml", f"{name}.yaml", f"{name}-{params.digest()}.yaml")
    for path in (folder / name for name in names):
        if not path.exists():
            if params.is_paper:
                continue
            return path
        held = _held(path, name, params)
        if held == params or (held and not _same(path, given)):
            return path
    return None


def _same(path: Path, given: Path | None) -> bool:
    return given is not None and given.exists() and path.samefile(given)


def _held(path: Path, name: str, like: P) -> P | None:
    """Return the parameters in a file as `configuration` writes it, None for any other file."""
    try:
        held = parameters(type(like), file=path)
        return held if path.read_bytes() == configuration(name, held).encode() else None
    except (ConfigError, OSError):
        return None


def configuration(name: str, params: FigureParams) -> str:
    """Return the complete YAML of a figure's parameters."""
    return render(name, registry.describe(name).title, params)


def render(name: str, title: str, params: FigureParams) -> str:
    """Return the complete YAML of a figure, a comment behind every key: meaning and source.

    The first line of the paper's own, which lies in ``configs/``, names its schema to editors.
    """
    lines = [f"# yaml-language-server: $schema=schema/{name}.json"] * params.is_paper
    lines += [f"# {name}: {title}", f"# magrepro run {name} --config THIS_FILE", ""]
    for key in type(params).model_fields:
        about = type(params).about(key)
        unit = f" [{about['unit']}]" if about["unit"] else ""
        meaning = type(params).model_fields[key].description
        value = literal(params.written(key))
        lines.append(f"{key}: {value}  # {meaning}{unit}. {about['source']}")
    return "\n".join(lines) + "\n"
