"""The path of a student's search: each stage of the model with its facts, the one to do now, and those that follow."""

from __future__ import annotations

from dataclasses import dataclass

from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.package.internships_and_exhibitions import Internship, Stage

from . import agreements, placement_searches
from .models import Agreement, PlacementSearch, Reservation, SearchStep, Signature, SiteMessage


@dataclass(frozen=True)
class PathStep:
    """One stage on the path. state: "done", "now" or "todo". signatures: of the agreement as it is worded now."""

    stage: Stage
    state: str
    facts: SearchStep | None
    signatures: list[Signature]

    @property
    def is_agreement(self) -> bool:
        return bool(self.stage.signed_by)


def path_of(
    viewer: Viewer, search: PlacementSearch, model: Internship, agreement: Agreement | None
) -> list[PathStep]:
    """Return the stages of the model in order, with what is known of each."""
    steps = SearchStep.objects.seen_by(viewer).filter(search=search).select_related("recorded_by")
    facts_by_stage = {step.stage: step for step in steps}
    done = model.stages.index(placement_searches.stage_of(search, model))
    signed = agreements.signatures_by_part(agreement, model.signed_by) if agreement else {}
    return [
        PathStep(
            stage,
            "done" if number < done else "now" if number == done else "todo",
            facts_by_stage.get(stage.key),
            [signature for part in stage.signed_by if (signature := signed.get(part))],
        )
        for number, stage in enumerate(model.stages)
    ]


def steps_before_agreement(search: PlacementSearch, model: Internship) -> list[Stage]:
    """The stages from the current one up to the agreement, which several signatures end."""
    stages = list(model.stages)
    first = stages.index(placement_searches.stage_of(search, model))
    signing = next((n for n, stage in enumerate(stages) if stage.signed_by), len(stages) - 1)
    return stages[first:signing]


def declined_request(viewer: Viewer, search: PlacementSearch) -> Reservation | None:
    """The latest request of a search, if the school declined it."""
    requests = Reservation.objects.seen_by(viewer).filter(search=search)
    latest = requests.select_related("site", "declined_by").order_by("-created").first()
    return latest if latest and latest.declined_at else None


def messages_of(viewer: Viewer, search: PlacementSearch) -> list[SiteMessage]:
    """What the school wrote to sites about a search, the newest first."""
    messages = SiteMessage.objects.seen_by(viewer).filter(search=search)
    return list(messages.select_related("site", "to", "sent_by").order_by("-created"))
