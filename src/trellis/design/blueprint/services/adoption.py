"""A school adopts a version of its network's model, and changes what is its own to change."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Network, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.registry import Registry

from ..models import Adoption, ModelPackage
from ..package import InvalidPackageError, LockedPartError, Package, adapt_package, measure_problems
from ..selectors import current_adoption, package_body, planned_adoption, schools_without_model
from .packages import load_package

Reasons = Mapping[str, Mapping[str, str]]
"""By path of a change: its "text", the id of who gave it ("by"), and the day ("on")."""


def adopt_package(
    school: School,
    package: ModelPackage,
    by: UUID | None = None,
    changes: Mapping[str, object] | None = None,
    reasons: Reasons | None = None,
    starts: date | None = None,
) -> Adoption:
    """Adopt a package for a school from now on, or from a later day. A plan for a later day replaces an earlier plan.

    Refuses changes to locked parts and unknown measures.
    """
    _check_changes(package, changes or {})
    now = timezone.now()
    begins = moment_of_day(school, starts) if starts else now
    with ledger.act("adopt a model", by=by, about=school.pk, package=package.slug):
        if begins > now:
            cancel_plan(school)
        else:
            begins = now
        planned = planned_adoption(school.pk)
        if current := current_adoption(school.pk):
            Adoption.objects.unscoped("end the school's current model").filter(pk=current.pk).update(
                ends=begins
            )
        return Adoption.objects.create(
            school=school,
            package=package,
            starts=begins,
            ends=planned.starts if planned else None,
            changes=dict(changes or {}),
            reasons=dict(reasons or {}),
        )


def adopt_first_model(school: School, package: ModelPackage, by: UUID) -> Adoption:
    """Let a school that has no model yet work by one from now on. Sent twice, it is one adoption.

    A school that has one takes up another version part by part, with `upgrades`.
    """
    with ledger.act("adopt a model", by=by, about=school.pk, package=package.slug):
        School.objects.unscoped("adopt one model at a time").select_for_update().get(pk=school.pk)
        current = current_adoption(school.pk)
        if current is None:
            return adopt_package(school, package, by)
        if current.package_id != package.pk:
            raise ActionError(_("Your school works by a model already. Open this page again."))
        return current


def _check_changes(package: ModelPackage, changes: Mapping[str, object]) -> None:
    try:
        adapted = adapt_package(package_body(package), changes)
    except LockedPartError as error:
        raise ActionError(str(error)) from error
    if changes and (problems := list(measure_problems(adapted.measures))):
        raise InvalidPackageError(problems)


def cancel_plan(school: School) -> None:
    """Forget what a school has planned for a later day: it goes on with what it has now. Call inside an act."""
    planned = planned_adoption(school.pk)
    if planned is None:
        return
    rows = Adoption.objects.unscoped("cancel a school's planned model")
    rows.filter(pk=planned.pk).update(deleted_at=timezone.now(), ends=planned.starts)
    rows.filter(school=school, ends=planned.starts, deleted_at=None).update(ends=None)


def moment_of_day(school: School, day: date) -> datetime:
    """The first moment of a day on the school's clock."""
    return datetime.combine(day, time.min, tzinfo=zone_named(school.time_zone))


def adopt_in_schools(
    network: Network, package: Package, names: list[str], by: UUID | None = None
) -> list[School]:
    """Let the named schools work by this model, all or none; without names, those that have no model yet.

    Gives the schools whose model changed. Raises ActionError for a name that no school, or more than one, has.
    """
    schools = [_school_named(network, name) for name in names] if names else schools_without_model(network)
    with ledger.act("adopt a model", by=by, about=network.pk, package=package.slug):
        model = load_package(package, by)
        current = Adoption.objects.current().unscoped("find the school's current model")
        have = set(current.filter(package=model).values_list("school_id", flat=True))
        new = [school for school in schools if school.pk not in have]
        _require_unchanged(new)
        for school in new:
            adopt_package(school, model, by)
        if new:
            transaction.on_commit(lambda: _run_after_adoption(network))
    return new


def _require_unchanged(schools: list[School]) -> None:
    """Refuse to adopt over what schools have changed: their leaders decide that, part by part."""
    rows = Adoption.objects.current().unscoped("find schools that changed their model").exclude(changes={})
    names = rows.filter(school__in=schools).order_by("school__name").values_list("school__name", flat=True)
    if names:
        raise ActionError(
            f"These schools have changed their model: {', '.join(names)}. Their principals take up a new version on "
            "the page “Our model”, part by part. Nothing was changed."
        )


AFTER_ADOPTION: Registry[str, Callable[[Network], None]] = Registry(
    "after adoption", "what runs for a network after its schools adopt a model"
)


def _run_after_adoption(network: Network) -> None:
    for call in AFTER_ADOPTION.values():
        call(network)


def _school_named(network: Network, name: str) -> School:
    matches = School.objects.unscoped("find the school that an operator named").filter(
        network=network, name__iexact=name.strip(), deleted_at=None
    )[:2]
    if len(matches) == 1:
        return matches[0]
    what = "more than one school" if matches else "no school"
    raise ActionError(f"{network.name} has {what} named “{name}”. Nothing was changed.")
