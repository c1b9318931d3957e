"""Writing the items of a packet: the leaver's words, what the successor confirms and asks, and who knows nothing."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Role
from trellis.core.community.named_people import people_named_in
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .handover_facts import text
from .handover_services import REASON, check_open, today_at, update_status
from .models import HandoverItem, HandoverQuestion, LeaderHandover

State = HandoverItem.State


def check_words(handover: LeaderHandover, words: str) -> str:
    """Return what somebody wrote. Raises ActionError where it names a student or mentions immigration status."""
    if people_named_in(words, handover.school_id, (Role.STUDENT,)):
        raise ActionError(_("Leave out the names of students. Write about how the school works."))
    return reject_immigration_status(words)


def save_words(item: HandoverItem, words: str, seen: int | None, label: str, by: UUID) -> None:
    """Write what the leaver says. Other words than those that were confirmed wait to be confirmed again."""
    check_words(item.handover, words)
    with ledger.act("describe an item of a handover", by=by, about=item.pk):
        check_open(item.handover)
        if words == item.words and item.state != State.GATHERED:
            return
        state = State.FINISHED if words else State.GATHERED
        save_if_current(item, {"words": words, "state": state, "confirmed_on": None}, seen, {"words": label})
        update_status(item.handover)


def confirm_item(item: HandoverItem, seen: int | None, by: UUID) -> None:
    """The successor has what they need of it. Raises ActionError where the leaver wrote other words since."""
    today = today_at(item.handover.school)
    _settle(item, {"state": State.CONFIRMED, "confirmed_on": today}, seen, "confirm an item", by)


def mark_unknown(item: HandoverItem, by: UUID) -> None:
    """Nobody knows. It stays on the page, so that nobody believes that somebody does."""
    _settle(item, {"state": State.UNKNOWN, "confirmed_on": None}, None, "mark an item unknown", by)


def reopen_item(item: HandoverItem, by: UUID) -> None:
    """Undo a confirmation, or that nobody knows."""
    state = State.FINISHED if item.words else State.GATHERED
    _settle(item, {"state": state, "confirmed_on": None}, None, "reopen an item", by)


def _settle(item: HandoverItem, values: dict[str, object], seen: int | None, verb: str, by: UUID) -> None:
    """Write a state. Who saw other words than those that stand there now has to look again."""
    with ledger.act(verb, by=by, about=item.pk):
        check_open(item.handover)
        rows = HandoverItem.objects.unscoped(REASON).filter(pk=item.pk)
        if seen is not None and not rows.filter(revision=seen).exists():
            now = rows.first()
            if now and now.state == values["state"]:
                return
            raise ActionError(_("This item has changed since you opened the page. Read it again first."))
        rows.exclude(state=values["state"]).update(
            **values, revision=F("revision") + 1, modified=timezone.now()
        )
        update_status(item.handover)


def add_item(handover: LeaderHandover, key: UUID, section: str, title: str, words: str, by: UUID) -> None:
    """Add what no app of Trellis knows, such as who has the keys. The same key twice is one item."""
    check_words(handover, f"{title}\n{words}")
    with ledger.act("add an item to a handover", by=by, about=handover.pk):
        check_open(handover)
        HandoverItem.objects.unscoped(REASON).get_or_create(
            pk=key,
            defaults={
                "handover": handover,
                "section": section,
                "title": text(title),
                "words": words,
                "state": State.FINISHED if words else State.GATHERED,
                "position": 1_000_000,
            },
        )
        update_status(handover)


def remove_item(item: HandoverItem, by: UUID) -> None:
    """Take out an item that somebody added, or whose fact is gone. Raises ActionError for any other."""
    with ledger.act("remove an item of a handover", by=by, about=item.pk):
        check_open(item.handover)
        if item.key and item.gone_on is None:
            raise ActionError(_("This item comes from Trellis. It goes once it ends there."))
        rows = HandoverItem.objects.unscoped(REASON).filter(pk=item.pk, deleted_at=None)
        rows.update(deleted_at=timezone.now())
        update_status(item.handover)


def ask_question(item: HandoverItem, words: str, by: UUID) -> None:
    """Ask the leaver about an item. The same question again is one question."""
    check_words(item.handover, words)
    with ledger.act("ask about an item of a handover", by=by, about=item.pk):
        check_open(item.handover)
        HandoverQuestion.objects.unscoped(REASON).get_or_create(item=item, asked_by_id=by, words=words)


def answer_question(question: HandoverQuestion, words: str, by: UUID) -> None:
    """Answer once. The same answer again is one; another raises ActionError."""
    check_words(question.item.handover, words)
    with ledger.act("answer a question of a handover", by=by, about=question.pk):
        check_open(question.item.handover)
        rows = HandoverQuestion.objects.unscoped(REASON).filter(pk=question.pk)
        values = {"answer": words, "answered_by_id": by, "answered_at": timezone.now()}
        written = rows.filter(answer="").update(**values, modified=timezone.now())
        if not written and not rows.filter(answer=words).exists():
            raise ActionError(
                _("This question has an answer already. Open the page again to read it."), "answer"
            )
