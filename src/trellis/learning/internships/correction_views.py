"""What a mentor's page shows of what they sent, and what one press there corrects or takes back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from trellis.core.community.models import Link, Person
from trellis.core.community.selectors import school_of
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import posted_id
from trellis.design.blueprint.package.world import MentorQuestion
from trellis.design.blueprint.wording import wording_of

from . import corrections
from .models import Placement


def sent_entries_context(link: Link, placement: Placement) -> dict[str, Any]:
    """What the mentor sent with a link that is settled: notes that nobody has read yet, and answers by question."""
    mentor_answer = corrections.latest_answers(placement, link.person, link.used_at)
    answers = mentor_answer.answers if mentor_answer else {}
    questions = _model_questions(placement) if mentor_answer else ()
    return {
        "notes": corrections.unread_notes(placement, link.person, link.used_at),
        "own_answers": [
            (question, answers[question.key]) for question in questions if question.key in answers
        ],
    }


def handle_link_correction(link: Link, request: HttpRequest, placement: Placement) -> str:
    """Run the action posted from the page of a used link; return the message to show."""
    if request.POST["do"] in ("correct-answers", "take-back-answers"):
        return _correct_answers(link, request, placement)
    return handle_note_correction(request, placement, link.person)


def handle_note_correction(request: HttpRequest, placement: Placement, mentor: Person | None) -> str:
    """Correct or remove a note; return the message to show. Raises ActionError and EditConflict."""
    post, do = request.POST, request.POST["do"]
    note = corrections.find_own_note(placement, mentor, posted_id(request, "note"))
    if note is None or do not in ("correct-note", "take-back-note"):
        raise Http404
    if do == "take-back-note":
        corrections.remove_note(note, mentor)
        return _("Removed.")
    corrections.correct_note(note, post.get("words", ""), mentor, posted_revision(request))
    return _("Saved.")


def _correct_answers(link: Link, request: HttpRequest, placement: Placement) -> str:
    mentor_answer, mentor = corrections.latest_answers(placement, link.person, link.used_at), link.person
    if mentor_answer is None:
        return _("Removed.")
    if request.POST["do"] == "take-back-answers":
        corrections.remove_answers(mentor_answer, mentor)
        return _("Removed.")
    questions = _model_questions(placement)
    answers = {question.key: request.POST.get(f"question-{question.key}", "") for question in questions}
    corrections.correct_answers(mentor_answer, answers, questions, mentor)
    return _("Saved.")


def _model_questions(placement: Placement) -> tuple[MentorQuestion, ...]:
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    return tuple(words.package.internship.questions) if words.package and words.package.internship else ()
