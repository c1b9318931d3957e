"""One belief: its evidence for and against, and what it said before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Model, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trellis.core.community.models import Network, Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_date
from trellis.core.foundation.ledger_history import earlier_values
from trellis.improvement.cycles.models import Aim, Cycle
from trellis.improvement.cycles.selectors import in_network
from trellis.improvement.reviews.models import SchoolReview

from .models import Belief, BeliefEvidence, RollOut
from .models.beliefs import TARGETS
from .permissions import writes_for_network
from .selectors import today_of

MOST = 200
HISTORY = ("statement", "sure", "status", "reason", "look_again_on")
REASON = "name who changed a belief that the viewer sees"


@dataclass(frozen=True)
class TargetKind:
    """What evidence can point to: the rows of a network, what a row is called, and its page."""

    model: type[Model]
    label: str | Promise
    rows: Callable[[Network], Q]
    title: Callable[[Model], str]
    page: str


def _review_title(review: Model) -> str:
    """A review by its school and its last day."""
    if not isinstance(review, SchoolReview):
        return ""
    return f"{review.school.name}: {review.get_kind_display()}, {format_date(review.ends)}"


KINDS: dict[str, TargetKind] = {
    "cycle": TargetKind(Cycle, pgettext_lazy("evidence", "Cycle"), in_network, str, "cycle"),
    "aim": TargetKind(Aim, pgettext_lazy("evidence", "Aim"), in_network, str, "aim"),
    "roll_out": TargetKind(
        RollOut, pgettext_lazy("evidence", "Roll-out"), lambda network: Q(network=network), str, "roll-out"
    ),
    "review": TargetKind(
        SchoolReview,
        gettext_lazy("Review of a school"),
        lambda network: Q(school__network=network),
        _review_title,
        "school-review",
    ),
}


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence. title, url: of what it points to, where the viewer sees that; "" otherwise."""

    row: BeliefEvidence
    kind: str | Promise
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class EarlierBelief:
    """What the belief said until a moment, and who changed it then."""

    until: datetime
    name: str
    statement: str
    sure: str
    status: str
    reason: str
    look_again_on: date | None


@dataclass(frozen=True)
class BeliefPage:
    """One belief as the viewer sees it."""

    belief: Belief
    writes: bool
    today: date
    supports: list[EvidenceLine]
    against: list[EvidenceLine]
    earlier: list[EarlierBelief]
    viewer: Viewer = field(repr=False)

    @property
    def is_due(self) -> bool:
        return self.belief.status != Belief.Status.DROPPED and self.belief.look_again_on <= self.today


def belief_page_or_404(viewer: Viewer, belief_id: UUID) -> BeliefPage:
    """One belief, for whoever sees it. A constant number of queries."""
    belief = get_object_or_404(Belief.objects.seen_by(viewer).select_related("network", "by"), pk=belief_id)
    evidence = BeliefEvidence.objects.seen_by(viewer).filter(belief=belief).select_related("by")
    rows = list(evidence.order_by("created", "pk"))
    lines = _evidence_lines(viewer, rows)
    return BeliefPage(
        belief,
        writes_for_network(viewer, belief.network_id),
        today_of(belief.network),
        [line for line in lines if line.row.side == BeliefEvidence.Side.SUPPORTS],
        [line for line in lines if line.row.side == BeliefEvidence.Side.AGAINST],
        _earlier(belief),
        viewer,
    )


def _evidence_lines(viewer: Viewer, rows: Iterable[BeliefEvidence]) -> list[EvidenceLine]:
    rows = list(rows)
    titles = {
        name: _titles(
            viewer, name, [getattr(row, f"{name}_id") for row in rows if getattr(row, f"{name}_id")]
        )
        for name in TARGETS
    }
    lines = []
    for row in rows:
        name = next((name for name in TARGETS if getattr(row, f"{name}_id")), "")
        if not name:
            lines.append(EvidenceLine(row, gettext_lazy("Text")))
            continue
        key = getattr(row, f"{name}_id")
        title = titles[name].get(key, "")
        lines.append(
            EvidenceLine(
                row, KINDS[name].label, title, reverse(KINDS[name].page, args=[key]) if title else ""
            )
        )
    return lines


def _titles(viewer: Viewer, name: str, keys: list[UUID]) -> dict[UUID, str]:
    """What the viewer sees of these rows, by id."""
    if not keys:
        return {}
    rows = KINDS[name].model.objects.seen_by(viewer).filter(pk__in=keys)
    if name == "review":
        rows = rows.select_related("school")
    return {row.pk: KINDS[name].title(row) for row in rows}


def targets_to_choose(viewer: Viewer, network: Network) -> list[tuple[str, list[tuple[str, str]]]]:
    """What evidence can point to, in groups for a list: the newest first, each as "kind:id"."""
    groups = []
    for name, kind in KINDS.items():
        rows = (
            kind.model.objects.seen_by(viewer)
            .filter(kind.rows(network), deleted_at=None)
            .order_by("-created")
        )
        if name == "review":
            rows = rows.select_related("school")
        choices = [(f"{name}:{row.pk}", kind.title(row)) for row in rows[:MOST]]
        if choices:
            groups.append((str(kind.label), choices))
    return groups


def _earlier(belief: Belief) -> list[EarlierBelief]:
    changes = earlier_values(belief, HISTORY)
    people = Person.objects.unscoped(REASON).in_bulk({each.person_id for each in changes if each.person_id})
    return [
        EarlierBelief(
            each.until,
            people[each.person_id].name if each.person_id in people else "",
            str(each.values["statement"]),
            _label(Belief.Sure, each.values["sure"]),
            _label(Belief.Status, each.values["status"]),
            str(each.values["reason"] or ""),
            parse_date(str(each.values["look_again_on"] or "")),
        )
        for each in changes
    ]


def _label(choices: type[Belief.Sure] | type[Belief.Status], value: object) -> str:
    return str(dict(choices.choices).get(str(value), ""))


def no_target() -> tuple[str, str]:
    """The choice of evidence that is a text."""
    return ("", _("None: a text, or a link"))
