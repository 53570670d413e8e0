"""YAML text to plain values, in a dialect that is small on purpose.

YAML 1.2 numbers (``1e-7`` is one), no tags, no anchors, no aliases, no duplicate keys. Every fault
is one message with line and column.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from magrepro.text import excerpt

MAX_DEPTH: Final = 20
"""Deepest nesting that is read."""

MAX_KEYS: Final = 1000
"""Most keys that are read, far above what a figure has."""

Place = tuple[int, int]
Path_ = tuple[str | int, ...]

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What YAML does not allow anywhere."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same language by libyaml, where PyYAML has it: ten times as fast on long lists."""


class ConfigError(Exception):
    """A configuration that cannot be used; the message says where and what to do."""


class Reader:
    """Turns YAML text into plain values and remembers where each key and value stands."""

    def __init__(self, name: str, *, located: bool = True) -> None:
        self.name = name
        self._located = located
        self.places: dict[Path_, Place] = {(): (1, 1)}

    def fault(self, mark: Any, message: str) -> ConfigError:
        """Return the error that is to be raised about the text at a mark of YAML's."""
        return self.fault_at((mark.line + 1, mark.column + 1) if mark else (1, 1), message)

    def fault_at(self, place: Place, message: str) -> ConfigError:
        """Return the error that is to be raised about the text at a place."""
        return ConfigError(f"{self.name}:{place[0]}:{place[1]}: {excerpt(message, 160)}")

    def read(self, text: str) -> Any:
        """Return the values of a YAML text; an empty one is an empty mapping.

        Raises
        ------
        ConfigError
            If the text is not in the dialect above, or is out of proportion.
        """
        strange = _NOT_TEXT.search(text)
        if strange:
            before = text[: strange.start()]
            place = (before.count("\n") + 1, strange.start() - before.rfind("\n"))
            raise self.fault_at(place, f"not YAML: the character {strange.group()!r}")
        try:
            self._check(text)
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            raise self.fault(error.problem_mark, f"not YAML: {error.problem}") from None
        except (yaml.YAMLError, RecursionError):
            raise self.fault(None, "not YAML") from None
        return {} if node is None else self._value(node, ())

    def _check(self, text: str) -> None:
        inside: list[bool] = []
        entries = 0
        for event in yaml.parse(text, Loader=_LOADER):
            opens = isinstance(event, yaml.CollectionStartEvent)
            node = opens or isinstance(event, yaml.ScalarEvent | yaml.AliasEvent)
            entries += node and bool(inside) and inside[-1]
            if opens:
                inside.append(isinstance(event, yaml.MappingStartEvent))
            elif isinstance(event, yaml.CollectionEndEvent):
                inside.pop()
            if len(inside) > MAX_DEPTH:
                raise self.fault(event.start_mark, "not YAML: nested too deeply")
            if entries > 2 * MAX_KEYS:
                raise self.fault(event.start_mark, f"more than {MAX_KEYS} keys")
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise self.fault(event.start_mark, "anchors and aliases are not allowed")
            if getattr(event, "tag", None):
                raise self.fault(event.start_mark, "tags are not allowed")

    def _value(self, node: yaml.Node, path: Path_) -> Any:
        self.places.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return tuple(self._value(item, (*path, i)) for i, item in enumerate(node.value))
        quoted = isinstance(node, yaml.ScalarNode) and node.style
        return node.value if quoted else _scalar(node.value)

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.fault(key.start_mark, "a key must be a word")
            if key.value in result:
                raise self.fault(key.start_mark, f"{excerpt(key.value)}: given twice")
            self.places[(*path, key.value)] = (key.start_mark.line + 1, key.start_mark.column + 1)
            result[key.value] = self._value(item, (*path, key.value))
        return result

    def place(self, path: Path_) -> str:
        """Return ``name:line:column`` of a key or a value, or of what holds it.

        Where nobody looks for lines the name is all.
        """
        if not self._located:
            return self.name
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
