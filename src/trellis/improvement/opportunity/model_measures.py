"""What the models of a network's schools say about each measure: its title, when a student counts, target and groups.

A school reads its own model's words, with the school's own changes. Where the models of a network differ, a page about
the whole network has Trellis' words and names each model's. The groups are chosen once for the network, from what any
of its models asks for: a principal sees the same groups of her school as the network does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Network
from trellis.core.foundation.languages import model_sentence
from trellis.core.foundation.measures import FACETS, MEASURES, Measure, ModelText, Stage
from trellis.design.blueprint.models import Adoption, ModelPackage
from trellis.design.blueprint.selectors import package_for_school

from . import figures


@dataclass(frozen=True)
class ModelMeasure:
    """One measure as one model has it, and what the model is called."""

    model: str
    key: str
    title: str
    counts: str
    period: str
    target: float | None
    facets: frozenset[str]
    stage: Stage | None = None


MeasuresBySchool = dict[UUID, dict[str, ModelMeasure]]
"""By school whose model names measures, by key."""


def model_measures_by_school(network: Network) -> MeasuresBySchool:
    """The measures that the model of each school names, with the school's own changes."""
    adoptions = (
        Adoption.objects.current()
        .system()
        .filter(school__network=network)
        .values_list("school_id", "package_id", "changes")
    )
    adopted = list(adoptions)
    packages = ModelPackage.objects.filter(pk__in={package for _, package, _ in adopted})
    parts = {
        pk: dict(_computable_measures(name, part))
        for pk, name, part in packages.values_list("pk", "name", "body__measures")
    }
    by_school = {
        school: _changed_measures(school) if _changes_measures(changes) else parts[package]
        for school, package, changes in adopted
    }
    return {school: entries for school, entries in by_school.items() if entries}


def _changes_measures(changes: Mapping[str, object]) -> bool:
    return any(path.partition(".")[0] == "measures" for path in changes)


def _changed_measures(school: UUID) -> dict[str, ModelMeasure]:
    package = package_for_school(school)
    return (
        dict(_computable_measures(package.name, package.measures.model_dump(mode="json"))) if package else {}
    )


# Any: the measures of a stored package, as whichever version of Trellis loaded it wrote them
def _computable_measures(model: str, part: Any) -> Iterator[tuple[str, ModelMeasure]]:
    """The entries of a package's measures.toml that Trellis can compute."""
    if isinstance(part, dict):
        part = part.get("measures")
    for entry in part or ():
        if isinstance(entry, dict) and entry.get("key") in MEASURES:
            yield (
                entry["key"],
                ModelMeasure(
                    model,
                    entry["key"],
                    entry.get("title") or "",
                    entry.get("counts") or "",
                    entry.get("period") or "",
                    entry.get("target"),
                    frozenset(entry.get("facets") or FACETS),
                    entry.get("stage"),
                ),
            )


AskedMeasures = dict[str, tuple[list[ModelMeasure], frozenset[str]]]
"""By key of a measure, what the models say of it, and the groups it is looked at by."""


def measures_of(network: Network, school: UUID | None = None) -> list[Measure]:
    """The measures that the models of the network's schools ask for, in the reader's language; all when none says.

    With a school: those that its model asks for, in that model's words. The groups are the network's either way.
    """
    return measures_in_words(asked_measures(model_measures_by_school(network), school))


def asked_measures(entries: MeasuresBySchool, school: UUID | None = None) -> AskedMeasures | None:
    """What `measures_of` puts into the reader's language; None when no model names a measure."""
    if not entries:
        return None
    facets: dict[str, frozenset[str]] = defaultdict(frozenset)
    wordings_by_key: dict[str, dict[ModelMeasure, None]] = defaultdict(
        dict
    )  # each wording once, in an order that stays
    different = {
        id(entries[pk]): entries[pk] for pk in sorted(entries)
    }  # schools that changed nothing share theirs
    for of_schools in different.values():
        for key, entry in of_schools.items():
            facets[key] |= entry.facets
            wordings_by_key[key][replace(entry, facets=frozenset())] = None
    if school is not None and school in entries:
        wordings_by_key = {key: {entry: None} for key, entry in entries[school].items()}
    return {key: (list(wordings_by_key[key]), facets[key]) for key in MEASURES if key in wordings_by_key}


def measures_in_words(wordings: AskedMeasures | None) -> list[Measure]:
    """Measures with the models' words in the reader's language; all measures in Trellis' words for None."""
    if wordings is None:
        return list(MEASURES.values())
    return [
        replace(_with_model_texts(MEASURES[key], entries), facets=facets)
        for key, (entries, facets) in wordings.items()
        if key in MEASURES
    ]


def _with_model_texts(measure: Measure, entries: list[ModelMeasure]) -> Measure:
    """A measure with what the models say of it, as far as they agree."""
    title, counts = (
        _common_text(entry.title for entry in entries),
        _common_text(entry.counts for entry in entries),
    )
    targets, periods = {entry.target for entry in entries}, _common_text(entry.period for entry in entries)
    target = targets.pop() if len(targets) == 1 else None
    texts = [
        ModelText(
            entry.model,
            model_sentence(entry.title),
            model_sentence(entry.counts),
            _target_and_period(measure, entry),
        )
        for entry in entries
    ]
    stages = {entry.stage or measure.stage for entry in entries}
    differ = len({text[1:] for text in texts}) > 1
    return replace(
        measure,
        title=model_sentence(title) if title else measure.title,
        counts_when=model_sentence(counts) if counts else measure.counts_when,
        standing=_target_and_period(measure, replace(entries[0], target=target, period=periods)),
        texts=tuple(texts) if differ else (),
        stage=stages.pop() if len(stages) == 1 else measure.stage,
    )


def _common_text(texts: Iterable[str]) -> str:
    """The one text there is; "" where there is none or several."""
    distinct_texts = set(texts)
    return distinct_texts.pop() if len(distinct_texts) == 1 else ""


def _target_and_period(measure: Measure, entry: ModelMeasure) -> str:
    """The target of a measure and how often it is looked at, in words."""
    sentences = []
    if entry.target is not None:
        target = (
            figures.format_share(entry.target)
            if measure.kind == "rate"
            else figures.format_value(entry.target, 1)
        )
        words = _("Target: %(target)s.") if measure.direction == "more" else _("Target: %(target)s or less.")
        sentences.append(words % {"target": target})
    if entry.period == "term":
        sentences.append(_("Reviewed every term."))
    if entry.period == "year":
        sentences.append(_("Reviewed every school year."))
    return " ".join(sentences)
