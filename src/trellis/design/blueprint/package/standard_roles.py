"""Roles under the keys by which pages look for people, whatever a network calls them."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel

from .credentials import PracticeExhibition
from .schema import Package

STANDARD_KEYS = ("student", "advisor", "guardian", "mentor", "teacher", "counselor", "leader")
"""Who signs, moves a student on, or sits on a panel; each is the name of a tie: `advisor` of `advisor-of`."""

AnyTable = TypeVar("AnyTable", bound=BaseModel)


def with_standard_roles(package: Package) -> Package:
    """The package in which the first role of a tie has the tie's name as its key, unless another role has that key."""
    taken = {role.key for role in package.roles.roles}
    renamed: dict[str, str] = {}
    for role in package.roles.roles:
        standard = role.tie.removesuffix("-of")
        if standard in STANDARD_KEYS and standard not in taken:
            renamed[role.key] = standard
            taken.add(standard)
    return _rename(package, renamed) if renamed else package


def _rename(package: Package, renamed: Mapping[str, str]) -> Package:
    def keys(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(renamed.get(name, name) for name in names)

    # not a copy: a copy keeps what was computed of the old package, such as its fingerprint
    parts = {name: getattr(package, name) for name in Package.model_fields}
    roles = [_changed(role, key=renamed.get(role.key, role.key)) for role in package.roles.roles]
    pathways = [
        _changed(pathway, role=renamed.get(pathway.role, pathway.role)) for pathway in package.roles.pathways
    ]
    parts["roles"] = _changed(package.roles, roles=tuple(roles), pathways=tuple(pathways))
    if plan := package.plan:
        parts["plan"] = _changed(plan, who=keys(plan.who), led_by=renamed.get(plan.led_by, plan.led_by))
    if internship := package.internship:
        stages = [
            _changed(stage, who=keys(stage.who), signed_by=keys(stage.signed_by))
            for stage in internship.stages
        ]
        parts["internship"] = _changed(internship, stages=tuple(stages))
    if exhibition := package.exhibition:
        kinds = []
        for kind in exhibition.kinds:
            panel = [_changed(seat, role=renamed.get(seat.role or "", seat.role)) for seat in kind.panel]
            kinds.append(_changed(kind, readers=keys(kind.readers), panel=tuple(panel)))
        parts["exhibition"] = _changed(exhibition, kinds=tuple(kinds))
    if credentials := package.credentials:
        parts["credentials"] = _changed(
            credentials,
            credentials=tuple(
                _changed(credential, roles=keys(credential.roles), assessors=keys(credential.assessors))
                for credential in credentials.credentials
            ),
            exhibition=_renamed_exhibition(credentials.exhibition, renamed),
        )
    return Package.model_validate(parts)


def _renamed_exhibition(
    exhibition: PracticeExhibition | None, renamed: Mapping[str, str]
) -> PracticeExhibition | None:
    if exhibition is None:
        return None
    panel = [_changed(seat, role=renamed.get(seat.role or "", seat.role)) for seat in exhibition.panel]
    return _changed(exhibition, panel=tuple(panel))


def _changed(table: AnyTable, **values: object) -> AnyTable:
    return table.model_copy(update=values)
