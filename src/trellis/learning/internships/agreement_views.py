"""The agreement of one internship. Who: an advisor at the set-up meeting, with mentor and student at the table;
then whoever signs, the mentor and the family by a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, school_of
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import posted_revision
from trellis.design.blueprint.wording import wording_of
from trellis.engines import labor

from . import agreeing, checks, guard, permissions, selectors
from .models import Agreement, Terms
from .terms import parse_terms, terms_hash

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def agreement(request: HttpRequest, student_id: UUID) -> HttpResponse:
    """What is agreed on for the place that is held for a student."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    school = school_of(student.pk)
    words = wording_of(school.pk if school else None)
    if school is None or words.package is None or not words.has("internship"):
        raise Http404
    today = school_local_time(school, timezone.now()).date()
    hold = selectors.open_hold(viewer, student, today)
    if hold is None:
        messages.info(request, _("No spot is reserved. Reserve one first."))
        return redirect("seeking", student.pk)
    context: dict[str, Any] = {
        "student": student,
        "school": school,
        "words": words,
        "today": today,
        "held": hold,
        "agreement": selectors.agreement_of(viewer, hold),
        "places": permissions.may_approve_placement(viewer, student),
        "unsettled": checks.unsettled_checks(hold.site, words.package.internship.checks, today),
    }
    if request.method != "POST":
        return render(request, "internships/agreement.html", _agreement_context(request, context))
    try:
        return _handle_post(request, context)
    except ActionError as error:
        messages.error(request, error.message)
        return render(request, "internships/agreement.html", _agreement_context(request, context), status=422)


def _labor_warnings(context: dict[str, Any], terms: Terms) -> list[guard.LaborWarning]:
    parts = context["words"].package.internship.signed_by
    signed = (
        bool(parts)
        and isinstance(terms, Agreement)
        and all(agreeing.signatures_by_part(terms, parts).values())
    )
    return guard.labor_warnings(
        context["student"].pk, context["school"], context["words"].package, terms, signed
    )


def _agreement_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    draft = context.get("draft") or context["agreement"]
    page_context = {**context, "draft": draft, "kinds": Terms.Kind.choices, "tasks": labor.hazardous_tasks()}
    if context["places"]:
        page_context["mentors"] = selectors.mentors_at(context["held"].site)
        page_context["notes"] = _labor_warnings(context, draft) if draft else []
        page_context["compared"] = any(not note.binding for note in page_context["notes"])
    if context["agreement"] and context["held"].approved_at:
        page_context |= _signing_context(request, context)
    return page_context


def _signing_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Who has signed, who may here and now, and whom a link can be sent."""
    package, agreement = context["words"].package, context["agreement"]
    titles = {role.key: role.title for role in package.roles.roles}
    state = agreeing.signatures_by_part(agreement, package.internship.signed_by)
    own_part = _own_part(request, context)
    people = {
        "mentor": [agreement.mentor] if agreement.mentor else [],
        "guardian": selectors.family_of(context["student"]),
    }
    return {
        "print": terms_hash(agreement),
        "signatures": [
            (part, titles.get(part, part), yes, part == own_part, people.get(part, []))
            for part, yes in state.items()
        ],
        "ready": all(state.values()),
    }


def _own_part(request: HttpRequest, context: dict[str, Any]) -> str:
    """The part in which the viewer signs: the student, their family, or the advisor."""
    if context["student"].pk == request.viewer.person_id:
        return "student"
    return "advisor" if context["places"] else "guardian"


def _handle_post(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Run the action named in `do`. All but a person's own signature are for those who work with the student."""
    verbs: dict[str, Callable[[HttpRequest, dict[str, Any]], str | HttpResponse]] = {
        "write": _write_agreement,
        "approve": _approve_agreement,
        "paper": _record_paper_signature,
        "send": _send_signing_link,
        "begin": _begin_placement,
        "sign": _sign_agreement,
    }
    verb = request.POST.get("do", "")
    if verb not in verbs or (verb != "sign" and not context["places"]):
        raise Http404
    if verb != "write" and context["agreement"] is None:
        raise ActionError(_("Enter the days and hours first."))
    outcome = verbs[verb](request, context)
    if isinstance(outcome, HttpResponse):
        return outcome
    messages.success(request, outcome)
    return redirect("agreement", context["student"].pk)


