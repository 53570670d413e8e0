"""Each numbered equation of the vibrational paper: the function and its test."""

from __future__ import annotations

from magrepro.claims.equation import Equation

EQUATIONS = (
    Equation(
        "1",
        "spin pair with vibrations",
        "spins.eq1_hamiltonian",
        "test_spins.test_eq1_is_the_pair_with_the_signs_of_its_couplings_turned",
    ),
    Equation(
        "2",
        "its energies for S = 1/2",
        "spin_half.eq2_energies",
        "test_spins.test_eq2_with_the_sum_in_i_minus_is_the_spectrum_of_eq1",
    ),
    Equation(
        "3",
        "spins and vibrations on a lattice",
        "lattice.exchange_in_k",
        "test_lattice.test_antiferromagnetic_exchange_is_negative_in_space_and_positive_in_k",
    ),
    Equation(
        "4",
        "the same in reciprocal space",
        "spins.dimer_hamiltonian",
        "test_spins.test_hamiltonian_is_the_one_written_with_the_three_components",
    ),
    Equation(
        "5",
        "moment of a pair, S = 1/2",
        "spin_half.eq5_moment",
        "test_spins.test_eq5_is_the_dense_trace_with_half_the_field_on_the_second_spin",
    ),
    Equation(
        "6",
        "linear response of the displacement",
        "vibrations.displacement_slope",
        "test_vibrations.test_eq7_is_the_linear_response_of_the_harmonic_states",
    ),
    Equation(
        "7",
        "mean displacement",
        "vibrations.mean_displacement",
        "test_vibrations.test_eq7_is_first_order_perturbation_theory_of_the_diagonalised_mode",
    ),
)
