"""What is known of each graduate, for counting: from the newest confirmed file that they are in, and from it alone.

A file may say less than one before it, because a student asked their college to share nothing. The newest one counts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import Network, School, Schooling
from trellis.improvement.opportunity.cohorts import ever_learners

from .models import ClearinghouseFile, ClearinghouseMatch, CollegeDegree, CollegeTerm
from .persistence import CLASS_STARTS, Degree, Enrollment, History, Level, class_of

REASON = "count the graduates of a school or network; small groups are hidden before anybody sees a number"
CLASSES = 8


@dataclass(frozen=True)
class Graduate:
    """One graduate, as they are counted."""

    student: UUID
    school: UUID
    ever_learner: bool
    history: History


class _Match(NamedTuple):
    pk: UUID
    was_found: bool
    as_of: date


def classes_up_to(today: date) -> range:
    """The last eight classes whose year is over, the newest last."""
    newest = class_of(today) - 1
    return range(newest - CLASSES + 1, newest + 1)


def graduates_of(network: Network, school: School | None = None) -> list[Graduate]:
    """The graduates of the last eight classes of a network, or of one school."""
    classes = classes_up_to(timezone.localdate())
    condition = Q(school=school) if school else Q(school__network=network)
    rows = Schooling.objects.unscoped(REASON).filter(
        condition,
        left=Schooling.Left.GRADUATED,
        left_on__gte=date(classes.start - 1, *CLASS_STARTS),
        left_on__lt=date(classes.stop - 1, *CLASS_STARTS),
        deleted_at=None,
    )
    learners = ever_learners(network.pk, school)
    matches = _newest_matches(network)
    terms, degrees = _terms(matches), _degrees(matches)
    graduates = []
    for student, at, left_on, ever in rows.values_list("student_id", "school_id", "left_on", "ever_learner"):
        match = matches.get(student)
        history = History(class_of(left_on))
        if match:
            history = History(
                class_of(left_on),
                match.as_of,
                match.was_found,
                tuple(terms.get(match.pk, ())),
                tuple(degrees.get(match.pk, ())),
            )
        graduates.append(Graduate(student, at, ever or student in learners, history))
    return graduates


def _confirmed_files(network: Network) -> list[UUID]:
    files = ClearinghouseFile.objects.unscoped(REASON).filter(network=network, confirmed_at__isnull=False)
    return list(files.values_list("pk", flat=True))


def _newest_matches(network: Network) -> dict[UUID, _Match]:
    """By student, what the newest confirmed file that they are in says."""
    rows = ClearinghouseMatch.objects.unscoped(REASON).filter(file__in=_confirmed_files(network))
    rows = rows.order_by("file__as_of", "file__confirmed_at", "pk")
    return {
        student: _Match(pk, was_found, as_of)
        for pk, student, was_found, as_of in rows.values_list("pk", "student_id", "was_found", "file__as_of")
    }


def _terms(matches: dict[UUID, _Match]) -> dict[UUID, list[Enrollment]]:
    chosen = [match.pk for match in matches.values() if match.was_found]
    terms: dict[UUID, list[Enrollment]] = defaultdict(list)
    for place in range(0, len(chosen), 500):
        rows = CollegeTerm.objects.unscoped(REASON).filter(match__in=chosen[place : place + 500])
        for match, begin, end, college in rows.values_list("match_id", "begin", "end", "college_code"):
            terms[match].append(Enrollment(begin, end, college))
    return terms


def _degrees(matches: dict[UUID, _Match]) -> dict[UUID, list[Degree]]:
    chosen = [match.pk for match in matches.values() if match.was_found]
    degrees: dict[UUID, list[Degree]] = defaultdict(list)
    for place in range(0, len(chosen), 500):
        rows = CollegeDegree.objects.unscoped(REASON).filter(match__in=chosen[place : place + 500])
        for match, day, level in rows.values_list("match_id", "day", "level"):
            degrees[match].append(Degree(day, Level(level)))
    return degrees
