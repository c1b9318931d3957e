"""What is measured about a student, and questions about it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Role
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import selectors
from .forms import AnswerForm, AskForm
from .permissions import ANSWERING_ROLES


@page_for(Role.STUDENT, Role.GUARDIAN, Role.COUNSELOR, Role.LEADER)
@never_cache
def student_measures(request: Request, student_id: UUID) -> HttpResponse:
    """What is measured about one student. A student opens it with five minutes and wants to know what the school counts
    about them; they leave knowing it, or with a question sent that a named person answers."""
    page = selectors.student_measures_or_404(request.viewer, student_id)
    actions = PageActions(request, (AskForm,) if page.asks and page.measures else (), page)
    if actions.done:
        return actions.redirect_to(request.path)
    if page.asks and page.measures and request.GET.get("measure") in page.by_key:
        actions.forms["ask"].initial["measure"] = request.GET["measure"]
    context = {
        "page": page,
        "student": page.student,
        "is_own_page": page.student.pk == request.viewer.person_id,
        "actions": actions,
        "section_messages": read_section_messages(request),
    }
    with timezone.override(zone_of_viewer(request.viewer)):
        return render(request, "measure_questions/student_measures.html", context, status=actions.status)


@page_for(Role.STUDENT, Role.GUARDIAN, *ANSWERING_ROLES)
@never_cache
def measure_question(request: Request, question_id: UUID) -> HttpResponse:
    """One question. The student's advisor opens it from their day with three minutes, and leaves with an answer sent.
    The student and their family read the answer."""
    question = selectors.question_or_404(request.viewer, question_id)
    answers = selectors.may_answer(request.viewer, question)
    actions = PageActions(request, (AnswerForm,) if answers else (), question)
    if actions.done:
        return actions.redirect_to(request.path)
    context = {"question": question, "answers": answers, "actions": actions}
    with timezone.override(zone_of_viewer(request.viewer)):
        return render(request, "measure_questions/question.html", context, status=actions.status)
