"""The JSON Schema of a figure's configuration, by which editors complete and check it.

It follows from the model of the parameters. What no JSON Schema can say is left to the loader: what
depends on several values at once (ends of a range that are equal, axes too long together), how far
a named zero lies, and that ``5.0`` is not written where a whole number belongs.
"""

from __future__ import annotations

import json
from typing import Any

from magrepro import figures as registry
from magrepro.parameters import FigureParams, Range

DIALECT = "http://json-schema.org/draft-07/schema#"

_WORDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}


def document(name: str) -> str:
    """Return ``configs/schema/NAME.json``."""
    return json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"


def schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a figure's configuration."""
    entry, model = registry.describe(name), registry.load(name).Params
    raw = model.model_json_schema()
    found = {key: _resolved(value, raw) for key, value in raw["properties"].items()}
    return {
        "$schema": DIALECT,
        "title": f"{name}: {entry.title}",
        "description": f"Parameters of {entry.paper}, {entry.figure}; the paper's where left out.",
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _property(model, key, value) for key, value in found.items()},
    }


def _resolved(value: Any, raw: dict[str, Any]) -> Any:
    """Return a schema with the definitions that it refers to in their place."""
    if isinstance(value, list):
        return [_resolved(item, raw) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _resolved(raw["$defs"][value["$ref"].rpartition("/")[2]], raw)
    return {key: _resolved(item, raw) for key, item in value.items()}


def _property(model: type[FigureParams], key: str, raw: dict[str, Any]) -> dict[str, Any]:
    about, field = model.about(key), model.model_fields[key]
    unit = f" [{about['unit']}]" if about["unit"] else ""
    said = {"description": f"{field.description}{unit}. {about['source']}"}
    if about["source"].plausible:
        said["examples"] = json.loads(json.dumps(about["source"].plausible, default=_plain))
    for word in ("bounds", "description", "source", "title", "unit"):
        raw.pop(word, None)
    default = {"default": raw.pop("default")}
    return said | default | _form(raw, about["bounds"], field.default)


def _plain(value: Range) -> dict[str, Any]:
    return value.model_dump()


def _form(raw: dict[str, Any], bounds: dict[str, float], default: Any) -> dict[str, Any]:
    """Return what a value may look like: a single one, several, or a range."""
    if "oneOf" in raw:
        several, evenly = raw["oneOf"]
        forms = _several(several, bounds)
        return {"anyOf": [*forms, _range(evenly, bounds, default)]}
    if raw.get("type") == "array":
        return {"anyOf": _several(raw, bounds)}
    return _bounded(raw, bounds)


def _several(raw: dict[str, Any], bounds: dict[str, float]) -> list[dict[str, Any]]:
    """Return the forms of an axis without spacing: one value, or a list of different ones."""
    item = _bounded(raw["items"], bounds)
    return [item, raw | {"items": item, "uniqueItems": True}]


def _bounded(raw: dict[str, Any], bounds: dict[str, float]) -> dict[str, Any]:
    if "anyOf" in raw:
        return raw | {"anyOf": [_bounded(one, bounds) for one in raw["anyOf"]]}
    if raw.get("type") not in ("number", "integer"):
        return raw
    return raw | {_WORDS[kind]: bound for kind, bound in bounds.items()}


def _range(raw: dict[str, Any], bounds: dict[str, float], default: Any) -> dict[str, Any]:
    """Return the schema of ``{start, stop, num, scale}``; parts have defaults if the axis has."""
    plain = {
        key: {word: said for word, said in part.items() if word not in ("title", "default")}
        for key, part in raw["properties"].items()
    }
    plain |= {end: _bounded(plain[end], bounds) for end in ("start", "stop")}
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
