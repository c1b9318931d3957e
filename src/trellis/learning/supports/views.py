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

from trellis.core.community.clock import at_school
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import is_family, learner_or_404, school_of, schools_of, works_with
from trellis.core.community.viewer import AT_SCHOOL
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import revision_in
from trellis.core.foundation.typed import day_of, key_of
from trellis.design.blueprint.wording import wording_of

from . import helping, partnering, permissions, referral_answers, retention, sealed, selectors
from .models import Area, CaseNote, Consent, Need, Partner, Referral

AROUND = (Role.STUDENT, Role.GUARDIAN, *AT_SCHOOL)
Verb = Callable[[HttpRequest, Person], str]


@page_for(Role.COUNSELOR)
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a counselor, nearest first, so that nothing is dropped."""
    viewer = request.viewer
    schools = sorted(viewer.to("school", Role.COUNSELOR))
    context = {
        "desk": selectors.desk(viewer, timezone.localdate()),
        "schools": School.objects.seen_by(viewer).filter(pk__in=schools).order_by("name"),
        "words": wording_of(schools[0] if schools else None),
    }
    return render(request, "supports/desk.html", context)


@page_for(*AROUND)
@never_cache
def around(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """One student's supports, as far as the viewer needs to know."""
    viewer, status = request.viewer, 200
    student = learner_or_404(viewer, student_id)
    may = _may(request, student)
    if not may:
        raise Http404
    if request.method == "POST":
        verb = may.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            message = verb(request, student)
        except Refusal as error:
            messages.error(request, error.sentence)
            status = 422
        else:
            messages.success(request, message)
            return redirect("supports-of", student.pk)
    context = told(request, student) | {"sent": request.POST if status == 422 else {}}
    return render(request, "supports/around.html", context, status=status)


def _may(request: HttpRequest, student: Person) -> dict[str, Verb]:
    """What the viewer may do here, by the word that the form sends. Empty: the page is not theirs."""
    if permissions.counsels(request.viewer, student):
        return COUNSELOR
    if is_family(request.viewer, student):
        return FAMILY
    return COLLEAGUE if works_with(request.viewer, student) else {}


def told(request: HttpRequest, student: Person) -> dict[str, Any]:
    """What the page and its parts show."""
    viewer, school = request.viewer, school_of(student.pk)
    today = at_school(school, timezone.now()).date()
    counsels = permissions.counsels(viewer, student)
    supports = selectors.around(viewer, student, today)
    return {
        "student": student,
        "school": school,
        "words": wording_of(school.pk if school else None),
        "around": supports,
        "consents": selectors.told_of(supports.consents, today),
        "counsels": counsels,
        "own": is_family(viewer, student) and not counsels,
        "answers": student.pk in viewer.to("person", Role.GUARDIAN),
        "counselors": sealed.counselors_of(student),
        "partners": selectors.partners_of(viewer, *schools_of(student.pk)),
        "areas": Area.choices,
        "today": today,
        "gone": retention.destroyed_of(viewer, school, student) if school and counsels else [],
    }


def _by(request: HttpRequest) -> UUID:
    return request.viewer.person_id


def _one(model: Any, request: HttpRequest, student: Person, field: str, path: str = "student") -> Any:
    """The row of this student that a field names, if the viewer sees it."""
    rows = model.objects.seen_by(request.viewer).filter(**{path: student})
    return get_object_or_404(rows, pk=key_of(request, field))


def _strength(request: HttpRequest, student: Person) -> str:
    helping.add_strength(student, request.POST.get("words", ""), _by(request))
    return _("Saved.")


def _need(request: HttpRequest, student: Person) -> str:
    post = request.POST
    look = day_of(post.get("look", ""))
    helping.open_need(
        student, post.get("area", ""), post.get("words", ""), "between" in post, look, _by(request)
    )
    return _("Saved. You will see it again on the follow-up date.")


def _plan(request: HttpRequest, student: Person) -> str:
    need = _one(Need, request, student, "need")
    look = day_of(request.POST.get("look", ""))
    helping.plan_need(need, request.POST.get("plan", ""), look, _by(request), revision_in(request))
    return _("Saved. You will see it again on the follow-up date.")


def _meet(request: HttpRequest, student: Person) -> str:
    need, how = _one(Need, request, student, "need"), request.POST.get("how", "")
    helping.meet(need, how, _by(request), revision_in(request))
    return _("Marked as met. It stays listed below.")


