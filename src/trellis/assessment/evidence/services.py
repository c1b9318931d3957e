"""Writing a narrative, and giving it to the student and the family."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, Term
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError

from .models import Narrative

MAX_LENGTH = 12_000


def write_narrative(
    student: Person, term: Term, words: str, revision: int, give: bool, by: Person
) -> Narrative:
    """Keep a narrative, and give it when it is ready. Raises ActionError when somebody wrote since `revision`,
    for more than 12,000 characters, and for giving an empty one."""
    words = words.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(words) > MAX_LENGTH:
        raise ActionError(
            _("This is %(n)d characters long. The limit is %(most)d.")
            % {"n": len(words), "most": MAX_LENGTH},
            field="words",
        )
    if give and not words:
        raise ActionError(_("This is empty. Write something first."), field="words")
    reject_immigration_status(words, about_work=True)
    narratives = Narrative.objects.unscoped("keep one narrative of a teacher for a student and term")
    with ledger.act("give a narrative" if give else "write a narrative", by=by.pk, about=student.pk):
        narrative, _made = narratives.get_or_create(student=student, term=term, defaults={"author": by})
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
