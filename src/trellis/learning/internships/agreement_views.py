"""The agreement of one internship. Who: an advisor at the set-up meeting, with mentor and student present; then those
who sign, the mentor and the family by a link."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Link, Person, Role, School
from trellis.core.community.selectors import get_student_or_404, school_of
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of
from trellis.engines import labor

from . import agreements, approvals, checks, permissions, selectors
from .agreement_forms import (
    AgreementPage,
    BeginPlacementForm,
    LinkedAgreement,
    PaperForm,
    SendForm,
    SignByLinkForm,
    WriteForm,
    page_forms,
)
from .models import Agreement
from .programs import student_program_or_404
from .terms import terms_hash

PAGE_ROLES = (Role.STUDENT, Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.GUARDIAN)


@page_for(*PAGE_ROLES)
@never_cache
def agreement(request: Request, student_id: UUID) -> HttpResponse:
    """The agreement about the spot that is reserved for a student."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    program = student_program_or_404(student.pk)
    hold = selectors.open_hold(viewer, student, program.today)
    if hold is None:
        messages.info(request, _("No spot is reserved. Reserve one first."))
        return redirect("placement-search", student.pk)
    page = AgreementPage(
        student,
        program,
        hold,
        selectors.agreement_of(viewer, hold),
        checks.unsettled_checks(hold.internship_site, program.internship.checks, program.today),
        permissions.may_manage_search(viewer, student),
        approvals.approvers_of(student, program),
    )
    actions = PageActions(request, page_forms(page, viewer), page)
    if not actions.done:
        context = _agreement_context(request, page, actions)
        return render(request, "internships/agreement.html", context, status=actions.status)
    return _answer_after_saving(request, page, actions)


def _answer_after_saving(request: Request, page: AgreementPage, actions: PageActions) -> HttpResponse:
    """A link to sign is shown on this page, once; the start of a placement leads to it."""
    if page.may_manage:
        placement, send_form = actions.form(BeginPlacementForm).placement, actions.form(SendForm)
        if placement:
            return redirect("placement", placement.pk)
        if send_form.link:
            context = _agreement_context(request, page, actions)
            context |= {"link": send_form.link, "receiver": send_form.receiver}
            return render(request, "internships/agreement.html", context)
    return redirect("agreement", page.student.pk)


def _agreement_context(request: Request, page: AgreementPage, actions: PageActions) -> dict[str, object]:
    agreement = page.agreement
    context: dict[str, object] = {
        "student": page.student,
        "words": page.program.words,
        "hold": page.hold,
        "agreement": agreement,
        "may_manage": page.may_manage,
        "may_approve": page.may_approve(request.viewer),
        "approver": next(iter(page.approvers), None),
        "unsettled": page.unsettled,
        "actions": actions,
        "tasks": labor.hazardous_tasks(),
    }
    if page.may_manage:
        draft = actions.form(WriteForm).draft or agreement
        warnings = page.labor_warnings(draft) if draft else []
        context |= {"warnings": warnings, "is_unpaid": any(not warning.binding for warning in warnings)}
    if agreement and page.hold.approved_at:
        context |= _signing_context(request.viewer, page, agreement, actions)
    return context


def _signing_context(
    viewer: Viewer, page: AgreementPage, agreement: Agreement, actions: PageActions
) -> dict[str, object]:
    """Who has signed, who may sign on this page, and who can be sent a link."""
    titles = {role.key: role.title for role in page.program.package.roles.roles}
    signatures = agreements.signatures_by_part(agreement, page.signed_by)
    people = {
        "mentor": [agreement.mentor] if agreement.mentor else [],
        "guardian": selectors.family_of(page.student),
    }
    return {
        "terms_hash": terms_hash(agreement),
        "signatures": [
            {
                "title": titles.get(part, part),
                "signature": signature,
                "is_own": part == page.part_of(viewer),
                "people": people.get(part, []),
                "paper": actions.form(PaperForm).for_part(part) if page.may_manage else None,
            }
            for part, signature in signatures.items()
        ],
        "is_fully_signed": all(signatures.values()),
    }


@page_for(public=True)
@never_cache
def agreement_by_link(request: Request, token: str) -> HttpResponse:
    """The agreement by link, for the mentor or the family. A GET signs nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(agreements.LINK_PURPOSE, token)
        except ActionError as error:
            return links.render_link_error(request, error, "internships/link_error.html")
        agreement = selectors.agreement_of_link(link)
        if agreement.mentor_id != link.person_id and not _is_family(link.person, agreement):
            context = {"sentence": _("Someone else is signing this now. You no longer need this link.")}
            return render(request, "internships/link_error.html", context, status=410)
        school = school_of(agreement.hold.search.student_id)
        with timezone.override(school_local_time(school, timezone.now()).tzinfo):
            return _show_or_sign_agreement(request, link, agreement, school)


def _is_family(person: Person | None, agreement: Agreement) -> bool:
    return person is not None and person in selectors.family_of(agreement.hold.search.student)


def _show_or_sign_agreement(
    request: Request, link: Link, agreement: Agreement, school: School | None
) -> HttpResponse:
    actions = PageActions(request, [SignByLinkForm], LinkedAgreement(agreement, link))
    context = {
        "agreement": agreement,
        "student": agreement.hold.search.student,
        "school": school,
        "terms_hash": terms_hash(agreement),
        "words": wording_of(school.pk if school else None),
        "tasks": labor.hazardous_tasks(),
        "actions": actions,
        "form": actions.form(SignByLinkForm),
        "thanks": actions.done,
    }
    return render(request, "internships/agree.html", context, status=actions.status)
