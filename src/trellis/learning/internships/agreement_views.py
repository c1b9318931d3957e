"""The agreement of one internship. Who: an advisor at the set-up meeting, with mentor and student at the table;
then whoever signs, the mentor and the family by a link."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, school_of
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.engines import labor

from . import agreeing, checks, permissions, selectors
from .agreement_forms import SCHOOL_FORMS, AgreementPage, LinkedAgreement, SignByLinkForm, SignForm
from .models import Agreement
from .terms import terms_hash

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def agreement(request: Request, student_id: UUID) -> HttpResponse:
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
    page = AgreementPage(
        student,
        school,
        words,
        today,
        hold,
        selectors.agreement_of(viewer, hold),
        checks.unsettled_checks(hold.site, words.package.internship.checks, today),
        permissions.may_approve_placement(viewer, student),
    )
    actions = PageActions(request, SCHOOL_FORMS if page.may_approve else (SignForm,), page)
    if not actions.done:
        context = _agreement_context(request, page, actions)
        return render(request, "internships/agreement.html", context, status=actions.status)
    return _answer_after_saving(request, page, actions)


def _answer_after_saving(request: Request, page: AgreementPage, actions: PageActions) -> HttpResponse:
    """A link to sign is shown on this page, once; the start of a placement leads to it."""
    if page.may_approve and actions.begin.placement:
        return redirect("placement", actions.begin.placement.pk)
    if page.may_approve and actions.send.link:
        context = _agreement_context(request, page, actions)
        context |= {"link": actions.send.link, "to": actions.send.receiver}
        return render(request, "internships/agreement.html", context)
    return redirect("agreement", page.student.pk)


def _agreement_context(request: Request, page: AgreementPage, actions: PageActions) -> dict[str, Any]:
    agreement = page.agreement
    context: dict[str, Any] = {
        "student": page.student,
        "words": page.words,
        "hold": page.hold,
        "agreement": agreement,
        "places": page.may_approve,
        "unsettled": page.unsettled,
        "actions": actions,
        "tasks": labor.hazardous_tasks(),
    }
    if page.may_approve:
        draft = actions.write.draft or agreement
        context["notes"] = page.labor_warnings(draft) if draft else []
        context["compared"] = any(not note.binding for note in context["notes"])
    if agreement and page.hold.approved_at:
        context |= _signing_context(request.viewer, page, actions)
    return context


def _signing_context(viewer: Viewer, page: AgreementPage, actions: PageActions) -> dict[str, Any]:
    """Who has signed, who may here and now, and whom a link can be sent."""
    agreement = page.agreement
    titles = {role.key: role.title for role in page.words.package.roles.roles}
    signatures = agreeing.signatures_by_part(agreement, page.signed_by)
    people = {
        "mentor": [agreement.mentor] if agreement.mentor else [],
        "guardian": selectors.family_of(page.student),
    }
    return {
        "print": terms_hash(agreement),
        "signatures": [
            {
                "title": titles.get(part, part),
                "signature": signature,
                "is_own": part == page.part_of(viewer),
                "people": people.get(part, []),
                "paper": actions.paper.for_part(part) if page.may_approve else None,
            }
            for part, signature in signatures.items()
        ],
        "ready": all(signatures.values()),
    }


@page_for(public=True)
@never_cache
def agreement_by_link(request: Request, token: str) -> HttpResponse:
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
    request: Request, link: Any, agreement: Agreement, school: School | None
) -> HttpResponse:
    actions = PageActions(request, [SignByLinkForm], LinkedAgreement(agreement, link))
    context = {
        "agreement": agreement,
        "student": agreement.hold.search.student,
        "school": school,
        "print": terms_hash(agreement),
        "words": wording_of(school.pk if school else None),
        "tasks": labor.hazardous_tasks(),
        "actions": actions,
        "form": actions.forms[SignByLinkForm.do],
        "thanks": actions.done,
    }
    return render(request, "internships/agree.html", context, status=actions.status)
