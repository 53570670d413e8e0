"""The JSON Schema of a figure's configuration, by which editors complete and check it.

It follows from the model of the parameters. What no JSON Schema can say is left to the loader: what
depends on several values at once (ends of a range that are equal, axes too long together), how far
a named zero lies, and that ``5.0`` is not written where a whole number belongs.
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from magrepro import figures as registry, quantities, units
from magrepro.parameters import FigureParams, Range

DIALECT = "http://json-schema.org/draft-07/schema#"

_NEAR = {"type": "string", "pattern": r"^\s*zeta(_[1-9]\d?)?\s+near\s+[-+.\d]"}
"""As in ``zeta near 3.5 nm``, of which the loader knows more."""

_WORDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}


def document(name: str) -> str:
    """Return ``configs/schema/NAME.json``."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a figure's configuration."""
    entry, model = registry.describe(name), registry.load(name).Params
    return {
        "$schema": DIALECT,
        "title": f"{name}: {entry.title}",
        "description": f"Parameters of {entry.paper}, {entry.figure}; the paper's where left out.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _property(model, key) for key in model.model_fields},
    }


def _property(model: type[FigureParams], key: str) -> dict[str, Any]:
    about, field = model.about(key), model.model_fields[key]
    unit = f" [{about['unit']}]" if about["unit"] else ""
    said = {"description": f"{field.description}{unit}. {about['source']}"}
    given = {"default": field.default, "examples": list(about["source"].plausible)}
    given = {word: value for word, value in given.items() if value != []}
    said |= json.loads(json.dumps(given, default=_plain))
    return said | _form(_raw(field), about, field.default)


def _raw(field: FieldInfo) -> dict[str, Any]:
    """Return the schema of a field's type alone, every definition in its place."""
    kind: Any = field.annotation
    if field.metadata:
        kind = Annotated[(kind, *field.metadata)]
    found = TypeAdapter(kind).json_schema()
    inlined: dict[str, Any] = _inlined(found, found.pop("$defs", {}))
    return inlined


def _inlined(value: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_inlined(item, definitions) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _inlined(definitions[value["$ref"].rpartition("/")[2]], definitions)
    plain = {word: said for word, said in value.items() if not _is_title(word, said)}
    return {word: _inlined(said, definitions) for word, said in plain.items()}


def _is_title(word: str, said: Any) -> bool:
    return word == "title" and isinstance(said, str)


def _plain(value: Range) -> dict[str, Any]:
    """Return what JSON has no form for as what it has."""
    return value.model_dump()


def _form(raw: dict[str, Any], about: dict[str, Any], default: Any) -> dict[str, Any]:
    """Return what a value may look like: a single one, several, or a range."""
    forms = raw.get("oneOf", [raw])
    if forms[0].get("type") != "array":
        found = _bounded(raw, about)
        # A word in place of the number.
        is_word = isinstance(default, str) and raw.get("type") == "number"
        return {"anyOf": [{"const": default}, found]} if is_word else found
    ranges = [_range(evenly, about, default) for evenly in forms[1:]]
    return {"anyOf": [*_several(forms[0], about), *ranges]}


def _several(raw: dict[str, Any], about: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the forms of an axis without spacing: one value, or a list of different ones."""
    item = _bounded(raw["items"], about)
    return [item, raw | {"items": item, "uniqueItems": True}]


def _bounded(raw: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a number within its bounds, or with a unit where it may have one."""
    if "anyOf" in raw:
        return raw | {"anyOf": [_bounded(one, about) for one in raw["anyOf"]]}
    if raw.get("type") not in ("number", "integer"):
        return raw
    plain = raw | {_WORDS[kind]: bound for kind, bound in about["bounds"].items()}
    if about.get("converts") and (about["unit"] or about.get("quantity")):
        near = [_NEAR] if about["quantity"] is quantities.RADIUS else []
        return {"anyOf": [plain, units.WRITTEN_FORM, *near]}
    return plain


def _range(raw: dict[str, Any], about: dict[str, Any], default: Any) -> dict[str, Any]:
    """Return the schema of ``{start, stop, num, scale}``; parts have defaults if the axis has."""
    plain = {
        key: {word: said for word, said in part.items() if word != "default"}
        for key, part in raw["properties"].items()
    }
    plain |= {end: _bounded(plain[end], about) for end in ("start", "stop")}
    evenly = {key: raw[key] for key in ("type", "additionalProperties")} | {"properties": plain}
    given = default if isinstance(default, Range) else None
    if given is None:
        evenly["required"] = list(raw["required"])
    return evenly | _logarithmic(given)


def _logarithmic(default: Range | None) -> dict[str, Any]:
    """Return the condition that a logarithmic range lies above zero, with what is left out."""
    asked: dict[str, Any] = {"properties": {"scale": {"const": "log"}}}
    if default is None or default.scale == "linear":
        asked["required"] = ["scale"]
    ends = ("start", "stop")
    above: dict[str, Any] = {"properties": {end: {"exclusiveMinimum": 0} for end in ends}}
    missing = [end for end in ends if default and getattr(default, end) <= 0]
    return {"if": asked, "then": above | ({"required": missing} if missing else {})}
