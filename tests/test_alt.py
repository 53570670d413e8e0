import functools
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from magrepro import figures
from magrepro.config import parameters
from magrepro.dataset import Column, Dataset, read_csv
from magrepro.figures import _style, _words
from magrepro.output import Job, picture

ROOT = Path(__file__).parent.parent
NAMES = figures.names()
COUNTED = r"\d+ (points|temperatures|curves|times|of \d+)"


@functools.cache
def committed(name: str) -> Dataset:
    return read_csv(ROOT / "figures" / f"{name}.csv", figures.load(name).COLUMNS)


def alt(name: str, dataset: Dataset | None = None) -> str:
    params = figures.load(name).Params()
    return figures.alt(name, dataset or committed(name), params)


def numbers(text: str) -> list[str]:
    for words in (r"T = 0 where", COUNTED, r"\b[A-Za-z_]\w*\b"):
        text = re.sub(words, "", text)
    return re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)


def derived(name: str, data: Dataset) -> list[float]:
    """Return what is counted or calculated from the data."""
    if name == "fig1":
        return list(np.sqrt(data["moment_x"] ** 2 + data["moment_z"] ** 2))
    if name == "fig4":
        return [100 * Counter(data["phase"].tolist())[p] / len(data) for p in _style.PHASES]
    if name == "fig6":
        positive, all_of = (
            Counter(data["t_over_tf"][data["chi_over_chi_l"] > 0].tolist()),
            Counter(data["t_over_tf"].tolist()),
        )
        return [100 * positive[t] / all_of[t] for t in all_of]
    if name == "fig9":
        return [100 * (data["chi_c_over_dimer"][-1] / data["endless_chain"][0] - 1)]
    return list(1 / data["transition_j_over_alpha"]) if name == "vib_fig2" else []


def known(name: str) -> set[str]:
    """Return every number of the data and the parameters, as it would be written."""
    data = committed(name)
    columns = [data[c.name] for c in data.columns if c.dtype is not str]
    found = np.unique(np.concatenate([np.unique(np.abs(c[np.isfinite(c)])) for c in columns]))
    scalars = [v for v in vars(figures.load(name).Params()).values() if isinstance(v, float)]
    every = {*found.tolist(), *scalars, *map(float, derived(name, data))}
    return {_words.number(v, d) for v in every for d in (3, 4)}


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_words_is_one_of_the_data(name: str) -> None:
    told = {number.lstrip("-") for number in numbers(alt(name))}
    assert len(told) >= 2
    assert not told - known(name) - {"1/2", "3/2"}


@pytest.mark.parametrize("name", NAMES)
def test_words_are_plain_few_and_the_same_every_time(name: str) -> None:
    text = alt(name)
    assert text == alt(name)
    assert text.isascii()
    assert 100 < len(text) < 700
    assert text.endswith(".")
    assert "nan" not in text
    assert hasattr(figures.load(name), "alt")


@pytest.mark.parametrize("name", NAMES)
def test_words_follow_the_data(name: str) -> None:
    data = committed(name)
    numeric = [c.name for c in data.columns if c.dtype is float and c.kind != "exact"]
    shrunk = {
        key: data[key] * (0.5 if key in numeric else 1) for key in data.data if key in numeric
    }
    if name == "fig4":
        shrunk["phase"] = np.where(data["phase"] == "aligned", "paramagnetic", data["phase"])
    assert alt(name, Dataset(data.columns, dict(data.data) | shrunk)) != alt(name)


@pytest.mark.parametrize("end", ["png", "svg", "pdf"])
def test_pictures_carry_their_words(end: str) -> None:
    module, job = figures.load("fig9"), Job("fig9", figures.load("fig9").Params(), Path())
    text = alt("fig9")
    drawn = picture(module.draw(committed("fig9"), job.params), end, job, b"", text)
    if end == "svg":
        assert f" <desc>{text}</desc>\n" in drawn.decode()
        assert drawn.count(b'<svg role="img" ') == 1
    assert text.rstrip(".").encode() in drawn


