"""YAML and ``--set`` to parameters and back; every fault is one message with line and column.

The dialect is small on purpose: YAML 1.2 numbers (``1e-7`` is one), no tags, no anchors, no
aliases, no duplicate keys.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from magrepro.parameters import FigureParams, Range

MAX_BYTES = 1_000_000
"""Longest configuration that is read."""

MAX_DEPTH = 20
"""Deepest nesting that is read."""

P = TypeVar("P", bound=FigureParams)

Place = tuple[int, int]
Path_ = tuple[str | int, ...]

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_INTEGER = re.compile(r"[-+]?\d+")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class ConfigError(Exception):
    """A configuration that cannot be used; the message says where and what to do."""


class _Reader:
    """Turns YAML text into plain values and remembers where each key and value stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Path_, Place] = {(): (1, 1)}

    def fault(self, mark: Any, message: str) -> ConfigError:
        place = f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        return ConfigError(f"{self.name}{place}: {message}")

    def read(self, text: str) -> Any:
        try:
            depth = 0
            for event in yaml.parse(text, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent)
                depth -= isinstance(event, yaml.CollectionEndEvent)
                if depth > MAX_DEPTH:
                    raise self.fault(event.start_mark, "not YAML: nested too deeply")
                if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                    raise self.fault(event.start_mark, "anchors and aliases are not allowed")
                if getattr(event, "tag", None):
                    raise self.fault(event.start_mark, "tags are not allowed")
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            raise self.fault(error.problem_mark, f"not YAML: {error.problem}") from None
        except (yaml.YAMLError, RecursionError) as error:
            first_line = str(error).splitlines()[0] if str(error) else "nested too deeply"
            raise self.fault(None, f"not YAML: {first_line}") from None
        return {} if node is None else self.value(node, ())

    def value(self, node: yaml.Node, path: Path_) -> Any:
        self.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.value(item, (*path, i)) for i, item in enumerate(node.value))
        quoted = isinstance(node, yaml.ScalarNode) and node.style
        return node.value if quoted else _scalar(node.value)

    def mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fault(key.start_mark, "a key must be a word")
            if key.value in result:
                raise self.fault(key.start_mark, f"{key.value}: given twice")
            self.places[(*path, key.value)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            result[key.value] = self.value(item, (*path, key.value))
        return result

    def place(self, path: Path_) -> str:
        while path not in self.places:
            path = path[:-1]
        return "{}:{}:{}".format(self.name, *self.places[path])


def _scalar(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    if _NUMBER.fullmatch(text) or _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "", 1) if _NOT_FINITE.fullmatch(text) else text)
    return text


def load(path: Path) -> tuple[_Reader, dict[str, Any]]:
    """Read a YAML file into plain values.

    Raises
    ------
    ConfigError
        If it cannot be read, is too long, or is not a mapping in the dialect above.
    """
    try:
        if path.exists() and not path.is_file():
            raise ConfigError(f"{path}: cannot be read: not a file")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise ConfigError(f"{path}: cannot be read: {reason}") from None
    if len(raw) > MAX_BYTES:
        raise ConfigError(f"{path}: longer than {MAX_BYTES} bytes")
    reader = _Reader(str(path))
    tree = reader.read(text)
    if not isinstance(tree, dict):
        raise ConfigError(f"{path}:1:1: expected lines such as 'd_over_a: 3.0'")
    return reader, tree


def parameters(model: type[P], *, file: Path | None = None, settings: Iterable[str] = ()) -> P:
    """Return a figure's parameters: the paper's, then those of `file`, then each ``key=value``.

    Raises
    ------
    ConfigError
        With one message that names the place, the key and what would be right.
    """
    readers: dict[str, _Reader] = {}
    tree: dict[str, Any] = {}
    if file is not None:
        reader, tree = load(file)
        readers = dict.fromkeys(tree, reader)
    for setting in settings:
        key, equals, text = setting.partition("=")
        key = key.strip()
        if not equals or not key:
            raise ConfigError(f"--set {setting}: expected key=value")
        reader = _Reader("--set " + " ".join(setting.split()))
        tree[key] = reader.read(text)
        if tree[key] == {} or tree[key] is None:
            raise ConfigError(f"{reader.name}: {key}: empty value")
        readers[key] = reader
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        raise ConfigError(_explained(error, model, readers, file)) from None


def _explained(
    error: ValidationError,
    model: type[FigureParams],
    readers: dict[str, _Reader],
    file: Path | None,
) -> str:
    faults = sorted(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    fault = faults[0]
    path = tuple(part for part in fault["loc"] if part not in ("list", "range", "float", "str"))
    key = str(path[0]) if path else ""
    reader = readers.get(key)
    if reader is None:
        where = str(file) if file else "--set"
    elif reader.name.startswith("--set"):
        where = reader.name
    else:
        where = reader.place(path)
    name = ".".join(str(part) for part in path)
    known = list(model.model_fields) if len(path) < 2 else list(Range.model_fields)
    return (
        f"{where}: {name}: {_reason(fault, name, known)}"
        if name
        else f"{where}: {_reason(fault, name, known)}"
    )


def _reason(fault: Any, name: str, known: list[str]) -> str:
    if fault["type"] == "extra_forbidden":
        close = difflib.get_close_matches(name.rsplit(".", 1)[-1], known, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(known)}"
        return f"unknown key; {hint}"
    if fault["type"] == "missing":
        return "missing; a range is {start, stop, num, scale}"
    if fault["type"] == "too_short":
        return "needs at least one value"
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    shown = repr(fault["input"])
    if fault["type"] in ("value_error", "too_long") or len(shown) > 60:
        return message
    return f"{message}, not {shown}"


def _number(value: float) -> str:
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return f"{mantissa}.0e{exponent}" if e and "." not in mantissa else text


def literal(value: Any) -> str:
    """Return a parameter's value as YAML on one line."""
    if isinstance(value, Range):
        items = ((name, getattr(value, name)) for name in Range.model_fields)
        return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in items) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return _number(value) if isinstance(value, float) else str(value)


def render(name: str, title: str, params: FigureParams) -> str:
    """Return the complete YAML of a figure, a comment behind every key: meaning and source."""
    lines = [f"# {name}: {title}", f"# magrepro run {name} --config THIS_FILE", ""]
    for key in type(params).model_fields:
        about = type(params).about(key)
        unit = f" [{about['unit']}]" if about["unit"] else ""
        meaning = type(params).model_fields[key].description
        value = literal(getattr(params, key))
        lines.append(f"{key}: {value}  # {meaning}{unit}. {about['source']}")
    return "\n".join(lines) + "\n"
