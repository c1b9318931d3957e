"""Support around a student. Who: a counselor with twelve minutes between two talks, who leaves with nobody dropped; a
teacher before class, who leaves with what to do; a family, who leaves knowing who helps, and having said yes or no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, is_family, school_of, schools_of, works_with
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day, posted_id
from trellis.design.blueprint.wording import wording_of

from . import helping, partnering, permissions, referral_answers, retention, sealed, selectors
from .models import Area, CaseNote, Consent, Need, Partner, Referral

PAGE_ROLES = (Role.STUDENT, Role.GUARDIAN, *SCHOOL_ROLES)
Action = Callable[[HttpRequest, Person], str]


@page_for(Role.COUNSELOR)
@never_cache
def caseload(request: HttpRequest) -> HttpResponse:
    """What waits for a counselor, nearest first, so that nothing is dropped."""
    viewer = request.viewer
    schools = sorted(viewer.to("school", Role.COUNSELOR))
    context = {
        "desk": selectors.caseload_of(viewer, timezone.localdate()),
        "schools": School.objects.seen_by(viewer).filter(pk__in=schools).order_by("name"),
        "words": wording_of(schools[0] if schools else None),
    }
    return render(request, "supports/desk.html", context)


@page_for(*PAGE_ROLES)
@never_cache
def student_supports(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """One student's supports, as far as the viewer needs to know."""
    viewer, status = request.viewer, 200
    student = get_student_or_404(viewer, student_id)
    may = _actions_for(request, student)
    if not may:
        raise Http404
    if request.method == "POST":
        verb = may.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message = verb(request, student)
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            messages.success(request, message)
            return redirect("supports-of", student.pk)
    context = supports_context(request, student) | {"sent": request.POST if status == 422 else {}}
    return render(request, "supports/around.html", context, status=status)


def _actions_for(request: HttpRequest, student: Person) -> dict[str, Action]:
    """Return the viewer's actions here, by the value that the form sends; empty if the page is not for them."""
    if permissions.is_counselor_of(request.viewer, student):
        return COUNSELOR_ACTIONS
    if is_family(request.viewer, student):
        return FAMILY_ACTIONS
    return COLLEAGUE_ACTIONS if works_with(request.viewer, student) else {}


def supports_context(request: HttpRequest, student: Person) -> dict[str, Any]:
    """What the page and its parts show."""
    viewer, school = request.viewer, school_of(student.pk)
    today = school_local_time(school, timezone.now()).date()
    counsels = permissions.is_counselor_of(viewer, student)
    supports = selectors.student_supports(viewer, student, today)
    return {
        "student": student,
        "school": school,
        "words": wording_of(school.pk if school else None),
        "around": supports,
        "consents": selectors.consents_with_status(supports.consents, today),
        "counsels": counsels,
        "own": is_family(viewer, student) and not counsels,
        "answers": student.pk in viewer.to("person", Role.GUARDIAN),
        "counselors": sealed.counselors_of(student),
        "partners": selectors.partners_of(viewer, *schools_of(student.pk)),
        "areas": Area.choices,
        "today": today,
        "gone": retention.deletions_of(viewer, school, student) if school and counsels else [],
    }


def _viewer_id(request: HttpRequest) -> UUID:
    return request.viewer.person_id


def _get_row_or_404(
    model: Any, request: HttpRequest, student: Person, field: str, path: str = "student"
) -> Any:
    """The row of this student that a field names, if the viewer sees it."""
    rows = model.objects.seen_by(request.viewer).filter(**{path: student})
    return get_object_or_404(rows, pk=posted_id(request, field))


def _add_strength(request: HttpRequest, student: Person) -> str:
    helping.add_strength(student, request.POST.get("words", ""), _viewer_id(request))
    return _("Saved.")


def _open_need(request: HttpRequest, student: Person) -> str:
    post = request.POST
    look = parse_day(post.get("look", ""))
    helping.open_need(
        student, post.get("area", ""), post.get("words", ""), "between" in post, look, _viewer_id(request)
    )
    return _("Saved. You will see it again on the follow-up date.")


def _plan_need(request: HttpRequest, student: Person) -> str:
    need = _get_row_or_404(Need, request, student, "need")
    look = parse_day(request.POST.get("look", ""))
    helping.plan_need(need, request.POST.get("plan", ""), look, _viewer_id(request), posted_revision(request))
    return _("Saved. You will see it again on the follow-up date.")


def _mark_need_met(request: HttpRequest, student: Person) -> str:
    need, how = _get_row_or_404(Need, request, student, "need"), request.POST.get("how", "")
    helping.mark_need_met(need, how, _viewer_id(request), posted_revision(request))
    return _("Marked as met. It stays listed below.")


def _reopen_need(request: HttpRequest, student: Person) -> str:
    helping.reopen_need(_get_row_or_404(Need, request, student, "need"), _viewer_id(request))
    return _("Reopened.")


