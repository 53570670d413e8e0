"""Values with units: what they are converted to, what is kept of them, what is refused."""

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from magrepro import cli, figures, physical, units
from magrepro.config import ConfigError, configuration, parameters
from magrepro.core import constants as c
from magrepro.core.orbital.bessel import bessel_zero, zero_near
from magrepro.core.orbital.materials import METALS
from magrepro.dataset import read_csv
from magrepro.figures import fig5b, fig7, fig10, vib_fig2
from magrepro.output import Job, make
from magrepro.parameters import Range, size, values
from tests.tolerances import ELEMENTWISE, LINEAR_ALGEBRA, assert_agree

SILVER = METALS["silver"].electrons
COMMITTED = Path(__file__).parent.parent / "figures"
PHYSICAL = [name for name in figures.names() if "units" in figures.load(name).Params.model_fields]


def given(name: str, *settings: str) -> Any:
    return parameters(figures.load(name).Params, settings=settings)


def refused(name: str, *settings: str) -> str:
    with pytest.raises(ConfigError) as error:
        given(name, *settings)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("3.5 nm", "nm", 3.5),
        ("35 angstrom", "nm", 3.5),
        ("35Å", "nm", 3.5),
        ("4.2 K", "K", 4.2),
        ("25 degC", "K", 298.15),
        ("50 mK", "K", 0.05),
        ("1 meV", "K", 1e-3 * c.ELEMENTARY_CHARGE_C / c.BOLTZMANN_J_K),
        ("300 K", "meV", 300 * c.BOLTZMANN_J_K / c.ELEMENTARY_CHARGE_C * 1e3),
        # One wave per centimetre is 0.123984198 meV, or 1.438776877 K: h c/e and h c/k_B.
        ("40 cm^-1", "meV", 40 * 0.1239841984332),
        ("40/cm", "meV", 40 * 0.1239841984332),
        ("40 1/cm", "K", 40 * 1.438776877503933),
        ("-2 µeV", "meV", -2e-3),
        ("1e-23 J", "meV", 1e-20 / c.ELEMENTARY_CHARGE_C),
        ("5 T", "T", 5.0),
        ("9.2e5 gauss", "T", 92.0),
        ("2 kG", "T", 0.2),
        ("20 nm^-1", "1/angstrom", 2.0),
        ("0.2e-6 eV^2", "meV^2", 0.2),
        ("5.86e22 cm^-3", "1/nm^3", 58.6),
        ("1 radian", "degree", 180 / math.pi),
    ],
)
def test_a_number_with_a_unit_is_that_number_in_another(text: str, unit: str, value: float) -> None:
    assert units.number(text, unit) == pytest.approx(value, rel=1e-11)


def test_a_decimal_prefix_costs_no_digit() -> None:
    assert units.number("35 angstrom", "nm") == 3.5
    assert units.number("57 mK", "K") == 0.057
    assert units.number("0.3 eV", "meV") == 300.0
    assert "holds a value twice" in refused("fig5b", "kf_a=[3.5 nm, 35 angstrom]")


def test_a_radius_is_a_size_by_the_materials_fermi_wave_number() -> None:
    params = given("fig5b", "material=silver", "kf_a=[3.5 nm, 9 nm diameter, 40 angstrom radius]")
    expected = SILVER.k_f_per_nm * np.array([3.5, 4.5, 4.0])
    assert_agree(values(params.kf_a), expected, ELEMENTWISE)


def test_temperatures_and_fields_are_converted_by_the_material() -> None:
    written = "t_over_tf={start: 1 mK, stop: 50 mK, num: 200, scale: log}"
    range_ = given("fig5b", "material=silver", written).t_over_tf
    assert isinstance(range_, Range)
    ends = np.array([1e-3, 50e-3]) / SILVER.t_f_k
    assert_agree([range_.start, range_.stop], ends, ELEMENTWISE)
    assert (range_.num, range_.scale) == (200, "log")
    (w,) = given("fig7", "material=silver", "hbar_omega_c_over_ef=5 T").hbar_omega_c_over_ef
    # hbar omega_c = e hbar B/m_e
    omega_c = c.ELEMENTARY_CHARGE_C * 5 / (c.ELECTRON_MASS_G * 1e-3)
    fermi = SILVER.e_f_ev * c.ELEMENTARY_CHARGE_C
    assert_agree(w, c.HBAR_J_S * omega_c / fermi, LINEAR_ALGEBRA)


