"""Taking an answer: once from each person, and so that nobody can tell whose it was."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.write_lock import write_transaction

from ..models import SurveyRound, SurveyTally, SurveyTicket, SurveyWords
from ..people import allowed_students, groups_of, today_of
from ..text_checks import check_words

REASON = "take an anonymous answer to a survey"


def ticket_of(row: SurveyRound, person: Person) -> SurveyTicket | None:
    """A person's ticket for a round, while they may use it or once they have."""
    ticket = SurveyTicket.objects.unscoped(REASON).filter(round=row, person=person).first()
    if ticket is None or ticket.is_used or row.audience != SurveyRound.Audience.STUDENTS:
        return ticket
    return ticket if allowed_students(row, [person.pk]) else None


def save_answer(
    row: SurveyRound, person: Person, choices: Mapping[str, int], words: Mapping[str, str]
) -> bool:
    """Count an answer, and return whether it was the person's first: sent twice, it counts once.

    choices: by question, the number of the chosen answer. It is no act of the ledger: that would note who, and when.
    """
    for key, text in words.items():
        check_words(text, row.school_id, f"item-{key}")
    with write_transaction():
        rows = SurveyRound.objects.unscoped(REASON).filter(pk=row.pk, deleted_at=None)
        current = rows.select_for_update().select_related("school").first()
        if current is None or not current.is_open or today_of(current.school) > current.closes:
            raise ActionError(_("This survey is closed."))
        ticket = ticket_of(current, person)
        if ticket is None:
            raise ActionError(_("This survey does not ask you. Ask the school if you think it should."))
        unused = SurveyTicket.objects.unscoped(REASON).filter(pk=ticket.pk, is_used=False)
        if not unused.update(is_used=True):
            return False
        for facet, level in groups_of(current, person):
            _add_to_tally(current, facet, level, choices)
        SurveyWords.objects.bulk_create(
            [SurveyWords(round=current, item=key, text=text) for key, text in words.items() if text]
        )
    return True


def _add_to_tally(row: SurveyRound, facet: str, level: str, choices: Mapping[str, int]) -> None:
    tally, _created = SurveyTally.objects.unscoped(REASON).get_or_create(round=row, facet=facet, level=level)
    sizes = {item["key"]: len(item["answers"]) for item in row.content["items"]}
    for key, choice in choices.items():
        counts = tally.counts.setdefault(key, [0] * sizes[key])
        counts[choice] += 1
    tally.answered += 1
    tally.save(update_fields=["answered", "counts"])
