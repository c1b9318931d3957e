"""Who sees which school works by which model, and who writes the model."""

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import Adoption, ChangeProposal, PackageDraft, UnfinishedAdaptation, Upgrade


def _led(viewer: Viewer) -> Q:
    """Of schools that the viewer leads, or of the networks that they work for."""
    return Q(school__in=viewer.to("school", Role.LEADER)) | Q(school__network__in=viewer.networks)


register(
    Adoption,
    rows=lambda v: Q(school__in=v.schools) | Q(school__network__in=v.networks),
    shows=("package", "school"),
)
register(Upgrade, rows=_led, shows=("school", "package"))
register(UnfinishedAdaptation, rows=_led, shows=("school", "adoption", "adoption__package"))
register(PackageDraft, rows=lambda v: Q(network__in=v.networks), shows=("network", "base"))
register(ChangeProposal, rows=_led, shows=("school", "package", "draft"))
