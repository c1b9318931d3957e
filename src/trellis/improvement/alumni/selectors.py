"""What the pages about graduates show besides their shares: opportunities, answers, and files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import MEASURES, Measure
from trellis.improvement.opportunity import figures
from trellis.improvement.opportunity import selectors as opportunity

from .histories import classes_up_to
from .models import AlumniAnswer, ClearinghouseFile

OPPORTUNITY_MEASURES = ("internship-hours", "exhibition-held", "outside-adult", "enough-evidence")
"""What stands beside the shares of a class: of its last year at school."""
LAST_GRADE = "grade.12"
MAX_FILES = 30


@dataclass(frozen=True)
class OpportunityRow:
    """One class: each measure of its last school year. A cell is None where nothing is stored of that year."""

    class_of: int
    cells: list[figures.FigureRow | None]


@dataclass(frozen=True)
class AnswerCounts:
    """What graduates answered, counted. shares: by what they do, "" for all where too few answered."""

    answered: int
    shares: list[tuple[str, str]]

    @property
    def is_hidden(self) -> bool:
        return self.answered < figures.MIN_N


def opportunity_measures() -> list[Measure]:
    """The measures that stand beside the shares, as far as Trellis has them."""
    return [MEASURES[key] for key in OPPORTUNITY_MEASURES if key in MEASURES]


def opportunity_rows(viewer: Viewer, network: Network, school: School | None) -> list[OpportunityRow]:
    """For each class the measures of the students in grade 12 in its last year, newest first. A query for each."""
    measures = opportunity_measures()
    rows = []
    for class_year in reversed(classes_up_to(timezone.localdate())):
        if school:
            alone = network.pk not in viewer.networks
            reports = opportunity.school_reports(viewer, school.pk, class_year, measures, alone=alone)
        else:
            reports = opportunity.network_reports(viewer, network.pk, class_year, measures)
        cells = {report.measure.key: report.find(LAST_GRADE) for report in reports}
        if any(cells.values()):
            rows.append(OpportunityRow(class_year, [cells.get(measure.key) for measure in measures]))
    return rows


def answer_counts(network: Network, school: School | None) -> AnswerCounts:
    """What the graduates of a school or network do, of those who answered: shares, for ten or more."""
    rows = AlumniAnswer.objects.unscoped(
        "count the answers of a school or network; few are not shown"
    ).filter(answered_at__isnull=False, school__network=network)
    if school:
        rows = rows.filter(school=school)
    answers = list(rows.values_list("doing", flat=True))
    if len(answers) < figures.MIN_N:
        return AnswerCounts(len(answers), [])
    counts = Counter(doing for answer in answers for doing in answer)
    shares = [
        (str(doing.label), figures.format_share(counts[doing.value] / len(answers)))
        for doing in AlumniAnswer.Doing
    ]
    return AnswerCounts(len(answers), shares)


def files_of(viewer: Viewer, network_id: UUID, school_id: UUID | None) -> list[ClearinghouseFile]:
    """The files of a network or of one school, the newest data first."""
    files = ClearinghouseFile.objects.seen_by(viewer).filter(network=network_id, school=school_id)
    return list(files.select_related("uploaded_by").order_by("-as_of", "-created")[:MAX_FILES])
