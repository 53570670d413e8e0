"""Two particles with M = tanh(chi H), moments in units of M_0: Eqs. (3), (6), (9), (10) of P.

With x, y = chi over chi_c^z the moments obey M_1 = tanh(x M_2), M_2 = tanh(y M_1).
"""

from __future__ import annotations

from flint import arb, fmpq

from magrepro.certify import ByRule
from magrepro.certify.roots import falling_root


def exact_signs(x: float, y: float) -> tuple[int, int]:
    """Return the signs of x y - 1 and of x + y + 2 x y, two doubles being rational numbers."""
    a, b = (fmpq(*value.as_integer_ratio()) for value in (x, y))
    ordering, response = a * b - 1, a + b + 2 * a * b
    return (ordering > 0) - (ordering < 0), (response > 0) - (response < 0)


def moments(x: float, y: float) -> tuple[arb, arb]:
    """Return the solution of largest M_1 >= 0.

    F(m) = tanh(x tanh(y m)) is concave for m > 0 where x y > 0: both steps increase, F(m) =
    tanh(|x| tanh(|y| m)), and a concave increasing function of a concave one is concave. So
    F(m)/m falls strictly from x y: for x y > 1 it is 1 exactly once, where the sign changes; for
    x y <= 1 nowhere, and for x y <= 0 F is not positive. Then the moments are 0.
    """
    if exact_signs(x, y)[0] <= 0:
        return arb(0), arb(0)
    m1 = falling_root(lambda m: (arb(x) * (arb(y) * m).tanh()).tanh() - m, arb(1))
    return m1, (arb(y) * m1).tanh()


def equal_moment(x: float) -> arb:
    """Return the only m > 0 with m = tanh(|x| m), 0 for |x| <= 1.

    The pair obeys M_1 = tanh(x M_2), M_2 = tanh(x M_1), M_1 >= 0. With M' = M_2 sign(x) that is
    M_1 = tanh(|x| M'), M' = tanh(|x| M_1): the larger of two different ones would be the image of
    the smaller, under a function that increases, so they are equal. tanh is strictly concave for
    m > 0: tanh(|x| m)/m falls from |x|, and is 1 once or never.
    """
    if abs(x) <= 1:
        return arb(0)
    return falling_root(lambda m: (abs(arb(x)) * m).tanh() - m, arb(1))


def phase(x: float, y: float) -> str:
    """Return the phase of the dimer.

    Ordered where x y > 1, else of the sign of chi^zz of Eq. (6), (x + y + 2 x y)/(1 - x y) but for
    a positive factor. On the borders the rule of the figure: no order yet and no diamagnetism yet,
    but for x = y = -1, where chi^zz = -chi_c^z/2.
    """
    ordering, response = exact_signs(x, y)
    if ordering > 0:
        return "aligned" if x > 0 else "antialigned"
    word = "diamagnetic" if response < 0 or x == y == -1 else "paramagnetic"
    return word if ordering and response else ByRule(word)
