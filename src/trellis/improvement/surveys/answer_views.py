"""Answering a survey and reading its questions first: signed in, or by a link without an account."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Link, Person
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors
from .content import questionnaire_of
from .forms.answers import AnswerPage, PreviewPage, SurveyAnswerForm, SurveyDecisionForm
from .models import SurveyDecision, SurveyRound
from .people import today_of
from .permissions import ANSWERING_ROLES, schools_of_family
from .services.answers import ticket_of
from .services.rounds import ANSWER_PURPOSE, PREVIEW_PURPOSE


@page_for(*ANSWERING_ROLES)
@never_cache
def my_surveys(request: Request) -> HttpResponse:
    """The surveys that ask the reader. A student opens it from Today, with two minutes, and leaves having answered; or
    reads what became of the last one."""
    if not request.viewer.staff_schools | schools_of_family(request.viewer):
        raise Http404
    today = timezone.localdate(timezone=zone_of_viewer(request.viewer))
    surveys = selectors.my_surveys(request.viewer, today)
    context = {
        "open": _titled(surveys.open),
        "planned": _titled(surveys.planned),
        "published": _titled(surveys.published),
    }
    return render(request, "surveys/my_surveys.html", context)


def _titled(rows: list[SurveyRound]) -> list[tuple[SurveyRound, str]]:
    return [(row, questionnaire_of(row).title) for row in rows]


@page_for(*ANSWERING_ROLES)
@never_cache
def answer_survey(request: Request, survey_round_id: UUID) -> HttpResponse:
    """A survey on one page, for somebody signed in. A student answers on a phone in two minutes."""
    rows = SurveyRound.objects.seen_by(request.viewer).exclude(opened_on=None).select_related("school")
    row = get_object_or_404(rows, pk=survey_round_id)
    if ticket_of(row, request.viewer.person) is None:
        raise Http404
    return _answer_page(request, row, request.viewer.person)


@page_for(public=True)
@never_cache
def survey_link(request: Request, token: str) -> HttpResponse:
    """The same by a link. A mother on a bus, with a phone and two minutes; she leaves with "Thank you". To open it
    changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(ANSWER_PURPOSE, token)
            row, person = _round_of(link)
        except ActionError as error:
            return links.render_link_error(request, error, "surveys/link_over.html")
        return _answer_page(request, row, person)


def _round_of(link: Link) -> tuple[SurveyRound, Person]:
    """The round of a link, and whose link it is. Raises LinkExpiredError for a round that was canceled."""
    rows = SurveyRound.objects.unscoped("show the survey of a link to its holder")
    row = rows.filter(pk=link.about_id, deleted_at=None).select_related("school").first()
    if row is None or link.person is None:
        raise links.LinkExpiredError("")
    return row, link.person


def _answer_page(request: Request, row: SurveyRound, person: Person) -> HttpResponse:
    page = AnswerPage(row, person, questionnaire_of(row))
    ticket = ticket_of(row, person)
    is_over = not row.is_open or today_of(row.school) > row.closes
    context = {
        "page": page,
        "row": row,
        "is_thanked": bool(ticket and ticket.is_used),
        "is_over": is_over,
        "is_asked": ticket is not None,
    }
    if is_over or ticket is None:
        return render(request, "surveys/answer.html", context)
    actions = PageActions(request, [SurveyAnswerForm], page)
    if actions.done:
        return redirect(request.path)
    return render(request, "surveys/answer.html", context | {"actions": actions}, status=actions.status)


@page_for(*ANSWERING_ROLES)
@never_cache
def preview_survey(request: Request, survey_round_id: UUID) -> HttpResponse:
    """The questions of a survey before students answer, for their families and for staff. A father reads them for two
    minutes, and leaves having said whether his child takes part."""
    rows = SurveyRound.objects.seen_by(request.viewer).select_related("school")
    row = get_object_or_404(rows, pk=survey_round_id, audience=SurveyRound.Audience.STUDENTS)
    return _preview_page(request, row, request.viewer.person, SurveyDecision.Source.ACCOUNT)


@page_for(public=True)
@never_cache
def survey_preview_link(request: Request, token: str) -> HttpResponse:
    """The same by a link, without an account. To open it changes nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(PREVIEW_PURPOSE, token)
            row, person = _round_of(link)
        except ActionError as error:
            return links.render_link_error(request, error, "surveys/link_over.html")
        return _preview_page(request, row, person, SurveyDecision.Source.LINK)


def _preview_page(request: Request, row: SurveyRound, reader: Person, source: str) -> HttpResponse:
    page = PreviewPage(row, reader, selectors.decisions_for(row, reader), source)
    actions = PageActions(request, [SurveyDecisionForm], page)
    if actions.done:
        return redirect(request.path)
    context = {"page": page, "row": row, "questionnaire": questionnaire_of(row), "actions": actions}
    return render(request, "surveys/preview.html", context, status=actions.status)
