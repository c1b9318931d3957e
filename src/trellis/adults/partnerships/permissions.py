"""Who sees agreements and policies: the network's staff, and the people of the district that it is with.

A district row belongs to one network, so that a district in two networks sees each agreement only there. What is still
being written (a draft) is the network's alone.
"""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import (
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    DeadlineReminder,
    DistrictPolicy,
    PartnerAgreement,
    PromiseDelivery,
)

PARTNER_ROLES = (Role.LEADER, Role.PARTNER)
PAGE_ROLES = (Role.NETWORK_STAFF, *PARTNER_ROLES)


def _agreements(viewer: Viewer, path: str = "") -> Q:
    of_partner = Q(**{f"{path}district__in": viewer.to("district", *PARTNER_ROLES)}) | Q(
        **{f"{path}school__in": viewer.to("school", Role.LEADER)}
    )
    was_sent = ~Q(**{f"{path}status": PartnerAgreement.Status.DRAFT})
    return Q(**{f"{path}network__in": viewer.to("network", Role.NETWORK_STAFF)}) | (of_partner & was_sent)


register(PartnerAgreement, rows=_agreements, shows=("network", "district", "school", "responsible", "parent"))
for _part in (AgreementParty, AgreementSchool, AgreementElement, AgreementPromise):
    register(_part, rows=lambda v: _agreements(v, "agreement__"), shows=("agreement", "school", "signed_by"))
register(
    PromiseDelivery,
    rows=lambda v: _agreements(v, "promise__agreement__"),
    shows=("promise", "promise__agreement", "by"),
)
register(
    DistrictPolicy,
    rows=lambda v: (
        Q(district__in=v.to("district", *PARTNER_ROLES))
        | Q(district__network__in=v.to("network", Role.NETWORK_STAFF))
    ),
    shows=("district", "responsible"),
)
register(DeadlineReminder, rows=lambda v: Q(person=v.person_id))


def may_manage(viewer: Viewer, agreement: PartnerAgreement) -> bool:
    """Whether the viewer writes the agreement: who works for the network."""
    return agreement.network_id in viewer.to("network", Role.NETWORK_STAFF)


def party_role_of(viewer: Viewer, agreement: PartnerAgreement) -> str:
    """For which party the viewer may sign by their account; "" for none. A district partner only reads."""
    if may_manage(viewer, agreement):
        return "network"
    if agreement.district_id and agreement.district_id in viewer.to("district", Role.LEADER):
        return "district"
    if agreement.school_id and agreement.school_id in viewer.to("school", Role.LEADER):
        return "school"
    return ""
