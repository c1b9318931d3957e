"""Who sees an uploaded file: of a roster the network's own staff; of standards, whoever uploaded it too."""

from django.db.models import Q

from trellis.core.foundation.permissions import register

from .models import FrameworkUpload, RosterUpload

register(RosterUpload, rows=lambda v: Q(network__in=v.networks), shows=("network", "uploaded_by"))
register(
    FrameworkUpload,
    rows=lambda v: Q(network__in=v.networks) | Q(uploaded_by=v.person_id),
    shows=("network", "uploaded_by"),
)
