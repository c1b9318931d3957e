"""Pages around a placement: its days, asking the mentor, and the mentor's own page by link."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community import links
from trellis.core.community.clock import at_school
from trellis.core.community.models import Link, Person, Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import AT_SCHOOL
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in
from trellis.design.blueprint.package.world import Question
from trellis.design.blueprint.wording import Wording, wording_of

from . import confirming, correction_views, corrections, permissions, seeking, selectors, underway
from .forms import said_of
from .models import Concern, Placement

AROUND = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.MENTOR, Role.GUARDIAN)


@page_for(*AROUND)
@require_safe
def placement(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """One internship: its hours, its days, and what waits."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    return render(request, "internships/placement.html", _told(request, placement))


def _told(request: HttpRequest, placement: Placement) -> dict[str, object]:
    viewer = request.viewer
    days = selectors.days_of(viewer, placement)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    return _way(request, placement, words) | {
        "placement": placement,
        "student": placement.student,
        "days": days,
        "files": selectors.files_of(viewer, placement),
        "concerns": selectors.concerns_of(viewer, placement),
        "hours": sum(day.minutes for day in days if day.confirmed_at) // 60,
        "waits": sorted((d for d in days if d.minutes and not d.confirmed_at), key=lambda day: day.date),
        "words": words,
        "school": school,
        "today": at_school(school, timezone.now()).date(),
        "leads": permissions.may_lead(viewer, placement),
        "confirms": permissions.may_confirm(viewer, placement),
        "notes": corrections.notes(placement, viewer.person)
        if permissions.may_confirm(viewer, placement)
        else [],
        "own": placement.student_id == viewer.person_id,
    }


def _way(request: HttpRequest, placement: Placement, words: Wording) -> dict[str, object]:
    """The stage that the student is at, what it needs, and what the mentor last said of how it goes."""
    model = words.package.internship if words.package else None
    search = selectors.search_of(request.viewer, placement) if model else None
    context: dict[str, object] = (
        {"answers": selectors.answers_of(request.viewer, placement, model)} if model else {}
    )
    if search is None or placement.ends:
        return context
    stage = seeking.stage_of(search, model)
    return context | {
        "stage": stage,
        "needs": [(need, need in search.ticked.get(stage.key, [])) for need in stage.needs],
        "last_stage": stage is model.stages[-1],
        "walks": permissions.may_seek(request.viewer, placement.student),
    }


def _address(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("confirm-days", args=[token]))