def _add_service(request: HttpRequest, student: Person) -> str:
    post, need = request.POST, _get_row_or_404(Need, request, student, "need")
    days = parse_day(post.get("starts", "")), parse_day(post.get("ends", ""))
    giver = Person.objects.seen_by(request.viewer).filter(pk=request.viewer.person_id).first()
    helping.add_service(
        need, post.get("words", ""), giver if "me" in post else None, *days, _viewer_id(request)
    )
    return _("Saved.")


def _add_class_support(request: HttpRequest, student: Person) -> str:
    until = parse_day(request.POST.get("until", ""))
    helping.add_class_support(student, request.POST.get("words", ""), until, _viewer_id(request))
    return _("Saved. All of the student’s teachers can read it now.")


def _remove_support(request: HttpRequest, student: Person) -> str:
    kind = request.POST.get("kind", "")
    if kind not in helping.REMOVABLE_MODELS or not helping.remove_support(
        kind, student, posted_id(request, "row"), _viewer_id(request)
    ):
        raise Http404
    return _("Removed.")


def _get_partner_or_404(request: HttpRequest, student: Person) -> Partner:
    partners = Partner.objects.seen_by(request.viewer).filter(school__in=schools_of(student.pk))
    return get_object_or_404(partners, pk=posted_id(request, "partner"))


def _ask_consent(request: HttpRequest, student: Person) -> str:
    ends = parse_day(request.POST.get("ends", ""))
    partnering.ask_consent(student, _get_partner_or_404(request, student), ends, _viewer_id(request))
    return _("The request is now on the family’s page.")


def _record_consent_answer(request: HttpRequest, student: Person) -> str:
    consent = _get_row_or_404(Consent, request, student, "consent")
    yes, how = request.POST.get("yes") == "1", request.POST.get("how", "")
    partnering.answer_consent(consent, yes, how, request.viewer.person, family=False)
    return _("Saved.")


def answer_consent(request: HttpRequest, student: Person) -> str:
    """Record the family's own yes or no. A student may read the question, but not answer it."""
    if student.pk not in request.viewer.to("person", Role.GUARDIAN):
        raise Http404
    consent = _get_row_or_404(Consent, request, student, "consent")
    yes = request.POST.get("yes") == "1"
    partnering.answer_consent(consent, yes, Consent.How.PAGE, request.viewer.person, family=True)
    return _("Thank you. The school has your answer.")


def withdraw_consent(request: HttpRequest, student: Person) -> str:
    """Withdraw a consent, for the family or for the counselor on its behalf."""
    if not permissions.is_counselor_of(request.viewer, student) and student.pk not in request.viewer.to(
        "person", Role.GUARDIAN
    ):
        raise Http404
    partnering.withdraw_consent(_get_row_or_404(Consent, request, student, "consent"), _viewer_id(request))
    return _("Canceled. The partner’s link no longer works.")


def _send_referral(request: HttpRequest, student: Person) -> str:
    need, partner = _get_row_or_404(Need, request, student, "need"), _get_partner_or_404(request, student)
    _referral, link = partnering.send_referral(
        need,
        partner,
        request.POST.get("words", ""),
        _viewer_id(request),
        lambda token: request.build_absolute_uri(reverse("referral", args=[token])),
    )
    if not link or partner.email:
        return _("We emailed %(partner)s. They can answer with their own link.") % {"partner": partner.name}
    return _("Share this link with %(partner)s. It is shown only once: %(link)s") % {
        "partner": partner.name,
        "link": link,
    }


def _withdraw_referral(request: HttpRequest, student: Person) -> str:
    referral = _get_row_or_404(Referral, request, student, "referral", "need__student")
    referral_answers.withdraw_referral(referral, _viewer_id(request), posted_revision(request))
    return _("Canceled. The partner’s link no longer works.")


def _add_observation(request: HttpRequest, student: Person) -> str:
    sealed.write_note(student, CaseNote.Kind.NOTICED, request.POST.get("words", ""), _viewer_id(request))
    return _("Sent to the counselor. It is confidential, so you will not see it again.")


COUNSELOR_ACTIONS: dict[str, Action] = {
    "strength": _add_strength,
    "need": _open_need,
    "plan": _plan_need,
    "meet": _mark_need_met,
    "reopen": _reopen_need,
    "serve": _add_service,
    "class": _add_class_support,
    "away": _remove_support,
    "ask": _ask_consent,
    "paper": _record_consent_answer,
    "withdraw": withdraw_consent,
    "refer": _send_referral,
    "call-back": _withdraw_referral,
}
COLLEAGUE_ACTIONS: dict[str, Action] = {"strength": _add_strength, "notice": _add_observation}
FAMILY_ACTIONS: dict[str, Action] = {"answer": answer_consent, "withdraw": withdraw_consent}
