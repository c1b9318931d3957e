"""How the link to a family's copy of a plan is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import PlanVersion
from .services import COPY_LINK_PURPOSE


def _recipient(version: PlanVersion, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person or version.plan.student)


def _message(version: PlanVersion, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "student": version.plan.student.first_name, "link": address}
    text = _("Hello %(name)s,\n\nHere is the plan that %(student)s signed with you:\n\n%(link)s\n") % params
    return LinkMessage(_("The signed learning plan"), text)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        COPY_LINK_PURPOSE, LinkKind("plan-copy", PlanVersion, _recipient, _message, ("plan__student",))
    )