def test_one_end_of_a_range_may_carry_a_unit() -> None:
    range_ = given("fig5b", "t_over_tf.stop=0.1 K").t_over_tf
    assert range_.start == 1e-9
    assert_agree(range_.stop, 0.1 / METALS["gold"].electrons.t_f_k, ELEMENTWISE)


def test_a_distance_is_divided_by_the_single_size() -> None:
    assert given("fig10", "kf_a=3.5 nm", "d_over_a=14 nm").d_over_a == pytest.approx(4, rel=1e-12)
    k = size("zeta_1_36")
    params = given("fig5b", "kf_a=zeta_1_36", "d_over_a=12 nm")
    assert_agree(params.d_over_a, 12 * METALS["gold"].electrons.k_f_per_nm / k, ELEMENTWISE)
    assert "needs a single kf_a" in refused("fig5b", "d_over_a=12 nm")
    assert "needs a single kf_a" in refused(
        "fig5b", "kf_a={start: 10, stop: 20, num: 3}", "d_over_a=12 nm"
    )


def test_the_studies_take_the_units_of_the_papers_figures() -> None:
    assert given("beyond_samples", "kf_a=8.23 nm").kf_a == given("fig10", "kf_a=8.23 nm").kf_a
    detuned = given(
        "beyond_detuning", "zeta=zeta_1 near 8.23 nm", "detuning=1 fm", "d_over_a=25 nm"
    )
    assert detuned.zeta == ("zeta_1_90",)
    k_f = METALS["gold"].electrons.k_f_per_nm
    assert_agree(values(detuned.detuning), [1e-6 * k_f], ELEMENTWISE)
    assert detuned.d_over_a == pytest.approx(25 * k_f / values(detuned.zeta)[0], rel=1e-12)
    assert given("beyond_sizes", "kf_a_max=5 nm").kf_a_max == pytest.approx(5 * k_f, rel=1e-12)
    fields = "hbar_omega_c_over_ef=[0 T, 5 T]"
    for study in ("beyond_diamagnetic", "beyond_ensemble"):
        some = given(study, fields, "t_over_tf=[300 mK]")
        assert some.hbar_omega_c_over_ef == given("fig7", fields).hbar_omega_c_over_ef
        assert some.t_over_tf == given("fig7", "t_over_tf=[300 mK]").t_over_tf
    said = "must be at most 200 (16.61 nm), not 361.254 (30 nm)"
    assert said in refused("beyond_sizes", "kf_a_max=30 nm")
    assert "is a length; a pure number is wanted" in refused("beyond_sizes", "d_over_a=30 nm")


def test_the_vibrational_papers_parameters_take_their_units() -> None:
    params = given("vib_fig2", "j_mev=[40 cm^-1, -3 meV, 10 K]", "temperature_k=4.2 K")
    j = [40 * units.MEV_CM, -3.0, 10 * c.K_B_MEV]
    assert_agree(params.j_mev, j, ELEMENTWISE)
    assert params.temperature_k == 4.2
    params = given("vib_fig5", "r_s_angstrom=0.2 nm", "k_max_per_angstrom=10 nm^-1")
    assert_agree([params.r_s_angstrom, params.k_max_per_angstrom], [2.0, 1.0], ELEMENTWISE)
    assert given("vib_fig4", "coupling_mev2=0.2e-6 eV^2").coupling_mev2 == pytest.approx(0.2)
    assert given("fig1", "field_angle=0.5 rad").field_angle == pytest.approx(90 / math.pi)


def test_a_size_near_a_radius_is_the_nearest_zero() -> None:
    k = 3.5 * SILVER.k_f_per_nm
    params = given("fig5b", "material=silver", "kf_a=[zeta near 3.5 nm, zeta_1 near 7 nm diameter]")
    any_, first = params.kf_a
    shells = [(n, l, bessel_zero(n, l)) for n in range(1, 14) for l in range(45)]
    n, l, _ = min(shells, key=lambda shell: abs(shell[2] - k))
    assert any_ == f"zeta_{n}_{l}"
    _, l, _ = min((s for s in shells if s[0] == 1), key=lambda shell: abs(shell[2] - k))
    assert first == f"zeta_1_{l}"
    assert zero_near(0.1) == "zeta_1_0"


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("fig5b", ["material=silver", "kf_a=3.5 nm", "t_over_tf.start=1 mK"]),
        ("fig5b", ["kf_a=[zeta near 3.5  nm, '7\n\nnm diameter', 42.5]", "units=physical"]),
        ("fig7", ["hbar_omega_c_over_ef=[0 T, 5 T, 1e5 gauss]", "material={k_f_per_nm: 9.0}"]),
        ("fig7", ["material={k_f_per_nm: 0.9 1/angstrom}", "t_over_tf=4.2 K"]),
        ("vib_fig2", ["j_mev=40 cm^-1", "temperature_k=4.2 K"]),
        ("vib_fig4", ["temperature_k={start: 1 K, stop: 2 meV}", "omega0_mev=[5 cm^-1, 8/cm]"]),
    ],
)
def test_what_was_written_is_kept_and_gives_the_same_again(
    name: str, settings: list[str], tmp_path: Path
) -> None:
    params = given(name, *settings)
    file = tmp_path / "mine.yaml"
    file.write_text(configuration(name, params), encoding="utf-8")
    again = parameters(type(params), file=file)
    assert again == params
    assert configuration(name, again) == configuration(name, params)
    file.write_text(params.as_json(), encoding="utf-8")  # what pictures hold
    assert parameters(type(params), file=file) == params
    for setting in settings:
        for words in setting.partition("=")[2].strip("[]{}").split(", "):
            shown = " ".join(words.rpartition(": ")[2].strip("'").split())
            assert shown.removesuffix("}") in configuration(name, params)


