"""A school's partners, what it keeps for how long, and housing. Who: a counselor or a leader at a desk, now and then;
the liaison alone for housing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.core.foundation.typed import parse_day, posted_id
from trellis.design.blueprint.wording import wording_of

from . import housing, partnering, retention, selectors
from .models import Area, Housing


def _get_school_or_404(request: HttpRequest, school_id: UUID, *roles: str) -> School:
    """The school, for whoever holds one of these ties to it."""
    school_ids = (
        request.viewer.to("school", *roles) if roles != (Role.LIAISON,) else request.viewer.liaison_schools
    )
    if school_id not in school_ids:
        raise Http404
    return get_object_or_404(School.objects.seen_by(request.viewer), pk=school_id)


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def partners(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Whom the school works with, and who its liaison is."""
    viewer, status = request.viewer, 200
    school = _get_school_or_404(request, school_id, Role.LEADER, Role.COUNSELOR)
    leads = school.pk in viewer.to("school", Role.LEADER)
    if request.method == "POST":
        verb = {"partner": _save_partner, **({"liaison": _name_liaison} if leads else {})}.get(
            request.POST.get("do", "")
        )
        if verb is None:
            raise Http404
        try:
            messages.success(request, verb(request, school))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("support-partners", school.pk)
    labels = dict(Area.choices)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "partners": [
            (partner, [labels.get(key, key) for key in partner.areas])
            for partner in selectors.partners_of(viewer, school)
        ],
        "areas": Area.choices,
        "chosen": request.POST.getlist("area"),
        "liaison": housing.liaison_of(viewer, school),
        "staff": _staff_of(request, school) if leads else [],
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "supports/partners.html", context, status=status)


def _save_partner(request: HttpRequest, school: School) -> str:
    post = request.POST
    fields = [post.get(key, "") for key in ("contact", "email", "phone", "language")]
    partnering.save_partner(
        school,
        post.get("name", ""),
        post.getlist("area"),
        *fields,
        request.viewer.person_id,
        posted_revision(request),
    )
    return _("Saved.")


def _staff_of(request: HttpRequest, school: School) -> list[Person]:
    """The adults who work at the school, by name."""
    viewer = request.viewer
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role__in=SCHOOL_ROLES)
    school_ties = ties.filter(to_school=school) | ties.filter(to_group__school=school)
    people = Person.objects.seen_by(viewer).filter(pk__in=school_ties.values("person"))
    return add_distinctions(sorted(people, key=lambda person: (person.name, person.pk)))


def _name_liaison(request: HttpRequest, school: School) -> str:
    chosen = {person.pk: person for person in _staff_of(request, school)}.get(posted_id(request, "person"))
    if chosen is None:
        raise Http404
    housing.name_liaison(school, chosen, request.viewer.person_id)
    return _("%(name)s is now the McKinney-Vento liaison.") % {"name": chosen.name}


@page_for(Role.LEADER, Role.COUNSELOR)
@never_cache
def retention_policy(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """For how long things are kept, and the proofs of what was destroyed."""
    status = 200
    school = _get_school_or_404(request, school_id, Role.LEADER, Role.COUNSELOR)
    leads = school.pk in request.viewer.to("school", Role.LEADER)
    if request.method == "POST":
        if not leads:
            raise Http404
        try:
            post = request.POST
            months = post.get("notes", ""), post.get("after", "")
            retention.save_policy(school, *months, request.viewer.person_id, posted_revision(request))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            messages.success(request, _("Saved."))
            return redirect("support-retention", school.pk)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "policy": retention.policy_of(school),
        "missing": retention.are_proofs_missing(request.viewer, school),
        "proofs": retention.deletion_proofs(request.viewer, school),
        "leads": leads,
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "supports/kept.html", context, status=status)


@page_for(Role.LIAISON)
@never_cache
def housing_page(request: HttpRequest, school_id: UUID) -> HttpResponse:
    """Where students sleep who have no home of their own: the liaison's page, and nobody else's."""
    status = 200
    school = _get_school_or_404(request, school_id, Role.LIAISON)
    if request.method == "POST":
        verb = {"write": _save_housing, "end": _end_housing}.get(request.POST.get("do", ""))
        if verb is None:
            raise Http404
        try:
            messages.success(request, verb(request, school))
        except ActionError as error:
            messages.error(request, error.message)
            status = 422
        else:
            return redirect("housing", school.pk)
    context = {
        "school": school,
        "words": wording_of(school.pk),
        "homes": housing.housing_at(request.viewer, school),
        "students": housing.students_of(request.viewer, school),
        "situations": Housing.Situation.choices,
        "today": timezone.localdate(),
        "sent": request.POST if status == 422 else {},
    }
    return render(request, "supports/housing.html", context, status=status)


def _save_housing(request: HttpRequest, school: School) -> str:
    post = request.POST
    student = {student.pk: student for student in housing.students_of(request.viewer, school)}.get(
        posted_id(request, "student")
    )
    if student is None:
        raise Http404
    args = post.get("situation", ""), "alone" in post, parse_day(post.get("since", ""))
    housing.save_housing(student, *args, request.viewer.person_id, posted_revision(request))
    return _("Saved. Only you can read it.")


def _end_housing(request: HttpRequest, school: School) -> str:
    rows = Housing.objects.seen_by(request.viewer)
    housing.end_housing(get_object_or_404(rows, pk=posted_id(request, "row")), request.viewer.person_id)
    return _("Saved.")
