"""Pages around a placement: its days, asking the mentor, and the mentor's own page by link."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.package.internships_and_exhibitions import MentorQuestion
from trellis.design.blueprint.wording import Wording, wording_of

from . import active_placements, confirming, corrections, permissions, placement_searches, selectors
from .active_placement_forms import EndForm, PlacementDay
from .correction_forms import NOTE_FORMS, SETTLED_LINK_FORMS, CorrectAnswersForm, CorrectNoteForm, SettledForm
from .forms import (
    AskMentorForm,
    ConfirmByLinkForm,
    ConfirmForm,
    HearForm,
    MentorPage,
    confirmation_address,
    show_errors_as_messages,
)
from .models import Concern, Placement
from .placement_search_forms import PlacementStageForm, SearchPage
from .places import school_of_placement
from .programs import internship_model

PAGE_ROLES = (
    Role.STUDENT,
    Role.ADVISOR,
    Role.TEACHER,
    Role.COUNSELOR,
    Role.LEADER,
    Role.MENTOR,
    Role.GUARDIAN,
)
MENTOR_FORMS = (ConfirmForm, *NOTE_FORMS)


@page_for(*PAGE_ROLES)
@require_safe
def placement(request: Request, placement_id: UUID) -> HttpResponse:
    """One internship: its hours, its days, and the days to confirm."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    return render(request, "internships/placement.html", _placement_context(request, placement))


def _placement_context(
    request: Request, placement: Placement, actions: PageActions | None = None
) -> dict[str, object]:
    """What the page shows. actions: of a mentor who sent something; by default, their forms before anything is sent."""
    viewer = request.viewer
    days = selectors.days_of(viewer, placement)
    school = school_of(placement.student_id)
    words = wording_of(school.pk if school else None)
    today = school_local_time(school, timezone.now()).date()
    may_confirm = permissions.may_confirm_days(viewer, placement)
    unconfirmed_days = sorted((day for day in days if day.awaits_confirmation), key=lambda day: day.date)
    if may_confirm and actions is None:
        page = MentorPage(placement, viewer.person, days=unconfirmed_days)
        actions = PageActions(request, MENTOR_FORMS, page)
    end_page = PlacementDay(placement, today)
    return _stage_context(request, placement, words, today) | {
        "placement": placement,
        "student": placement.student,
        "days": days,
        "files": selectors.files_of(viewer, placement),
        "concerns": selectors.concerns_of(viewer, placement),
        "hours": sum(day.minutes for day in days if day.confirmed_at) // 60,
        "unconfirmed_days": unconfirmed_days,
        "actions": actions,
        "confirm_form": actions.form(ConfirmForm) if actions else None,
        "words": words,
        "school": school,
        "is_current": placement.is_current(today),
        "may_manage": permissions.may_manage_placement(viewer, placement),
        "may_confirm": may_confirm,
        "notes": corrections.unread_notes(placement, viewer.person) if may_confirm else [],
        "is_own_placement": placement.student_id == viewer.person_id,
        "end_form": EndForm(request=request, subject=end_page, auto_id="end-%s"),
    }


def _stage_context(request: Request, placement: Placement, words: Wording, today: date) -> dict[str, object]:
    """The stage that the student is at, what it needs, and the mentor's latest answers."""
    model = internship_model(words)
    if model is None:
        return {}
    context: dict[str, object] = {"feedback": selectors.answers_of(request.viewer, placement, model)}
    search = selectors.search_of(request.viewer, placement)
    if search is None or placement.ends:
        return context
    stage = placement_searches.stage_of(search, model)
    may_edit = permissions.may_edit_search(request.viewer, placement.student)
    page = SearchPage(placement.student, model, today, search, as_student=True)
    form = PlacementStageForm(request=request, subject=page, auto_id="stage-%s")
    return context | {
        "stage": stage,
        "stage_form": form.for_viewer(may_edit),
        "is_last_stage": stage is model.stages[-1],
        "may_edit_search": may_edit,
    }


@page_for(Role.ADVISOR, Role.TEACHER)
def ask_mentors(request: Request, group_id: UUID) -> HttpResponse:
    """Send a link to every mentor of a group's students who has days to confirm."""
    if group_id not in request.viewer.to("group", Role.ADVISOR, Role.TEACHER):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    sent, without_email = 0, []
    for placement in selectors.placements_awaiting_confirmation(request.viewer, group_id):
        if placement.mentor and placement.mentor.email:
            confirming.send_confirmation_request(
                placement, request.viewer.person_id, confirmation_address(request)
            )
            sent += 1
        elif placement.mentor:
            without_email.append(f"{placement.student.first_name} ({placement.mentor.name})")
    message = ngettext("Email sent to %(n)d mentor.", "Email sent to %(n)d mentors.", sent) % {"n": sent}
    messages.success(request, message)
    if without_email:
        text = _(
            "No email address on file for the mentors of: %(names)s. Open each student’s placement "
            "to get a link to share."
        )
        messages.warning(request, text % {"names": format_list(without_email)})
    return redirect(f"{reverse('today')}?group={group_id}")


