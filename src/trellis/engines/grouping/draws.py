"""Chance that is the same on any machine: raw bits of PCG64, and noise from a table of rounded numbers."""

import hashlib
import math

import numpy as np

from .columns import FloatArray, IntArray

NOISE_LEVELS = 1 << 16


def _noise_table() -> FloatArray:
    """Minus the quantiles of the standard Gumbel distribution, in 64ths: the last bits of a logarithm differ between
    machines, a 64th does not. The least of (cost + temperature x noise) is then a draw with odds exp(-cost /
    temperature): Gumbel's trick."""
    quantiles = [-math.log(-math.log((n + 0.5) / NOISE_LEVELS)) for n in range(NOISE_LEVELS)]
    return np.array([-round(64 * quantile) / 64 for quantile in quantiles], np.float32)


NOISE_TABLE = _noise_table()


class RandomDraws:
    """One stream of chance per seed."""

    def __init__(self, seed: str) -> None:
        digest = hashlib.sha256(seed.encode("utf-8")).digest()
        self._bits = np.random.PCG64(int.from_bytes(digest, "big"))

    def _raw(self, count: int) -> np.ndarray:
        return self._bits.random_raw(count)

    def noise(self, count: int) -> FloatArray:
        words = self._raw(count // 4 + 1).astype("<u8").view("<u2")
        return NOISE_TABLE[words[:count]]

    def below(self, limit: int, count: int) -> IntArray:
        """Whole numbers from 0, all below `limit`."""
        return (self._raw(count) % np.uint64(limit)).astype(np.int64)

    def orders(self, rows: int, count: int) -> IntArray:
        """[rows, count]: an order of `count` things in each row."""
        return self._raw(rows * count).reshape(rows, count).argsort(axis=1, kind="stable")
