import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from magrepro import figures
from magrepro.config import parameters
from magrepro.dataset import Column, Dataset
from magrepro.figures import _style, _words
from magrepro.output import Job, picture
from tests.drawings import committed

ROOT = Path(__file__).parent.parent
NAMES = figures.names()
COUNTED = r"\d+ (points|temperatures|curves|times|of \d+)"


def alt(name: str, dataset: Dataset | None = None) -> str:
    params = figures.load(name).Params()
    return figures.alt(name, dataset or committed(name), params)


def numbers(text: str) -> list[str]:
    for words in (r"T = 0 where", r"\^\(?-?\d", COUNTED, r"\b[A-Za-z_]\w*\b"):
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
    if name == "vib_fig2":
        return list(1 / data["transition_j_over_alpha"])
    return derived_of_study(name, data)


def derived_of_study(name: str, data: Dataset) -> list[float]:
    if name == "beyond_diamagnetic":
        coldest = data.where(t_over_tf=data["t_over_tf"].min())
        sizes = [coldest.where(kf_a=k) for k in coldest.distinct("kf_a")]
        return [
            float(np.abs(size[more] - size[less]).max())
            for size in sizes
            for more, less in (("with_spin", "diagonalised"), ("diagonalised", "first_order"))
        ]
    if name == "beyond_ensemble":
        chi = data.where(panel="response")
        return list(np.abs(chi["exactly"] / chi["on_average"] - 1) * chi["electrons"] ** 0.5)
    if name == "beyond_numbers":
        t = 1e3 * data["t_kelvin"]
        counted = 100 * np.count_nonzero(t) / len(t), float(data["m_z"].sum()) / len(t)
        return [*t.tolist(), *counted, float(np.quantile(t, 0.5))]
    if name == "beyond_pair_mode":
        ratio = data["moment"] / data["moment_static"]
        held = (ratio > 0.9) & (ratio < 1.1) & (data["panel"] == "map")
        return [100 * np.count_nonzero(held) / np.count_nonzero(data["panel"] == "map")]
    if name == "beyond_samples":
        return list(100 * data["width"])
    if name == "beyond_sizes":
        return [1e3 * data["t_kelvin"].max(), np.ptp(data["t_over_tf"] / data["curie_t_over_tf"])]
    return []


def unknown(name: str, told: set[str]) -> set[str]:
    """Return which written numbers are none of the data and the parameters, as they are written."""
    data = committed(name)
    columns = [data[c.name] for c in data.columns if c.dtype is not str]
    scalars = [v for v in vars(figures.load(name).Params()).values() if isinstance(v, float)]
    listed = np.array([*scalars, *map(float, derived(name, data))])
    every = np.concatenate([*map(np.abs, columns), listed])
    every = np.unique(every[np.isfinite(every)])
    whole = {str(n) for c in data.columns if c.dtype is int for n in data[c.name].tolist()}
    return {text for text in told - whole if text not in _written_near(every, float(text))}


def _written_near(every: Any, value: float) -> set[str]:
    """Return how those of ascending numbers are written that round to a value, or nearly."""
    first, last = np.searchsorted(every, [0.99 * value, 1.01 * value + 1e-300])
    return {_words.number(v, d) for v in every[first : last + 1].tolist() for d in (3, 4)}


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_the_words_is_one_of_the_data(name: str) -> None:
    told = {number.lstrip("-") for number in numbers(alt(name))}
    assert len(told) >= 2
    assert not unknown(name, told)


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
        ("beyond_detuning", "orders below 2.6e-7 T_F up to a detuning of"),
        ("beyond_diamagnetic", "the diamagnetic term beyond first order 2.44"),
        ("beyond_ensemble", "with N fixed rises from 0 at 0 to 2.62e-7 at 73, then falls to 0"),
        ("beyond_fluctuations", "the mean field orders below 1/K = 0.823"),
        ("beyond_numbers", "98.5 % of the numbers order, at most at 18.4 mK"),
        ("beyond_pair_mode", "the paper's rises from"),
        ("beyond_samples", "10 % wide a share of 2.62e-5 at most, with 0.0257 mu_B per particle"),
        ("beyond_sizes", "for zeta_1_90 = 99.06; no size could exceed 4.24e-7"),
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
        ("beyond_detuning", ["zeta=zeta_1_36", "detuning=[0.01, 0.02]"]),
        ("beyond_diamagnetic", ["kf_a=[9, 8]", "t_over_tf=5e-3", "hbar_omega_c_over_ef=0"]),
        ("beyond_ensemble", ["fillings=1", "t_over_tf=1e-6", "hbar_omega_c_over_ef=0"]),
        ("beyond_fluctuations", ["t_reduced=[2, 1]", "n_particles=2", "sweeps=32", "sites=2"]),
        ("beyond_numbers", ["electrons=2", "material=silver"]),
        (
            "beyond_pair_mode",
            ["a_mev=1", "temperature_k=2", "a_over_omega0=1", "phi_over_omega0=0.1", "j_mev=0"],
        ),
        ("beyond_samples", ["width=0.01", "t_over_tf=1e-3", "kf_a=5"]),
        ("beyond_sizes", ["kf_a_max=5", "range_width=100"]),
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
