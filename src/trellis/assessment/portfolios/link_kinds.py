"""How an evaluator's link to the work they score is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import Scorer
from .scorer_requests import LINK_PURPOSE


def _recipient(seat: Scorer, _person: Person | None) -> LinkRecipient:
    return LinkRecipient(seat.display_name, seat.email, "", (seat.language,))


def _message(seat: Scorer, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "student": seat.task_part.task.student.first_name, "link": address}
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "%(student)s has a piece of work to share. Two people each score it on their own. Would "
        "you be one of them?\n"
        "\n"
        "%(link)s\n"
        "\n"
        "You do not need an account.\n"
    )
    subject = (
        _("Would you score a colleague’s work?")
        if seat.task_part.task.practice
        else _("Would you score a student’s work?")
    )
    return LinkMessage(subject, text % params)


def register_link_kinds() -> None:
    related = ("person", "task_part__task__student")
    LINK_KINDS.register(
        LINK_PURPOSE, LinkKind("portfolio-score-by-link", Scorer, _recipient, _message, related)
    )
