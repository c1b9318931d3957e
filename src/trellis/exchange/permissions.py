"""Who sees an uploaded roster: the network's own staff."""

from django.db.models import Q

from trellis.core.foundation.permissions import register

from .models import RosterUpload

register(RosterUpload, rows=lambda v: Q(network__in=v.networks), shows=("network", "uploaded_by"))
