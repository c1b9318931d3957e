"""Writing cycles: planning one, predictions, the baseline, observations, the decision, and the next one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.files import clean_photo_or_voice_note
from trellis.core.foundation.revisions import save_if_current

from ..models import Cycle, CycleMeasure, DataPoint, Observation, PracticalMeasure, Prediction
from ..models.cycles import RHYTHM
from ..text_checks import check_text

REASON = "write a cycle that the caller may change"
TEXTS = ("title", "change_idea", "data_plan")
MIN_BASELINE = 2


def start_cycle(key: UUID, owner: Mapping[str, object], values: Mapping[str, object], by: UUID) -> Cycle:
    """Start a cycle. Sent twice under one id, it is one."""
    with ledger.act("start a cycle", by=by, about=key):
        existing = Cycle.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        cycle = Cycle(sourced_id=key, started_by_id=by, **owner, **values)
        for name in TEXTS:
            check_text(getattr(cycle, name), cycle.place, name)
        cycle.save(force_insert=True)
        return cycle


def update_cycle(
    cycle: Cycle,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    today: date,
    by: UUID,
) -> None:
    """Change the plan. A change that has begun is not put off: predictions stay closed."""
    with ledger.act("change a cycle", by=by, about=cycle.pk):
        for name in TEXTS:
            check_text(str(values[name]), cycle.place, name)
        if cycle.within_school and not values.get("within_school", True):
            _check_written(cycle)
        begins = values.get("change_on")
        if cycle.has_begun(today) and (not isinstance(begins, date) or begins > today):
            raise ActionError(
                _("The change has started. You can correct the day, but not to one that is ahead."),
                field="change_on",
            )
        save_if_current(cycle, values, seen, labels)


def _check_written(cycle: Cycle) -> None:
    """Before others than the school's staff read a cycle: what was written in it names no student."""
    observed = Observation.objects.unscoped(REASON).filter(cycle=cycle, deleted_at=None)
    predicted = Prediction.objects.unscoped(REASON).filter(cycle=cycle, deleted_at=None)
    texts = [cycle.decision_words, *observed.values_list("words", flat=True)]
    texts += [text for pair in predicted.values_list("question", "reason") for text in pair]
    for text in texts:
        check_text(text, cycle.place, "within_school")


def look_at(cycle: Cycle, practical: PracticalMeasure, by: UUID) -> CycleMeasure:
    """Look at a practical measure in a cycle. Added twice, it is looked at once."""
    with ledger.act("add a measure to a cycle", by=by, about=cycle.pk):
        row, _created = CycleMeasure.objects.unscoped(REASON).get_or_create(cycle=cycle, practical=practical)
        return row


def freeze_baseline(row: CycleMeasure, first: date, last: date, reason: str, today: date, by: UUID) -> None:
    """Freeze the points from one day to another as the baseline. Once it is frozen, it is set again only with a reason:
    what changed. Raises ActionError for too few points, and for points after the change began."""
    with ledger.act("freeze a baseline", by=by, about=row.cycle_id):
        check_text(reason, row.cycle.place, "reason")
        if row.frozen_on and not reason:
            raise ActionError(_("The baseline is frozen. Say what changed to set it again."), field="reason")
        if first > last:
            raise ActionError(_("The first day must come before the last."), field="last")
        begins = row.cycle.change_on
        if begins and last >= begins:
            raise ActionError(_("The baseline must end before the change began."), field="last")
        points = DataPoint.objects.unscoped(REASON).filter(
            measure=row.practical_id, deleted_at=None, day__gte=first, day__lte=last
        )
        if points.count() < MIN_BASELINE:
            raise ActionError(_("There are too few numbers between these days."), field="first")
        CycleMeasure.objects.unscoped(REASON).filter(pk=row.pk).update(
            baseline_first=first,
            baseline_last=last,
            baseline_reason=reason,
            frozen_on=today,
            frozen_by=by,
        )


