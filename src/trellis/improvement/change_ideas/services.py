"""Writing change ideas: sharing a test, unsharing it, changing an idea, and starting a cycle from one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.improvement.cycles.models import Cycle
from trellis.improvement.cycles.text_checks import check_text

from .models import ChangeIdea, IdeaTest

REASON = "write an idea that the caller may change"
TEXTS = ("title", "how", "conditions", "adaptations")


@dataclass(frozen=True)
class SharedText:
    """What others read of a test. idea: the one that it tested; None for a new one. figures: from frozen.py."""

    idea: ChangeIdea | None
    texts: Mapping[str, str]
    decision_words: str
    figures: list[dict[str, object]]


def share_cycle(cycle: Cycle, sent: SharedText, by: UUID) -> IdeaTest:
    """Share what a decided cycle showed with the network. Pressed twice, it is one test; again, it is renewed."""
    if not cycle.decision:
        raise ActionError(_("Decide about this cycle first."))
    _check_texts(sent, cycle.place)
    with ledger.act("share a change idea", by=by, about=cycle.pk):
        test = IdeaTest.objects.unscoped(REASON).filter(cycle=cycle).select_related("idea").first()
        earlier = test.idea if test else None
        idea = sent.idea or _renewed(test, cycle, sent, by) or _new_idea(cycle, sent, by)
        test = test or IdeaTest(cycle=cycle)
        test.idea, test.school, test.deleted_at = idea, cycle.place, None
        test.group, test.scale = (cycle.aim.group if cycle.aim else ""), cycle.scale
        test.decision, test.decision_words = cycle.decision, sent.decision_words
        test.decided_on, test.figures = cycle.decided_on, sent.figures
        test.shared_at, test.shared_by_id = timezone.now(), by
        test.save()
        if earlier and earlier.pk != idea.pk:
            _hide_without_tests(earlier)
        return test


def _check_texts(sent: SharedText, place: School | None) -> None:
    for name in TEXTS:
        check_text(sent.texts.get(name, ""), place, name)
    check_text(sent.decision_words, place, "decision_words")
    for figure in sent.figures:
        check_text(f"{figure['title']} {figure['question']}", place, "decision_words")


def _renewed(test: IdeaTest | None, cycle: Cycle, sent: SharedText, by: UUID) -> ChangeIdea | None:
    """The idea that this cycle shared before, with the text as it is now; None where another cycle is its origin."""
    if test is None or test.idea.created_by_id != by or _other_tests(test):
        return None
    values = {name: sent.texts.get(name, "") for name in TEXTS} | {"deleted_at": None}
    return (
        save_if_current(test.idea, values, None, {})
        if test.idea.deleted_at is None
        else _restored(test, values)
    )


def _restored(test: IdeaTest, values: Mapping[str, object]) -> ChangeIdea:
    for name, value in values.items():
        setattr(test.idea, name, value)
    test.idea.save()
    return test.idea


def _other_tests(test: IdeaTest) -> bool:
    rows = IdeaTest.objects.unscoped(REASON).filter(idea=test.idea_id, deleted_at=None)
    return rows.exclude(pk=test.pk).exists()


def _new_idea(cycle: Cycle, sent: SharedText, by: UUID) -> ChangeIdea:
    place, aim = cycle.place, cycle.aim
    if not sent.texts.get("title") or not sent.texts.get("how"):
        raise ActionError(_("Say what the idea is and how to do it."), "title")
    return ChangeIdea.objects.create(
        network_id=place.network_id if place else cycle.network_id,
        school=place,
        measure=aim.measure if aim else "",
        group=aim.group if aim else "",
        created_by_id=by,
        **{name: sent.texts.get(name, "") for name in TEXTS},
    )


def unshare(test: IdeaTest, by: UUID) -> None:
    """Take back what others read of a test. An idea that nobody has shared a test of is no longer listed."""
    with ledger.act("unshare a change idea", by=by, about=test.pk):
        blank = {"figures": [], "decision_words": "", "decision": "", "shared_at": None, "shared_by": None}
        IdeaTest.objects.unscoped(REASON).filter(pk=test.pk).update(**blank)
        _hide_without_tests(test.idea)


def _hide_without_tests(idea: ChangeIdea) -> None:
    shared = IdeaTest.objects.unscoped(REASON).filter(idea=idea, deleted_at=None, shared_at__isnull=False)
    if not shared.exists():
        ChangeIdea.objects.unscoped(REASON).filter(pk=idea.pk).update(deleted_at=timezone.now())


def update_idea(
    idea: ChangeIdea, values: Mapping[str, str], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change what an idea says. Results of tests stay as they were shared."""
    with ledger.act("change a change idea", by=by, about=idea.pk):
        for name in TEXTS:
            check_text(values[name], idea.school, name)
        save_if_current(idea, values, seen, labels)


def link_cycle(idea: ChangeIdea, cycle: Cycle, by: UUID) -> IdeaTest:
    """Say that a cycle tests an idea. Nothing of the cycle is shared by that."""
    with ledger.act("try a change idea", by=by, about=idea.pk):
        test, _created = IdeaTest.objects.unscoped(REASON).get_or_create(
            cycle=cycle, defaults={"idea": idea, "school": cycle.place}
        )
        return test
