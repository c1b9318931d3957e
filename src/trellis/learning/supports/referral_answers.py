"""What a partner answers to a referral by its link. Two people there may answer: neither overwrites the other."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict, FieldDifference

from .models import Need, Referral
from .referral_withdrawal import mark_referral_withdrawn, open_referrals
from .services import clean_support_line

ASKED, ACCEPTED, DECLINED, CLOSED, WITHDRAWN = "asked", "accepted", "declined", "closed", "withdrawn"


def accept_referral(referral: Referral, seen: int | None = None) -> None:
    """Accept a referral for the partner. Raises EditConflict if somebody answered otherwise since `seen`."""
    _save_answer(referral, "accept a referral", ACCEPTED, "", seen)


def decline_referral(referral: Referral, words: str, seen: int | None = None) -> None:
    """Decline a referral for the partner; the follow-up of the need is today. Raises EditConflict likewise."""
    _save_answer(referral, "decline a referral", DECLINED, words, seen)


def close_referral(referral: Referral, words: str, seen: int | None = None) -> None:
    """Close a referral for the partner; the follow-up of the need is today. The counselor marks the need met.

    Raises EditConflict as `accept_referral` does.
    """
    if referral.accepted_at is None:
        raise ActionError(_("First select “Yes, we can help.”"))
    _save_answer(referral, "close a referral", CLOSED, words, seen)


def withdraw_referral(referral: Referral, by: UUID, seen: int | None = None) -> None:
    """The counselor takes a referral back. Raises EditConflict where the partner has answered since `seen`, and
    ActionError where it is settled."""
    with ledger.act("withdraw a referral", by=by, about=referral.pk):
        now = _lock_referral(referral)
        if now.withdrawn_at:
            return
        if now.is_answered:
            raise ActionError(_("This is already final. The result is below."))
        if seen is not None and now.revision != seen:
            raise _answer_conflict(now, WITHDRAWN, "")
        mark_referral_withdrawn(referral, by)


def answer_of(referral: Referral) -> str:
    """What the partner has answered so far."""
    if referral.closed_at:
        return CLOSED
    if referral.declined_at:
        return DECLINED
    return ACCEPTED if referral.accepted_at else ASKED


def _save_answer(referral: Referral, verb: str, answer: str, words: str, seen: int | None) -> None:
    """Write an answer, unless another one was written since the page was shown at revision `seen`.

    The same answer once more changes nothing. `seen` None: the referral that is passed is what was shown.
    """
    words = clean_support_line(words, 300)
    with ledger.act(verb, about=referral.pk):
        now = _lock_referral(referral)
        if now.withdrawn_at:
            raise ActionError(_("The school canceled this link. Ask the school for a new one."))
        if answer_of(now) == answer and words in ("", now.answer):
            return
        if now.revision != (referral.revision if seen is None else seen):
            raise _answer_conflict(now, answer, words)
        _write_answer(now, answer, words)


def _write_answer(referral: Referral, answer: str, words: str) -> None:
    now = timezone.now()
    referrals_of_partner = open_referrals().filter(need=referral.need_id, partner=referral.partner_id)
    # Where the partner was asked again since, that question is answered by its own link.
    if referrals_of_partner.exclude(pk=referral.pk).exists():
        raise ActionError(_("This is already done. Thank you."))
    values = {
        "accepted_at": now if answer == ACCEPTED else referral.accepted_at,
        "declined_at": now if answer == DECLINED else None,
        "closed_at": now if answer == CLOSED else None,
        "answer": words,
    }
    referrals = Referral.objects.unscoped("let the partner answer the referral its link is about").filter(
        pk=referral.pk
    )
    referrals.update(**values, revision=F("revision") + 1, modified=now)
    if answer != ACCEPTED:
        needs = Need.objects.open().unscoped("bring the need back to the counselor's list")
        needs.filter(pk=referral.need_id).update(review_on=timezone.localdate(), modified=now)


def _lock_referral(referral: Referral) -> Referral:
    """Return the referral as it is now, locked until the act ends."""
    return (
        Referral.objects.unscoped("lock the referral while it is answered")
        .select_for_update()
        .get(pk=referral.pk)
    )


def _answer_conflict(now: Referral, answer: str, words: str) -> EditConflict:
    """Both answers, and the words that came with them. The field of the form is called `words`."""
    differences = []
    if answer_of(now) != answer:
        labels = _answer_labels()
        differences.append(
            FieldDifference("do", _("Answer"), labels[answer_of(now)], labels[answer], typed=False)
        )
    if words != now.answer:
        label = _("Message to the counselor")
        differences.append(FieldDifference("words", label, now.answer, words, now.answer, words, bool(words)))
    return EditConflict(differences, now.revision)


def _answer_labels() -> dict[str, str]:
    return {
        ASKED: _("not answered yet"),
        ACCEPTED: _("Yes, we can help"),
        DECLINED: _("We cannot help"),
        CLOSED: _("Mark done"),
        WITHDRAWN: _("canceled"),
    }
