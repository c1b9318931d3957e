"""Why a site is proposed, or why none is, in sentences that a student can read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.languages import language_name
from trellis.engines.placement import BlockKind, MatchReason, Proposal, ReasonKind

from .models import Site


def proposal_sentences(proposal: Proposal, sites: Mapping[str, Site]) -> list[str]:
    """The reasons for the site that is proposed, and what to know about it; without one, what prevents a proposal."""
    if proposal.blocked:
        return [BLOCK_SENTENCES[proposal.blocked.block]()]
    sentences = [
        REASON_SENTENCES[reason.why](reason, sites[proposal.place or ""]) for reason in proposal.reasons
    ]
    if proposal.missed:
        names = get_text_list([sites[key].name for key in proposal.missed], _("and"))
        sentences.append(
            _("The student prefers these sites, but they are full: %(names)s.") % {"names": names}
        )
    return [sentence for sentence in sentences if sentence]


def _wish_sentence(reason: MatchReason, site: Site) -> str:
    if reason.position == 1:
        return _("First choice on the student’s own list.")
    return _("Choice %(n)d on the student’s own list.") % {"n": reason.position}


def _language_sentence(reason: MatchReason, site: Site) -> str:
    spoken = get_text_list([language_name(code) for code in reason.names], _("and"))
    return _("Someone there speaks %(languages)s.") % {"languages": spoken}


def _distance_sentence(reason: MatchReason, site: Site) -> str:
    minutes = reason.minutes or 0
    return ngettext("%(n)d minute from school.", "%(n)d minutes from school.", minutes) % {"n": minutes}


def _days_sentence(reason: MatchReason, site: Site) -> str:
    days = get_text_list([str(WEEKDAYS_ABBR[day - 1]) for day in reason.days], _("and"))
    return _("Takes students on %(days)s.") % {"days": days}


REASON_SENTENCES: dict[ReasonKind, Callable[[MatchReason, Site], str]] = {
    ReasonKind.WISHED: _wish_sentence,
    ReasonKind.INTEREST: lambda reason, site: (
        _("In the field the student asked for: %(field)s.") % {"field": site.field}
    ),
    ReasonKind.LANGUAGE: _language_sentence,
    ReasonKind.NEAR: _distance_sentence,
    ReasonKind.TRAVEL_UNKNOWN: lambda reason, site: _("No one has entered the travel time yet."),
    ReasonKind.ASKED_FOR: lambda reason, site: _("The site asked for this student."),
    ReasonKind.DAYS: _days_sentence,
}

BLOCK_SENTENCES: dict[BlockKind, Callable[[], str]] = {
    BlockKind.NO_SITES: lambda: _("No sites have been added yet."),
    BlockKind.NO_CLEARED_SITE: lambda: _(
        "No site has finished all of its checks yet. Start with a site visit."
    ),
    BlockKind.TOO_YOUNG: lambda: _(
        "The remaining sites want older students. Call one and ask if it would take a younger student."
    ),
    BlockKind.NO_DAYS_IN_COMMON: lambda: _(
        "The remaining sites do not take students on internship days. Ask one about another day."
    ),
    BlockKind.TOO_FAR: lambda: _(
        "All remaining sites are farther away than the longest trip the student chose."
    ),
    BlockKind.ALL_FULL: lambda: _("Every site that fits is full. Adding a new site would help."),
}
