"""What the better calculation shows, beside the statements that rest on an approximation."""

from __future__ import annotations

import numpy as np

from magrepro.claims import Outcome, Part, numbers, remark
from magrepro.claims.orbital.gold import FERMI_TEMPERATURE, FERMI_WAVE_NUMBER, LANDAU, SIZES
from magrepro.core.orbital import canonical, curie, detuned, fixed_number
from magrepro.core.orbital.bessel import bessel_zeros
from magrepro.core.orbital.sphere import electron_number

NEEDED = float(curie.critical_over_landau(d_over_a=3.0, chi_landau=-LANDAU))
MILLIKELVIN = 1e3 * FERMI_TEMPERATURE

fig5 = Part("P", "fig5", place="Fig. 5")
sec6 = Part("P", "sec6", place="Sec. VI")
appa = Part("P", "appa", place="App. A")


@fig5.claim(
    "every-size",
    "With every size in place of three: the dimer orders at the highest temperature where the "
    "shell at the Fermi energy is a first zero (n = 1), and the larger the better.",
    at="beside panel (b)",
    recorded="our remark",
    equations="8 A5",
    figure="beyond_sizes",
)
def every_size() -> Outcome:
    """The best zero up to k_F a = 100, the highest temperature any size could have, and how far the
    temperatures are from Curie's law of the shell alone.
    """
    zeros = bessel_zeros(100.0)
    n, l, k = (x[zeros.l > 0] for x in (zeros.n, zeros.l, zeros.zeta))
    tau = curie.curie_temperature(k, critical=NEEDED)
    best = int(np.argmax(tau))
    limit = float(curie.highest_temperature(critical=NEEDED))
    law = 0.75 * np.pi * l * (l + 1) * (2 * l + 1) / (NEEDED * k**3)
    nanometre = k[best] / FERMI_WAVE_NUMBER * 1e7
    found = (
        f"of {k.size} sizes zeta_{n[best]}_{l[best]} ({nanometre:.2f} nm) orders at "
        f"{tau[best]:.3g} T_F ({tau[best] * MILLIKELVIN:.1f} mK); no size above {limit:.3g} T_F "
        f"({limit * MILLIKELVIN:.1f} mK); Curie's law is right to {np.max(1 - tau / law):.1e}"
    )
    return remark(found, value=float(tau[best]))


@sec6.claim(
    "ordered-below-critical",
    "With the mean-field solution in place of the criterion chi > chi_c: slightly off a zero a "
    "cold dimer orders although its susceptibility is below the critical one, even negative.",
    at="beside paragraph 7, sentence 1",
    recorded="our remark",
    equations="3 A4 A5",
    figure="beyond_detuning",
)
def ordered_below_critical() -> Outcome:
    """Detunings of the radius, in fm, up to which the sizes of Fig. 5 order at a tenth of their
    critical temperature: by the mean field, and by chi > chi_c.
    """
    top = curie.curie_temperature(SIZES, critical=NEEDED)
    femtometre = SIZES * top / FERMI_WAVE_NUMBER * 1e13
    order = float(detuned.scaled_width(0.1)) * femtometre
    linear = 0.1 * np.arccosh(0.1**-0.5) * femtometre
    found = f"to {numbers(order, 2)} fm; by chi > chi_c alone to {numbers(linear, 2)} fm"
    return remark(found, value=float(order[0]), unit="fm")


@sec6.claim(
    "sample-at-fixed-potential",
    "With a sample in place of one size, at mu = E_F: hardly any dimer takes part.",
    at="beside paragraph 7, sentence 1",
    recorded="our remark",
    equations="3 A4 A5",
    figure="beyond_samples",
)
def sample_at_fixed_potential() -> Outcome:
    """The share of dimers that are ordered and the moment per particle at 1e-8 T_F, in samples
    0.1 % and 10 % wide about the first size of Fig. 5.
    """
    found = []
    for width in (0.001, 0.1):
        share, moment = detuned.sample_averages(
            [1e-8], median=float(SIZES[0]), width=width, critical=NEEDED
        )
        found.append(f"{share[0]:.2g} and {moment[0]:.2g} mu_B at {100 * width:g} %")
    return remark("; ".join(found), value=float(share[0]))


@sec6.claim(
    "sample-at-fixed-number",
    "With a whole number of electrons in place of a chemical potential: almost every particle "
    "takes part, and its size need not be met.",
    at="beside paragraph 7, sentence 1 and footnote 11",
    recorded="our remark",
    equations="8 A4 A5",
    figure="beyond_numbers",
)
def sample_at_fixed_number() -> Outcome:
    """Of the numbers 11000 to 11999: the share that order, the median and the highest temperature,
    and the mean moment at T = 0.
    """
    counts = np.arange(11000, 12000)
    size = canonical.neutral_size(counts)
    tau, _ = fixed_number.critical_temperature(size, counts, critical=NEEDED)
    mean = float(np.mean(fixed_number.saturated_moment(counts)))
    found = (
        f"{np.mean(tau > 0):.1%} of the numbers order, half of them above "
        f"{np.median(tau) * MILLIKELVIN:.2g} mK, the best at {tau.max() * MILLIKELVIN:.3g} mK; the "
        f"mean moment is {mean:.0f} mu_B"
    )
    return remark(found, value=float(np.mean(tau > 0)))


@appa.claim(
    "every-filling",
    "With exactly N electrons in place of N on average: at every filling of the shell chi and T_c "
    "are larger by 1/(g - 1), g the places in the shell, in the temperatures of Fig. 5(b).",
    at="beside footnote 11",
    recorded="our remark",
    equations="A5",
    figure="beyond_ensemble",
)
def every_filling() -> Outcome:
    """The largest and the least relative difference of chi between the ensembles at 1e-7 T_F, over
    all fillings of the first size of Fig. 5, beside N^-1/2.
    """
    k = float(SIZES[0])
    half = float(electron_number(k))
    counts = half - 73 + np.arange(1, 146)
    chi, average = (
        canonical.susceptibility(k, 1e-7, counts, exactly=exactly) for exactly in (True, False)
    )
    off = chi / average - 1
    found = (
        f"chi differs by {off.min():.3%} to {off.max():.3%}, where 1/(g - 1) is {1 / 145:.3%} and "
        f"N^-1/2 {half**-0.5:.2%}"
    )
    return remark(found, value=float(off.max()))
