"""Why somebody is where they are, what could not be met, and how good it is: the engine's answer in sentences.

A name comes with the grade, the home language, partners, requests and locks; never with anything sensitive.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community import grades
from trellis.core.foundation.formatting import format_list
from trellis.engines import grouping

MAX_NAMES = 3
NamesByKey = Mapping[str, str]


def student_sentences(
    explanation: grouping.GroupExplanation, fixed: Collection[str], names: NamesByKey
) -> list[str]:
    """Sentences about one student, the weightiest first."""
    sentences = []
    if explanation.student in fixed:
        sentences.append(_("Moved here by staff and locked."))
    sentences += [
        _("With %(name)s, as requested.") % {"name": names[student]} for student in explanation.together
    ]
    sentences += [
        _("Apart from %(name)s, as requested.") % {"name": names[student]} for student in explanation.apart
    ]
    sentences += [
        _("Not with %(name)s, although that was requested.") % {"name": names[student]}
        for student in explanation.together_unmet
    ]
    sentences += [
        _("With %(name)s, although the request was to keep them apart.") % {"name": names[student]}
        for student in explanation.apart_unmet
    ]
    if explanation.partners:
        some = _some_names(explanation.partners, names)
        sentences.append(_("Shares a home language with %(names)s in this group.") % {"names": some})
    elif explanation.rule_met is False:
        sentences.append(
            _("No one in this group shares a home language with this student. Someone in another group does.")
        )
    for level_share in explanation.balanced:
        if level_share.trait == "grade":
            sentences.append(_grade_sentence(level_share))
    return sentences


def _grade_sentence(level_share: grouping.LevelBalance) -> str:
    share = level_share.share
    params = {
        "grade": grades.grade_label(level_share.level),
        "n": share.count,
        "least": share.floor,
        "most": share.ceiling,
    }
    if share.floor == share.ceiling:
        text = ngettext(
            "Grade %(grade)s: %(n)d in this group. Balanced would be %(most)d.",
            "Grade %(grade)s: %(n)d in this group. Balanced would be %(most)d.",
            share.ceiling,
        )
        return text % params
    return _("Grade %(grade)s: %(n)d in this group. Balanced would be %(least)d to %(most)d.") % params


def _some_names(keys: Iterable[str], names: NamesByKey) -> str:
    sorted_names = sorted(names[key] for key in keys)
    some = format_list(sorted_names[:MAX_NAMES])
    more = len(sorted_names) - MAX_NAMES
    if more <= 0:
        return some
    text = ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more)
    return text % {"names": some, "n": more}


def unmet_sentences(
    now: grouping.Grouping, fixed: Collection[str], names: NamesByKey, titles: NamesByKey
) -> list[str]:
    """What could not be met, and why, as far as one can tell."""
    sentences = []
    for first, second in now.together_unmet:
        pair = {
            "student": names[first],
            "other": names[second],
            "why": _unmet_reason({first, second} & set(fixed)),
        }
        sentences.append(_("%(student)s and %(other)s are not together: %(why)s") % pair)
    for first, second in now.apart_unmet:
        reason = (
            _("there is only one group.")
            if len(now.groups) == 1
            else _unmet_reason({first, second} & set(fixed))
        )
        pair = {"student": names[first], "other": names[second], "why": reason}
        sentences.append(_("%(student)s and %(other)s are not apart: %(why)s") % pair)
    return sentences + [
        _unmet_rule_sentence(unmet_rule, fixed, names, titles) for unmet_rule in now.rule_unmet
    ]


def _unmet_reason(by_hand: Collection[str]) -> str:
    if len(by_hand) == 2:
        return _("both are locked in their groups.")
    if by_hand:
        return _("one of them is locked in a group, and no other spot keeps the groups as balanced.")
    return _("it would break other requests, or make the groups less balanced.")


def _unmet_rule_sentence(
    unmet_rule: grouping.RuleViolation, fixed: Collection[str], names: NamesByKey, titles: NamesByKey
) -> str:
    group_title = titles[unmet_rule.group]
    if unmet_rule.language:
        return _(
            "Everyone in %(place)s shares a home language: too many of the students speak the same one."
        ) % {"place": group_title}
    name = names[unmet_rule.students[0]]
    if unmet_rule.students[0] in fixed:
        text = _("No one in %(place)s shares a home language with %(name)s, who is locked in that group.")
    else:
        text = _(
            "No one in %(place)s shares a home language with %(name)s: too few of the students speak it."
        )
    return text % {"name": name, "place": group_title}


def quality_sentence(cost: int, bound: int) -> str:
    """How good it is, and whether that is proven. A step: one student too many or too few of a kind in a group."""
    if cost == bound == 0:
        return _("The groups are as balanced as possible, and every request is met. There is no better mix.")
    if cost == bound:
        text = ngettext(
            "%(n)d step away from balanced. No better mix is possible with these students, requests "
            "and locks.",
            "%(n)d steps away from balanced. No better mix is possible with these students, requests "
            "and locks.",
            cost,
        )
        return text % {"n": cost}
    if not bound:
        text = ngettext(
            "%(n)d step away from balanced. A better mix may exist.",
            "%(n)d steps away from balanced. A better mix may exist.",
            cost,
        )
        return text % {"n": cost}
    text = ngettext(
        "%(n)d step away from balanced; %(least)d cannot be avoided. A better mix may exist.",
        "%(n)d steps away from balanced; %(least)d cannot be avoided. A better mix may exist.",
        cost,
    )
    return text % {"n": cost, "least": bound}
