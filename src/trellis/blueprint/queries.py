"""What a school works by. Code never asks which network it is in; it asks `for_school(school)`."""

from functools import lru_cache
from uuid import UUID

from .models import Adoption
from .package import Package, adapt


@lru_cache(maxsize=512)
def _adapted(adoption_id: UUID) -> Package:
    adoption = (
        Adoption.objects.unscoped("a school's model is not about people")
        .select_related("package")
        .get(pk=adoption_id)
    )
    return adapt(Package.model_validate(adoption.package.body), adoption.changes)


def for_school(school_id: UUID) -> Package | None:
    """The package that the school adopted, with its own changes; None while it has adopted none.

    An adoption is never changed, only ended by the next, so what was read once holds.
    """
    current = (
        Adoption.objects.unscoped("a school's model is not about people")
        .filter(school=school_id, ends__isnull=True)
        .values_list("pk", flat=True)
        .first()
    )
    return _adapted(current) if current else None
