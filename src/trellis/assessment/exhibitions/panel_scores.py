"""Scoring on one rubric, everybody for themselves first; then talk, and one agreed level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.assessment.evidence.panel_evidence import AssessedWork, first_unscored_row, save_as_evidence
from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.design.frameworks.models import Outcome

from .models import AgreedLevel, Exhibition, PanelComment, Panelist, PanelScore
from .rubric import ExhibitionProtocol, rows_far_apart

MAX_REMARKS = 20


@dataclass(frozen=True)
class PanelAgreement:
    """What the panel settled: a level for each row, words where they talked, and what it wrote down."""

    levels: Mapping[str, int]
    discussions: Mapping[str, str]
    remarks: Sequence[tuple[str, str]]


def save_scores(seat: Panelist, protocol: ExhibitionProtocol, levels: Mapping[str, int]) -> None:
    """Save one panelist's levels, in every row. They alone may change them, until the panel has agreed.

    Raises ActionError before its time, after it is agreed, and for a row without a level.
    """
    with ledger.act("score an exhibition", by=seat.person_id, about=seat.exhibition_id):
        _lock_open_exhibition(seat)
        _check_every_row_scored(protocol, levels)
        _write_levels(seat, protocol, levels)
        now = timezone.now()
        seats = Panelist.objects.unscoped("change the panelist's own seat").filter(pk=seat.pk)
        seats.update(scored_at=now, accepted_at=seat.accepted_at or now, declined_at=None, modified=now)


def save_chosen_levels(seat: Panelist, protocol: ExhibitionProtocol, levels: Mapping[str, int]) -> None:
    """Save the levels that a panelist has chosen so far. They count once the panelist saves all of them.

    Raises ActionError before its time and after it is agreed.
    """
    with ledger.act("score rows of an exhibition", by=seat.person_id, about=seat.exhibition_id):
        _lock_open_exhibition(seat)
        _write_levels(seat, protocol, levels)


def _lock_open_exhibition(seat: Panelist) -> Exhibition:
    """Return the exhibition, locked. Raises ActionError while, or once, it may not be scored."""
    rows = Exhibition.objects.unscoped("read the panel that the person sits on").select_for_update()
    exhibition = rows.get(pk=seat.exhibition_id)
    if exhibition.agreed_at:
        raise ActionError(_("The panel has already agreed. Thank you."))
    if not exhibition.is_scoring_open:
        raise ActionError(_("Scoring opens one hour before the exhibition starts."))
    return exhibition


def _write_levels(seat: Panelist, protocol: ExhibitionProtocol, levels: Mapping[str, int]) -> None:
    scores = PanelScore.objects.unscoped("write the panelist's own scores")
    for row in protocol.rows:
        level = levels.get(row.key)
        if level is not None and any(level == position for position, _quality, _sentence in row.levels):
            scores.update_or_create(panelist=seat, criterion=row.key, defaults={"level": level})


def has_scored(seat: Panelist, levels: Mapping[str, int], protocol: ExhibitionProtocol) -> bool:
    """Whether a panelist has saved every row: rows saved while they choose do not count yet."""
    return seat.scored_at is not None and all(row.key in levels for row in protocol.rows)


def _check_every_row_scored(protocol: ExhibitionProtocol, levels: Mapping[str, int]) -> None:
    row = first_unscored_row(protocol.rows, levels)
    if row:
        raise ActionError(_("“%(row)s” has no level yet. Choose a level in every row.") % {"row": row.title})


def scores_by_seat(exhibition: Exhibition) -> dict[Panelist, dict[str, int]]:
    """Return the levels by row of each panelist who came, by seat. Seats that have not scored yet are empty."""
    seats = (
        Panelist.objects.unscoped("read the panel of an exhibition that is over")
        .filter(exhibition=exhibition, deleted_at=None, accepted_at__isnull=False)
        .exclude(part=Panelist.Part.INTERPRETER)
    )
    levels_by_seat: dict[Panelist, dict[str, int]] = {
        seat: {} for seat in seats.select_related("person").order_by("created")
    }
    by_id = {seat.pk: seat for seat in levels_by_seat}
    scores = PanelScore.objects.unscoped("read the scores of a panel whose exhibition is over").filter(
        panelist__in=by_id
    )
    for seat_id, criterion, level in scores.values_list("panelist", "criterion", "level"):
        levels_by_seat[by_id[seat_id]][criterion] = level
    return levels_by_seat


def save_agreement(
    exhibition: Exhibition,
    protocol: ExhibitionProtocol,
    agreement: PanelAgreement,
    outcomes: Mapping[str, Outcome],
    by: Person,
) -> None:
    """Save what the panel agreed, once. The levels become scores of the student's work.

    Raises ActionError while somebody has not scored, without the student's own scores, where scores lie far
    apart and nothing was said about it, and for a row without a level.
    """
    with ledger.act("agree on an exhibition", by=by.pk, about=exhibition.pk):
        rows = Exhibition.objects.unscoped("agree on a panel's scores only once").select_related("term")
        current = rows.select_for_update(of=("self",)).get(pk=exhibition.pk)
        if current.agreed_at:
            raise ActionError(_("The panel already agreed on this. The results are below."))
        _check_everyone_scored(current, protocol, agreement)
        _check_every_row_scored(protocol, agreement.levels)
        for row in protocol.rows:
            AgreedLevel.objects.create(
                exhibition=current,
                criterion=row.key,
                level=agreement.levels[row.key],
                discussion=reject_immigration_status(
                    agreement.discussions.get(row.key, "").strip()[:600], about_work=True
                ),
            )
        for kind, words in _clean_remarks(agreement):
            PanelComment.objects.create(exhibition=current, kind=kind, words=words)
        now = timezone.now()
        held_at = current.held_at or current.starts or now
        current.agreed_at, current.held_at = now, held_at
        current.save()
        title = f"{protocol.kind.title}, {current.term.title}"
        if current.practice_school_id:
            return  # of an adult: it is evidence of no student's learning
        assessed_work = AssessedWork(current.student_id, title, held_at, now, by)
        save_as_evidence(assessed_work, protocol.rows, agreement.levels, outcomes)


def _check_everyone_scored(
    exhibition: Exhibition, protocol: ExhibitionProtocol, agreement: PanelAgreement
) -> None:
    scores = scores_by_seat(exhibition)
    if len(scores) < 2 or not any(seat.part == Panelist.Part.STUDENT for seat in scores):
        raise ActionError(_("A panel needs the student and at least one other person to score the work."))
    open_seats = [
        seat.display_name for seat, levels in scores.items() if not has_scored(seat, levels, protocol)
    ]
    if open_seats:
        raise ActionError(
            _("Still waiting for scores from: %(names)s. If they did not come, remove them from the panel.")
            % {"names": format_list(open_seats)}
        )
    titles = {row.key: row.title for row in protocol.rows}
    for key in rows_far_apart(protocol, scores.values()):
        if not agreement.discussions.get(key, "").strip():
            raise ActionError(
                _(
                    "The scores for “%(row)s” are far apart. Talk about it first. Then write one sentence "
                    "about what you discussed."
                )
                % {"row": titles[key]},
                field=f"talk-{key}",
            )


def _clean_remarks(agreement: PanelAgreement) -> list[tuple[str, str]]:
    remarks = [(kind, " ".join(words.replace("\x00", "").split())) for kind, words in agreement.remarks]
    remarks = [(kind, words) for kind, words in remarks if words and kind in PanelComment.Kind.values]
    for _kind, words in remarks:
        reject_immigration_status(words, about_work=True)
    if len(remarks) > MAX_REMARKS or any(len(words) > 600 for _kind, words in remarks):
        raise ActionError(_("Enter up to 20 lines, each with up to 600 characters."))
    return remarks
