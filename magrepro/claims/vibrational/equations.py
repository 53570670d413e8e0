"""Each numbered equation of the vibrational paper: the function and its test."""

from __future__ import annotations

from magrepro.claims.equation import Equation

EQUATIONS = (
    Equation(
        "1",
        "spin pair with vibrations",
        "spins.eq1_hamiltonian",
        "test_spins.test_eq1_is_the_pair_with_the_signs_of_its_couplings_turned",
        r"\mathcal{H} = -J\, \mathbf{S}_1 \cdot \mathbf{S}_2 - \sum_{mn} \left(S_m^z I_{mn} S_n^z + S_m^z \mathcal{A}_{mn} \cdot \mathbf{Q}_n\right)",
    ),
    Equation(
        "2",
        "its energies for S = 1/2",
        "spin_half.eq2_energies",
        "test_spins.test_eq2_with_the_sum_in_i_minus_is_the_spectrum_of_eq1",
        r"E_{\pm}^{(-)} = -\frac{J}{4} - I_{\pm} \pm \alpha, \quad E_{\pm}^{(+)} = \frac{J}{4} - I_{\pm} \pm \Omega",
    ),
    Equation(
        "3",
        "spins and vibrations on a lattice",
        "lattice.exchange_in_k",
        "test_lattice.test_antiferromagnetic_exchange_is_negative_in_space_and_positive_in_k",
        r"\mathcal{H} = \mathcal{H}_S + \mathcal{H}_{\mathrm{vib}} - \sum_{mn} J_{mn} \mathbf{S}_m \cdot \mathbf{S}_n + \sum_{mn} \mathbf{S}_m \cdot \mathbf{A}_{mn} \mathbf{Q}_n",
    ),
    Equation(
        "4",
        "the same in reciprocal space",
        "spins.dimer_hamiltonian",
        "test_spins.test_hamiltonian_is_the_one_written_with_the_three_components",
        r"\mathcal{H} = \mathcal{H}_S + \mathcal{H}_{\mathrm{vib}} + \sum_{\mathbf{k}} \mathbf{S}_{\mathbf{k}} \cdot \left(J_{\mathbf{k}} \mathbf{S}_{\bar{\mathbf{k}}} + \mathbf{A}_{\mathbf{k}} Q_{\bar{\mathbf{k}}}\right)",
    ),
    Equation(
        "5",
        "moment of a pair, S = 1/2",
        "spin_half.eq5_moment",
        "test_spins.test_eq5_is_the_dense_trace_with_half_the_field_on_the_second_spin",
        r"\langle \mathbf{S}_{\mathbf{k}} + \mathbf{S}_{\bar{\mathbf{k}}} \rangle = -\frac{e^{-\beta J_{\mathbf{k}}/4} \sinh(3\beta\alpha_{\mathbf{k}}/4)}{e^{-\beta J_{\mathbf{k}}/4} \cosh(3\beta\alpha_{\mathbf{k}}/4) + e^{\beta J_{\mathbf{k}}/4} \cosh(\beta\Omega_{\mathbf{k}}/2)}\, \hat{\mathbf{z}}",
    ),
    Equation(
        "6",
        "linear response of the displacement",
        "vibrations.displacement_slope",
        "test_vibrations.test_eq7_is_the_linear_response_of_the_harmonic_states",
        r"\langle Q_{\mathbf{k}}(t) \rangle \approx -i \int_{-\infty}^t \left(\sum_{\mathbf{p}} \left\langle \left[Q_{\mathbf{k}}(t), \mathbf{S}_{\mathbf{p}} \cdot (J_{\mathbf{p}} \mathbf{S}_{\bar{\mathbf{p}}} + \mathbf{A}_{\mathbf{p}} Q_{\bar{\mathbf{p}}})(t')\right] \right\rangle + \left\langle \left[Q_{\mathbf{k}}(t), \mathcal{H}_{\mathrm{anhar}}(t')\right] \right\rangle\right) dt'",
    ),
    Equation(
        "7",
        "mean displacement",
        "vibrations.mean_displacement",
        "test_vibrations.test_eq7_is_first_order_perturbation_theory_of_the_diagonalised_mode",
        r"-\frac{6\Phi_{\mathbf{k}\mathbf{k}/2}}{\omega_0} \coth\frac{\beta\omega_0}{2}",
    ),
)
