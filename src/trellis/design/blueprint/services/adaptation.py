"""A school changes what is its own of the model, with a reason. What does not hold together yet waits unfinished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.registry import Registry
from trellis.core.foundation.revisions import save_if_current

from ..models import Adoption, UnfinishedAdaptation
from ..package.diff import covering_path, tree_adaptation
from ..package.files import RawTables
from ..package.locks import keep_locked
from ..package.problem import Problem
from ..selectors import checked_tables, current_adoption, package_body
from .adoption import Reasons, adopt_package

AFTER_ADAPTATION: Registry[str, Callable[[School, UUID], None]] = Registry(
    "after adaptation", "what follows when a school has changed its model"
)


def adapt_model(adoption: Adoption, tables: RawTables, path: str, reason: str, by: UUID) -> list[Problem]:
    """Change what is the school's to change: `tables` are all parts as they shall be, `path` the place that was edited.

    In force from now on where it holds together. Otherwise it waits as an unfinished change, and the problems are
    returned. Refused where a locked place would change, and where somebody else changed the model meanwhile.
    """
    school = adoption.school
    base = package_body(adoption.package)
    locked = keep_locked(tables, base.tree)[1]
    if locked:
        raise ActionError(_("This is locked by the network. Ask the network to change it."))
    given = {"text": reason, "by": str(by), "on": _today(school)}
    with ledger.act("adapt a model", by=by, about=school.pk, path=path[:200]):
        present = current_adoption(school.pk)
        if present is None or present.pk != adoption.pk:
            raise ActionError(_("Someone changed your school’s model at the same moment. Save again."))
        unfinished = _unfinished(school)
        reasons = {**(unfinished.reasons if unfinished else {}), **({path: given} if reason else {})}
        problems = checked_tables(base, tables)[1]
        if problems:
            _keep_unfinished(adoption, unfinished, tables, reasons)
            return problems
        if unfinished:
            unfinished.delete()
        _adapt(adoption, tree_adaptation(base.tree, tables), reasons, by)
    return []


def _adapt(adoption: Adoption, changes: Mapping[str, object], given: Reasons, by: UUID) -> None:
    """Adopt the same version with other changes; each has the reason given for it now, or the one it had."""
    reasons = {}
    for place, value in changes.items():
        earlier = covering_path(place, adoption.reasons)
        source = covering_path(place, given)
        is_new = place not in adoption.changes or adoption.changes[place] != value
        if source and (is_new or f"{place}.".startswith(f"{source}.")):
            reasons[place] = dict(given[source])
        elif earlier:
            reasons[place] = adoption.reasons[earlier]
    adopt_package(adoption.school, adoption.package, by, changes, reasons)
    for call in AFTER_ADAPTATION.values():
        call(adoption.school, by)


def discard_unfinished(school: School, by: UUID) -> None:
    """Forget a change that does not hold together yet: the model in force stays."""
    with ledger.act("discard an unfinished change of a model", by=by, about=school.pk):
        if unfinished := _unfinished(school):
            unfinished.delete()


def _unfinished(school: School) -> UnfinishedAdaptation | None:
    rows = UnfinishedAdaptation.objects.unscoped("find what the school has begun to change")
    return rows.filter(school=school).first()


def _keep_unfinished(
    adoption: Adoption, row: UnfinishedAdaptation | None, tables: RawTables, reasons: Reasons
) -> None:
    values = {"adoption": adoption, "body": tables, "reasons": dict(reasons)}
    if row is None:
        UnfinishedAdaptation.objects.create(school=adoption.school, **values)
    else:
        save_if_current(row, values, None, {})


def _today(school: School) -> str:
    return school_local_time(school, timezone.now()).date().isoformat()
