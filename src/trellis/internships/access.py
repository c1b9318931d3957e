"""Who sees an internship: whoever has a tie to the student; a site, the network that works with it."""

from django.db.models import Q

from trellis.foundation.access import declare

from .models import InternshipDay, Placement, Site

declare(Site, rows=lambda v: Q(network__in=v.home_networks))
declare(Placement, rows=lambda v: v.students("student"), shows=("student", "site", "mentor"))
declare(
    InternshipDay,
    rows=lambda v: v.students("placement__student"),
    shows=("placement", "placement__student", "placement__site"),
)
