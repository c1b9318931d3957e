"""What a family is asked to sign, on its page, and the presses that open it for whoever came by a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.adults.organizations import commitments
from trellis.adults.organizations.commitment_pages import unsigned_commitment
from trellis.adults.organizations.models import SharedCommitment
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import Wording, wording_of
from trellis.learning.internships import agreements
from trellis.learning.internships.models import Agreement
from trellis.learning.internships.pending_signatures import unsigned_agreements
from trellis.learning.internships.programs import internship_model
from trellis.learning.plans import signing
from trellis.learning.plans.models import PlanVersion
from trellis.learning.plans.pending_signatures import versions_to_sign

from .family_forms import FamilyForm

PART = "guardian"


class SignatureRequest(NamedTuple):
    """One thing to sign. do: the press that opens it for whoever came by a link. url: its page for an account."""

    title: str
    line: str
    do: str
    url: str


@dataclass(frozen=True)
class PendingSignatures:
    """What a guardian has not signed yet: a version of the plan, an agreement, the school's commitment, or none."""

    version: PlanVersion | None = None
    agreement: Agreement | None = None
    commitment: SharedCommitment | None = None


def pending_signatures(viewer: Viewer, student: Person, words: Wording, day: date) -> PendingSignatures:
    """What waits for the viewer's signature. Four queries at most; a few more only where something waits."""
    plan = words.package.plan if words.package else None
    internship = internship_model(words)
    version = agreement = None
    if (
        plan is not None
        and PART in plan.who
        and (ids := versions_to_sign(viewer, Q(plan__student=student), day))
    ):
        version = PlanVersion.objects.seen_by(viewer).select_related("plan__term").get(pk=ids[0])
    if internship:
        unsigned = unsigned_agreements(viewer, [student.pk], internship.signed_by)
        agreement = next((row.agreement for row in unsigned if PART in row.missing), None)
    return PendingSignatures(version, agreement, unsigned_commitment(viewer, school_of(student.pk)))


def signature_requests(pending: PendingSignatures, student: Person) -> list[SignatureRequest]:
    """What the family's page shows of it."""
    requests, name = [], {"student": student.first_name}
    if pending.version:
        line = _("Read what %(student)s plans to do. If you agree, sign it.") % name
        url = f"{reverse('plan', args=[student.pk])}?plan={pending.version.plan_id}#signatures"
        requests.append(SignatureRequest(_("Sign the learning plan"), line, OpenPlanForm.do, url))
    if pending.agreement:
        name["site"] = pending.agreement.hold.internship_site.name
        line = _("Read when %(student)s will be at %(site)s. If you agree, sign it.") % name
        url = reverse("agreement", args=[student.pk])
        requests.append(SignatureRequest(_("Sign the internship agreement"), line, OpenAgreementForm.do, url))
    if pending.commitment:
        line = _("Read what everyone at the school promises. If you agree, sign it.")
        url = reverse("shared-commitment", args=[pending.commitment.school_id])
        requests.append(SignatureRequest(_("Sign the shared commitment"), line, OpenCommitmentForm.do, url))
    return requests


class OpenForm(FamilyForm):
    """Open something to sign for somebody without an account. url: its page, or "" where nothing waits any more."""

    url = ""

    def save(self) -> str:
        student, viewer = self.subject.student, self.subject.viewer
        school = school_of(student.pk)
        words = wording_of(school.pk if school else None)
        day = school_local_time(school, timezone.now()).date()
        self.url = self.open_page(pending_signatures(viewer, student, words, day), words, viewer.person)
        return "" if self.url else _("You have signed this. Thank you.")

    def open_page(self, pending: PendingSignatures, words: Wording, reader: Person) -> str:
        """Make the reader's link and return its address; "" where nothing waits."""
        raise NotImplementedError


class OpenPlanForm(OpenForm):
    """Open the plan as it is now: where it was changed since it was sent, in a new version."""

    do = "open-plan"

    def open_page(self, pending: PendingSignatures, words: Wording, reader: Person) -> str:
        if pending.version is None or words.package is None or words.package.plan is None:
            return ""
        titles = {section.key: section.title for section in words.package.plan.sections}
        return reverse("plan-copy", args=[signing.open_copy(pending.version.plan, titles, reader)])


class OpenAgreementForm(OpenForm):
    do = "open-agreement"

    def open_page(self, pending: PendingSignatures, words: Wording, reader: Person) -> str:
        if pending.agreement is None:
            return ""
        return reverse("agreement-link", args=[agreements.open_agreement(pending.agreement, reader)])


class OpenCommitmentForm(OpenForm):
    do = "open-commitment"

    def open_page(self, pending: PendingSignatures, words: Wording, reader: Person) -> str:
        if pending.commitment is None:
            return ""
        return reverse(
            "shared-commitment-link", args=[commitments.open_commitment(pending.commitment, reader)]
        )


SIGNING_FORMS: tuple[type[OpenForm], ...] = (OpenPlanForm, OpenAgreementForm, OpenCommitmentForm)
