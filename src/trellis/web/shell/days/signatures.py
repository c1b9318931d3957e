"""What waits to be signed: for a student and a mentor, what they sign; for an advisor, who has not signed yet."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.pending_signatures import UnsignedAgreement, unsigned_agreements
from trellis.learning.internships.programs import internship_model
from trellis.learning.plans.pending_signatures import (
    mentees_with_goals_to_sign,
    missing_parts,
    versions_to_sign,
)

from .needs import StudentGroup
from .student_overviews import StudentOverview


class SignatureRequest(NamedTuple):
    """Something that the reader of a page signs: a title, a line beneath, and the page on which they sign it."""

    title: str
    line: str
    url: str


class MissingSignatures(NamedTuple):
    """A student's plan or agreement, who has not signed it, and its page."""

    student: Person
    title: str
    who: str
    url: str


def requests_to_reader(
    viewer: Viewer, overview: StudentOverview, words: Wording, mentored: bool
) -> list[SignatureRequest]:
    """What the reader of a student's page signs: the student themselves, or their mentor."""
    if overview.student_id == viewer.person_id:
        return _requests_to_student(viewer, overview, words)
    return _requests_to_mentor(viewer, overview) if mentored else []


def _requests_to_student(viewer: Viewer, overview: StudentOverview, words: Wording) -> list[SignatureRequest]:
    """It asks only where there is a plan or an approved request."""
    requests = []
    plan_model = words.package.plan if words.package else None
    signs_plan = overview.plan and plan_model and "student" in plan_model.who
    if signs_plan and versions_to_sign(viewer, Q(plan=overview.plan), overview.today):
        url = f"{reverse('plan', args=[viewer.person_id])}?plan={overview.plan.pk}#signatures"
        line = _("Read it again first. Sign it if it says what you want to do.")
        requests.append(SignatureRequest(_("Sign your learning plan"), line, url))
    for row in _unsigned_agreements(viewer, [overview], words):
        if "student" in row.missing:
            line = _("Check the days and hours at %(site)s, then sign.") % {
                "site": row.agreement.hold.internship_site.name
            }
            url = reverse("agreement", args=[viewer.person_id])
            requests.append(SignatureRequest(_("Sign your internship agreement"), line, url))
    return requests


def _requests_to_mentor(viewer: Viewer, overview: StudentOverview) -> list[SignatureRequest]:
    """The goals of a mentee, where the viewer has not signed them yet."""
    if not overview.plan or overview.student_id not in mentees_with_goals_to_sign(viewer, overview.today):
        return []
    line = _("Read the goals first. Sign if you will help to reach them.")
    url = reverse("plan-goals", args=[overview.student_id])
    return [SignatureRequest(_("Sign the learning goals"), line, url)]


def missing_signatures(viewer: Viewer, group: StudentGroup) -> list[MissingSignatures]:
    """The plans and agreements of some students that somebody has not signed, by student."""
    rows = [*_unsigned_plans(viewer, group), *_agreements_of(viewer, group)]
    order = {pk: number for number, pk in enumerate(group.overviews)}
    return sorted(rows, key=lambda row: order[row.student.pk])


def _unsigned_plans(viewer: Viewer, group: StudentGroup) -> list[MissingSignatures]:
    """Plans that were sent to be signed. Without a mentor, nobody signs as one."""
    model = group.words.package.plan if group.words.package else None
    plans = {overview.plan.pk: overview for overview in group.overviews.values() if overview.plan}
    if model is None or not plans:
        return []
    rows = []
    for plan_id, parts in missing_parts(viewer, plans, model.signers, group.local_now.date()).items():
        overview = plans[plan_id]
        has_mentor = bool(overview.placement and overview.placement.mentor_id)
        missing = [part for part in parts if part != "mentor" or has_mentor]
        if missing:
            url = f"{reverse('plan', args=[overview.student_id])}?plan={plan_id}#signatures"
            title = str(capfirst(str(group.words.one["learning_plan"])))
            student = group.people[overview.student_id]
            rows.append(MissingSignatures(student, title, _titles(missing, group.words), url))
    return rows


def _agreements_of(viewer: Viewer, group: StudentGroup) -> list[MissingSignatures]:
    return [
        MissingSignatures(
            group.people[row.agreement.hold.search.student_id],
            _("Internship agreement: %(site)s") % {"site": row.agreement.hold.internship_site.name},
            _titles(row.missing, group.words),
            reverse("agreement", args=[row.agreement.hold.search.student_id]),
        )
        for row in _unsigned_agreements(viewer, list(group.overviews.values()), group.words)
    ]


def _unsigned_agreements(
    viewer: Viewer, overviews: list[StudentOverview], words: Wording
) -> list[UnsignedAgreement]:
    model = internship_model(words)
    approved = [
        overview.student_id
        for overview in overviews
        if overview.site_request and overview.site_request.approved_at
    ]
    return unsigned_agreements(viewer, approved, model.signed_by) if model and approved else []


def _titles(parts: list[str] | tuple[str, ...], words: Wording) -> str:
    """What the model calls some parts, as a list."""
    titles = {role.key: role.title for role in words.package.roles.roles} if words.package else {}
    return format_list([str(titles.get(part, part)) for part in parts])
