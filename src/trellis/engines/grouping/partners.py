"""Who is without a partner: nobody else in the group shares a home language, though somebody elsewhere does.

Students with the same home languages are of one type, and types share a language or not. What a swap does to the
number of students without a partner is a sum of products of a row of the one and a row of the other, so all swaps
between two groups are two products of matrices.
"""

from dataclasses import dataclass

import numpy as np

from .columns import FloatArray, IntArray
from .inputs import GroupingProblem


@dataclass(frozen=True, slots=True)
class PartnerTable:
    """Who needs a partner, by type. `shares` is [types, types], does one share a language with the other. `is_of`
    and `shares_with` are [rows, types]: is of this type, and shares a language with it."""

    shares: FloatArray
    is_of: FloatArray
    shares_with: FloatArray

    @classmethod
    def of(cls, question: GroupingProblem, rows: int) -> "PartnerTable | None":
        """For `rows` of students and of what is none. None when nobody could have a partner."""
        homes = [frozenset(student.home) for student in question.students]
        need = students_needing_partner(homes)
        kinds = sorted({homes[n] for n in need}, key=sorted)
        if not kinds:
            return None
        number = {languages: n for n, languages in enumerate(kinds)}
        kind = np.full(rows, len(kinds))
        kind[need] = [number[homes[n]] for n in need]
        shares = np.array([[float(bool(a & b)) for b in kinds] for a in kinds], np.float32)
        is_of = (kind[:, None] == np.arange(len(kinds))).astype(np.float32)
        return cls(shares, is_of, is_of @ shares)

    def alone(self, counts: FloatArray) -> FloatArray:
        """Students without a partner by group and type, from how many of each type are there: [groups, types]."""
        return ((counts == 1) & (counts @ self.shares == 1)).astype(np.float32)

    def swaps(
        self, our_counts: FloatArray, their_counts: FloatArray, ours: IntArray, theirs: IntArray
    ) -> FloatArray:
        """What each swap adds to those without a partner in both groups: [pairs, seats, seats].

        `our_counts` and `their_counts` are [pairs, types], how many of each; one of `ours` [pairs, seats] goes there
        and one of `theirs` comes here.
        """
        changes = self._changes(
            np.concatenate([our_counts, their_counts]),
            np.concatenate([ours, theirs]),
            np.concatenate([theirs, ours]),
        )
        return changes[: len(ours)] + changes[len(ours) :].transpose(0, 2, 1)

    def _changes(self, counts: FloatArray, leave: IntArray, come: IntArray) -> FloatArray:
        """The same in the one group of each pair that `leave` go out of and `come` come into.

        One who stays is alone afterwards if they share nothing with who comes, and were alone already or had
        nobody but who leaves. Who comes is alone if nobody, or nobody but who leaves, shares a language with them.
        """
        near = counts @ self.shares
        is_single, is_absent = counts == 1, counts == 0
        alone = (is_single & (near == 1)).astype(np.float32)
        last = (is_single & (near == 2)).astype(np.float32)
        left = ((counts == 2) & (near == 2)) - alone - last
        only = (is_absent & (near == 1)).astype(np.float32)
        shares, is_of = self.shares_with[leave], self.is_of[leave]
        stay = shares * last[:, None] + is_of * left[:, None] + alone[:, None]
        arrive = shares * only[:, None] + is_of * alone[:, None] + (is_absent & (near == 0))[:, None]
        changes = stay @ (1 - self.shares_with[come]).transpose(0, 2, 1)
        changes += arrive @ self.is_of[come].transpose(0, 2, 1)
        changes -= alone.sum(axis=1)[:, None, None]
        return changes


def students_needing_partner(homes: list[frozenset[str]]) -> list[int]:
    """Who shares a home language with anybody else, by number."""
    speakers: dict[str, int] = {}
    for languages in homes:
        for language in languages:
            speakers[language] = speakers.get(language, 0) + 1
    return [n for n, languages in enumerate(homes) if any(speakers[language] > 1 for language in languages)]
