import functools
import json
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from magrepro import figures, schema
from magrepro.config import ConfigError, parameters
from magrepro.parameters import Range

ROOT = Path(__file__).parent.parent
NAMES = figures.names()


@functools.cache
def validator(name: str) -> Any:
    return jsonschema.Draft7Validator(schema.schema(name))


BEYOND_A_SCHEMA = (
    "needs a single kf_a",
    r"holds a value twice: zeta_",
    r"the axes span \d+ points",
    r"start and stop are equal",
    r"of the \d+ points are different numbers",
    r"too far apart",
    r"input should be a valid integer, not -?\d+\.0",  # to JSON the same as without the point
    r"each is a panel: at most \d+ are drawn",
    r"is wanted",  # of a unit
)


@pytest.mark.parametrize("name", NAMES)
def test_committed_schema_is_what_the_tool_prints(name: str) -> None:
    text = (ROOT / "configs" / "schema" / f"{name}.json").read_text(encoding="utf-8")
    # Versions of pydantic differ in the order of words.
    assert json.loads(text) == json.loads(schema.document(name))
    jsonschema.Draft7Validator.check_schema(json.loads(text))


def test_every_committed_configuration_names_its_schema_and_fits_it() -> None:
    files = sorted((ROOT / "configs").rglob("*.yaml"))
    assert len(files) > len(NAMES)
    for path in files:
        text = path.read_text(encoding="utf-8")
        pointer = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", text.splitlines()[0])
        assert pointer
        named = (path.parent / pointer[1]).resolve()
        # PyYAML reads YAML 1.1, in which our numbers are numbers too.
        jsonschema.validate(yaml.safe_load(text), json.loads(named.read_text(encoding="utf-8")))


def some_number(rng: random.Random) -> Any:
    fixed = [0, 1, 2, 3, 5, 40.5, 0.5, 1e-7, 1e-3, -1, -0.3, 250, 1e6, 1e13, -1e-5, 12.0]
    drawn = [rng.uniform(1, 10), rng.uniform(0, 1), 10 ** rng.uniform(-12, 6), rng.randrange(2, 60)]
    return rng.choice(fixed + drawn)


def some_range(default: Any, rng: random.Random) -> dict[str, Any]:
    start, stop = sorted((abs(some_number(rng)), abs(some_number(rng))))
    whole = {"start": start, "stop": stop, "num": rng.randrange(2, 50), "scale": "linear"}
    if isinstance(default, Range) and rng.random() < 0.5:
        whole = default.model_dump()
    spoilt: dict[str, list[Any]] = {
        "start": [0, -1, "cold", 1e9],
        "stop": [0, -1, None, 1e9],
        "num": [1, 5.0, 2.5, 10**6, True],
        "scale": ["log", "linear", "cubic"],
        "nmu": [3],
    }
    for part in rng.sample(sorted(spoilt), rng.choice([0, 0, 1, 2])):
        whole[part] = rng.choice(spoilt[part])
    for part in rng.sample(sorted(whole), rng.choice([0, 0, 1, 2])):
        del whole[part]
    return whole


def some_material(rng: random.Random) -> Any:
    parts: dict[str, list[Any]] = {
        "k_f_per_nm": [12, "12 1/nm", " 1.2  1/angstrom", "12/nm", "12", None, 1e3],
        "electrons_per_nm3": [59.0, "5.9e22 cm^-3", "5.9e22 1/cm^3", "dense", None, 0],
        "m_eff": [1.1, 0, "1.1"],
        "chi_landau": [-2.9e-7, 2.9e-7, None],
        "kf": [12],
    }
    keys = rng.sample(sorted(parts), rng.choice([1, 1, 2, 2, 3]))
    return rng.choice(["gold", "silver", "glod", {key: rng.choice(parts[key]) for key in keys}])


def some_value(field: Any, rng: random.Random) -> Any:
    if field.default == "gold":
        return some_material(rng)
    words = ["zeta_1_36", "zeta_0_36", "zeta_1_300", "stable", "largest", "on-site", "x"]
    word = rng.choice([*words, "3.5 nm", "300 K", "40 cm^-1", "2 parsecs", "gold", "material"])
    several = [some_number(rng) for _ in range(rng.randrange(4))]
    return rng.choice(
        [
            some_number(rng),
            several,
            [*several, *several[:1]],
            [*several, word],
            word,
            some_range(field.default, rng),
            some_range(field.default, rng),
            rng.choice([True, None, "", [[1.0]], [None]]),
            json.loads(json.dumps(field.default, default=lambda axis: axis.model_dump())),
        ]
    )