@pytest.mark.parametrize("name", NAMES)
def test_the_committed_picture_is_described(name: str) -> None:
    with Image.open(ROOT / "figures" / f"{name}.png") as image:
        assert image.info["Description"] == alt(name)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("fig2", "raises the response in c, d and e and lowers the response in a, b and f"),
        ("fig3", "one particle is zero for chi/chi_c from -1 to 1 and reaches"),
        ("fig4", "(2, 2) is aligned, (2, -2) is diamagnetic"),
        ("fig5b", "k_F a = 42.97 it falls from 1330 mu_B at 1e-9 to 0 mu_B at 1e-6"),
        ("fig8", "|m1z| = 0 for 51 of 101 couplings, the last of them 1."),
        ("fig9", "falls from 1 at 2 to 0.417 at 100"),
        ("vib_fig1", "anisotropy: S at -0.55 meV; vibration: T+ at -0.75 meV"),
        (
            "vib_fig2",
            "S = 1/2 has moments from -1 to 1 hbar and is magnetic at T = 0 where |alpha| > 1.5",
        ),
        ("vib_fig5", "J = 50 meV it rises from"),
    ],
)
def test_words_say_what_the_papers_say(name: str, words: str) -> None:
    assert words in alt(name)


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("fig1", ["chi1=0", "chi2=0"]),
        ("fig2", ["chi1=1", "chi2=1"]),
        ("fig3", ["chi_over_chi_c=0.5"]),
        ("fig3", ["chi_over_chi_c=[3, -3]"]),
        ("fig4", ["chi1_over_chi_c=1", "chi2_over_chi_c=-1"]),
        ("fig5a", ["kf_a=7", "kf_a_inset=[7, 8, 9, 10, 11]", "t_over_tf=1e-3"]),
        ("fig5b", ["kf_a=40.1", "t_over_tf.num=3"]),
        ("fig6", ["kf_a=[42, 41]", "t_over_tf=1e-3"]),
        ("fig7", ["kf_a=[7, 8, 9, 10]", "hbar_omega_c_over_ef=0", "t_over_tf=1e-3"]),
        ("fig8", ["k_over_c=[2, 0.5]", "m1z=[0.5, 0.7]"]),
        ("fig9", ["n_particles=7"]),
        ("fig10", ["n_particles=[2, 3]", "t_over_tf=0.1"]),
        ("vib_fig1", ["j_mev=0", "anisotropy_mev=0", "alpha_mev=0", "zeta_mev=0"]),
        ("vib_fig2", ["j_mev=1", "alpha_mev=0", "spin=0.5", "field_ratio=1"]),
        ("vib_fig3", ["omega0_mev=1", "temperature_k=1"]),
        ("vib_fig4", ["omega0_mev=1", "j_mev=[1, -1]", "temperature_k=[3, 1]"]),
        ("vib_fig5", ["j_mev=1", "phi_over_omega0=0", "temperature_k=[10, 5]"]),
    ],
)
def test_other_parameters_have_words_too(name: str, settings: list[str]) -> None:
    module = figures.load(name)
    params = parameters(module.Params, settings=settings)
    text = figures.alt(name, module.compute(params), params)
    assert text.endswith(".")
    assert "nan" not in text
    assert "[" not in text


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([1, 2, 3], "rises from 1 at 0 to 3 at 2"),
        ([1, 3, 2], "rises from 1 at 0 to 3 at 1, then falls to 2 at 2"),
        ([3, 1, 2], "falls from 3 at 0 to 1 at 1, then rises to 2 at 2"),
        ([2, 2, 2], "stays at 2"),
        ([2, 2 + 1e-9, 2], "stays near 2"),
        ([0, 1, 1 - 1e-9, 2], "rises from 0 at 0 to 2 at 3"),
        ([0, 2, 1, 3], "turns 2 times between 0 at 0 and 3 at 3"),
        ([1, np.nan, 3], "rises from 1 at 0 to 3 at 2"),
        ([np.nan, np.nan], "has no answer"),
        ([5], "is 5 at 0"),
        ([0, 0, 1, 1, 0], "rises from 0 at 0 to 1 at 2, then falls to 0 at 4"),
    ],
)
def test_the_course_of_a_curve(y: list[float], words: str) -> None:
    x = np.arange(len(y))
    assert _words.course(x, np.array(y)) == words
    assert _words.course(x[::-1], np.array(y)[::-1]) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (1234.0, "1230"), (2.5712e-7, "2.57e-7"), (-0.00099, "-9.9e-4")],
)
def test_numbers_have_three_digits(value: Any, text: str) -> None:
    assert _words.number(value) == text


def test_a_figure_without_words_is_told_by_its_columns() -> None:
    columns = (Column("x", "place", "exact"), Column("label", "name", "exact", dtype=str))
    data = Dataset.tidy(columns, x=np.array([1.0, 2.5]), label=np.array(["a", "b"]))
    assert _words.ranges(data) == "2 rows; x from 1 to 2.5; label: a and b."
