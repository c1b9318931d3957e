"""Who sees a school on its way: the network's staff, and whoever leads or coaches the school once it is in Trellis."""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import ContractedService, JoiningEvent, JoiningSchool, JoiningStep, NetworkCapacity

PEOPLE = ("lead", "coach", "leader")


def _networks(viewer: Viewer) -> set:
    return viewer.to("network", Role.NETWORK_STAFF)


def _joining(viewer: Viewer, path: str = "") -> Q:
    return Q(**{f"{path}network__in": _networks(viewer)}) | Q(
        **{f"{path}school__in": viewer.to("school", Role.LEADER, Role.COACH)}
    )


def may_manage(viewer: Viewer, joining: JoiningSchool) -> bool:
    """Whether the viewer works for the network: they move stages, change owners and dates, pause and end."""
    return joining.network_id in _networks(viewer)


def may_complete(viewer: Viewer, step: JoiningStep) -> bool:
    """Whether the viewer marks a step done: network staff any, its owner theirs, a school's leader the school's."""
    leads = step.joining.school_id in viewer.to("school", Role.LEADER)
    return (
        may_manage(viewer, step.joining)
        or step.owner_id == viewer.person_id
        or (leads and step.side == JoiningStep.Owner.SCHOOL)
    )


register(
    JoiningSchool,
    rows=_joining,
    shows=("network", "school", "package", *PEOPLE),
)
register(JoiningEvent, rows=lambda v: _joining(v, "joining__"), shows=("joining", "by"))
register(
    JoiningStep,
    rows=lambda v: _joining(v, "joining__"),
    shows=("joining", "joining__school", "joining__network", "owner", "done_by"),
)
register(ContractedService, rows=lambda v: _joining(v, "joining__"), shows=("joining", "joining__school"))
register(NetworkCapacity, rows=lambda v: Q(network__in=_networks(v)), shows=("network",))
