"""Who sees sums over students: the network's people for the network, a school's leaders for their school.

Who stands behind a sum, by name: the leaders and counselors of the student's school, and nobody else; of oneself, a
student and their family.
"""

from django.db.models import Q

from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import GapTable, Rollup, Snapshot, StudentStanding

register(
    Rollup,
    rows=lambda v: (
        Q(network__in=v.networks) | Q(school__in=v.to("school", *LEADING_ROLES) | v.overseen_schools)
    ),
    shows=("school", "network"),
)


def _gap_tables(viewer: Viewer) -> Q:
    """Tables of one's own school; or, for who can compare schools, those from which nobody can subtract."""
    of_own_school = Q(school__in=viewer.to("school", *LEADING_ROLES), audience=GapTable.Audience.SCHOOL)
    across = Q(network__in=viewer.networks) | Q(school__in=viewer.overseen_schools)
    return (of_own_school & ~Q(network__in=viewer.networks)) | (
        across & Q(audience=GapTable.Audience.NETWORK)
    )


register(GapTable, rows=_gap_tables)
register(
    StudentStanding,
    rows=lambda v: (
        (Q(school__in=v.to("school", *LEADING_ROLES)) & v.learners("student")) | v.as_family("student")
    ),
    shows=("student", "school"),
)
register(Snapshot, rows=lambda v: Q(network__in=v.home_networks))
