"""Writing a CASE framework: a new one, or a correction of one that is here under the same version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_date
from trellis.design.frameworks.models import Association, Framework, Outcome

from .case import ASSOCIATION_ENDS, CasePackage, JsonObject, is_text, node_id, text_of

COMPARED_FIELDS = ("code", "title", "statement", "position")
TEXT_FIELDS = ("code", "title", "statement")


@dataclass(frozen=True)
class TextChange:
    """An outcome whose code, title or statement differs: what it said, and what it says."""

    outcome: Outcome
    before: str
    after: str


@dataclass
class FrameworkImport:
    """What a package does: a new framework, a correction of one that is here, or nothing."""

    framework: Framework
    new: bool = False
    added: list[Outcome] = field(default_factory=list)
    removed: list[Outcome] = field(default_factory=list)
    changed: list[TextChange] = field(default_factory=list)
    moved: list[Outcome] = field(default_factory=list)
    relinked: bool = False
    retitled: bool = False

    @property
    def nothing(self) -> bool:
        return not (
            self.new
            or self.added
            or self.removed
            or self.changed
            or self.moved
            or self.relinked
            or self.retitled
        )


def import_framework(package: CasePackage, preview: bool = False, by: UUID | None = None) -> FrameworkImport:
    """Write a framework and all that is in it; the same one again changes nothing.

    A package with the same identifier and version is a correction: what it changes is written and listed. Raises
    ActionError for one that is older than what is here, and for the outcomes of a model.
    """
    document = package.document
    key, version = text_of(document, "identifier").strip()[:120], package.version
    existing = Framework.objects.filter(key=key, version=version).first()
    if existing is None:
        return _create_framework(package, key, version, preview, by)
    if not Framework.objects.filter(pk=existing.pk, packages=None).exists():
        raise ActionError(
            _("%(title)s belongs to a school model. It changes only with a new version of the model.")
            % {"title": existing.title}
        )
    changed_at = last_changed(package)
    if existing.changed_at and changed_at and changed_at < existing.changed_at:
        raise ActionError(
            _(
                "%(title)s is already here, last changed %(day)s. This file is older (%(file_day)s). Nothing "
                "was imported."
            )
            % {
                "title": existing.title,
                "day": format_date(existing.changed_at.date()),
                "file_day": format_date(changed_at.date()),
            }
        )
    return _correct_framework(package, existing, preview, by)


def _create_framework(
    package: CasePackage, key: str, version: str, preview: bool, by: UUID | None
) -> FrameworkImport:
    framework = Framework(
        key=key, version=version, changed_at=last_changed(package), **_framework_fields(package)
    )
    outcomes = _build_outcomes(package, framework)
    if not preview:
        with ledger.act("import a framework", by=by, framework=key, version=version):
            framework.save(force_insert=True)
            Outcome.objects.bulk_create(outcomes, batch_size=1000)
            _write_links(package, framework)
    return FrameworkImport(framework, new=True, added=outcomes)


def _correct_framework(
    package: CasePackage, framework: Framework, preview: bool, by: UUID | None
) -> FrameworkImport:
    existing_by_key = {outcome.key: outcome for outcome in Outcome.objects.filter(framework=framework)}
    correction = FrameworkImport(framework)
    writes: list[Outcome] = []
    for outcome in _build_outcomes(package, framework):
        before = existing_by_key.pop(outcome.key, None)
        if before is None:
            correction.added.append(outcome)
        elif _update_outcome(correction, before, outcome):
            writes.append(before)
    correction.removed = [outcome for outcome in existing_by_key.values() if outcome.deleted_at is None]
    titles = _framework_fields(package)
    correction.retitled = any(getattr(framework, name) != value for name, value in titles.items())
    correction.relinked = _existing_links(framework) != {link[:4] for link in _package_links(package)}
    if not correction.nothing and not preview:
        with ledger.act("correct a framework", by=by, about=framework.pk, version=framework.version):
            _write_correction(package, correction, writes, titles)
    return correction


def _update_outcome(correction: FrameworkImport, before: Outcome, now: Outcome) -> bool:
    """Note how an outcome differs from what is here, and bring it up to date in memory."""
    back = before.deleted_at is not None
    words = any(getattr(before, name) != getattr(now, name) for name in TEXT_FIELDS)
    if words:
        correction.changed.append(TextChange(before, _outcome_text(before), _outcome_text(now)))
    elif before.position != now.position:
        correction.moved.append(before)
    if back:
        correction.added.append(now)
    if not (back or words or before.position != now.position or before.search_text != now.search_text):
        return False
    for name in (*COMPARED_FIELDS, "search_text"):
        setattr(before, name, getattr(now, name))
    before.deleted_at = None
    return True


def _outcome_text(outcome: Outcome) -> str:
    return f"{outcome.code} {outcome.statement}".strip()


def _write_correction(
    package: CasePackage, correction: FrameworkImport, writes: list[Outcome], titles: dict[str, str]
) -> None:
    framework, now = correction.framework, timezone.now()
    Framework.objects.filter(pk=framework.pk).update(changed_at=last_changed(package), modified=now, **titles)
    for outcome in writes:
        outcome.modified = now
    columns = [*COMPARED_FIELDS, "search_text", "deleted_at", "modified"]
    Outcome.objects.bulk_update(writes, columns, batch_size=500)
    back = {outcome.key for outcome in writes}
    Outcome.objects.bulk_create([o for o in correction.added if o.key not in back], batch_size=1000)
    gone = [outcome.pk for outcome in correction.removed]
    for first in range(0, len(gone), 500):
        Outcome.objects.filter(pk__in=gone[first : first + 500]).update(deleted_at=now, modified=now)
    if correction.relinked:
        Association.objects.filter(origin__framework=framework).delete()
        _write_links(package, framework)


def _framework_fields(package: CasePackage) -> dict[str, str]:
    document = package.document
    return {
        "title": _shorten_line(text_of(document, "title"), 200),
        "creator": _shorten_line(text_of(document, "creator"), 200),
        "language": str(document.get("language") or "en")[:12],
    }


def last_changed(package: CasePackage) -> datetime | None:
    """When its publisher last changed it."""
    moment = parse_datetime(text_of(package.document, "lastChangeDateTime"))
    return moment if moment is None or timezone.is_aware(moment) else moment.replace(tzinfo=UTC)


def _build_outcomes(package: CasePackage, framework: Framework) -> list[Outcome]:
    """The items as outcomes, in the order that `sequenceNumber` gives them: each before what lies below it."""
    outcomes = []
    for position, item in enumerate(ordered_items(package)):
        statement = text_of(item, "fullStatement").strip()
        short = item.get("abbreviatedStatement")
        outcome = Outcome(
            framework=framework,
            key=text_of(item, "identifier"),
            code=_shorten_line(str(item.get("humanCodingScheme") or ""), 40),
            title=_shorten_line(short if is_text(short) else statement, 200),
            statement=statement,
            position=position,
        )
        outcome.search_text = outcome.folded_text()
        outcomes.append(outcome)
    return outcomes


def ordered_items(package: CasePackage) -> list[JsonObject]:
    """Items as a reader meets them: by `sequenceNumber` among siblings, children after their parent.

    What has no number comes after what has one, in the order of the file. A circle of parents is no obstacle.
    """
    items = {text_of(item, "identifier"): item for item in package.items}
    place = {key: at for at, key in enumerate(items)}
    root = text_of(package.document, "identifier")
    children: dict[str, list[tuple[float, int, str]]] = defaultdict(list)
    has_parent: set[str] = set()
    for association in package.associations:
        origin, destination = (node_id(association, end) for end in ASSOCIATION_ENDS)
        if association["associationType"] == "isChildOf" and origin in items and origin not in has_parent:
            has_parent.add(origin)
            children[destination if destination in items else root].append(
                (_sequence_number(association.get("sequenceNumber")), place[origin], origin)
            )
    for key in items:
        if key not in has_parent:
            children[root].append((float("inf"), place[key], key))
    order = list(_walk_tree(root, children))
    reached = set(order)
    return [items[key] for key in [*order, *(key for key in items if key not in reached)]]


def _walk_tree(root: str, children: dict[str, list[tuple[float, int, str]]]) -> Iterator[str]:
    stack, seen = [root], {root}
    while stack:
        key = stack.pop()
        if key != root:
            yield key
        below = [child for _number, _place, child in sorted(children.get(key, ())) if child not in seen]
        seen.update(below)
        stack.extend(reversed(below))


def _sequence_number(value: object) -> float:
    if not isinstance(value, int | float | str):
        return float("inf")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return float("inf")
    return number if number == number else float("inf")


OutcomeLink = tuple[str, str, str, int]


def _package_links(package: CasePackage) -> Iterator[OutcomeLink]:
    """(kind, origin, destination, position) of links between two items that are here, each once."""
    item_ids = {text_of(item, "identifier") for item in package.items}
    seen = set()
    for association in package.associations:
        origin, destination = (node_id(association, end) for end in ASSOCIATION_ENDS)
        link = (str(association["associationType"])[:32], origin, destination)
        if origin in item_ids and destination in item_ids and link not in seen:
            seen.add(link)
            number = _sequence_number(association.get("sequenceNumber"))
            yield (*link, int(min(max(number, 0), 32_767)) if number != float("inf") else 0)


def _existing_links(framework: Framework) -> set[OutcomeLink]:
    links = Association.objects.filter(origin__framework=framework, deleted_at=None)
    return set(links.values_list("kind", "origin__key", "destination__key", "position"))


def _write_links(package: CasePackage, framework: Framework) -> None:
    by_key = dict(Outcome.objects.filter(framework=framework).values_list("key", "pk"))
    Association.objects.bulk_create(
        (
            Association(
                kind=kind, origin_id=by_key[origin], destination_id=by_key[destination], position=position
            )
            for kind, origin, destination, position in _package_links(package)
        ),
        batch_size=1000,
    )


def _shorten_line(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
