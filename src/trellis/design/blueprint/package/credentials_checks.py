"""What must hold within credentials.toml: rubrics and roles that exist, and a sentence for each level."""

from collections.abc import Iterable, Iterator, Mapping

from .credentials import Credential, Credentials
from .problem import Problem, suggest_nearest

FILE = "credentials.toml"


def credentials_problems(parts: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with credentials.toml, where there is one that could be read."""
    part = parts.get("credentials")
    if not isinstance(part, Credentials):
        return
    yield from _level_problems(part)
    rubrics = [rubric.key for rubric in part.rubrics]
    known_roles = [role.key for role in getattr(parts.get("roles"), "roles", ())]
    for credential in part.credentials:
        at = f"credentials.{credential.key}"
        yield from _unknown(f"{at}.rubric", [credential.rubric], rubrics, "a rubric of this file")
        if "roles" in parts:
            what = "a role of roles.toml"
            yield from _unknown(f"{at}.roles", credential.roles, known_roles, what)
            yield from _unknown(f"{at}.assessors", credential.assessors, known_roles, what)
        yield from _number_problems(part, credential)
    if exhibition := part.exhibition:
        yield from _unknown("exhibition.rubric", [exhibition.rubric], rubrics, "a rubric of this file")
        for seat in exhibition.panel:
            if seat.role and "roles" in parts:
                at = f"exhibition.panel.{seat.key}.role"
                yield from _unknown(at, [seat.role], known_roles, "a role of roles.toml")


def _level_problems(part: Credentials) -> Iterator[Problem]:
    count = len(part.levels)
    if [level.position for level in part.levels] != list(range(1, count + 1)):
        yield Problem(
            FILE, "levels", "are not numbered 1, 2, 3 in order", "number them from the first to the last"
        )
    for rubric in part.rubrics:
        for criterion in rubric.criteria:
            if len(criterion.levels) != count:
                at = f"rubrics.{rubric.key}.criteria.{criterion.key}.levels"
                reason = f"has {len(criterion.levels)} sentences, but there are {count} levels"
                yield Problem(FILE, at, reason, "write one sentence for each level")


def _number_problems(part: Credentials, credential: Credential) -> Iterator[Problem]:
    at, count = f"credentials.{credential.key}", len(part.levels)
    for name, most in (("passes", count), ("third_when", count - 1)):
        value = getattr(credential, name)
        if value > most:
            reason = f"is {value}, too many for the {count} levels that it is scored on"
            yield Problem(FILE, f"{at}.{name}", reason, f"use at most {most}")
    if credential.assessed == "self" and (credential.assessors or credential.holders):
        reason = "names people who score, but it is assessed by oneself"
        yield Problem(FILE, at, reason, 'remove them, or use assessed = "two"')


def _unknown(place: str, names: Iterable[str], valid_names: list[str], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in valid_names:
            yield Problem(FILE, place, f"“{name}” is not {what}", suggest_nearest(name, valid_names))
