"""The roles that a network gives by hand, because no roster has them, and to what each is tied."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role


@dataclass(frozen=True)
class StaffRole:
    """`to`: "network", "district" or "school"; `several`: whether one person may have many of them at once."""

    key: str
    role: Role
    to: str
    label: str
    several: bool = False


STAFF_ROLES = {
    role.key: role
    for role in (
        StaffRole("network-staff", Role.NETWORK_STAFF, "network", _("Network staff")),
        StaffRole("coach", Role.COACH, "school", _("School coach"), several=True),
        StaffRole("superintendent", Role.LEADER, "district", _("District superintendent")),
        StaffRole("district-partner", Role.PARTNER, "district", _("District partner")),
        StaffRole("principal", Role.LEADER, "school", _("Principal or other school leader"), several=True),
        StaffRole("counselor", Role.COUNSELOR, "school", _("School counselor"), several=True),
    )
}