def _write_agreement(request: HttpRequest, context: dict[str, Any]) -> str:
    post, hold = request.POST, context["held"]
    terms = parse_terms(post, hold.site)
    mentors_by_id = {str(person.pk): person for person in selectors.mentors_at(hold.site)}
    mentor = mentors_by_id.get(post.get("mentor", ""))
    context["draft"] = Agreement(hold=hold, mentor=mentor, work=post.get("work", "")[:600], **terms)

    def worries(agreement: Agreement) -> list[object]:
        return [*context["unsettled"], *_labor_warnings(context, agreement)]

    looked, by = "looked" in post, request.viewer.person_id
    agreeing.write_agreement(
        hold, terms, post.get("work", ""), mentor, worries, looked, by, posted_revision(request)
    )
    return _("Saved.")


def _approve_agreement(request: HttpRequest, context: dict[str, Any]) -> str:
    agreement = context["agreement"]
    worries = [*context["unsettled"], *_labor_warnings(context, agreement)]
    agreeing.approve_agreement(agreement, worries, "looked" in request.POST, request.viewer.person)
    return _("Approved. You may now tell the site who is coming.")


def _sign_agreement(request: HttpRequest, context: dict[str, Any]) -> str:
    part = _own_part(request, context)
    if part not in context["words"].package.internship.signed_by:
        raise Http404
    me = request.viewer.person
    agreeing.sign_agreement(context["agreement"], part, me.name, request.POST.get("read", ""), me)
    return _("Signed. Thank you.")


def _record_paper_signature(request: HttpRequest, context: dict[str, Any]) -> str:
    part, post = request.POST.get("part", ""), request.POST
    if part not in context["words"].package.internship.signed_by:
        raise Http404
    read, me = post.get("read", ""), request.viewer.person
    agreeing.sign_agreement(context["agreement"], part, post.get("name", ""), read, me, on_paper=True)
    return _("Marked as signed on paper.")


def _send_signing_link(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    agreement = context["agreement"]
    people = [*selectors.family_of(context["student"]), *([agreement.mentor] if agreement.mentor else [])]
    to = {str(person.pk): person for person in people}.get(request.POST.get("to", ""))
    if to is None:
        raise Http404
    link = agreeing.send_signing_link(agreement, to, request.viewer.person_id, _link_builder(request))
    return render(
        request, "internships/agreement.html", _agreement_context(request, context) | {"link": link, "to": to}
    )


def _link_builder(request: HttpRequest) -> Callable[[str], str]:
    return lambda token: request.build_absolute_uri(reverse("agree", args=[token]))


def _begin_placement(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    model = context["words"].package.internship
    placement = agreeing.begin_placement(context["agreement"], model, request.viewer.person_id)
    messages.success(request, _("The placement is set up."))
    return redirect("placement", placement.pk)


@page_for(public=True)
@never_cache
def agreement_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The agreement by link, for the mentor or the family. A GET signs nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(agreeing.LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "internships/link_over.html")
        agreement = selectors.agreement_of_link(link)
        if agreement.mentor_id != link.person_id and not _is_family(link.person, agreement):
            context = {"sentence": _("Someone else is signing this now. You no longer need this link.")}
            return render(request, "internships/link_over.html", context, status=410)
        school = school_of(agreement.hold.search.student_id)
        with timezone.override(school_local_time(school, timezone.now()).tzinfo):
            return _show_or_sign_agreement(request, link, agreement, school)


def _is_family(person: Person | None, agreement: Agreement) -> bool:
    return person is not None and person in selectors.family_of(agreement.hold.search.student)


def _show_or_sign_agreement(
    request: HttpRequest, link: Any, agreement: Agreement, school: School | None
) -> HttpResponse:
    context = {
        "agreement": agreement,
        "student": agreement.hold.search.student,
        "school": school,
        "print": terms_hash(agreement),
    }
    context |= {
        "words": wording_of(school.pk if school else None),
        "person": link.person,
        "tasks": labor.hazardous_tasks(),
    }
    if request.method == "POST":
        part = "mentor" if agreement.mentor_id == link.person_id else "guardian"
        try:
            post = request.POST
            agreeing.sign_agreement(
                agreement, part, post.get("name", ""), post.get("read", ""), link.person, link=link
            )
        except ActionError as error:
            context["refused"] = error.message
        else:
            return render(request, "internships/agree.html", context | {"thanks": True})
    status = 422 if "refused" in context else 200
    return render(request, "internships/agree.html", context, status=status)
