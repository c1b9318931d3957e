"""What a project is designed towards: outcomes of any framework that was imported."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.design.frameworks.models import Association, Framework, Outcome, normalize_search_text

from . import body
from .models import Project, Standard

MAX_FOUND = 20
MAX_STANDARDS = 60


def available_frameworks() -> list[Framework]:
    """What can be chosen from, the newest state of each: models' own outcomes are chosen beside it."""
    newest: dict[str, Framework] = {}
    for framework in Framework.objects.filter(packages=None, deleted_at=None).order_by("created"):
        newest[framework.key] = framework
    return sorted(newest.values(), key=lambda framework: framework.title)


def find_outcomes(words: str) -> list[Outcome]:
    """Outcomes whose code or statement has every word, in the order of their framework, twenty at most.

    Case and accents do not matter. Each has its `stem`: the text of the outcome that it is a part of, or "".
    """
    condition = Q()
    for word in words.split()[:8]:
        if plain := normalize_search_text(word):
            condition &= Q(search_text__contains=plain)
        else:
            condition &= Q(code__icontains=word)
    if not condition:
        return []
    matches = Outcome.objects.filter(condition, framework__in=available_frameworks(), deleted_at=None)
    outcomes = list(matches.select_related("framework").order_by("framework__title", "position")[:MAX_FOUND])
    stems = stems_of(outcome.pk for outcome in outcomes)
    for outcome in outcomes:
        outcome.stem = stems.get(outcome.pk, "")
    return outcomes


def stems_of(outcome_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The statement of the outcome that each of these is a part of, where there is one."""
    links = Association.objects.filter(
        kind="isChildOf", origin__in=list(outcome_ids), destination__deleted_at=None, deleted_at=None
    ).order_by("-position")
    return dict(links.values_list("origin", "destination__statement"))


def with_corrections(rows: Iterable[Standard]) -> list[Standard]:
    """The standards as their frameworks say them now: a correction reaches what was chosen before it. Not saved.

    The words that a project keeps stay where the framework is not installed, or no longer has the standard.
    """
    rows = list(rows)
    outcomes = Outcome.objects.filter(
        pk__in=[row.outcome_id for row in rows if row.outcome_id], deleted_at=None
    )
    outcomes_by_id = {outcome.pk: outcome for outcome in outcomes.select_related("framework")}
    for row in rows:
        if outcome := outcomes_by_id.get(row.outcome_id):
            row.code, row.title, row.framework = outcome.code, outcome.title, outcome.framework.title
    return rows


def with_stems(published: Iterable[body.Standard]) -> list[dict[str, str]]:
    """Standards of a published project as they are shown, each with its `stem` where its framework is installed."""
    published = list(published)
    outcomes = Outcome.objects.filter(
        key__in=[standard.key for standard in published],
        framework__in=available_frameworks(),
        deleted_at=None,
    )
    keys = dict(outcomes.values_list("pk", "key"))
    stems = {keys[outcome]: stem for outcome, stem in stems_of(keys).items()}
    return [standard.model_dump() | {"stem": stems.get(standard.key, "")} for standard in published]


def add_standard(project: Project, outcome_id: UUID, by: UUID) -> Standard:
    """Design the project towards it. Doing it again changes nothing; one that was removed comes back."""
    outcome = (
        Outcome.objects.filter(pk=outcome_id, framework__packages=None).select_related("framework").first()
    )
    if outcome is None:
        raise ActionError(_("We could not find this standard. Search for it again."))
    standard = body.Standard(
        key=outcome.key, code=outcome.code, title=outcome.title, framework=outcome.framework.title
    )
    with ledger.act("choose a standard", by=by, about=project.pk, standard=outcome.key):
        return _save_standard(project, standard, outcome)


def replace_standards(project: Project, standards: Iterable[body.Standard], by: UUID) -> None:
    """Exactly these standards, as they came with a project from elsewhere."""
    standards = list(standards)
    with ledger.act("copy standards", by=by, about=project.pk):
        existing = Standard.objects.unscoped(
            "read the standards of a project that the caller may see"
        ).filter(project=project, deleted_at=None)
        removed = existing.exclude(key__in=[standard.key for standard in standards])
        removed.update(deleted_at=timezone.now(), modified=timezone.now())
        outcomes = Outcome.objects.filter(
            key__in=[standard.key for standard in standards], framework__packages=None
        )
        # of its newest version: a later framework's outcome takes the place of an earlier one's
        outcomes_by_key = {outcome.key: outcome for outcome in outcomes.order_by("framework__created")}
        for standard in standards:
            _save_standard(project, standard, outcomes_by_key.get(standard.key))


def _save_standard(project: Project, standard: body.Standard, outcome: Outcome | None) -> Standard:
    standards = Standard.objects.unscoped("keep one entry of a standard in a project")
    if standards.filter(project=project, deleted_at=None).exclude(key=standard.key).count() >= MAX_STANDARDS:
        raise ActionError(_("A project can have up to 60 standards. Remove one first."))
    fields = standard.model_dump(exclude={"key"}) | {"outcome": outcome, "deleted_at": None}
    return standards.update_or_create(project=project, key=standard.key, defaults=fields)[0]
