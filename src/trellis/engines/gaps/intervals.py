"""95% intervals, each from its named source. Counts and moments in, (low, high) out.

Callers see to it that the sizes are above zero; where a method has no honest answer it returns None.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import erfc, exp, log, sqrt

Interval = tuple[float, float]

Z95 = 1.959963984540054  # the 0.975 quantile of the standard normal


def wilson(x: int, n: int) -> Interval:
    """Score interval for a proportion x/n, as shares (Wilson 1927, JASA 22:209)."""
    share, z2 = x / n, Z95 * Z95
    center = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    # At 0 and at n the ends are exactly 0 and 1; rounding must not put them elsewhere.
    low = 0.0 if x == 0 else max(0.0, center - half)
    high = 1.0 if x == n else min(1.0, center + half)
    return low, high


def newcombe(x1: int, n1: int, x2: int, n2: int) -> Interval:
    """Interval for x1/n1 - x2/n2, as shares: hybrid score, method 10 (Newcombe 1998, Stat Med 17:873)."""
    share1, share2 = x1 / n1, x2 / n2
    low1, high1 = wilson(x1, n1)
    low2, high2 = wilson(x2, n2)
    gap = share1 - share2
    below = sqrt((share1 - low1) ** 2 + (high2 - share2) ** 2)
    above = sqrt((high1 - share1) ** 2 + (share2 - low2) ** 2)
    return gap - below, gap + above


def katz(x1: int, n1: int, x2: int, n2: int) -> Interval | None:
    """Log interval for the ratio of x1/n1 to x2/n2 (Katz et al. 1978, Biometrics 34:469).

    None when a count is zero (no logarithm) or both rates are 1 (the formula would claim no doubt at all).
    """
    if x1 == 0 or x2 == 0 or (x1 == n1 and x2 == n2):
        return None
    middle = log(x1 / n1) - log(x2 / n2)
    half = Z95 * sqrt((1 / x1 - 1 / n1) + (1 / x2 - 1 / n2))
    return exp(middle - half), exp(middle + half)


def pooled_z(x1: int, n1: int, x2: int, n2: int) -> float | None:
    """z of the test that two proportions are one, with pooled variance. None when the pool is 0 or 1."""
    pool = (x1 + x2) / (n1 + n2)
    if pool in (0.0, 1.0):
        return None
    return (x1 / n1 - x2 / n2) / sqrt(pool * (1 - pool) * (1 / n1 + 1 / n2))


def normal_p(z: float | None) -> float | None:
    """The two-sided p-value of a standard normal z."""
    return None if z is None else erfc(abs(z) / sqrt(2))


def welch_p(mean1: float, error1: float, n1: int, mean2: float, error2: float, n2: int) -> float:
    """The two-sided p-value of Welch's t test that two means are one; arguments as in `welch`."""
    from scipy.special import stdtr  # here, because rates never need it and it is slow to load

    t = abs(mean1 - mean2) / sqrt(error1 + error2)
    return float(2 * stdtr(satterthwaite(error1, n1, error2, n2), -t))


def t_quantile(df: float) -> float:
    """The 0.975 quantile of Student's t with `df` degrees of freedom."""
    from scipy.special import stdtrit  # here, because rates never need it and it is slow to load

    return float(stdtrit(df, 0.975))


def student_t(mean: float, error: float, n: int) -> Interval:
    """t interval for a mean; `error` is its squared standard error: sample variance over n."""
    half = t_quantile(n - 1) * sqrt(error)
    return mean - half, mean + half


def welch(mean1: float, error1: float, n1: int, mean2: float, error2: float, n2: int) -> Interval:
    """Interval for mean1 - mean2 without equal variances (Welch 1947, Biometrika 34:28).

    `error1` and `error2` are squared standard errors, as above.
    """
    half = t_quantile(satterthwaite(error1, n1, error2, n2)) * sqrt(error1 + error2)
    gap = mean1 - mean2
    return gap - half, gap + half


def fieller(mean1: float, error1: float, n1: int, mean2: float, error2: float, n2: int) -> Interval | None:
    """Interval for mean1 / mean2, independent means (Fieller 1954, JRSS B 16:175).

    Degrees of freedom by Satterthwaite at the observed ratio. None when mean2 cannot be told from zero:
    then no bounded interval is right.
    """
    ratio = mean1 / mean2
    t = t_quantile(satterthwaite(error1, n1, ratio * ratio * error2, n2))
    g = t * t * error2 / (mean2 * mean2)
    if g >= 1:
        return None
    half = t / abs(mean2) * sqrt((1 - g) * error1 + ratio * ratio * error2)
    return (ratio - half) / (1 - g), (ratio + half) / (1 - g)


def satterthwaite(error1: float, n1: int, error2: float, n2: int) -> float:
    """Degrees of freedom of a sum of two squared standard errors, scaled so that squares cannot underflow."""
    share = error1 / (error1 + error2)
    return 1 / (share * share / (n1 - 1) + (1 - share) * (1 - share) / (n2 - 1))


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values so that, over all of them, the chance of even one false alarm stays at the level chosen.

    Holm (1979, Scandinavian Journal of Statistics 6:65). It holds however the comparisons depend on one another, and
    also for the widest gap picked out of those that pass. Gives adjusted p-values in the order of `p_values`: those
    at or below 0.05 pass at the 5% level. Raises ValueError for a number that is no probability.
    """
    if not all(0 <= p <= 1 for p in p_values):
        raise ValueError("A p-value lies between 0 and 1.")
    adjusted = [1.0] * len(p_values)
    largest = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = largest
    return adjusted
