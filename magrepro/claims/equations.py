"""Each numbered equation of both papers, the function that holds it and the test that proves it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Equation:
    """One numbered equation."""

    paper: str
    number: str
    says: str
    function: str
    """Module and name below ``magrepro.core``."""
    test: str
    """File and name below ``tests``."""


EQUATIONS = tuple(
    Equation(*row)
    for row in (
        ("P", "1", "Landau's susceptibility", "sphere.dipole_coupling",
         "test_sphere.test_dipole_coupling_is_eq_3_with_the_landau_susceptibility_of_eq_1"),
        ("P", "2", "moment as a function of the local field", "ordering.dimer_moments",
         "test_ordering.test_dimer_moments_solve_their_equations_and_are_stable"),
        ("P", "3", "field at each particle", "dipoles.effective_field",
         "test_dipoles.test_eq_3_field_is_the_applied_one_plus_that_of_all_others"),
        ("P", "4", "linear moments", "dipoles.linear_moments",
         "test_dipoles.test_eq_4_each_moment_is_susceptibility_times_its_effective_field"),
        ("P", "5", "susceptibility tensor of the dimer", "dipoles.dimer_susceptibility",
         "test_dipoles.test_eq_5_the_susceptibility_of_a_dimer_is_diagonal_and_uniaxial"),
        ("P", "6", "its diagonal elements", "dipoles.dimer_susceptibility",
         "test_dipoles.test_eq_6_is_the_solution_of_eqs_3_and_4"),
        ("P", "7", "its first order in the distance", "dipoles.first_order_correction",
         "test_dipoles.test_eq_7_is_the_first_order_of_eq_6"),
        ("P", "8", "critical susceptibility", "dipoles.critical_susceptibility",
         "test_dipoles.test_eq_8_is_where_the_denominator_of_eq_6_vanishes"),
        ("P", "9", "saturating moment", "ordering.saturating",
         "test_ordering.test_eq_9_response_is_odd_bounded_and_linear_at_first"),
        ("P", "10", "self-consistent saturating dimer", "ordering.uniform_moment",
         "test_ordering.test_eq_10_equal_particles_at_thirty_digits"),
        ("P", "A4", "moment of one sphere (number of Ref. [21])", "sphere.magnetic_moment",
         "test_sphere.test_a4_moment_is_the_plain_sum_over_all_states"),
        ("P", "A5", "susceptibility of one sphere (number of Ref. [21])",
         "sphere.zero_field_susceptibility",
         "test_sphere.test_a5_susceptibility_is_the_plain_sum_over_all_states"),
        ("P", "B1", "energy of one fluctuating moment", "thermal.energy_single",
         "test_thermal.test_b1_energy_is_least_at_the_mean_moment"),
        ("P", "B2", "its partition function", "thermal.log_partition_single",
         "test_thermal.test_b2_partition_function_is_the_integral_of_b1"),
        ("P", "B3", "its mean", "thermal.mean_moment_single",
         "test_thermal.test_b3_mean_moment_is_the_slope_of_b2"),
        ("P", "B4", "its susceptibility", "thermal.susceptibility_single",
         "test_thermal.test_b4_susceptibility_is_the_slope_of_b3_over_the_volume"),
        ("P", "B5", "dipole energy of two moments", "thermal.dipole_energy",
         "test_thermal.test_b5_is_minus_one_moment_in_the_field_of_the_other"),
        ("P", "B6", "energy of the dimer", "thermal.dimer_energy",
         "test_thermal.test_b6_is_minus_the_exponent_of_the_reduced_weight"),
        ("P", "B7", "its partition function", "thermal.log_partition_function",
         "test_thermal.test_b7_partition_function_is_the_integral_over_both_moments"),
        ("P", "B8", "the same in reduced variables", "thermal.log_partition_function",
         "test_thermal.test_b8_is_the_printed_integral"),
        ("P", "C1", "linear moments of a chain", "chains.chain_field",
         "test_dipoles.test_c1_field_is_that_of_eq_3_on_equidistant_places"),
        ("F", "1", "spin pair with vibrations", "spins.eq1_hamiltonian",
         "test_spins.test_eq1_is_the_pair_with_the_signs_of_its_couplings_turned"),
        ("F", "2", "its energies for S = 1/2", "spin_half.eq2_energies",
         "test_spins.test_eq2_with_the_sum_in_i_minus_is_the_spectrum_of_eq1"),
        ("F", "3", "spins and vibrations on a lattice", "lattice.exchange_in_k",
         "test_lattice.test_antiferromagnetic_exchange_is_negative_in_space_and_positive_in_k"),
        ("F", "4", "the same in reciprocal space", "spins.dimer_hamiltonian",
         "test_spins.test_hamiltonian_is_the_one_written_with_the_three_components"),
        ("F", "5", "moment of a pair, S = 1/2", "spin_half.eq5_moment",
         "test_spins.test_eq5_is_the_dense_trace_with_half_the_field_on_the_second_spin"),
        ("F", "6", "linear response of the displacement", "vibrations.displacement_slope",
         "test_vibrations.test_eq7_is_the_linear_response_of_the_harmonic_states"),
        ("F", "7", "mean displacement", "vibrations.mean_displacement",
         "test_vibrations.test_eq7_is_first_order_perturbation_theory_of_the_diagonalised_mode"),
    )
)  # fmt: skip


def as_markdown() -> str:
    """Return ``docs/equations.md``."""
    lines = [
        "# Equations",
        "",
        "Written by `magrepro claims --equations`: every numbered equation of paper P and paper F,",
        "the function in `magrepro/core` that holds it, and the test that proves it.",
        "",
        "| equation | says | function | test |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {e.paper} ({e.number}) | {e.says} | `{e.function}` | `{e.test}` |" for e in EQUATIONS
    ]
    return "\n".join(lines) + "\n"
