"""Who sees an uploaded roster: the network's own staff."""

from django.db.models import Q

from trellis.core.foundation.access import declare

from .models import RosterUpload

declare(RosterUpload, rows=lambda v: Q(network__in=v.networks), shows=("network", "uploaded_by"))