def predict(cycle: Cycle, key: UUID, values: Mapping[str, object], today: date, by: UUID) -> Prediction:
    """Write a prediction before the change begins. Sent twice under one id, it is one."""
    with ledger.act("predict", by=by, about=cycle.pk):
        existing = Prediction.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        _check_open(cycle, today)
        prediction = Prediction(sourced_id=key, cycle=cycle, by_id=by, **values)
        for name in ("question", "reason"):
            check_text(getattr(prediction, name), cycle.place, name)
        prediction.save(force_insert=True)
        return prediction


def update_prediction(
    prediction: Prediction,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    today: date,
    by: UUID,
) -> None:
    """Change a prediction while the change has not begun. What it was before stays in the history."""
    with ledger.act("change a prediction", by=by, about=prediction.cycle_id):
        _check_open(prediction.cycle, today)
        for name in ("question", "reason"):
            check_text(str(values[name]), prediction.cycle.place, name)
        save_if_current(prediction, values, seen, labels)


def _check_open(cycle: Cycle, today: date) -> None:
    if cycle.has_begun(today):
        raise ActionError(
            _("The change has started. Predictions are written before that and stay as they are.")
        )


def observe(
    cycle: Cycle, key: UUID, day: date, words: str, photo: UploadedFile | None, by: UUID
) -> Observation:
    """Write down what somebody saw. Sent twice under one id, it is one."""
    with ledger.act("write an observation", by=by, about=cycle.pk):
        existing = Observation.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        check_text(words, cycle.place, "words")
        observation = Observation(sourced_id=key, cycle=cycle, day=day, words=words, by_id=by)
        if photo is not None:
            content, media_type = clean_photo_or_voice_note(photo)
            if not media_type.startswith("image/"):
                raise ActionError(_("Choose a photo."), field="photo")
            observation.photo.save(f"{observation.pk.hex}.jpg", content, save=False)
        observation.save(force_insert=True)
        return observation


def decide(
    cycle: Cycle,
    decision: str,
    words: str,
    seen: int | None,
    labels: Mapping[str, str],
    today: date,
    by: UUID,
) -> None:
    """Say what becomes of the change, and why. It can be said anew by who has seen what was said."""
    with ledger.act("decide about a cycle", by=by, about=cycle.pk, decision=decision):
        check_text(words, cycle.place, "decision_words")
        values = {"decision": decision, "decision_words": words, "decided_on": today}
        save_if_current(cycle, values, seen, labels)


def start_next(cycle: Cycle, today: date, by: UUID) -> Cycle:
    """Start the cycle that follows, with the same question, aim and measures; their baselines stay frozen. Pressed
    twice, it is one. Raises ActionError where nothing was decided yet."""
    if not cycle.decision:
        raise ActionError(_("Decide about this cycle first."))
    with ledger.act("start the next cycle", by=by, about=cycle.pk):
        following = {
            "title": cycle.title,
            "change_idea": cycle.change_idea,
            "data_plan": cycle.data_plan,
            "within_school": cycle.within_school,
            "aim_id": cycle.aim_id,
            "scale": cycle.scale,
            "starts": today,
            "due": today + RHYTHM,
            "started_by_id": by,
            **cycle.owner_columns,
        }
        row, created = Cycle.objects.unscoped(REASON).get_or_create(
            series=cycle.series, number=cycle.number + 1, defaults=following
        )
        if created:
            _copy_measures(cycle, row)
        return row


def _copy_measures(cycle: Cycle, following: Cycle) -> None:
    for each in CycleMeasure.objects.unscoped(REASON).filter(cycle=cycle, deleted_at=None):
        CycleMeasure.objects.create(
            cycle=following,
            practical_id=each.practical_id,
            baseline_first=each.baseline_first,
            baseline_last=each.baseline_last,
            baseline_reason=each.baseline_reason,
            frozen_on=each.frozen_on,
            frozen_by_id=each.frozen_by_id,
        )
