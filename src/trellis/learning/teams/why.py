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


def because(explanation: grouping.Because, fixed: Collection[str], names: Names) -> list[str]:
    """Sentences about one student, the weightiest first."""
    sentences = []
    if explanation.student in fixed:
        sentences.append(_("Put here by hand."))
    sentences += [
        _("With %(name)s, as wished.") % {"name": names[student]} for student in explanation.together
    ]
    sentences += [
        _("Apart from %(name)s, as wished.") % {"name": names[student]} for student in explanation.apart
    ]
    sentences += [
        _("Not with %(name)s, as it was wished.") % {"name": names[student]}
        for student in explanation.together_unmet
    ]
    sentences += [
        _("Not apart from %(name)s, as it was wished.") % {"name": names[student]}
        for student in explanation.apart_unmet
    ]
    if explanation.partners:
        some = _some(explanation.partners, names)
        sentences.append(_("Shares a home language here with %(names)s.") % {"names": some})
    elif explanation.rule_met is False:
        sentences.append(_("Nobody here shares a home language; somebody elsewhere does."))
    for level_share in explanation.balanced:
        if level_share.trait == "grade":
            sentences.append(_grade(level_share))
    return sentences


def _grade(level_share: grouping.Around) -> str:
    share = level_share.share
    params = {
        "grade": grades.plain(level_share.level),
        "n": share.count,
        "least": share.floor,
        "most": share.ceiling,
    }
    if share.floor == share.ceiling:
        text = ngettext(
            "Grade %(grade)s: %(n)d here, where %(most)d is even.",
            "Grade %(grade)s: %(n)d here, where %(most)d are even.",
            share.ceiling,
        )
        return text % params
    return _("Grade %(grade)s: %(n)d here, where %(least)d to %(most)d are even.") % params


def _some(keys: Iterable[str], names: Names) -> str:
    sorted_names = sorted(names[key] for key in keys)
    some = format_list(sorted_names[:SHOWN])
    more = len(sorted_names) - SHOWN
    if more <= 0:
        return some
    text = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more)
    return text % {"names": some, "n": more}


def unmet(now: grouping.Told, fixed: Collection[str], names: Names, titles: Names) -> list[str]:
    """What could not be met, and why, as far as one can tell."""
    sentences = []
    for first, second in now.together_unmet:
        pair = {"one": names[first], "other": names[second], "why": _why({first, second} & set(fixed))}
        sentences.append(_("%(one)s and %(other)s are not together: %(why)s") % pair)
    for first, second in now.apart_unmet:
        reason = _("there is only one group.") if len(now.groups) == 1 else _why({first, second} & set(fixed))
        pair = {"one": names[first], "other": names[second], "why": reason}
        sentences.append(_("%(one)s and %(other)s are not apart: %(why)s") % pair)
    return sentences + [_rule(unmet_rule, fixed, names, titles) for unmet_rule in now.rule_unmet]


def _why(by_hand: Collection[str]) -> str:
    if len(by_hand) == 2:
        return _("both were put where they are by hand.")
    if by_hand:
        return _("one of them was put there by hand, and no room was left that is as even.")
    return _("it would cost other wishes, or leave groups less even than it gains.")


def _rule(unmet_rule: grouping.Unmet, fixed: Collection[str], names: Names, titles: Names) -> str:
    place = titles[unmet_rule.group]
    if unmet_rule.language:
        return _("%(place)s shares a home language: too many here speak the same one.") % {"place": place}
    name = names[unmet_rule.students[0]]
    if unmet_rule.students[0] in fixed:
        text = _("%(name)s has no partner in a home language in %(place)s, and was put there by hand.")
    else:
        text = _("%(name)s has no partner in a home language in %(place)s: there are too few who speak it.")
    return text % {"name": name, "place": place}


def quality(cost: int, bound: int) -> str:
    """How good it is, and whether that is proven. A step: one student too many or too few of a kind in a group."""
    if cost == bound == 0:
        return _("As even as whole students can be, and every wish is met: nobody can do better.")
    if cost == bound:
        text = ngettext(
            "%(n)d step from even, and proven: nobody can do better with these students, wishes and hand edits.",
            "%(n)d steps from even, and proven: nobody can do better with these students, wishes and hand edits.",
            cost,
        )
        return text % {"n": cost}
    if not bound:
        text = ngettext(
            "%(n)d step from even. There may be something better; nobody knows.",
            "%(n)d steps from even. There may be something better; nobody knows.",
            cost,
        )
        return text % {"n": cost}
    text = ngettext(
        "%(n)d step from even, of which %(least)d cannot be avoided. There may be something better; nobody knows.",
        "%(n)d steps from even, of which %(least)d cannot be avoided. There may be something better; nobody knows.",
        cost,
    )
    return text % {"n": cost, "least": bound}
