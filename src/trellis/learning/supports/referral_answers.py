"""What a partner answers to a referral by its link. Two people there may answer: neither overwrites the other."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import Conflict, Difference

from .calling_back import call_back, open_referrals
from .helping import said
from .models import Need, Referral

ASKED, ACCEPTED, DECLINED, CLOSED, WITHDRAWN = "asked", "accepted", "declined", "closed", "withdrawn"


def accept(referral: Referral, seen: int | None = None) -> None:
    """The partner takes it on. Once. Raises Conflict where somebody answered otherwise since `seen`."""
    _answer(referral, "accept a referral", ACCEPTED, "", seen)


def decline(referral: Referral, words: str, seen: int | None = None) -> None:
    """The partner cannot. The need is looked at again today. Raises Conflict as `accept` does."""
    _answer(referral, "decline a referral", DECLINED, words, seen)


def close(referral: Referral, words: str, seen: int | None = None) -> None:
    """The partner has done its part. The need is looked at again today; whether it is met, the counselor says.

    Raises Conflict as `accept` does.
    """
    if referral.accepted_at is None:
        raise Refusal(_("First select “Yes, we can help.”"))
    _answer(referral, "close a referral", CLOSED, words, seen)


def take_back(referral: Referral, by: UUID, seen: int | None = None) -> None:
    """The counselor takes a referral back. Raises Conflict where the partner has answered since `seen`, and Refusal
    where it is settled."""
    with ledger.act("take a referral back", by=by, about=referral.pk):
        now = _locked(referral)
        if now.withdrawn_at:
            return
        if now.declined_at or now.closed_at:
            raise Refusal(_("This is already final. The result is below."))
        if seen is not None and now.revision != seen:
            raise _conflict(now, WITHDRAWN, "")
        call_back(referral, by)


def answer_of(referral: Referral) -> str:
    """What the partner has answered so far."""
    if referral.closed_at:
        return CLOSED
    if referral.declined_at:
        return DECLINED
    return ACCEPTED if referral.accepted_at else ASKED


def _answer(referral: Referral, verb: str, answer: str, words: str, seen: int | None) -> None:
    """Write an answer, unless another one was written since the page was shown at revision `seen`.

    The same answer once more changes nothing. `seen` None: what the caller holds is what was shown.
    """
    words = said(words, 300)
    with ledger.act(verb, about=referral.pk):
        now = _locked(referral)
        if now.withdrawn_at:
            raise Refusal(_("The school canceled this link. Ask the school for a new one."))
        if answer_of(now) == answer and words in ("", now.answer):
            return
        if now.revision != (referral.revision if seen is None else seen):
            raise _conflict(now, answer, words)
        _write(now, answer, words)


def _write(referral: Referral, answer: str, words: str) -> None:
    now = timezone.now()
    referrals_of_partner = open_referrals().filter(need=referral.need_id, partner=referral.partner_id)
    # Where the partner was asked again since, that question is answered by its own link.
    if referrals_of_partner.exclude(pk=referral.pk).exists():
        raise Refusal(_("This is already done. Thank you."))
    values = {
        "accepted_at": now if answer == ACCEPTED else referral.accepted_at,
        "declined_at": now if answer == DECLINED else None,
        "closed_at": now if answer == CLOSED else None,
        "answer": words,
    }
    referrals = Referral.objects.unscoped("answers a referral").filter(pk=referral.pk)
    referrals.update(**values, revision=F("revision") + 1, modified=now)
    if answer != ACCEPTED:
        Need.objects.unscoped("comes back to the counselor").filter(pk=referral.need_id, met_at=None).update(
            look_again=timezone.localdate(), modified=now
        )


def _locked(referral: Referral) -> Referral:
    """The row as it is now, held until the act is over."""
    return Referral.objects.unscoped("one answer after the other").select_for_update().get(pk=referral.pk)


def _conflict(now: Referral, answer: str, words: str) -> Conflict:
    """Both answers, and the words that came with them. The field of the form is called `words`."""
    differences = []
    if answer_of(now) != answer:
        labels = _labels()
        differences.append(Difference("do", _("Answer"), labels[answer_of(now)], labels[answer], typed=False))
    if words != now.answer:
        label = _("Message to the counselor")
        differences.append(Difference("words", label, now.answer, words, now.answer, words, bool(words)))
    return Conflict(differences, now.revision)


def _labels() -> dict[str, str]:
    return {
        ASKED: _("not answered yet"),
        ACCEPTED: _("Yes, we can help"),
        DECLINED: _("We cannot help"),
        CLOSED: _("Mark done"),
        WITHDRAWN: _("canceled"),
    }
