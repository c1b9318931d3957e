"""Names in one file that must stand in another: outcomes, scales, roles, kinds, practices, terms."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from .learning import Rubrics
from .portfolio import Task
from .problem import Problem, suggest_nearest
from .words import DEFAULT_TERMS, Word, Words, plural_categories

# Parts by name: None for an optional part that this network does without, nothing for one that could not be read.
# Any: each of the parts has a model of its own, and any of them may be absent
Parts = Mapping[str, Any]


def reference_problems(parts: Parts) -> Iterator[Problem]:
    """Yield every name that refers to nothing. Parts that could not be read are skipped."""
    yield from _outcomes(parts)
    yield from _rubrics(parts)
    yield from _roles(parts)
    yield from _pathways(parts)
    yield from _kinds(parts)
    yield from _portfolio(parts)
    yield from _credit(parts)
    yield from _practices(parts)


def word_problems(part: Words, languages: Collection[str]) -> Iterator[Problem]:
    """Terms that Trellis does not ask for, languages not declared, plural forms that a language needs."""
    main_language = next(iter(languages))
    yield from _term_problems("terms", part.terms, main_language)
    for language, table in part.translations.items():
        at = f"translations.{language}"
        if language not in languages or language == main_language:
            fix = "add it to `languages` in package.toml after the first, or remove the table"
            yield Problem("words.toml", at, f"“{language}” is not one of the package's other languages", fix)
        yield from _term_problems(at, table, language)


def _term_problems(at: str, table: Mapping[str, Word], language: str) -> Iterator[Problem]:
    for term, word in table.items():
        if term not in DEFAULT_TERMS:
            yield Problem(
                "words.toml",
                f"{at}.{term}",
                "is not a term that Trellis knows",
                suggest_nearest(term, DEFAULT_TERMS),
            )
        for category in plural_categories(language):
            if getattr(word, category) is None:
                reason, fix = f"is missing, but “{language}” needs it", f"add the “{category}” form"
                yield Problem("words.toml", f"{at}.{term}.{category}", reason, fix)


def _reference_problem(
    file: str, at: str, name: str | None, valid_names: Iterable[str] | None, what: str
) -> Iterator[Problem]:
    """`valid_names` is None where the file that would tell cannot be read: nothing is held against this one."""
    if valid_names is None or name is None:
        return
    valid_names = list(valid_names)
    if name not in valid_names:
        yield Problem(f"{file}.toml", at, f"“{name}” is not {what}", suggest_nearest(name, valid_names))


def _keys(parts: Parts, name: str, entries: str | None = None) -> list[str] | None:
    return [e.key for e in getattr(parts[name], entries or name, ())] if name in parts else None


def _outcomes(parts: Parts) -> Iterator[Problem]:
    if not (part := parts.get("outcomes")):
        return
    above = {o.key: o.parent for o in part.outcomes}
    for outcome in part.outcomes:
        at = f"{outcome.key}.parent"
        yield from _reference_problem("outcomes", at, outcome.parent, above, "an outcome of this package")
        if _has_parent_cycle(outcome.key, above):
            yield Problem(
                "outcomes.toml",
                at,
                "is its own parent through other outcomes",
                "remove the parent from one of them",
            )


def _has_parent_cycle(key: str, above: Mapping[str, str | None]) -> bool:
    seen, ancestor = set(), above.get(key)
    while ancestor is not None and ancestor not in seen:
        if ancestor == key:
            return True
        seen.add(ancestor)
        ancestor = above.get(ancestor)
    return False


def _rubrics(parts: Parts) -> Iterator[Problem]:
    if not (part := parts.get("rubrics")):
        return
    scales, outcomes = _keys(parts, "rubrics", "scales"), _keys(parts, "outcomes")
    for rubric in part.rubrics:
        yield from _reference_problem(
            "rubrics", f"{rubric.key}.scale", rubric.scale, scales, "a scale of rubrics.toml"
        )
        for criterion in rubric.criteria:
            at = f"{rubric.key}.criteria.{criterion.key}.outcome"
            yield from _reference_problem(
                "rubrics", at, criterion.outcome, outcomes, "an outcome of this package"
            )


def _roles(parts: Parts) -> Iterator[Problem]:
    """Who moves a placement, sits at a plan, reads at an exhibition."""
    roles = _keys(parts, "roles")
    for file, at, name in _role_names(parts):
        yield from _reference_problem(file, at, name, roles, "a role of roles.toml")
    plan = parts.get("plan")
    if plan and plan.led_by not in plan.who:
        yield Problem("plan.toml", "led_by", f"“{plan.led_by}” is not in “who”", "add the role to “who”")


def _role_names(parts: Parts) -> Iterator[tuple[str, str, str | None]]:
    if plan := parts.get("plan"):
        yield "plan", "led_by", plan.led_by
        yield from (("plan", "who", name) for name in plan.who)
    if internship := parts.get("internship"):
        for stage in internship.stages:
            yield from (("internship", f"stages.{stage.key}.who", name) for name in stage.who)
            yield from (("internship", f"stages.{stage.key}.signed_by", name) for name in stage.signed_by)
    if exhibition := parts.get("exhibition"):
        for kind in exhibition.kinds:
            yield from (("exhibition", f"kinds.{kind.key}.readers", name) for name in kind.readers)
            yield from (("exhibition", f"kinds.{kind.key}.panel.{s.key}.role", s.role) for s in kind.panel)


def _pathways(parts: Parts) -> Iterator[Problem]:
    """Pathways lead into roles; their steps name credentials, where the network has any."""
    roles = _keys(parts, "roles")
    credentials = _keys(parts, "credentials") if parts.get("credentials") else None
    for pathway in getattr(parts.get("roles"), "pathways", ()):
        at = f"pathways.{pathway.key}"
        yield from _reference_problem("roles", f"{at}.role", pathway.role, roles, "a role of roles.toml")
        for step in pathway.steps:
            yield from _reference_problem(
                "roles",
                f"{at}.steps.{step.key}.credential",
                step.credential,
                credentials,
                "a credential of credentials.toml",
            )


def _kinds(parts: Parts) -> Iterator[Problem]:
    """Exhibitions name rubrics; the calendar names kinds of exhibition."""
    rubrics, kinds = _keys(parts, "rubrics"), _keys(parts, "exhibition", "kinds")
    for kind in getattr(parts.get("exhibition"), "kinds", ()):
        at = f"kinds.{kind.key}.rubric"
        yield from _reference_problem("exhibition", at, kind.rubric, rubrics, "a rubric of rubrics.toml")
    for slot in getattr(parts.get("calendar"), "exhibitions", ()):
        at = f"exhibitions.{slot.key}.kind"
        yield from _reference_problem("calendar", at, slot.kind, kinds, "a kind in exhibition.toml")


def _portfolio(parts: Parts) -> Iterator[Problem]:
    """Tasks name rubrics or outcomes, and the kind of exhibition at which they are shown."""
    rubrics, outcomes = _keys(parts, "rubrics"), _keys(parts, "outcomes")
    kinds = _keys(parts, "exhibition", "kinds")
    for task in getattr(parts.get("portfolio"), "tasks", ()):
        at = f"tasks.{task.key}"
        for name in ("rubric", "oral_rubric"):
            what = "a rubric of rubrics.toml"
            yield from _reference_problem("portfolio", f"{at}.{name}", getattr(task, name), rubrics, what)
        for outcome in task.outcomes:
            yield from _reference_problem(
                "portfolio", f"{at}.outcomes", outcome, outcomes, "an outcome of this package"
            )
        yield from _reference_problem(
            "portfolio", f"{at}.shown", task.shown, kinds, "a kind in exhibition.toml"
        )
        if not task.rubric and not task.outcomes:
            reason, fix = "has no rubric and no outcomes", "add a rubric or outcomes for scoring"
            yield Problem("portfolio.toml", at, reason, fix)
        if "outcomes" in parts and "rubrics" in parts and not task.rubric:
            yield from _unscored_outcomes(at, task, parts["rubrics"])


def _unscored_outcomes(at: str, task: Task, rubrics: Rubrics) -> Iterator[Problem]:
    """Outcomes of a task that no row of a rubric scores."""
    scored = {row.outcome for rubric in rubrics.rubrics for row in rubric.criteria}
    for outcome in task.outcomes:
        if outcome not in scored:
            reason, fix = (
                f"“{outcome}” is not scored by any rubric",
                "add it to a rubric in rubrics.toml, or remove it",
            )
            yield Problem("portfolio.toml", f"{at}.outcomes", reason, fix)


def _credit(parts: Parts) -> Iterator[Problem]:
    if not (credit := parts.get("credit")):
        return
    scales = _keys(parts, "rubrics", "scales")
    yield from _reference_problem("credit", "scale", credit.scale, scales, "a scale of rubrics.toml")
    outcomes = _keys(parts, "outcomes")
    for name in credit.outcomes:
        yield from _reference_problem("credit", "outcomes", name, outcomes, "an outcome of this package")
    for requirement in credit.requirements:
        for name in requirement.bands:
            at = f"requirements.{requirement.key}.bands"
            yield from _reference_problem(
                "credit", at, name, [b.key for b in credit.bands], "a band of this file"
            )


def _practices(parts: Parts) -> Iterator[Problem]:
    practices = _keys(parts, "practices")
    for file, entries in (("measures", "measures"), ("review", "rows")):
        for entry in getattr(parts.get(file), entries, ()):
            at = f"{entry.key}.practice" if file == entries else f"{entries}.{entry.key}.practice"
            yield from _reference_problem(file, at, entry.practice, practices, "a practice of practices.toml")
