"""What a mentor's page shows of what they sent, and what one press there corrects or takes back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from trellis.core.community.models import Link, Person
from trellis.core.community.selectors import school_of
from trellis.core.foundation.revisions import revision_in
from trellis.core.foundation.typed import key_of
from trellis.design.blueprint.package.world import Question
from trellis.design.blueprint.wording import wording_of

from . import corrections
from .models import Placement


def sent_with(link: Link, placement: Placement) -> dict[str, Any]:
    """What the mentor sent with a link that is settled: notes that nobody has read yet, and answers by question."""
    mentor_answer = corrections.answers(placement, link.person, link.used_at)
    answers = mentor_answer.answers if mentor_answer else {}
    questions = _questions(placement) if mentor_answer else ()
    return {
        "notes": corrections.notes(placement, link.person, link.used_at),
        "own_answers": [
            (question, answers[question.key]) for question in questions if question.key in answers
        ],
    }


def corrected_with(link: Link, request: HttpRequest, placement: Placement) -> str:
    """Do what was pressed on the page of a link that is settled; gives what is said afterwards."""
    if request.POST["do"] in ("correct-answers", "take-back-answers"):
        return _answers(link, request, placement)
    return corrected(request, placement, link.person)


def corrected(request: HttpRequest, placement: Placement, mentor: Person | None) -> str:
    """Correct a note or take it back; gives what is said afterwards. Raises Refusal and Conflict."""
    post, do = request.POST, request.POST["do"]
    note = corrections.own_note(placement, mentor, key_of(request, "note"))
    if note is None or do not in ("correct-note", "take-back-note"):
        raise Http404
    if do == "take-back-note":
        corrections.take_back_note(note, mentor)
        return _("Removed.")
    corrections.correct_note(note, post.get("words", ""), mentor, revision_in(request))
    return _("Saved.")


def _answers(link: Link, request: HttpRequest, placement: Placement) -> str:
    mentor_answer, mentor = corrections.answers(placement, link.person, link.used_at), link.person
    if mentor_answer is None:
        return _("Removed.")
    if request.POST["do"] == "take-back-answers":
        corrections.take_back_answers(mentor_answer, mentor)
        return _("Removed.")
    questions = _questions(placement)
    answers = {question.key: request.POST.get(f"question-{question.key}", "") for question in questions}
    corrections.correct_answers(mentor_answer, answers, questions, mentor)
    return _("Saved.")


def _questions(placement: Placement) -> tuple[Question, ...]:
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    return tuple(words.package.internship.questions) if words.package and words.package.internship else ()
