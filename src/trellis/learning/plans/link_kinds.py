"""How the links to a family's copy of a plan, and to its goals for the mentor, are shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import PlanVersion
from .signing import COPY_LINK_PURPOSE, GOALS_LINK_PURPOSE


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


def _goals_message(version: PlanVersion, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "student": version.plan.student.first_name, "link": address}
    text = (
        _(
            "Hello %(name)s,\n\nHere are %(student)s’s learning goals. Please read them. "
            "If you agree, you can sign them there:\n\n%(link)s\n\nYou do not need an account.\n"
        )
        % params
    )
    return LinkMessage(_("Learning goals to read and sign"), text)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        COPY_LINK_PURPOSE, LinkKind("plan-copy", PlanVersion, _recipient, _message, ("plan__student",))
    )
    LINK_KINDS.register(
        GOALS_LINK_PURPOSE,
        LinkKind("plan-goals-link", PlanVersion, _recipient, _goals_message, ("plan__student",)),
    )
