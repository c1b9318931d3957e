"""What one group amounts to: a count out of a count, or the moments of a value. Both can be merged."""

from dataclasses import dataclass, replace
from typing import Protocol, Self, cast

from . import intervals
from .results import Difference, Estimate, InvalidCellError, Reason

FEW_VALUES = Reason("few-values", "fewer than two values, so no interval")
SAME_VALUES = Reason("same-values", "every value is the same, so no interval")
GAP_FEW_VALUES = Reason(
    "gap-few-values", "one of the two has fewer than two values, so no interval for the gap"
)
GAP_SAME_VALUES = Reason(
    "gap-same-values", "every value in one of the two is the same, so no interval for the gap"
)
RATIO_ZERO = Reason("ratio-zero", "the comparison is zero, so there is no ratio")
RATIO_SIGN = Reason("ratio-sign", "a ratio needs values of zero and above")
RATIO_UNBOUNDED = Reason("ratio-open", "too close to zero or to 100% for an interval of the ratio")
NO_Z = Reason("no-z", "both rates are 0% or both are 100%, so there is no z")

NO_INTERVAL = (None, None)


@dataclass(slots=True)
class Rate:
    """`x` of `n`."""

    x: int = 0
    n: int = 0

    def plus(self, other: "Rate") -> "Rate":
        return Rate(self.x + other.x, self.n + other.n)

    def estimate(self) -> Estimate:
        """The rate with its Wilson interval. The caller sees to it that n is above zero."""
        low, high = intervals.wilson(self.x, self.n)
        return Estimate("rate", self.x / self.n, low, high, self.n, self.x)

    def against(self, other: "Rate") -> Difference:
        """Percentage points with Newcombe's interval, ratio with Katz's, and the pooled z."""
        counts = (self.x, self.n, other.x, other.n)
        low, high = intervals.newcombe(*counts)
        z, ratio, around = intervals.pooled_z(*counts), None, None
        notes = [NO_Z] if z is None else []
        if other.x == 0:
            notes.append(RATIO_ZERO)
        else:
            ratio, around = (self.x / self.n) / (other.x / other.n), intervals.katz(*counts)
            if around is None:
                notes.append(RATIO_UNBOUNDED)
        points = 100 * (self.x / self.n - other.x / other.n)
        p = intervals.normal_p(z)
        return Difference(points, 100 * low, 100 * high, ratio, *(around or NO_INTERVAL), z, p, tuple(notes))


@dataclass(slots=True)
class Share:
    """`x` of `base` things, of which each of `n` students has one or several.

    A student's things are alike: how far the share could lie off is told as of `n`, however many things there are.
    """

    x: int = 0
    base: int = 0
    n: int = 0

    def plus(self, other: "Share") -> "Share":
        return Share(self.x + other.x, self.base + other.base, self.n + other.n)

    def _of_students(self) -> Rate:
        x = self.x if self.base == self.n else self.x / self.base * self.n
        return Rate(cast(int, x), self.n)  # a part of a student, where several things are one student's

    def estimate(self) -> Estimate:
        """The share with its Wilson interval. The caller sees to it that n is above zero."""
        estimate = self._of_students().estimate()
        return replace(estimate, value=self.x / self.base, numerator=self.x if self.base == self.n else None)

    def against(self, other: "Share") -> Difference:
        """As of rates."""
        return self._of_students().against(other._of_students())


@dataclass(slots=True)
class Mean:
    """`n` values, their mean, and `m2`: the sum of squared distances from that mean."""

    n: int = 0
    mean: float = 0.0
    m2: float = 0.0

    @classmethod
    def from_sums(cls, n: int, total: float, squares: float) -> "Mean":
        """From a rollup's n, sum and sum of squares.

        A spread below a millionth of the values is rounding, not spread, and counts as none: sums kept in
        double precision cannot tell it from zero.
        """
        if n == 0:
            if total or squares:
                raise InvalidCellError("a sum over no students is not zero: rebuild the rollup")
            return cls()
        m2 = squares - total / n * total
        if m2 < -1e-9 * squares or squares < 0:
            raise InvalidCellError(
                f"the sum of squares {squares:g} is smaller than {n} values with the sum {total:g} can have: "
                "rebuild the rollup"
            )
        return cls(n, total / n, m2 if m2 > 1e-12 * squares else 0.0)

    def add(self, value: float) -> None:
        """One more value (Welford 1962, Technometrics 4:419), so that a large mean costs no digits."""
        self.n += 1
        step = value - self.mean
        self.mean += step / self.n
        self.m2 += step * (value - self.mean)

    def absorb(self, more: "Mean") -> None:
        """Take another group's values in."""
        both = self.plus(more)
        self.n, self.mean, self.m2 = both.n, both.mean, both.m2

    def plus(self, other: "Mean") -> "Mean":
        """Both together (Chan, Golub and LeVeque 1983)."""
        n = self.n + other.n
        if not self.n or not other.n:
            whole = self if self.n else other
            return Mean(n, whole.mean, whole.m2)
        step = other.mean - self.mean
        m2 = self.m2 + other.m2 + step * step * (self.n * other.n / n)
        return Mean(n, self.mean + step * (other.n / n), m2)

    @property
    def trouble(self) -> Reason | None:
        """Why this group can carry no interval, if it cannot."""
        if self.n < 2:
            return FEW_VALUES
        return SAME_VALUES if self.m2 <= 0 else None

    @property
    def error(self) -> float:
        """Squared standard error of the mean."""
        return self.m2 / (self.n - 1) / self.n

    def estimate(self) -> Estimate:
        """The mean with its t interval. The caller sees to it that n is above zero."""
        if self.trouble:
            return Estimate("mean", self.mean, None, None, self.n, note=self.trouble)
        low, high = intervals.student_t(self.mean, self.error, self.n)
        return Estimate("mean", self.mean, low, high, self.n)

    def against(self, other: "Mean") -> Difference:
        """Units with Welch's interval, ratio with Fieller's."""
        points, ratio = self.mean - other.mean, None
        notes = [why for why in (_ratio_problem(self, other), _interval_problem(self, other)) if why]
        if other.mean > 0 and self.mean >= 0:
            ratio = self.mean / other.mean
        if _interval_problem(self, other):
            return Difference(points, ratio=ratio, notes=tuple(notes))
        moments = (self.mean, self.error, self.n, other.mean, other.error, other.n)
        around = None if ratio is None else intervals.fieller(*moments)
        if ratio is not None and around is None:
            notes.append(RATIO_UNBOUNDED)
        interval, p = intervals.welch(*moments), intervals.welch_p(*moments)
        return Difference(points, *interval, ratio, *(around or NO_INTERVAL), p=p, notes=tuple(notes))


def _ratio_problem(mean: Mean, other: Mean) -> Reason | None:
    if other.mean == 0:
        return RATIO_ZERO
    return RATIO_SIGN if mean.mean < 0 or other.mean < 0 else None


def _interval_problem(mean: Mean, other: Mean) -> Reason | None:
    troubles = (mean.trouble, other.trouble)
    if FEW_VALUES in troubles:
        return GAP_FEW_VALUES
    return GAP_SAME_VALUES if SAME_VALUES in troubles else None


class Cell(Protocol):
    """A group, added up: a Rate or a Mean. Only cells of one kind meet."""

    n: int

    def plus(self, other: Self) -> Self: ...

    def estimate(self) -> Estimate: ...

    def against(self, other: Self) -> Difference: ...
