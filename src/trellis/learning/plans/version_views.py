"""Two versions of a plan compared, and the copy of a version that the family reads and signs by link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School
from trellis.core.community.selectors import get_student_or_404, school_of
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.action_forms import PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import permissions, selectors, signing
from .changes import describe_changes
from .models import PlanSignature, PlanVersion, VersionBody
from .plan_page import PlanPage
from .plan_template import plan_template_or_404
from .signing_forms import ShownVersion, SignVersionForm
from .versions import compare_versions, outcome_title, section_title
from .views import PAGE_ROLES, find_requested_plan

NOW = "now"
"""What an address calls the plan as it is, beside the ids of versions."""


@dataclass(frozen=True)
class ComparedVersion:
    """One side of a comparison: a version, or the plan as it is now (`number` None)."""

    key: str
    number: int | None
    term: str
    saved_at: datetime | None
    body: VersionBody
    signatures: list[PlanSignature]


@page_for(*PAGE_ROLES)
@require_safe
def versions(request: Request, student_id: UUID) -> HttpResponse:
    """Two versions compared; the two newest when none are named."""
    viewer = request.viewer
    student = get_student_or_404(viewer, student_id)
    template = plan_template_or_404(student)
    local_now = school_local_time(template.school, timezone.now())
    plans = selectors.plans_of(viewer, student)
    current = find_requested_plan(request, plans, template.school, local_now.date())
    page = PlanPage(viewer, student, template, current) if current else None
    sides = _sides_to_compare(viewer, student, page)
    by_key = {side.key: side for side in sides}
    after = by_key.get(request.GET.get("after", ""), sides[0] if sides else None)
    before = by_key.get(request.GET.get("before", ""), sides[1] if len(sides) > 1 else after)
    titles = {section.key: section.title for section in template.sections}
    with timezone.override(local_now.tzinfo):
        context = {
            "student": student,
            "words": template.words,
            "sides": sides,
            "before": before,
            "after": after,
            "before_and_after": [before, after],
            "changes": describe_changes(before.body, after.body, titles) if before and after else [],
            "lines": compare_versions(before.body, after.body, titles) if before and after else [],
            "newest": next((side for side in sides if side.number), None),
            "may_lead": permissions.may_lead_meeting(viewer, student),
            "family": selectors.family_of(viewer, student),
        }
        return render(request, "plans/versions.html", context)


def _sides_to_compare(viewer: Viewer, student: Person, page: PlanPage | None) -> list[ComparedVersion]:
    """Every version, the newest first, and before them the plan as it is, where no version says the same."""
    plan_versions = page.all_versions if page else selectors.versions_of(viewer, student)
    signatures = selectors.signatures_by_version(viewer, student)
    sides = [
        ComparedVersion(
            str(version.pk),
            version.number,
            version.plan.term.title,
            version.saved_at,
            version.body,
            signatures.get(version.pk, []),
        )
        for version in plan_versions
    ]
    if page and sides and page.current_version is None:
        return [ComparedVersion(NOW, None, page.plan.term.title, None, page.body, []), *sides]
    return sides


@page_for(*SCHOOL_ROLES)
def send_copies(request: Request, version_id: UUID) -> HttpResponse:
    """Send each of the family a link to read the version and sign it."""
    plan_versions = PlanVersion.objects.seen_by(request.viewer).filter(
        request.viewer.in_care("plan__student")
    )
    version = get_object_or_404(plan_versions.select_related("plan__student", "plan__term"), pk=version_id)
    student = version.plan.student
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    family = selectors.family_of(request.viewer, student)
    if not family:
        messages.error(request, _("No family contacts yet. They come from the school’s roster."))
        return redirect("plan-versions", student.pk)

    def address(token: str) -> str:
        return request.build_absolute_uri(reverse("plan-copy", args=[token]))

    copy_links = signing.send_copies(version, family, request.viewer.person_id, address)
    context = {"student": student, "version": version, "copy_links": copy_links}
    return render(request, "plans/copy_links.html", context)


@page_for(public=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def family_copy(request: Request, token: str) -> HttpResponse:
    """The family's copy, by link, in their language, with a button to sign it. Opening it signs nothing."""
    with links.activate_link_locale(request, token):
        try:
            link = links.resolve_link(signing.COPY_LINK_PURPOSE, token)
            version = selectors.version_of_link(link)
            reader = link.person
            if reader is None or not selectors.is_still_tied(link, version.plan.student_id, Role.GUARDIAN):
                raise links.LinkExpiredError(_("This link no longer works. Ask the school for a new one."))
        except ActionError as error:
            return links.render_link_error(request, error, "plans/copy.html")
        school = school_of(version.plan.student_id)
        with timezone.override(school_local_time(school, timezone.now()).tzinfo):
            return _show_or_sign_copy(request, ShownVersion(version, reader), school)


def _show_or_sign_copy(request: Request, linked: ShownVersion, school: School | None) -> HttpResponse:
    version = linked.version
    actions = PageActions(request, [SignVersionForm], linked)
    if actions.done:
        return redirect(request.path)
    words = wording_of(school.pk if school else None)
    sections = words.package.plan.sections if words.package and words.package.plan else ()
    titles = {section.key: section.title for section in sections}
    next_meeting = version.body["next_meeting"]
    context = {
        "version": version,
        "student": version.plan.student,
        "next_meeting": datetime.fromisoformat(next_meeting) if next_meeting else None,
        "school": school,
        "words": words,
        "goals": [{**goal, "outcome": outcome_title(goal)} for goal in version.body["goals"]],
        "sections": [
            (section_title(section, titles), section["text"]) for section in version.body["sections"]
        ],
        "own_signature": selectors.signature_of(linked.reader, version),
        "signed_by": selectors.names_of_signers(version),
        "is_outdated": signing.newer_version_exists(version),
        "actions": actions,
    }
    return render(request, "plans/copy.html", context, status=actions.status)
