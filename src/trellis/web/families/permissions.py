"""Messages between a family and its school: both see them. The access log: the family sees it, and leaders."""

from django.db.models import Q

from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import Contact, Notice, RecordAccess, Reply


def _leader_condition(viewer: Viewer) -> Q:
    return viewer.in_care("student") if viewer.to("school", *LEADING_ROLES) else Q(pk__in=[])


register(Notice, rows=lambda v: v.learners("student"), shows=("student", "by"))
register(
    Reply,
    rows=lambda v: v.in_care("student") | Q(by=v.person_id),
    shows=("student", "by", "heard_by", "notice"),
)
register(Contact, rows=lambda v: v.in_care("student") | v.as_family("student"), shows=("student", "by"))
register(
    RecordAccess, rows=lambda v: v.as_family("student") | _leader_condition(v), shows=("student", "person")
)