@page_for(Role.ADVISOR, Role.TEACHER)
def ask_mentors(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Send every mentor of a group's students a link, where days wait."""
    if group_id not in request.viewer.to("group", Role.ADVISOR, Role.TEACHER):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    placements = selectors.waiting_in(request.viewer, group_id)
    by_mail = [placement for placement in placements if placement.mentor.email]
    for placement in by_mail:
        confirming.ask(placement, request.viewer.person_id, _address(request))
    message = ngettext("Email sent to %(n)d mentor.", "Email sent to %(n)d mentors.", len(by_mail)) % {
        "n": len(by_mail)
    }
    messages.success(request, message)
    rest = [
        f"{placement.student.first_name} ({placement.mentor.name})"
        for placement in placements
        if not placement.mentor.email
    ]
    if rest:
        text = _(
            "No email address on file for the mentors of: %(names)s. Open each student’s placement "
            "to get a link to share."
        )
        messages.warning(request, text % {"names": format_list(rest)})
    return redirect(f"{reverse('today')}?group={group_id}")


@page_for(*AT_SCHOOL)
def ask_mentor(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Send the mentor a link."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    if not permissions.may_lead(request.viewer, placement):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

    try:
        link = confirming.ask(placement, request.viewer.person_id, _address(request))
    except Refusal as error:
        messages.error(request, error.sentence)
        return redirect("placement", placement_id)
    return render(request, "internships/asked.html", _told(request, placement) | {"link": link})


@page_for(*AT_SCHOOL)
def hear_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Note that a concern was heard."""
    concern = get_object_or_404(
        Concern.objects.seen_by(request.viewer).filter(request.viewer.in_care("placement__student")),
        pk=concern_id,
    )
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        confirming.hear(concern, request.viewer.person_id, revision_in(request))
    except Refusal as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("This note is marked as seen."))
    return redirect("placement", concern.placement_id)


@page_for(Role.MENTOR)
def confirm_signed_in(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """What a mentor with an account says of the days."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    if not permissions.may_confirm(request.viewer, placement):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if "do" in request.POST:
        return _correct_signed_in(request, placement)
    try:
        confirmations = said_of(request.POST, confirming.waiting(placement.pk))
        confirming.confirm(placement, confirmations, request.POST.get("concern", ""), request.viewer.person)
    except Refusal as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, _("Thank you. The hours are confirmed."))
    return redirect("placement", placement_id)


def _correct_signed_in(request: HttpRequest, placement: Placement) -> HttpResponse:
    try:
        messages.success(request, correction_views.corrected(request, placement, request.viewer.person))
    except Refusal as error:
        messages.error(request, error.sentence)
        context = _told(request, placement) | {"sent": request.POST}
        return render(request, "internships/placement.html", context, status=422)
    return redirect("placement", placement.pk)


@page_for(public=True)
@never_cache
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The mentor's page by link. To open it changes nothing: a press does, for mail programs open links too.

    Once its days are settled, the same link shows what the mentor sent, to correct or take back.
    """
    with links.reading(request, token):
        corrects = "do" in request.POST
        try:
            link = links.follow(confirming.PURPOSE, token, settled=corrects or request.method != "POST")
        except Refusal as error:
            return links.over(request, error, "internships/link_over.html")
        placement = selectors.of_link(link)
        if link.person_id != placement.mentor_id:
            context = {"sentence": _("Someone else is the mentor now. You no longer need this link.")}
            return render(request, "internships/link_over.html", context, status=410)
        if link.used_at is None:
            return _confirm(request, link, placement)
        return (_correct if corrects else _settled)(request, link, placement)


def _correct(request: HttpRequest, link: Link, placement: Placement) -> HttpResponse:
    try:
        messages.success(request, correction_views.corrected_with(link, request, placement))
    except Refusal as error:
        return _settled(request, link, placement, error.sentence)
    return redirect(request.path)


def _settled(request: HttpRequest, link: Link, placement: Placement, refused: str = "") -> HttpResponse:
    """What the mentor sent, while any of it can be changed; else that this is settled."""
    context = {"placement": placement, "thanks": True, "refused": refused, "sent": request.POST}
    context |= correction_views.sent_with(link, placement)
    if not (refused or context["notes"] or context["own_answers"]):
        error = links.Gone(_("This is already done. Thank you."))
        return links.over(request, error, "internships/link_over.html")
    return render(request, "internships/confirm.html", context, status=422 if refused else 200)


def _confirm(request: HttpRequest, link: Link, placement: Placement) -> HttpResponse:
    days, refused = confirming.waiting(placement.pk), ""
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    questions = _questions(placement, words, school)
    if request.method == "POST":
        try:
            confirmations = said_of(request.POST, days)
            concern = request.POST.get("concern", "")
            answers = {
                question.key: request.POST.get(f"question-{question.key}", "") for question in questions
            }
            also = _answering(placement, answers, questions)
            confirmed = confirming.confirm(placement, confirmations, concern, link.person, link, also)
        except Refusal as error:
            refused = error.sentence
        else:
            context = {"placement": placement, "confirmed": confirmed, "thanks": True}
            token = request.resolver_match.kwargs["token"]
            link = links.follow(confirming.PURPOSE, token, settled=True)
            context |= correction_views.sent_with(link, placement)
            return render(request, "internships/confirm.html", context)
    context = {"placement": placement, "days": days, "refused": refused, "school": school}
    context |= {"sent": request.POST, "words": words, "questions": questions}
    return render(request, "internships/confirm.html", context, status=422 if refused else 200)


def _answering(
    placement: Placement, answers: dict[str, str], questions: list[Question]
) -> Callable[[Person | None], object] | None:
    """What keeps the mentor's answers; None where nothing was answered."""
    if not any(answers.values()):
        return None
    return lambda by: underway.answer(placement, answers, questions, by)


def _questions(placement: Placement, words: Wording, school: School | None) -> list[Question]:
    """What the mentor is asked today about how it goes: nothing, most days."""
    model = words.package.internship if words.package else None
    today = at_school(school, timezone.now()).date()
    return underway.due(placement, model.questions, today) if model else []
