"""What the shell lets staff find: people, groups, schools, organizations, and the pages and actions that are theirs."""

from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.search import register

from .search.actions import find_actions
from .search.people_sources import find_families, find_staff, find_students
from .search.place_sources import find_groups, find_organizations, find_schools

register("students", _("Students"), find_students, position=10)
register("staff", _("Staff"), find_staff, position=20)
register("families", _("Families"), find_families, position=30)
register("groups", _("Groups"), find_groups, position=45)
register("schools", _("Schools"), find_schools, position=60)
register("organizations", _("Organizations"), find_organizations, position=65)
register("actions", _("Pages and actions"), find_actions, position=90)