def _reopen(request: HttpRequest, student: Person) -> str:
    helping.reopen(_one(Need, request, student, "need"), _by(request))
    return _("Reopened.")


def _serve(request: HttpRequest, student: Person) -> str:
    post, need = request.POST, _one(Need, request, student, "need")
    days = day_of(post.get("starts", "")), day_of(post.get("ends", ""))
    giver = Person.objects.seen_by(request.viewer).filter(pk=request.viewer.person_id).first()
    helping.serve(need, post.get("words", ""), giver if "me" in post else None, *days, _by(request))
    return _("Saved.")


def _class(request: HttpRequest, student: Person) -> str:
    until = day_of(request.POST.get("until", ""))
    helping.tell_class(student, request.POST.get("words", ""), until, _by(request))
    return _("Saved. All of the student’s teachers can read it now.")


def _away(request: HttpRequest, student: Person) -> str:
    kind = request.POST.get("kind", "")
    if kind not in helping.TAKEN or not helping.take_away(
        kind, student, key_of(request, "row"), _by(request)
    ):
        raise Http404
    return _("Removed.")


def _partner(request: HttpRequest, student: Person) -> Partner:
    partners = Partner.objects.seen_by(request.viewer).filter(school__in=schools_of(student.pk))
    return get_object_or_404(partners, pk=key_of(request, "partner"))


def _ask(request: HttpRequest, student: Person) -> str:
    ends = day_of(request.POST.get("ends", ""))
    partnering.ask_consent(student, _partner(request, student), ends, _by(request))
    return _("The request is now on the family’s page.")


def _paper(request: HttpRequest, student: Person) -> str:
    consent = _one(Consent, request, student, "consent")
    yes, how = request.POST.get("yes") == "1", request.POST.get("how", "")
    partnering.answer_consent(consent, yes, how, request.viewer.person, family=False)
    return _("Saved.")


def answer(request: HttpRequest, student: Person) -> str:
    """The family's own yes or no. A student reads the question; the answer is the family's."""
    if student.pk not in request.viewer.to("person", Role.GUARDIAN):
        raise Http404
    consent = _one(Consent, request, student, "consent")
    yes = request.POST.get("yes") == "1"
    partnering.answer_consent(consent, yes, Consent.How.PAGE, request.viewer.person, family=True)
    return _("Thank you. The school has your answer.")


def take_back(request: HttpRequest, student: Person) -> str:
    """The family, or the counselor for it, takes a yes back."""
    if not permissions.counsels(request.viewer, student) and student.pk not in request.viewer.to(
        "person", Role.GUARDIAN
    ):
        raise Http404
    partnering.withdraw(_one(Consent, request, student, "consent"), _by(request))
    return _("Canceled. The partner’s link no longer works.")


def _refer(request: HttpRequest, student: Person) -> str:
    need, partner = _one(Need, request, student, "need"), _partner(request, student)
    _referral, link = partnering.refer(
        need,
        partner,
        request.POST.get("words", ""),
        _by(request),
        lambda token: request.build_absolute_uri(reverse("referral", args=[token])),
    )
    if not link or partner.email:
        return _("We emailed %(partner)s. They can answer with their own link.") % {"partner": partner.name}
    return _("Share this link with %(partner)s. It is shown only once: %(link)s") % {
        "partner": partner.name,
        "link": link,
    }


def _call_back(request: HttpRequest, student: Person) -> str:
    referral = _one(Referral, request, student, "referral", "need__student")
    referral_answers.take_back(referral, _by(request), revision_in(request))
    return _("Canceled. The partner’s link no longer works.")


def _notice(request: HttpRequest, student: Person) -> str:
    sealed.write(student, CaseNote.Kind.NOTICED, request.POST.get("words", ""), _by(request))
    return _("Sent to the counselor. It is confidential, so you will not see it again.")


COUNSELOR: dict[str, Verb] = {
    "strength": _strength,
    "need": _need,
    "plan": _plan,
    "meet": _meet,
    "reopen": _reopen,
    "serve": _serve,
    "class": _class,
    "away": _away,
    "ask": _ask,
    "paper": _paper,
    "withdraw": take_back,
    "refer": _refer,
    "call-back": _call_back,
}
COLLEAGUE: dict[str, Verb] = {"strength": _strength, "notice": _notice}
FAMILY: dict[str, Verb] = {"answer": answer, "withdraw": take_back}
