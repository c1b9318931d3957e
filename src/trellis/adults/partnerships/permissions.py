"""Who sees agreements and policies: the network's staff, and the people of the district that it is with.

A district row belongs to one network, so that a district in two networks sees each agreement only there. What is still
being written (a draft) is the network's alone.
"""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import (
    AgreementDuty,
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    DeadlineReminder,
    DistrictPolicy,
    PartnerAgreement,
    PolicySchool,
    PromiseDelivery,
)

PARTNER_ROLES = (Role.LEADER, Role.PARTNER)
PAGE_ROLES = (Role.NETWORK_STAFF, *PARTNER_ROLES)
SCHOOL_POLICY_ROLES = (Role.LEADER, Role.COACH)
"""Who reads which rules are changed for their school."""


def _agreements(viewer: Viewer, path: str = "") -> Q:
    of_partner = Q(**{f"{path}district__in": viewer.to("district", *PARTNER_ROLES)}) | Q(
        **{f"{path}school__in": viewer.to("school", Role.LEADER)}
    )
    was_sent = ~Q(**{f"{path}status": PartnerAgreement.Status.DRAFT})
    return Q(**{f"{path}network__in": viewer.to("network", Role.NETWORK_STAFF)}) | (of_partner & was_sent)


def _policies(viewer: Viewer, path: str = "") -> Q:
    """The policies of the viewer's districts and network; a school's leader and coach see those about their school."""
    of_partner = Q(**{f"{path}district__in": viewer.to("district", *PARTNER_ROLES)})
    of_network = Q(**{f"{path}district__network__in": viewer.to("network", Role.NETWORK_STAFF)})
    schools = viewer.to("school", *SCHOOL_POLICY_ROLES)
    if not schools:
        return of_partner | of_network
    named = PolicySchool.objects.unscoped("find the policies about a school; they name no person")
    districts = School.objects.unscoped("find the district of the viewer's school").filter(pk__in=schools)
    about_school = Q(**{f"{path}pk__in": named.filter(school__in=schools).values("policy")})
    about_all = Q(**{f"{path}district__in": districts.values("district")}) & ~Q(
        **{f"{path}pk__in": named.values("policy")}
    )
    return of_partner | of_network | about_school | about_all


register(PartnerAgreement, rows=_agreements, shows=("network", "district", "school", "responsible", "parent"))
for _part in (AgreementParty, AgreementSchool, AgreementElement, AgreementPromise):
    register(_part, rows=lambda v: _agreements(v, "agreement__"), shows=("agreement", "school", "signed_by"))
register(
    AgreementDuty,
    rows=lambda v: _agreements(v, "agreement__"),
    shows=("agreement", "owner", "done_by"),
)
register(
    PromiseDelivery,
    rows=lambda v: _agreements(v, "promise__agreement__"),
    shows=("promise", "promise__agreement", "by"),
)
register(DistrictPolicy, rows=_policies, shows=("district", "responsible"))
register(
    PolicySchool, rows=lambda v: _policies(v, "policy__"), shows=("policy", "policy__district", "school")
)
register(DeadlineReminder, rows=lambda v: Q(person=v.person_id))


def may_manage(viewer: Viewer, agreement: PartnerAgreement) -> bool:
    """Whether the viewer writes the agreement: who works for the network."""
    return agreement.network_id in viewer.to("network", Role.NETWORK_STAFF)


def may_complete_duty(viewer: Viewer, duty: AgreementDuty) -> bool:
    """Whether the viewer notes that a duty is done: the network any, a district's or charter's leader their own."""
    if may_manage(viewer, duty.agreement):
        return True
    return duty.side == AgreementPromise.Side.PARTNER and bool(party_role_of(viewer, duty.agreement))


def party_role_of(viewer: Viewer, agreement: PartnerAgreement) -> str:
    """For which party the viewer may sign by their account; "" for none. A district partner only reads."""
    if may_manage(viewer, agreement):
        return "network"
    if agreement.district_id and agreement.district_id in viewer.to("district", Role.LEADER):
        return "district"
    if agreement.school_id and agreement.school_id in viewer.to("school", Role.LEADER):
        return "school"
    return ""
