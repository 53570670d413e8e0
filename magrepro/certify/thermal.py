"""Two fluctuating moments at equilibrium, enclosed: Appendix B of the orbital paper.

The reduced weight exp[-C (mu_1^2 + mu_2^2) + K (2 z_1 z_2 - rho_1.rho_2)] on two unit balls leaves
for the second moment a ball integral B(v) that depends on v = rho_1^2 + 4 z_1^2 alone, a power
series with positive coefficients:

    B(v) = sum_n B_n v^n,  B_n = 4 pi K^(2n)/(2n+1)! * mu_n,  mu_n = int_0^1 r^(2n+2) e^(-C r^2) dr.

In v, the integral of the weight over rho_1 is e^(3 C z^2) int e^(-C v) B(v) dv from 4 z^2 to
1 + 3 z^2, so that with H(v) = e^(C v) int_0^v e^(-C u) B(u) du, H' = C H + B,

    W(z) = pi [e^(-C) H(1 + 3 z^2) - e^(-C z^2) H(4 z^2)],  H = sum_n h_n v^n,
    h_(n+1) = (C h_n + B_n)/(n + 1),

again with positive coefficients. The density of Fig. 8 is W(z) over twice its integral from 0 to 1,
which the series gives term by term. What is left out of every series is bounded by geometric ones.

References: Percebois, Weinmann, Jalabert, Weick, Phys. Rev. B 105, 085405 (2022), App. B.
"""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, arb_poly, ctx

from magrepro.certify.balls import at_precision, between


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight W(z) of the first moment's z component, and its integral Z over [-1, 1]."""

    stiffness: arb
    series: arb_poly
    """h_n up to the last term that is kept."""

    rest: arb
    """[0, T], T above what the other terms add up to at v = 4."""

    total: arb
    """Z."""
    ball: arb_poly
    """B_n up to the last but one term that is kept."""
    ball_rest: arb
    """[0, T], T above what the other terms of B add up to at v = 4."""

    def density(self, m1z: arb) -> arb:
        """Return P_1(z) = W(z)/Z, from Eq. (B8); z = M_1^z/M_0 from -1 to 1."""
        square = m1z**2
        above, below = (self.series(v) + self.rest for v in (1 + 3 * square, 4 * square))
        weight = (-self.stiffness).exp() * above - (-self.stiffness * square).exp() * below
        return arb.pi() * weight / self.total


def density_z(m1z: float, *, k_over_c: float, stiffness: float) -> arb:
    """Return the probability density of the first moment's z component, Eq. (B8); Fig. 8.

    Parameters
    ----------
    m1z
        z = M_1^z/M_0 from -1 to 1.
    k_over_c, stiffness
        K/C and C, no units, not negative. The two terms of W cancel by up to e^(4 C), hence the
        bits added.
    """
    with ctx.workprec(ctx.prec + 16 + int(6 * stiffness)):
        return weights(k_over_c, stiffness).density(arb(m1z))


@at_precision
def weights(k_over_c: float, stiffness: float) -> Weights:
    """Return the weight of the first moment at coupling K and stiffness C: Eqs. (B7), (B8)."""
    C = arb(stiffness)
    K = C * arb(k_over_c)
    # From this term on those of v = 4 at least halve at each step.
    count = int(float(max(8 * C, 2 * K).upper())) + ctx.prec + 8
    mu = _radial_moments(C, count + 2)
    ball = _ball_series(K, mu[1:-1])
    h = _integrated(ball, C)
    rest = between(arb(0), _rest(K, h))
    total = 2 * arb.pi() * _height_integral(h, mu, C, rest)
    # From the last term on those of the ball at least halve.
    ball_rest = between(arb(0), _ball_bound(K, len(ball) - 1))
    return Weights(C, arb_poly(h), rest, total, arb_poly(ball), ball_rest)


def mean_square(stiffness: arb) -> arb:
    """Return <mu^2> of one free moment in the unit ball with weight e^(-C mu^2)."""
    moments = _radial_moments(stiffness, int(float(4 * stiffness.upper())) + ctx.prec)
    return moments[2] / moments[1]


def _radial_moments(C: arb, count: int) -> list[arb]:
    """Return int_0^1 r^(2n) e^(-C r^2) dr for n = 0 ... count, by parts from above.

    (2n+1) m_n = e^-C + 2 C m_(n+1), where 0 < m_(n+1) < 1/(2n+3): all terms are positive.
    """
    surface, moment = (-C).exp(), between(arb(0), 1 / arb(2 * count + 1))
    moments = [moment]
    for n in range(count - 1, -1, -1):
        moment = (surface + 2 * C * moment) / (2 * n + 1)
        moments.append(moment)
    return moments[::-1]


def _ball_series(K: arb, mu: list[arb]) -> list[arb]:
    """Return B_n = 4 pi K^(2n)/(2n+1)! mu_n for all mu_n."""
    square, factor, series = K * K, 4 * arb.pi(), []
    for n, moment in enumerate(mu):
        series.append(factor * moment)
        factor = factor * square / ((2 * n + 2) * (2 * n + 3))
    return series


def _integrated(ball: list[arb], C: arb) -> list[arb]:
    """Return h_0 ... h_N, h_(n+1) = (C h_n + B_n)/(n + 1)."""
    h = [arb(0)]
    for n, term in enumerate(ball):
        h.append((C * h[-1] + term) / (n + 1))
    return h


def _rest(K: arb, h: list[arb]) -> arb:
    """Return a bound T of sum_(n>N) t_n with t_n = h_n 4^n, h_N being the last that is given.

    With b_n = (4 pi/3) (2K)^(2n)/(2n+1)! >= B_n 4^n, t_(n+1) <= [4 C t_n + 4 b_n]/(n + 1). From N
    on 4 C/(n+1) <= 1/2 and b_(n+1) <= b_n/2, so that T <= (t_N + T)/2 + 8 b_N/(N + 1).
    """
    N = len(h) - 1
    return (h[N] * arb(4) ** N + 16 * _ball_bound(K, N) / (N + 1)).upper()


def _ball_bound(K: arb, n: int) -> arb:
    """Return b_n of `_rest`."""
    return 4 * arb.pi() / 3 * (2 * K) ** (2 * n) / arb.fac_ui(2 * n + 1)


def _height_integral(h: list[arb], mu: list[arb], C: arb, rest: arb) -> arb:
    """Return int_0^1 [e^-C H(1 + 3 z^2) - e^(-C z^2) H(4 z^2)] dz.

    I_n = int_0^1 (1 + 3 z^2)^n dz obeys (2n+1) I_n = 4^n + 2n I_(n-1), by parts.
    """
    power, height, above, below = arb(1), arb(1), arb(0), arb(0)
    for n, term in enumerate(h):
        if n:
            power *= 4
            height = (power + 2 * n * height) / (2 * n + 1)
        above += term * height
        below += term * power * mu[n]
    return (-C).exp() * (above + rest) - (below + rest)
