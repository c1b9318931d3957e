"""Why somebody is where they are, what could not be met, and how good it is: the engine's answer in sentences.

Beside a name stand the grade, the home language, partners, wishes and a person's hand; never anything delicate.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community import grades
from trellis.core.foundation.formatting import format_list
from trellis.engines import grouping

SHOWN = 3
Names = Mapping[str, str]


def because(found: grouping.Because, held: Collection[str], names: Names) -> list[str]:
    """Sentences about one student, the weightiest first."""
    told = []
    if found.student in held:
        told.append(_("Put here by hand."))
    told += [_("With %(name)s, as wished.") % {"name": names[one]} for one in found.together]
    told += [_("Apart from %(name)s, as wished.") % {"name": names[one]} for one in found.apart]
    told += [_("Not with %(name)s, as it was wished.") % {"name": names[one]} for one in found.together_unmet]
    told += [
        _("Not apart from %(name)s, as it was wished.") % {"name": names[one]} for one in found.apart_unmet
    ]
    if found.partners:
        some = _some(found.partners, names)
        told.append(_("Shares a home language here with %(names)s.") % {"names": some})
    elif found.rule_met is False:
        told.append(_("Nobody here shares a home language; somebody elsewhere does."))
    for one in found.balanced:
        if one.trait == "grade":
            told.append(_grade(one))
    return told


def _grade(one: grouping.Around) -> str:
    share = one.share
    told = {"grade": grades.plain(one.level), "n": share.count, "least": share.floor, "most": share.ceiling}
    if share.floor == share.ceiling:
        said = ngettext(
            "Grade %(grade)s: %(n)d here, where %(most)d is even.",
            "Grade %(grade)s: %(n)d here, where %(most)d are even.",
            share.ceiling,
        )
        return said % told
    return _("Grade %(grade)s: %(n)d here, where %(least)d to %(most)d are even.") % told


def _some(keys: Iterable[str], names: Names) -> str:
    found = sorted(names[one] for one in keys)
    some = format_list(found[:SHOWN])
    more = len(found) - SHOWN
    if more <= 0:
        return some
    said = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more)
    return said % {"names": some, "n": more}


def unmet(now: grouping.Told, held: Collection[str], names: Names, titles: Names) -> list[str]:
    """What could not be met, and why, as far as one can tell."""
    told = []
    for one, other in now.together_unmet:
        pair = {"one": names[one], "other": names[other], "why": _why({one, other} & set(held))}
        told.append(_("%(one)s and %(other)s are not together: %(why)s") % pair)
    for one, other in now.apart_unmet:
        reason = _("there is only one group.") if len(now.groups) == 1 else _why({one, other} & set(held))
        pair = {"one": names[one], "other": names[other], "why": reason}
        told.append(_("%(one)s and %(other)s are not apart: %(why)s") % pair)
    return told + [_rule(one, held, names, titles) for one in now.rule_unmet]


def _why(by_hand: Collection[str]) -> str:
    if len(by_hand) == 2:
        return _("both were put where they are by hand.")
    if by_hand:
        return _("one of them was put there by hand, and no room was left that is as even.")
    return _("it would cost other wishes, or leave groups less even than it gains.")


def _rule(one: grouping.Unmet, held: Collection[str], names: Names, titles: Names) -> str:
    place = titles[one.group]
    if one.language:
        return _("%(place)s shares a home language: too many here speak the same one.") % {"place": place}
    name = names[one.students[0]]
    if one.students[0] in held:
        told = _("%(name)s has no partner in a home language in %(place)s, and was put there by hand.")
    else:
        told = _("%(name)s has no partner in a home language in %(place)s: there are too few who speak it.")
    return told % {"name": name, "place": place}


def quality(cost: int, bound: int) -> str:
    """How good it is, and whether that is proven. A step: one student too many or too few of a kind in a group."""
    if cost == bound == 0:
        return _("As even as whole students can be, and every wish is met: nobody can do better.")
    if cost == bound:
        said = ngettext(
            "%(n)d step from even, and proven: nobody can do better with these students, wishes and hand edits.",
            "%(n)d steps from even, and proven: nobody can do better with these students, wishes and hand edits.",
            cost,
        )
        return said % {"n": cost}
    if not bound:
        said = ngettext(
            "%(n)d step from even. There may be something better; nobody knows.",
            "%(n)d steps from even. There may be something better; nobody knows.",
            cost,
        )
        return said % {"n": cost}
    said = ngettext(
        "%(n)d step from even, of which %(least)d cannot be avoided. There may be something better; nobody knows.",
        "%(n)d steps from even, of which %(least)d cannot be avoided. There may be something better; nobody knows.",
        cost,
    )
    return said % {"n": cost, "least": bound}
