"""What joining has to do with agreements: what is signed before a step is done, and a district's milestones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _

from trellis.adults.partnerships.district_sections import MILESTONES, SchoolMilestones
from trellis.adults.partnerships.models import DistrictPolicy, PartnerAgreement
from trellis.adults.partnerships.policies import covers, schools_by_policy
from trellis.adults.partnerships.selectors import COVERING_KINDS, current_agreement, in_force
from trellis.core.community.models import District
from trellis.core.community.school_years import school_year_start
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_date, format_list

from .models import JoiningSchool, JoiningStep
from .requirements import PIPELINE_COLUMNS, REQUIREMENTS, STEP_REQUIREMENTS, PipelineColumn, Requirement

REASON = "check what a joining school's district has signed; it names no student"
SHOWN_STATUSES = (DistrictPolicy.Status.GRANTED, DistrictPolicy.Status.ASKED)


def agreement_for(joining: JoiningSchool, kind: str) -> PartnerAgreement | None:
    """The agreement in force that covers a school: its own, or, before it is in Trellis, that of its district."""
    if joining.school:
        return current_agreement(joining.school, kind)
    agreements = PartnerAgreement.objects.unscoped(REASON).filter(
        in_force(timezone.localdate()),
        network=joining.network_id,
        district__name__iexact=joining.district_name,
        kind__in=COVERING_KINDS[PartnerAgreement.Kind(kind)],
    )
    return agreements.order_by("-created").first() if joining.district_name else None


def _requirement(joining: JoiningSchool, kind: str) -> Requirement:
    agreement = agreement_for(joining, kind)
    if agreement is None:
        return Requirement(False, _("No agreement of this kind is signed and in force."))
    return Requirement(True, _("“%(title)s” is signed and in force.") % {"title": agreement.title})


def _agreement_texts(_viewer: Viewer, schools: Iterable[JoiningSchool]) -> dict[UUID, str]:
    """By joining school, until when its services agreement holds."""
    texts = {}
    for joining in schools:
        if agreement := agreement_for(joining, PartnerAgreement.Kind.SERVICES):
            texts[joining.pk] = format_date(agreement.ends) if agreement.ends else _("In force")
    return texts


def _is_about(policy: DistrictPolicy, joining: JoiningSchool, named: set[UUID]) -> bool:
    """Whether a policy is about a joining school. named: the schools that the policy names, none for all."""
    if joining.school:
        return policy.district_id == joining.school.district_id and (not named or joining.school_id in named)
    return not named and policy.district.name.casefold() == joining.district_name.casefold()


def _waivers_asked(joining: JoiningSchool) -> Requirement:
    """Whether every waiver about the school was asked for."""
    about = (
        covers(joining.school)
        if joining.school
        else Q(district__name__iexact=joining.district_name, schools=None)
    )
    rows = DistrictPolicy.objects.unscoped(REASON).filter(about, district__network=joining.network_id)
    policies = list(rows.filter(deleted_at=None).order_by("created"))
    unasked = [policy for policy in policies if policy.status == DistrictPolicy.Status.NOT_ASKED]
    if not policies:
        return Requirement(False, _("No policies are written down for this school yet."))
    if unasked:
        topics = format_list(dict.fromkeys(policy.get_topic_display() for policy in unasked))
        return Requirement(False, _("Not asked for yet: %(topics)s") % {"topics": topics})
    return Requirement(True, _("Every waiver that the model needs was asked for."))


def _waiver_texts(viewer: Viewer, schools: Iterable[JoiningSchool]) -> dict[UUID, str]:
    """By joining school, how many waivers cover it, and how many were asked for."""
    policies = list(
        DistrictPolicy.objects.seen_by(viewer)
        .filter(status__in=SHOWN_STATUSES, deleted_at=None)
        .select_related("district")
    )
    named = schools_by_policy(viewer, policies)
    texts = {}
    for joining in schools:
        statuses = [
            policy.status
            for policy in policies
            if _is_about(policy, joining, {school.pk for school in named.get(policy.pk, ())})
        ]
        counts = [(status.label, statuses.count(status)) for status in SHOWN_STATUSES]
        texts[joining.pk] = format_list([f"{label}: {count}" for label, count in counts if count])
    return texts


def district_milestones(_viewer: Viewer, district: District) -> Iterator[SchoolMilestones]:
    """For each school of a district that joins: its milestones of this school year, and the next one."""
    rows = JoiningSchool.objects.unscoped("tell a district how far its schools are").filter(
        school__district=district, status=JoiningSchool.Status.ACTIVE, deleted_at=None
    )
    for joining in rows.select_related("school"):
        today = timezone.localdate()
        starts = school_year_start(joining.school, today) if joining.school else today
        steps = JoiningStep.objects.unscoped("tell a district how far its schools are").filter(
            joining=joining, year__isnull=False, deleted_at=None
        )
        year = Q(due__gte=starts, due__lt=starts + timedelta(days=365)) | Q(due=None)
        this_year = list(steps.filter(year).order_by("due", "position"))
        following = next((step for step in this_year if step.done_on is None), None)
        yield SchoolMilestones(
            joining.school_id,
            sum(step.done_on is not None for step in this_year),
            len(this_year),
            gettext(following.title) if following else "",
            following.due if following else None,
        )


def register_agreements() -> None:
    """Let the pipeline and the steps know of agreements, and a district's page of milestones."""
    for kind in (PartnerAgreement.Kind.SERVICES, PartnerAgreement.Kind.DATA):
        REQUIREMENTS.register(f"{kind}-agreement", lambda joining, kind=kind: _requirement(joining, kind))
    STEP_REQUIREMENTS.register("waivers", _waivers_asked)
    PIPELINE_COLUMNS.register("agreement", PipelineColumn(gettext_lazy("Agreement"), _agreement_texts))
    PIPELINE_COLUMNS.register("waivers", PipelineColumn(gettext_lazy("Waivers"), _waiver_texts))
    MILESTONES.register("joining", district_milestones)