def test_the_papers_values_are_the_papers_however_they_are_written(tmp_path: Path) -> None:
    params = given("vib_fig2", "temperature_k=3 K")
    assert params.is_paper
    assert "temperature_k: 3 K" in configuration("vib_fig2", params)
    assert not given("fig5b", "units=physical").is_paper
    assert given("fig5b", "units=reduced", "chi_landau=-2.9e-7").is_paper


MISTAKES = [
    ("vib_fig2", "j_mev=5 T", "j_mev: 5 T is a magnetic field; an energy is wanted (meV, cm^-1,"),
    ("vib_fig2", "temperature_k=3 nm", "3 nm is a length; a temperature is wanted (K, mK, meV"),
    ("vib_fig4", "j_mev=[1 meV, 3 s]", "3 s is a time; an energy is wanted"),
    ("vib_fig4", "coupling_mev2=1 meV", "1 meV is an energy; an energy squared is wanted (meV^2"),
    ("vib_fig5", "r_s_angstrom=1 1/nm", "1 1/nm is a wave number; a length is wanted"),
    ("vib_fig5", "k_max_per_angstrom=1 meV", "is an energy; a wave number is wanted"),
    ("vib_fig2", "j_mev=3 THz", "3 THz is a frequency; an energy is wanted"),
    ("fig5b", "t_over_tf.start=1 mT", "1 mT is a magnetic field; a temperature is wanted"),
    ("fig7", "hbar_omega_c_over_ef=5 meV", "a magnetic field is wanted (T, mT, gauss)"),
    ("fig7", "hbar_omega_c_over_ef=5 Gauss", "there is no unit 'Gauss'; did you mean gauss?"),
    ("fig5b", "kf_a=3.5 nmm", "there is no unit 'nmm'; did you mean nm?"),
    ("fig5b", "kf_a=3.5 nm wide", "there is no unit 'nm wide'"),
    ("fig5b", "kf_a=3.5 nm^9^9^9", "is no unit; write it as nm"),
    ("fig5b", "kf_a=100 nm", "must be at most 200 (16.61 nm), not 1204.18 (100 nm)"),
    ("fig5b", "kf_a=zeta near 300 nm", "must be at most 200 (16.61 nm), not 3612.54 (300 nm)"),
    ("fig5b", "kf_a=zeta near zero", "zeta near zero: not a size such as 42.5 or 3.5 nm"),
    ("fig7", "hbar_omega_c_over_ef=-5 T", "must be at least 0 (0 T), not -0.000104773 (-5 T)"),
    ("fig5b", "t_over_tf=-1 mK", "must be at least 1e-10"),
    ("fig5b", "t_over_tf=[1 mK, 0.001 K]", "holds a value twice"),
    ("fig5b", "t_over_tf.num=3 K", "valid integer, not '3 K'"),
    ("fig5b", "kf_a=1e400 nm", "finite"),
    ("fig5b", "branch=1 nm", "'stable' or 'largest'"),
    ("fig8", "c=5 T", "c: 5 T is a magnetic field; a pure number is wanted"),
    ("fig8", "c=5 percent", "5 percent: percent is no unit here; a pure number is wanted"),
    ("fig9", "n_particles=5 nm", "5 nm is a length; a pure number is wanted"),
    ("fig5b", "material={k_f_per_nm: 1.2 nm}", "k_f_per_nm: 1.2 nm is a length; a wave number is"),
    ("fig5b", "units=imperial", "'reduced' or 'physical'"),
]


