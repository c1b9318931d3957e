"""How the links of a survey are shared: the one to answer, and the one on which a family reads the questions first."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person
from trellis.core.foundation.formatting import format_date, format_number

from .models import SurveyRound
from .services.rounds import ANSWER_PURPOSE, PREVIEW_PURPOSE


def _recipient(_round: SurveyRound, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person) if person else LinkRecipient("")


def _answer_message(row: SurveyRound, recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "%(school)s has a few questions for you. It takes two minutes. You can answer until %(day)s:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "Your answer has no name on it. The school sees only groups of %(n)s or more.\n"
    )
    return LinkMessage(_("A short survey from the school"), text % _params(row, recipient, address))


def _preview_message(row: SurveyRound, recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "%(school)s plans a survey of students from %(first)s to %(day)s. Read the questions here and say whether your "
        "child can take part:\n"
        "\n"
        "%(link)s\n"
    )
    return LinkMessage(_("A survey of students: read the questions"), text % _params(row, recipient, address))


def _params(row: SurveyRound, recipient: LinkRecipient, address: str) -> dict[str, str]:
    return {
        "name": recipient.name,
        "school": row.school.name,
        "first": format_date(row.opens),
        "day": format_date(row.closes),
        "link": address,
        "n": format_number(row.min_group, 0),
    }


def register_link_kinds() -> None:
    LINK_KINDS.register(
        ANSWER_PURPOSE, LinkKind("survey-link", SurveyRound, _recipient, _answer_message, ("school",))
    )
    LINK_KINDS.register(
        PREVIEW_PURPOSE,
        LinkKind("survey-preview-link", SurveyRound, _recipient, _preview_message, ("school",)),
    )
