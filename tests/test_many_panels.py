"""Any number of panels and curves is drawn and stays legible, and what it costs is told before."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest

from magrepro import cost, figures
from magrepro.config import parameters
from magrepro.figures import _style
from tests.drawings import unplaced

FEW = {
    "vib_fig2": ["j_mev=[-1.0, 1.0]", "alpha_mev=[-1.0, 1.0]"],
    "vib_fig3": ["temperature_k=[1.0, 2.0]"],
    "vib_fig4": ["j_mev=[-1.0, 1.0]", "temperature_k=[1.0, 2.0]"],
    "vib_fig5": ["phi_over_omega0=[1e-4]", "temperature_k=[1.0, 2.0]"],
}
SPINS = "spin=[" + ", ".join(f"{s / 2}" for s in range(1, 21)) + "]"


def panels(count: int) -> str:
    return f"{{start: 1.0, stop: 9.0, num: {count}}}"


@pytest.mark.parametrize(
    ("name", "setting", "count"),
    [
        ("vib_fig2", SPINS, 20),
        ("vib_fig4", f"omega0_mev={panels(17)}", 17),
        ("vib_fig4", f"omega0_mev={panels(30)}", 30),
        ("vib_fig5", f"j_mev={panels(18)}", 18),
        ("vib_fig5", f"j_mev={panels(30)}", 30),
    ],
)
def test_every_panel_holds_data_and_a_letter_of_its_own(
    name: str, setting: str, count: int
) -> None:
    figure = unplaced(name, setting, *FEW[name])
    visible = [ax for ax in figure.axes if ax.get_visible() and ax.get_label() != "<colorbar>"]
    assert len(visible) == count
    assert all(ax.has_data() for ax in visible)
    letters = [text.get_text() for ax in visible for text in ax.texts if text.get_zorder() == 10]
    assert len(set(letters)) == count


def test_panels_shrink_where_a_picture_has_its_largest_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_style, "LARGEST", 5.0)
    module = figures.load("vib_fig5")
    settings = [f"j_mev={panels(25)}", *FEW["vib_fig5"]]
    params = parameters(module.Params, settings=settings)
    figure = module.draw(module.compute(params), params)
    assert max(figure.get_size_inches()) == 5.0
    figure.savefig(io.BytesIO(), format="png", dpi=20)


@pytest.mark.parametrize(
    ("name", "axis"), [("vib_fig3", "omega0_mev"), ("vib_fig5", "phi_over_omega0")]
)
def test_of_many_curves_the_first_and_the_last_are_named(name: str, axis: str) -> None:
    few = [setting for setting in FEW[name] if axis not in setting]
    ax = unplaced(name, *few, f"{axis}={{start: 0.001, stop: 0.5, num: 200}}").axes[0]
    assert len(ax.collections[0].get_paths()) == 200
    key = ax.get_legend()
    named = [text.get_text() for text in (key.get_texts() if key else ax.texts)]
    named = [text for text in named if "Eq. (7)" not in text and text != r"$\omega_0$"]
    assert len(named) == 2


def test_default_figures_are_cheap_and_say_so() -> None:
    for name in FEW:
        params = figures.load(name).Params()
        assert cost.seconds(name, params) < 5


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("vib_fig2", ["spin=10.0", f"j_mev={panels(2000)}", f"alpha_mev={panels(2000)}"]),
        ("vib_fig4", [f"omega0_mev={panels(900)}", "j_mev=5.0"]),
        ("vib_fig5", ["spin=10.0", f"j_mev={panels(10)}"]),
        ("vib_fig5", [f"j_mev={panels(1000)}", "temperature_k=1.0"]),
    ],
)
def test_what_takes_minutes_is_told_at_once(name: str, settings: list[str]) -> None:
    params = parameters(figures.load(name).Params, settings=settings)
    start = time.process_time()
    assert cost.seconds(name, params) > cost.LIMIT_S
    assert time.process_time() - start < 3


def test_cost_of_a_disc_counts_its_pairs() -> None:
    from magrepro.core.quadrature import POINTS
    from magrepro.core.vibrational.lattice import VibratingLattice, pairs_on_disc

    lattice = VibratingLattice(spin=1, j=5.0, a=1.0, phi=[0.0, 1e-4], omega0=0.1, r_a=1.0)
    np.testing.assert_array_equal(pairs_on_disc(lattice, 300.0), [0, POINTS.size])
