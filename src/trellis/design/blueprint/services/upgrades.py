"""A school decides about a new version, part by part, and sets the day from which it works by it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..models import Adoption, ModelPackage, Upgrade
from ..package.diff import covering_path
from ..package.upgrade import PartComparison
from ..selectors import current_adoption, planned_adoption, upgrade_comparison
from .adaptation import AFTER_ADAPTATION
from .adoption import adopt_package, cancel_plan

Choices = Mapping[str, str]
"""By part: take, keep or blend."""
Values = Mapping[str, Mapping[str, str]]
"""By path, what a blend has where both sides changed the same place: {"side": ...}, or {"side": "own", "text": ...}."""


def save_decisions(
    school: School, package: ModelPackage, choices: Choices, values: Values, by: UUID
) -> Upgrade:
    """Save what a school decides about a version. It can be changed until the day on which the version begins."""
    with ledger.act("decide about a new model", by=by, about=school.pk, version=package.version):
        upgrade, _created = _decisions(school, package)
        chosen = {"choices": {**upgrade.choices, **choices}, "values": {**upgrade.values, **values}}
        return save_if_current(upgrade, {**chosen, "decided_by_id": by}, None, {})


def schedule_upgrade(school: School, package: ModelPackage, starts: date, by: UUID) -> Adoption:
    """Work by a new version from a day on, with what the school decided. Today is allowed: then it changes at once.

    Refused while a part that both sides changed has no decision, and where the result would have a problem.
    """
    if starts < school_local_time(school, timezone.now()).date():
        raise ActionError(_("Choose today or a later day."), "starts")
    with ledger.act("schedule a new model", by=by, about=school.pk, version=package.version):
        upgrade, _created = _decisions(school, package)
        values = {"starts": starts, "decided_by_id": by, "declined_at": None}
        return _plan(school, save_if_current(upgrade, values, None, {}), by)


def _decisions(school: School, package: ModelPackage) -> tuple[Upgrade, bool]:
    rows = Upgrade.objects.unscoped("find the school's decisions")
    return rows.get_or_create(school=school, package=package)


def decline_upgrade(school: School, package: ModelPackage, by: UUID) -> Upgrade:
    """Stay on the present version for now. What was decided is kept, and a plan is canceled."""
    with ledger.act("stay on a model", by=by, about=school.pk, version=package.version):
        upgrade, _created = _decisions(school, package)
        planned = planned_adoption(school.pk)
        if planned and planned.package_id == package.pk:
            cancel_plan(school)
        values = {"declined_at": timezone.now(), "starts": None, "decided_by_id": by}
        return save_if_current(upgrade, values, None, {})


def _plan(school: School, upgrade: Upgrade, by: UUID | None) -> Adoption:
    adoption = current_adoption(school.pk)
    if adoption is None or upgrade.starts is None:
        raise ActionError(_("This school has not adopted a model yet."))
    comparison = upgrade_comparison(adoption, upgrade.package)
    if undecided := [part for part in comparison.parts if is_undecided(part, upgrade)]:
        raise ActionError(
            _("Decide about each part first. Not decided: %(count)s.") % {"count": len(undecided)}
        )
    result = comparison.result(upgrade.choices, upgrade.values)
    if result.problems:
        raise ActionError(
            _("These choices don’t fit together: %(problem)s") % {"problem": result.problems[0]}
        )
    reasons = surviving_reasons(adoption, result.changes)
    cancel_plan(school)  # also where the new day is today: the old plan would begin after it
    return adopt_package(school, upgrade.package, by, result.changes, reasons, upgrade.starts)


def is_undecided(part: PartComparison, upgrade: Upgrade | None) -> bool:
    """Whether a part still needs a decision: both sides changed the same place, and nobody chose."""
    chosen = upgrade.choices.get(part.part) if upgrade else None
    return part.standing == "both" and part.suggestion is None and not chosen


def surviving_reasons(adoption: Adoption, changes: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """The school's reasons for what is still its own after an upgrade. The reasons of what it gave up stay with the
    adoption that has ended."""
    sources = {path: covering_path(path, adoption.reasons) for path in changes}
    return {path: adoption.reasons[source] for path, source in sources.items() if source}


def replan_after_adaptation(school: School, by: UUID) -> None:
    """A plan for a later day follows what the school changes today; where it no longer fits, the plan is canceled and
    the decisions wait on the page."""
    planned = planned_adoption(school.pk)
    if planned is None:
        return
    upgrade = (
        Upgrade.objects.unscoped("find the school's decisions")
        .filter(school=school, package=planned.package_id)
        .select_related("package")
        .first()
    )
    if upgrade is None:
        return
    try:
        _plan(school, upgrade, by)
    except ActionError:
        cancel_plan(school)
        save_if_current(upgrade, {"starts": None}, None, {})


AFTER_ADAPTATION.register("replan", replan_after_adaptation)
