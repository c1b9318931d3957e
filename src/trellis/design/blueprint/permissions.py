"""Who sees which school works by which model: whoever sees the school."""

from django.db.models import Q

from trellis.core.foundation.permissions import register

from .models import Adoption

register(
    Adoption,
    rows=lambda v: Q(school__in=v.schools) | Q(school__network__in=v.networks),
    shows=("package", "school"),
)