def some_configuration(name: str, rng: random.Random) -> dict[str, Any]:
    fields = figures.load(name).Params.model_fields
    keys = rng.sample(sorted(fields), rng.choice([0, 1, 1, 1, 2]) % (len(fields) + 1))
    found = {key: some_value(fields[key], rng) for key in keys}
    return found | ({f"{keys[0]}a": 1} if keys and rng.random() < 0.05 else {})


def refusal(name: str, configuration: dict[str, Any], file: Path) -> str:
    """Return the loader's message, empty if it takes the configuration."""
    file.write_text(json.dumps(configuration), encoding="utf-8")
    try:
        parameters(figures.load(name).Params, file=file)
    except ConfigError as error:
        return str(error)
    return ""


def test_the_schema_and_the_loader_agree_on_1000_configurations(tmp_path: Path) -> None:
    rng, seen = random.Random(13), Counter[str]()
    for turn in range(1000):
        name = NAMES[turn % len(NAMES)]
        configuration = some_configuration(name, rng)
        message = refusal(name, configuration, tmp_path / "some.yaml")
        fits = validator(name).is_valid(configuration)
        beyond = any(re.search(words, message) for words in BEYOND_A_SCHEMA)
        worded = re.search(r"zeta_1_300|'[\d.]+ [a-zA-Z]+", str(configuration))
        beyond |= worded is not None and "must be at " in message
        assert fits == (not message) or (fits and beyond), (name, configuration, message)
        seen["good" if not message else "beyond" if fits else "bad"] += 1
    assert seen["good"] > 250
    assert seen["bad"] > 250
    assert seen["beyond"] < 100


def test_what_no_schema_can_say_the_loader_still_refuses(tmp_path: Path) -> None:
    beyond: list[tuple[str, dict[str, Any]]] = [
        ("fig5b", {"kf_a": ["zeta_1_300"]}),
        ("fig5b", {"t_over_tf": {"start": 1e-6}}),
        ("fig5b", {"t_over_tf": {"num": 5.0}}),
    ]
    for name, configuration in beyond:
        assert validator(name).is_valid(configuration)
        assert refusal(name, configuration, tmp_path / "some.yaml")


@pytest.mark.parametrize(
    ("given", "takes"),
    [
        ({"k_f_per_nm": "12 1/nm"}, True),
        ({"k_f_per_nm": " 1.2 1/angstrom"}, True),
        ({"k_f_per_nm": "12"}, False),
        ({"electrons_per_nm3": "5.9e22 cm^-3", "k_f_per_nm": None}, True),
        ({"electrons_per_nm3": 59, "k_f_per_nm": 12}, False),
        ({"m_eff": 1.1}, False),
        ("silver", True),
        ("glod", False),
    ],
)
def test_the_schema_knows_materials(tmp_path: Path, given: Any, takes: bool) -> None:
    assert validator("fig5b").is_valid({"material": given}) == takes
    assert (refusal("fig5b", {"material": given}, tmp_path / "some.yaml") == "") == takes


@pytest.mark.parametrize(
    ("given", "takes"),
    [("zeta near 42.5", True), ("zeta_1  near 3.5 nm", True), ("size near 3 nm", False)],
)
def test_the_schema_knows_sizes_that_are_near(tmp_path: Path, given: str, takes: bool) -> None:
    assert validator("fig5b").is_valid({"kf_a": given}) == takes
    assert (refusal("fig5b", {"kf_a": given}, tmp_path / "some.yaml") == "") == takes


@pytest.mark.parametrize("part", [{"start": 1e-4}, {"num": 5}])
def test_a_logarithmic_range_takes_no_zero_from_the_default(
    tmp_path: Path, part: dict[str, Any]
) -> None:
    configuration = {"hbar_omega_c_over_ef": {"scale": "log"} | part}
    takes = "start" in part
    assert validator("fig7").is_valid(configuration) == takes
    assert refusal("fig7", configuration, tmp_path / "some.yaml").endswith("above zero") != takes
