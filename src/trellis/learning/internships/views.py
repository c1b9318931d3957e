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
    found = selectors.placement_or_404(request.viewer, placement_id)
    return render(request, "internships/placement.html", _told(request, found))


def _told(request: HttpRequest, found: Placement) -> dict[str, object]:
    viewer = request.viewer
    days = selectors.days_of(viewer, found)
    school = school_of(found.student_id)
    words = wording_of(school.pk if school else None)
    return _way(request, found, words) | {
        "placement": found,
        "student": found.student,
        "days": days,
        "files": selectors.files_of(viewer, found),
        "concerns": selectors.concerns_of(viewer, found),
        "hours": sum(day.minutes for day in days if day.confirmed_at) // 60,
        "waits": sorted((d for d in days if d.minutes and not d.confirmed_at), key=lambda day: day.date),
        "words": words,
        "school": school,
        "today": at_school(school, timezone.now()).date(),
        "leads": permissions.may_lead(viewer, found),
        "confirms": permissions.may_confirm(viewer, found),
        "notes": corrections.notes(found, viewer.person) if permissions.may_confirm(viewer, found) else [],
        "own": found.student_id == viewer.person_id,
    }


def _way(request: HttpRequest, found: Placement, words: Wording) -> dict[str, object]:
    """The stage that the student is at, what it needs, and what the mentor last said of how it goes."""
    model = words.package.internship if words.package else None
    search = selectors.search_of(request.viewer, found) if model else None
    told: dict[str, object] = {"answers": selectors.answers_of(request.viewer, found, model)} if model else {}
    if search is None or found.ends:
        return told
    stage = seeking.stage_of(search, model)
    return told | {
        "stage": stage,
        "needs": [(need, need in search.ticked.get(stage.key, [])) for need in stage.needs],
        "last_stage": stage is model.stages[-1],
        "walks": permissions.may_seek(request.viewer, found.student),
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
    found = selectors.waiting_in(request.viewer, group_id)
    by_mail = [one for one in found if one.mentor.email]
    for one in by_mail:
        confirming.ask(one, request.viewer.person_id, _address(request))
    said = ngettext("%(n)d mentor has mail.", "%(n)d mentors have mail.", len(by_mail)) % {"n": len(by_mail)}
    messages.success(request, said)
    rest = [f"{one.student.first_name} ({one.mentor.name})" for one in found if not one.mentor.email]
    if rest:
        told = _("No mail address is known for the mentors of: %(names)s. Open their page to pass a link on.")
        messages.warning(request, told % {"names": format_list(rest)})
    return redirect(f"{reverse('today')}?group={group_id}")


@page_for(*AT_SCHOOL)
def ask_mentor(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """Send the mentor a link."""
    found = selectors.placement_or_404(request.viewer, placement_id)
    if not permissions.may_lead(request.viewer, found):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])

    try:
        link = confirming.ask(found, request.viewer.person_id, _address(request))
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("placement", placement_id)
    return render(request, "internships/asked.html", _told(request, found) | {"link": link})


@page_for(*AT_SCHOOL)
def hear_concern(request: HttpRequest, concern_id: UUID) -> HttpResponse:
    """Note that a concern was heard."""
    found = get_object_or_404(
        Concern.objects.seen_by(request.viewer).filter(request.viewer.in_care("placement__student")),
        pk=concern_id,
    )
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        confirming.hear(found, request.viewer.person_id, revision_in(request))
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("Noted: you have heard it."))
    return redirect("placement", found.placement_id)


@page_for(Role.MENTOR)
def confirm_signed_in(request: HttpRequest, placement_id: UUID) -> HttpResponse:
    """What a mentor with an account says of the days."""
    found = selectors.placement_or_404(request.viewer, placement_id)
    if not permissions.may_confirm(request.viewer, found):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if "do" in request.POST:
        return _correct_signed_in(request, found)
    try:
        said = said_of(request.POST, confirming.waiting(found.pk))
        confirming.confirm(found, said, request.POST.get("concern", ""), request.viewer.person)
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("Thank you. The hours count now."))
    return redirect("placement", placement_id)


def _correct_signed_in(request: HttpRequest, found: Placement) -> HttpResponse:
    try:
        messages.success(request, correction_views.corrected(request, found, request.viewer.person))
    except Refusal as no:
        messages.error(request, no.sentence)
        context = _told(request, found) | {"sent": request.POST}
        return render(request, "internships/placement.html", context, status=422)
    return redirect("placement", found.pk)


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
        except Refusal as no:
            return links.over(request, no, "internships/link_over.html")
        found = selectors.of_link(link)
        if link.person_id != found.mentor_id:
            said = {"sentence": _("Somebody else is the mentor now. This link is not needed any more.")}
            return render(request, "internships/link_over.html", said, status=410)
        if link.used_at is None:
            return _confirm(request, link, found)
        return (_correct if corrects else _settled)(request, link, found)


def _correct(request: HttpRequest, link: Link, found: Placement) -> HttpResponse:
    try:
        messages.success(request, correction_views.corrected_with(link, request, found))
    except Refusal as no:
        return _settled(request, link, found, no.sentence)
    return redirect(request.path)


def _settled(request: HttpRequest, link: Link, found: Placement, refused: str = "") -> HttpResponse:
    """What the mentor sent, while any of it can be changed; else that this is settled."""
    context = {"placement": found, "thanks": True, "refused": refused, "sent": request.POST}
    context |= correction_views.sent_with(link, found)
    if not (refused or context["notes"] or context["own_answers"]):
        no = links.Gone(_("This is settled already. Thank you."))
        return links.over(request, no, "internships/link_over.html")
    return render(request, "internships/confirm.html", context, status=422 if refused else 200)


def _confirm(request: HttpRequest, link: Link, found: Placement) -> HttpResponse:
    days, refused = confirming.waiting(found.pk), ""
    school = school_of(found.student_id)
    words = wording_of(school.pk if school else None)
    questions = _questions(found, words, school)
    if request.method == "POST":
        try:
            said = said_of(request.POST, days)
            concern = request.POST.get("concern", "")
            told = {one.key: request.POST.get(f"question-{one.key}", "") for one in questions}
            also = _answering(found, told, questions)
            confirmed = confirming.confirm(found, said, concern, link.person, link, also)
        except Refusal as no:
            refused = no.sentence
        else:
            context = {"placement": found, "confirmed": confirmed, "thanks": True}
            token = request.resolver_match.kwargs["token"]
            link = links.follow(confirming.PURPOSE, token, settled=True)
            context |= correction_views.sent_with(link, found)
            return render(request, "internships/confirm.html", context)
    context = {"placement": found, "days": days, "refused": refused, "school": school}
    context |= {"sent": request.POST, "words": words, "questions": questions}
    return render(request, "internships/confirm.html", context, status=422 if refused else 200)


def _answering(
    found: Placement, told: dict[str, str], questions: list[Question]
) -> Callable[[Person | None], object] | None:
    """What keeps the mentor's answers; None where nothing was answered."""
    if not any(told.values()):
        return None
    return lambda by: underway.answer(found, told, questions, by)


def _questions(found: Placement, words: Wording, school: School | None) -> list[Question]:
    """What the mentor is asked today about how it goes: nothing, most days."""
    model = words.package.internship if words.package else None
    today = at_school(school, timezone.now()).date()
    return underway.due(found, model.questions, today) if model else []
