"""Writing scores, and narratives that are given to the student and the family."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Term
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number
from trellis.learning.projects.models import Product

from .models import Narrative, RowScore, Score, Work

MAX_LENGTH = 12_000


def get_or_create_product_work(student_id: UUID, product: Product) -> Work:
    """Return the one piece of work of a student for a product, shown now when there is none yet."""
    works = Work.objects.unscoped("keep one piece of work of a student for a product")
    defaults = {"title": product.title, "shown_at": timezone.now()}
    return works.get_or_create(student_id=student_id, product=product, defaults=defaults)[0]


def save_score(
    work: Work,
    outcome_id: UUID,
    level: int,
    scorer: Person | None,
    scored_at: datetime,
    row_levels: Mapping[UUID, int] | None = None,
) -> tuple[Score, bool]:
    """Save one person's score of one work on one outcome. Nothing else writes scores.

    row_levels: by criterion, the levels that the score's level comes from; None where it was given directly, which ends
    those that no longer add up to it. Returns the score, and whether its level changed. Callers check the level first,
    against the rubric that they show, and call this inside `ledger.act(...)`: several scores are often one act.
    """
    scores = Score.objects.unscoped("read or write the scorer's own score").select_for_update()
    score, created = scores.get_or_create(
        work=work, outcome_id=outcome_id, scorer=scorer, defaults={"level": level, "scored_at": scored_at}
    )
    changed = created or score.level != level
    if changed and not created:
        score.level, score.scored_at = level, scored_at
        score.save(update_fields=["level", "scored_at", "modified"])
    if row_levels is not None or (changed and not created):
        _save_row_levels(score, row_levels or {})
    return score, changed


def remove_score(work: Work, outcome_id: UUID, scorer: Person) -> bool:
    """Remove a person's score of one work on one outcome. Return whether there was one."""
    scores = Score.objects.unscoped("read or write the scorer's own score").select_for_update()
    score = scores.filter(work=work, outcome=outcome_id, scorer=scorer).first()
    if score is None:
        return False
    score.delete()
    return True


def _save_row_levels(score: Score, levels: Mapping[UUID, int]) -> None:
    """Let a score have these levels in the rows of a rubric, and no others."""
    rows = RowScore.objects.unscoped("write the row levels of the scorer's own score").filter(score=score)
    rows.exclude(criterion__in=levels).delete()
    for key, level in levels.items():
        rows.update_or_create(score=score, criterion_id=key, defaults={"level": level})


def write_narrative(
    student: Person, term: Term, words: str, revision: int, give: bool, by: Person
) -> Narrative:
    """Keep a narrative, and give it when it is ready. Raises ActionError when somebody wrote since `revision`,
    for more than 12,000 characters, and for giving an empty one."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > MAX_LENGTH:
        raise ActionError(
            _("This is %(n)s characters long. The limit is %(most)s.")
            % {"n": format_number(len(words)), "most": format_number(MAX_LENGTH)},
            field="words",
        )
    if give and not words:
        raise ActionError(_("This is empty. Write something first."), field="words")
    reject_immigration_status(words, about_work=True)
    narratives = Narrative.objects.unscoped("keep one narrative of a teacher for a student and term")
    with ledger.act("share a narrative" if give else "write a narrative", by=by.pk, about=student.pk):
        narrative, _created = narratives.get_or_create(student=student, term=term, defaults={"author": by})
        now = timezone.now()
        changed = narratives.filter(pk=narrative.pk, revision=revision).update(
            words=words,
            author=by,
            revision=revision + 1,
            given_at=narrative.given_at or (now if give else None),
            modified=now,
        )
        if not changed:
            raise ActionError(
                _("Someone else edited this while you had it open. Your text is below, next to theirs.")
            )
    return narrative
