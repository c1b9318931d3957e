"""How the link to a family's copy of a plan, where they sign it, is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import PlanVersion
from .signing import COPY_LINK_PURPOSE


def _recipient(version: PlanVersion, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person or version.plan.student)


def _message(version: PlanVersion, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "student": version.plan.student.first_name, "link": address}
    text = (
        _(
            "Hello %(name)s,\n\nHere is %(student)s’s learning plan. Please read it. "
            "If you agree, you can sign it there:\n\n%(link)s\n"
        )
        % params
    )
    return LinkMessage(_("A learning plan to read and sign"), text)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        COPY_LINK_PURPOSE, LinkKind("plan-copy", PlanVersion, _recipient, _message, ("plan__student",))
    )
