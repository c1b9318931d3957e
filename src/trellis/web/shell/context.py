"""What the frame around every page needs. Each part is computed only when a template uses it."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.requests import Request
from trellis.learning.supports import access_notices

from . import demo_mode, navigation
from .search.selectors import may_search

ROLES_BY_WEIGHT: list[str] = [*(role for role in reversed(Role.values) if role != Role.LIAISON), Role.LIAISON]


def role_line(viewer: Viewer | None) -> str:
    """The label of a person's widest role: "Network staff"; "" without one."""
    roles = sorted(viewer.roles, key=ROLES_BY_WEIGHT.index) if viewer else []
    if viewer and roles and roles[0] == Role.LEADER and not viewer.to("school", Role.LEADER):
        return _("District superintendent") if viewer.to("district", Role.LEADER) else _("Network staff")
    label = str(Role(roles[0]).label) if roles else ""
    return label[:1].upper() + label[1:]


def languages() -> list[Mapping[str, object]]:
    """The screen's languages, each in its own name."""
    return [get_language_info(code) for code, _name in settings.LANGUAGES]


def page_frame(request: Request) -> dict[str, object]:
    """The viewer, their menu, the languages and, in a demonstration, the people whom a visitor can be."""
    viewer = getattr(request, "viewer", None)
    demo = demo_mode.is_demo()
    return {
        "viewer": viewer,
        "rail": SimpleLazyObject(lambda: navigation.menu_sections(viewer, request.path)),
        "may_search": SimpleLazyObject(lambda: may_search(viewer)),
        "role_line": SimpleLazyObject(lambda: role_line(viewer)),
        "languages": SimpleLazyObject(languages),
        "this_page": request.get_full_path() if request.method == "GET" else request.path,
        "glass_notices": SimpleLazyObject(lambda: access_notices.unread_notices(viewer)),
        "demo": demo,
        "demo_day": timezone.localdate() if demo else None,
        "demo_people": SimpleLazyObject(lambda: demo_mode.demo_people(viewer) if demo else []),
        "passkeys": request.is_secure() or settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN,
    }
