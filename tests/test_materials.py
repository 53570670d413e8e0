"""Metals as free electrons, and what a material does to the figures."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from magrepro import figures
from magrepro.claims.orbital import gold as claimed
from magrepro.config import ConfigError, configuration, parameters
from magrepro.core import constants as c
from magrepro.core.orbital.bessel import bessel_zero, bessel_zeros
from magrepro.core.orbital.materials import GOLD, METALS, density_of, free_electrons
from magrepro.core.orbital.sphere import dipole_coupling
from magrepro.figures import fig5a, fig5b, fig7, fig10
from magrepro.material import OwnMaterial, metal
from tests.tolerances import ELEMENTWISE, LINEAR_ALGEBRA, assert_agree

ORBITAL = [name for name in figures.names() if figures.paper_of(name).has_material]

# Ashcroft and Mermin, Table 2.1: E_F in eV, T_F in 1e4 K, v_F in 1e8 cm/s.
PRINTED = {
    "lithium": (4.74, 5.51, 1.29),
    "sodium": (3.24, 3.77, 1.07),
    "potassium": (2.12, 2.46, 0.86),
    "rubidium": (1.85, 2.15, 0.81),
    "caesium": (1.59, 1.84, 0.75),
    "copper": (7.00, 8.16, 1.57),
    "silver": (5.49, 6.38, 1.39),
    "gold": (5.53, 6.42, 1.40),
    "beryllium": (14.3, 16.6, 2.25),
    "magnesium": (7.08, 8.23, 1.58),
    "calcium": (4.69, 5.44, 1.28),
    "zinc": (9.47, 11.0, 1.83),
    "cadmium": (7.47, 8.68, 1.62),
    "mercury": (7.13, 8.29, 1.58),
    "aluminium": (11.7, 13.6, 2.03),
    "gallium": (10.4, 12.1, 1.92),
    "indium": (8.63, 10.0, 1.74),
    "thallium": (8.15, 9.46, 1.69),
    "tin": (10.2, 11.8, 1.90),
    "lead": (9.47, 11.0, 1.83),
}


def test_densities_give_the_fermi_energies_that_the_source_prints_beside_them() -> None:
    assert PRINTED.keys() == METALS.keys()
    for name, (energy, temperature, velocity) in PRINTED.items():
        e = METALS[name].electrons
        v = c.HBAR_ERG_S * e.k_f_per_nm * 1e7 / c.ELECTRON_MASS_G / 1e8
        computed = (e.e_f_ev, e.t_f_k / 1e4, v)
        # Three digits of the density and three of the energy are rounded.
        np.testing.assert_allclose(computed, (energy, temperature, velocity), rtol=8e-3)


def test_landau_diamagnetism_is_a_third_of_paulis_for_the_free_electron_mass() -> None:
    for mass in (1.0, 1.7):
        e = free_electrons(58.6, m_eff=mass)
        states = 1.5 * 58.6e21 / (e.e_f_ev * c.ERG_PER_EV)
        pauli = c.BOHR_MAGNETON_ERG_G**2 * states
        assert_agree(e.chi_landau, -pauli / (3 * mass**2), ELEMENTWISE)


def test_at_the_field_of_a_material_the_cyclotron_energy_is_the_fermi_energy() -> None:
    e = free_electrons(20.0, m_eff=0.6)
    omega_c = c.ELEMENTARY_CHARGE_C * e.field_t / (0.6 * c.ELECTRON_MASS_G * 1e-3)
    assert_agree(c.HBAR_J_S * omega_c, e.e_f_ev * c.ELEMENTARY_CHARGE_C, ELEMENTWISE)


def test_wave_number_and_density_are_inverse_to_one_another() -> None:
    assert_agree(free_electrons(density_of(12.3)).k_f_per_nm, 12.3, ELEMENTWISE)


@pytest.mark.parametrize(("density", "mass"), [(0, 1), (-1, 1), (np.nan, 1), (1, 0), (1, np.inf)])
def test_what_is_no_density_or_mass_is_refused(density: float, mass: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        free_electrons(density, m_eff=mass)


def test_gold_is_the_papers() -> None:
    assert GOLD.chi_landau == -2.9e-7 == fig5b.Params().chi_landau
    assert "a cubic cell of 4.0782 angstrom" in GOLD.source
    e = GOLD.electrons
    k = (3 * np.pi**2 * 4 / 4.0782e-8**3) ** (1 / 3)  # four atoms in a cubic cell, per cm
    energy = (c.HBAR_ERG_S * k) ** 2 / (2 * c.ELECTRON_MASS_G)
    radius = c.ELEMENTARY_CHARGE_ESU**2 / (c.ELECTRON_MASS_G * c.SPEED_OF_LIGHT_CM_S**2)
    assert_agree(
        [
            [e.k_f_per_nm * 1e7, e.t_f_k, e.field_t * 1e4, e.chi_landau],
            [claimed.FERMI_WAVE_NUMBER, claimed.FERMI_TEMPERATURE, claimed.GAUSS, claimed.landau()],
        ],
        [
            k,
            energy / c.BOLTZMANN_ERG_K,
            energy / (2 * c.BOHR_MAGNETON_ERG_G),
            -radius * k / (12 * np.pi**2),
        ],
        1e-9,  # constants of both systems of units, each rounded
    )
    # "below T/T_F ~ 1e-7, corresponding to around 6 mK for gold"; 5e-3 is room temperature
    assert round(1e-7 * e.t_f_k * 1e3) == 6
    assert 290 < 5e-3 * e.t_f_k < 325


@pytest.mark.parametrize("name", ORBITAL)
def test_every_figure_of_the_orbital_paper_takes_a_material(name: str) -> None:
    model: Any = figures.load(name).Params
    assert model().material == "gold"
    assert next(iter(model.model_fields)) == "material"  # others are converted by it
    assert not model(material="silver").is_paper
    assert parameters(model, settings=["material=gold"]).is_paper


@pytest.mark.parametrize("model", [fig5a.Params, fig5b.Params, fig10.Params])
def test_the_material_sets_chi_landau_unless_it_is_given_itself(model: Any) -> None:
    silver = METALS["silver"].electrons.chi_landau
    assert model(material="silver").chi_landau == silver
    assert model(material="silver", chi_landau="material").chi_landau == silver
    assert model(material="silver", chi_landau=-1e-7).chi_landau == -1e-7
    assert model(material=OwnMaterial(k_f_per_nm=12.0, chi_landau=-1e-7)).chi_landau == -1e-7
    own = model(material={"electrons_per_nm3": 58.6, "m_eff": 2.0})
    assert_agree(own.chi_landau, silver / 2, ELEMENTWISE)
    assert model(chi_landau=-2.9e-7).is_paper


def test_a_configuration_whose_material_is_changed_takes_that_materials_chi_landau(
    tmp_path: Path,
) -> None:
    printed = configuration("fig5b", fig5b.Params())
    file = tmp_path / "mine.yaml"
    file.write_text(printed.replace("material: gold", "material: copper"), encoding="utf-8")
    params = parameters(fig5b.Params, file=file)
    assert params == fig5b.Params(material="copper")
    assert "\nchi_landau: material  #" in configuration("fig5b", params)


@pytest.mark.parametrize(
    "setting",
    ["material=silver", "material={k_f_per_nm: 9.5, m_eff: 1.2}", "chi_landau=-3e-7"],
)
def test_a_printed_material_reads_back(setting: str, tmp_path: Path) -> None:
    params = parameters(fig5b.Params, settings=[setting])
    file = tmp_path / "mine.yaml"
    file.write_text(configuration("fig5b", params), encoding="utf-8")
    again = parameters(fig5b.Params, file=file)
    assert again == params
    assert again.as_json() == params.as_json()
    assert again.digest() != fig5b.Params().digest()


def test_the_strongest_and_the_weakest_material_are_within_the_bounds_of_chi_landau() -> None:
    for k, mass in ((0.1, 100.0), (100.0, 0.01)):
        own = OwnMaterial(k_f_per_nm=k, m_eff=mass)
        fig5b.Params(material=own)
    for density in (1e-4, 1e5):
        for mass in (0.01, 100.0):
            own = OwnMaterial(electrons_per_nm3=density, m_eff=mass)
            assert -1e-3 <= metal(own).chi_landau <= -1e-12


def test_a_heavier_electrons_moment_is_the_slope_of_its_grand_potential_in_si_units() -> None:
    mass, k_f, tau, w = 1.8, 9.0e9, 2e-2, 1e-3
    own = OwnMaterial(k_f_per_nm=k_f / 1e9, m_eff=mass)
    k = 6.3
    params = fig7.Params(material=own, kf_a=(k,), t_over_tf=(tau,), hbar_omega_c_over_ef=(w,))
    (moment,) = fig7.compute(params)["moment"]
    e, hbar, m = c.ELEMENTARY_CHARGE_C, c.HBAR_J_S, mass * c.ELECTRON_MASS_G * 1e-3
    radius, kt = k / k_f, tau * metal(own).electrons.t_f_k * c.BOLTZMANN_J_K
    fermi = (hbar * k_f) ** 2 / (2 * m)
    zeros = bessel_zeros(40.0)
    n_l = [(z, int(l)) for z, l in zip(zeros.zeta, zeros.l, strict=True)]

    def grand_potential(field: float) -> float:
        total = 0.0
        for zeta, l in n_l:
            r2 = (1 + (2 * l + 3) * (2 * l - 1) / (2 * zeta**2)) / 3
            q = np.arange(-l, l + 1)
            sin2 = 2 * (l * l + l - 1 + q * q) / ((2 * l - 1) * (2 * l + 3))
            level = (hbar * zeta / radius) ** 2 / (2 * m) + hbar * e * field * q / (2 * m)
            level = level + (e * field * radius) ** 2 * r2 * sin2 / (8 * m)
            total -= 2 * kt * float(np.sum(np.logaddexp(0.0, (fermi - level) / kt)))
        return total

    field, step = w * metal(own).electrons.field_t, 1e-3 * metal(own).electrons.field_t
    points = np.array([grand_potential(field + s * step) for s in (-2, -1, 1, 2)])
    slope = float(points @ [1, -8, 8, -1]) / (12 * step)
    bohr_magneton = c.BOHR_MAGNETON_ERG_G * 1e-3
    assert moment == pytest.approx(-slope / bohr_magneton, rel=1e-6)


def test_heavier_electrons_feel_the_dipole_field_of_their_moment() -> None:
    own, k, m_b = OwnMaterial(electrons_per_nm3=30.0, m_eff=1.4), 20.0, 1.0  # m_b in mu_B
    e = metal(own).electrons
    distance = 3 * k / (e.k_f_per_nm * 1e9)
    tesla = 2e-7 * m_b * c.BOHR_MAGNETON_ERG_G * 1e-3 / distance**3
    reduced = m_b * e.m_eff  # in units of e hbar/(2 m* c)
    w = dipole_coupling(k, d_over_a=3.0, chi_landau=metal(own).chi_landau) * reduced
    assert_agree(w, tesla / e.field_t, LINEAR_ALGEBRA)


@pytest.mark.parametrize("module", [fig5b, fig10])
def test_moments_of_heavy_electrons_are_given_in_bohr_magnetons(module: Any) -> None:
    axes = {"fig5b": ("zeta_1_36",), "fig10": "zeta_1_36"}[module.__name__.rpartition(".")[2]]
    size = {"kf_a": axes, "t_over_tf": (1e-8,), "chi_landau": -2.9e-7}
    size |= {"n_particles": (2,)} if module is fig10 else {}
    light = module.compute(module.Params(**size))["m_z"][0]
    heavy = module.compute(module.Params(material={"k_f_per_nm": 12.0, "m_eff": 2.0}, **size))
    assert_agree(heavy["m_z"][0], light / 2, ELEMENTWISE)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("silber", "there is no material 'silber'; did you mean silver?"),
        ("Gold", "did you mean gold?"),
        ("wood", "'magrepro materials' has the names"),
        ("7", "give a name such as silver, or a mapping"),
        ("[gold]", "give a name such as silver, or a mapping"),
        ("{m_eff: 1.1}", "needs k_f_per_nm or electrons_per_nm3, one of the two"),
        ("{k_f_per_nm: 9, electrons_per_nm3: 25}", "one of the two"),
        ("{k_f_per_nm: -3}", "material.k_f_per_nm: input should be greater than or equal to 0.1"),
        ("{k_f_per_nm: .inf}", "finite"),
        ("{k_f_per_nm: 9, m_eff: 0}", "material.m_eff: input should be greater than"),
        ("{k_f_per_nm: 9, chi_landau: 1e-7}", "material.chi_landau: input should be less than"),
        ("{k_f: 9}", "material.k_f: unknown key; did you mean k_f_per_nm?"),
        ("{k_f_per_nm: nine}", "not 'nine'"),
    ],
)
def test_what_is_no_material_is_one_message(written: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        parameters(fig5b.Params, settings=[f"material={written}"])
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_the_vibrational_paper_has_no_material() -> None:
    for name in set(figures.names()) - set(ORBITAL):
        model: Any = figures.load(name).Params
        with pytest.raises(ValidationError):
            model(material="gold")


def test_sizes_do_not_depend_on_the_material() -> None:
    params = fig5b.Params(material="lead", kf_a=("zeta_1_36",), t_over_tf=(1e-8,))
    assert fig5b.compute(params)["kf_a"][0] == bessel_zero(1, 36)