@pytest.mark.parametrize(("name", "setting", "said"), MISTAKES)
def test_a_mistake_is_one_message(name: str, setting: str, said: str) -> None:
    assert said in refused(name, setting)


@pytest.mark.parametrize(("name", "setting", "said"), MISTAKES[:12])
def test_a_mistake_ends_with_code_2_and_leaves_nothing(
    name: str,
    setting: str,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["magrepro", "run", name, "--set", setting])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    assert ended.value.code == 2
    assert printed.out == ""
    assert printed.err.startswith("Error: ")
    assert printed.err.count("\n") == 1
    assert said in printed.err
    assert list(tmp_path.iterdir()) == []


SMALL = {
    "fig5a": ["t_over_tf.num=5", "t_over_tf_inset.num=5"],
    "fig5b": ["t_over_tf.num=5"],
    "fig6": ["kf_a=[3.5 nm, 3.6 nm]"],
    "fig7": ["hbar_omega_c_over_ef.num=5"],
    "fig10": ["n_particles=[2, 3]"],
}


@pytest.mark.parametrize("name", PHYSICAL)
def test_physical_columns_stand_behind_the_contracts_and_are_drawn(
    name: str, tmp_path: Path
) -> None:
    module: Any = figures.load(name)
    params = given(name, *SMALL[name], "material=copper", "units=physical")
    make(Job(name, params, tmp_path, formats=()))
    columns = module.COLUMNS + physical.columns(module.COLUMNS)
    data = read_csv(tmp_path / f"{name}.csv", columns)
    copper = METALS["copper"].electrons
    factor = {"kf_a": 1 / copper.k_f_per_nm, "t_over_tf": copper.t_f_k}
    factor["hbar_omega_c_over_ef"] = copper.field_t
    beside = {"kf_a": "radius_nm", "t_over_tf": "temperature_k", "hbar_omega_c_over_ef": "field_t"}
    named = [n for n in beside if n in data.data]
    assert {c.name for c in columns} - {c.name for c in module.COLUMNS} == {
        beside[n] for n in named
    }
    for n in named:
        assert_agree(data[beside[n]], data[n] * factor[n], ELEMENTWISE)
    texts = " ".join(t.get_text() for t in module.draw(data, params).findobj() if is_text(t))
    assert "T_F" not in texts
    assert "k_F" not in texts
    assert r"\omega_c" not in texts
    assert "(K)" in texts or r"\mathrm{K}" in texts


def is_text(artist: Any) -> bool:
    from matplotlib.text import Text

    return isinstance(artist, Text)


@pytest.mark.parametrize("name", PHYSICAL)
def test_reduced_datasets_are_left_as_they_are(name: str) -> None:
    module: Any = figures.load(name)
    params = given(name, *SMALL[name])
    data = module.compute(params)
    assert physical.beside(data, params) is data
    assert data.columns == module.COLUMNS


def test_units_physical_never_overwrites_the_papers_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    argv = ["magrepro", "run", "fig5b", "fig3", "--units", "physical", "--dry-run"]
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr()
    assert ended.value.code == 0
    folders = {line.rpartition("/")[0] for line in printed.out.splitlines()}
    custom = f"figures/custom/fig5b-{given('fig5b', 'units=physical').digest()}"
    assert folders == {custom, "figures"}
    assert "fig3: has no choice of units" in printed.err


def test_a_picture_holds_what_was_written(tmp_path: Path) -> None:
    from PIL import Image

    params = given("fig10", "kf_a=zeta near 3.5 nm", "t_over_tf=[1 mK, 5 mK]", "n_particles=[2, 3]")
    make(Job("fig10", params, tmp_path))
    with Image.open(tmp_path / "fig10.png") as image:
        held = json.loads(image.info["Parameters"])
    assert held["kf_a"] == "zeta near 3.5 nm"
    assert held["t_over_tf"] == ["1 mK", "5 mK"]
    file = tmp_path / "held.yaml"
    file.write_text(image.info["Parameters"], encoding="utf-8")
    assert parameters(fig10.Params, file=file) == params


def test_numbers_without_units_are_left_to_the_last_digit() -> None:
    params = fig7.Params(kf_a=(42.4,), hbar_omega_c_over_ef=(1e-3,), t_over_tf=(5e-5,))
    assert (params.kf_a, params.t_over_tf) == ((42.4,), (5e-5,))
    assert fig5b.Params().t_over_tf == Range(start=1e-9, stop=1e-6, num=601, scale="log")
    assert vib_fig2.Params(temperature_k=3.0).is_paper