@page_for(*SCHOOL_ROLES)
def ask_mentor(request: Request, placement_id: UUID) -> HttpResponse:
    """Send the mentor a link."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    if not permissions.may_manage_placement(request.viewer, placement):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions = PageActions(request, [AskMentorForm], placement)
    form = actions.form(AskMentorForm)
    link = form.link
    back = "today" if form.is_bound and form.data.get("back") == "today" else ""
    if not link:
        show_errors_as_messages(actions)
        return redirect("today") if back else redirect("placement", placement_id)
    if back and form.emailed_to:
        messages.success(request, _("Email sent to %(email)s.") % {"email": form.emailed_to})
        return redirect("today")
    context = {"placement": placement, "student": placement.student, "link": link}
    return render(request, "internships/confirmation_request.html", context)


@page_for(*SCHOOL_ROLES)
def mark_concern_heard(request: Request, concern_id: UUID) -> HttpResponse:
    """Record that somebody at school has read a mentor's note."""
    concern = get_object_or_404(
        Concern.objects.seen_by(request.viewer).filter(request.viewer.in_care("placement__student")),
        pk=concern_id,
    )
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    show_errors_as_messages(PageActions(request, [HearForm], concern))
    return redirect("placement", concern.placement_id)


@page_for(Role.MENTOR)
def confirm_signed_in(request: Request, placement_id: UUID) -> HttpResponse:
    """A mentor with an account confirms days, and corrects what they sent."""
    placement = selectors.placement_or_404(request.viewer, placement_id)
    if not permissions.may_confirm_days(request.viewer, placement):
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    days = confirming.unconfirmed_days(placement.pk)
    actions = PageActions(request, MENTOR_FORMS, MentorPage(placement, request.viewer.person, days=days))
    if actions.done:
        return redirect("placement", placement_id)
    context = _placement_context(request, placement, actions)
    return render(request, "internships/placement.html", context, status=actions.status)


@page_for(public=True)
@never_cache
def confirm_by_link(request: Request, token: str) -> HttpResponse:
    """The mentor's page by link. A GET changes nothing, because mail programs open links too.

    Once its days are settled, the same link shows what the mentor sent, to correct or take back.
    """
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(confirming.LINK_PURPOSE, token, settled=True)
        except ActionError as error:
            return links.render_link_error(request, error, "internships/link_error.html")
        placement = selectors.placement_of_link(link)
        if link.person_id != placement.mentor_id:
            context = {"sentence": _("Someone else is the mentor now. You no longer need this link.")}
            return render(request, "internships/link_error.html", context, status=410)
        if link.used_at is None:
            return _show_or_confirm_days(request, token, link, placement)
        return _show_settled_link(request, link, placement)


def _show_settled_link(request: Request, link: Link, placement: Placement) -> HttpResponse:
    """Show what the mentor sent while any of it can be changed; otherwise say that the link was used."""
    actions = PageActions(request, SETTLED_LINK_FORMS, MentorPage(placement, link.person, link))
    if actions.done:
        return redirect(request.path)
    notes = corrections.unread_notes(placement, link.person, link.used_at)
    can_change = actions.sent or notes or actions.form(CorrectAnswersForm).fields
    if isinstance(actions.sent, SettledForm) or not can_change:
        error = links.LinkExpiredError(_("This is already done. Thank you."))
        return links.render_link_error(request, error, "internships/link_error.html")
    context = {"placement": placement, "thanks": True, "notes": notes, "actions": actions}
    return render(request, "internships/confirm.html", context, status=actions.status)


def _show_or_confirm_days(request: Request, token: str, link: Link, placement: Placement) -> HttpResponse:
    school = school_of_placement(placement)
    words = wording_of(school.pk if school else None)
    days, questions = confirming.unconfirmed_days(placement.pk), _questions_due(placement, words, school)
    actions = PageActions(
        request, [ConfirmByLinkForm], MentorPage(placement, link.person, link, days, questions)
    )
    form = actions.form(ConfirmByLinkForm)
    if actions.done:
        return _show_thanks(request, token, placement, form.confirmed)
    context = {
        "placement": placement,
        "days": days,
        "school": school,
        "words": words,
        "actions": actions,
        "form": form,
    }
    return render(request, "internships/confirm.html", context, status=actions.status)


def _show_thanks(request: Request, token: str, placement: Placement, confirmed: int) -> HttpResponse:
    """What the mentor has just sent, with the forms that correct it."""
    link = links.resolve_link(confirming.LINK_PURPOSE, token, settled=True)
    page = MentorPage(placement, link.person, link)
    context = {
        "placement": placement,
        "confirmed": confirmed,
        "thanks": True,
        "notes": corrections.unread_notes(placement, link.person, link.used_at),
        "actions": {
            "correct_note": CorrectNoteForm(request=request, subject=page),
            "correct_answers": CorrectAnswersForm(request=request, subject=page),
        },
    }
    return render(request, "internships/confirm.html", context)


def _questions_due(placement: Placement, words: Wording, school: School | None) -> list[MentorQuestion]:
    """The questions that the mentor gets today about how it goes: none, most days."""
    model = internship_model(words)
    today = school_local_time(school, timezone.now()).date()
    return active_placements.questions_due(placement, model.questions, today) if model else []
