"""Each numbered equation of P, its function and test; (A4) and (A5) are those of its Ref. [21]."""

from __future__ import annotations

from magrepro.claims.equation import Equation

EQUATIONS = (
    Equation(
        "1",
        "Landau's susceptibility",
        "sphere.dipole_coupling",
        "test_sphere.test_dipole_coupling_is_eq_3_with_the_landau_susceptibility_of_eq_1",
    ),
    Equation(
        "2",
        "moment as a function of the local field",
        "ordering.dimer_moments",
        "test_ordering.test_dimer_moments_solve_their_equations_and_are_stable",
    ),
    Equation(
        "3",
        "field at each particle",
        "dipoles.effective_field",
        "test_dipoles.test_eq_3_field_is_the_applied_one_plus_that_of_all_others",
    ),
    Equation(
        "4",
        "linear moments",
        "dipoles.linear_moments",
        "test_dipoles.test_eq_4_each_moment_is_susceptibility_times_its_effective_field",
    ),
    Equation(
        "5",
        "susceptibility tensor of the dimer",
        "dipoles.dimer_susceptibility",
        "test_dipoles.test_eq_5_the_susceptibility_of_a_dimer_is_diagonal_and_uniaxial",
    ),
    Equation(
        "6",
        "its diagonal elements",
        "dipoles.dimer_susceptibility",
        "test_dipoles.test_eq_6_is_the_solution_of_eqs_3_and_4",
    ),
    Equation(
        "7",
        "its first order in the distance",
        "dipoles.first_order_correction",
        "test_dipoles.test_eq_7_is_the_first_order_of_eq_6",
    ),
    Equation(
        "8",
        "critical susceptibility",
        "dipoles.critical_susceptibility",
        "test_dipoles.test_eq_8_is_where_the_denominator_of_eq_6_vanishes",
    ),
    Equation(
        "9",
        "saturating moment",
        "ordering.saturating",
        "test_ordering.test_eq_9_response_is_odd_bounded_and_linear_at_first",
    ),
    Equation(
        "10",
        "self-consistent saturating dimer",
        "ordering.uniform_moment",
        "test_ordering.test_eq_10_equal_particles_at_thirty_digits",
    ),
    Equation(
        "A4",
        "moment of one sphere (number of Ref. [21])",
        "sphere.magnetic_moment",
        "test_sphere.test_a4_moment_is_the_plain_sum_over_all_states",
    ),
    Equation(
        "A5",
        "susceptibility of one sphere (number of Ref. [21])",
        "sphere.zero_field_susceptibility",
        "test_sphere.test_a5_susceptibility_is_the_plain_sum_over_all_states",
    ),
    Equation(
        "B1",
        "energy of one fluctuating moment",
        "thermal.energy_single",
        "test_thermal.test_b1_energy_is_least_at_the_mean_moment",
    ),
    Equation(
        "B2",
        "its partition function",
        "thermal.log_partition_single",
        "test_thermal.test_b2_partition_function_is_the_integral_of_b1",
    ),
    Equation(
        "B3",
        "its mean",
        "thermal.mean_moment_single",
        "test_thermal.test_b3_mean_moment_is_the_slope_of_b2",
    ),
    Equation(
        "B4",
        "its susceptibility",
        "thermal.susceptibility_single",
        "test_thermal.test_b4_susceptibility_is_the_slope_of_b3_over_the_volume",
    ),
    Equation(
        "B5",
        "dipole energy of two moments",
        "thermal.dipole_energy",
        "test_thermal.test_b5_is_minus_one_moment_in_the_field_of_the_other",
    ),
    Equation(
        "B6",
        "energy of the dimer",
        "thermal.dimer_energy",
        "test_thermal.test_b6_is_minus_the_exponent_of_the_reduced_weight",
    ),
    Equation(
        "B7",
        "its partition function",
        "thermal.log_partition_function",
        "test_thermal.test_b7_partition_function_is_the_integral_over_both_moments",
    ),
    Equation(
        "B8",
        "the same in reduced variables",
        "thermal.log_partition_function",
        "test_thermal.test_b8_is_the_printed_integral",
    ),
    Equation(
        "C1",
        "linear moments of a chain",
        "chains.chain_field",
        "test_dipoles.test_c1_field_is_that_of_eq_3_on_equidistant_places",
    ),
)
