"""A student's portfolio. Who: a student in a free period with ten minutes, who leaves with a task handed in or a piece
chosen; a family on a phone, who leaves knowing where each task stands; an advisor, who sets the day of a defense."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School, Term
from trellis.core.community.selectors import get_student_or_404, school_of, term_on, works_with
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.learning.projects.file_views import file_response

from . import selectors
from .forms import STUDENT_FORMS, ChooseWorkForm, DefenseForm, StudentPortfolio, TurnInForm, UnsubmitForm
from .models import TaskSubmission
from .selectors import TaskStatus
from .tasks import PortfolioModel, find_portfolio_model

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)


def get_school_and_model_or_404(student: Person) -> tuple[School, PortfolioModel]:
    """The student's school and its model. 404 where the school's model has no portfolio."""
    school = school_of(student.pk)
    model = find_portfolio_model(school.pk if school else None)
    if school is None or model is None:
        raise Http404
    return school, model


@page_for(*PAGE_ROLES)
@never_cache
def portfolio(request: Request, student_id: UUID) -> HttpResponse:
    """Each task with where it stands, what was settled and what comes next; and the work that the student chose."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school, model = get_school_and_model_or_404(student)
    now = school_local_time(school, timezone.now())
    term = term_on(viewer, school, now.date())
    form_classes = STUDENT_FORMS if student.pk == viewer.person_id else ()
    if works_with(viewer, student):
        form_classes = (*form_classes, DefenseForm)
    with timezone.override(now.tzinfo):
        actions = PageActions(request, form_classes, StudentPortfolio(student, school, model.package, term))
        unsubmit = actions.forms.get("take-back")
        if actions.done and not (unsubmit and unsubmit.is_bound):
            return redirect("portfolio", student.pk)
        context = _portfolio_context(request, student, model, term, actions)
        return render(request, "portfolios/portfolio.html", context, status=actions.status)


def _portfolio_context(
    request: Request, student: Person, model: PortfolioModel, term: Term | None, actions: PageActions
) -> dict[str, object]:
    viewer = request.viewer
    is_own = student.pk == viewer.person_id
    tasks = selectors.task_statuses(viewer, student, model.package, term)
    works = selectors.works_to_choose(viewer, student, term) if is_own and term else []
    if is_own:
        actions.form(ChooseWorkForm).offer(works)
    return {
        "student": student,
        "is_own_page": is_own,
        "leads": works_with(viewer, student),
        "words": model.words,
        "term": term,
        "tasks": list(zip(tasks, *_card_forms(tasks, actions), strict=True)),
        "task_count": sum(task.earlier is None for task in tasks),
        "passed_count": sum(task.state == selectors.PASSED and task.earlier is None for task in tasks),
        "portfolios": selectors.portfolios_of(viewer, student),
        "works": works,
        "actions": actions,
    }


def _card_forms(
    tasks: list[TaskStatus], actions: PageActions
) -> tuple[list[TurnInForm | None], list[DefenseForm | None]]:
    """For each card of the page the form to turn the task in, and the one for its defense.

    What was typed stands on the card from which it was sent; what was unsubmitted, on the card of its task.
    """
    turn_in = actions.form(TurnInForm) if TurnInForm.do in actions.forms else None
    defense = actions.form(DefenseForm) if DefenseForm.do in actions.forms else None
    unsubmit = actions.form(UnsubmitForm) if actions.done else None
    sent_from = actions.sent or unsubmit
    key, onto = sent_from.card() if isinstance(sent_from, (TurnInForm, UnsubmitForm)) else ("", "")
    if onto not in {task.onto for task in tasks}:
        onto = ""  # nothing is open of the earlier term: it goes to the task of this one
    turn_in_forms, defense_forms = [], []
    for task in tasks:
        is_sent = bool(sent_from) and (key, onto) == (task.model_task.key, task.onto)
        submission = unsubmit.submission if unsubmit and is_sent else None
        turn_in_forms.append(turn_in.for_card(task, is_sent, submission) if turn_in else None)
        defense_forms.append(defense.for_card(task.task, task.anchor) if defense and task.task else None)
    return turn_in_forms, defense_forms


@page_for(*PAGE_ROLES, Role.COACH, Role.NETWORK_STAFF)
@require_safe
def submission_file(request: Request, submission_id: UUID) -> FileResponse:
    """A file that was handed in, for whoever sees the task and for its scorers."""
    submission = get_object_or_404(
        TaskSubmission.objects.seen_by(request.viewer).exclude(file=""), pk=submission_id
    )
    return file_response(submission.file, submission.name, submission.media_type)
