"""Reading the driver diagram of an aim."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse

from trellis.core.community.viewer import LEADING_ROLES, Viewer

from .driver_tree import Node, find_node, in_reading_order, make_tree
from .models import Aim, Cycle, Driver, DriverMeasure
from .permissions import may_write
from .selectors import OWNER, starts_at, today_of


@dataclass(frozen=True)
class DriverCard:
    """A driver as the page shows it. children: the cards under it."""

    node: Node
    measures: list[DriverMeasure]
    cycles: list[Cycle]
    test_url: str
    children: list[DriverCard]
    is_selected: bool


@dataclass
class DriverPage:
    """The diagram of one aim. selected: the driver whose forms are open. removed: what can be put back, the newest
    first."""

    viewer: Viewer
    aim: Aim
    writes: bool
    today: date
    tree: list[Node]
    measures: dict[UUID, list[DriverMeasure]]
    cycles: dict[UUID, list[Cycle]]
    removed: list[Driver]
    selected: Node | None

    @cached_property
    def nodes(self) -> list[Node]:
        """Every driver in reading order."""
        return list(in_reading_order(self.tree))

    @cached_property
    def start_url(self) -> str:
        return start_url(self.viewer, self.aim)

    def test_url(self, driver: Driver) -> str:
        """Where a cycle that tests an idea is started, filled in; "" for who starts none."""
        if not self.start_url or driver.kind != Driver.Kind.IDEA:
            return ""
        query = {"aim": self.aim.pk, "driver": driver.pk, "change_idea": driver.title}
        return f"{self.start_url}?{urlencode(query)}"

    @property
    def cards(self) -> list[DriverCard]:
        """Every driver in reading order, with its measures and its cycles."""
        return [self.card(node) for node in self.nodes]

    def card(self, node: Node) -> DriverCard:
        key = node.driver.pk
        return DriverCard(
            node,
            self.measures.get(key, []),
            self.cycles.get(key, []),
            self.test_url(node.driver),
            [self.card(child) for child in node.children],
            self.selected is not None and self.selected.driver.pk == key,
        )

    @property
    def roots(self) -> list[DriverCard]:
        return [self.card(node) for node in self.tree]


def driver_page_or_404(viewer: Viewer, aim_id: UUID, selected: str = "") -> DriverPage:
    """The diagram, for who reads the aim. selected: the id of a driver, or anything else for none."""
    aim = get_object_or_404(Aim.objects.seen_by(viewer).select_related(*OWNER), pk=aim_id)
    tree = make_tree(Driver.objects.seen_by(viewer).filter(aim=aim, deleted_at=None))
    watched: dict[UUID, list[DriverMeasure]] = defaultdict(list)
    rows = DriverMeasure.objects.seen_by(viewer).filter(driver__aim=aim, deleted_at=None)
    for row in rows.select_related("practical").order_by("created"):
        watched[row.driver_id].append(row)
    tested: dict[UUID, list[Cycle]] = defaultdict(list)
    cycles = Cycle.objects.seen_by(viewer).filter(driver__aim=aim).select_related(*OWNER)
    for cycle in cycles.order_by("starts", "pk"):
        tested[cycle.driver_id].append(cycle)
    writes = may_write(viewer, aim)
    return DriverPage(
        viewer,
        aim,
        writes,
        today_of(aim),
        tree,
        watched,
        tested,
        _removed(aim) if writes else [],
        _selected(tree, selected) if writes else None,
    )


def start_url(viewer: Viewer, aim: Aim) -> str:
    """The page on which the viewer starts a cycle for an aim: of the network, of the aim's school, or, for an aim of
    the network, of the school that they lead. "" for who starts none."""
    place = aim.place
    if place is not None:
        return reverse("start-school-cycle", args=[place.pk]) if starts_at(viewer, place) else ""
    if may_write(viewer, aim):
        return reverse("start-network-cycle", args=[aim.network_id])
    led = sorted(viewer.to("school", *LEADING_ROLES))
    return reverse("start-school-cycle", args=[led[0]]) if led else ""


def _selected(tree: list[Node], key: str) -> Node | None:
    try:
        return find_node(tree, UUID(key))
    except ValueError:
        return None


def _removed(aim: Aim) -> list[Driver]:
    """What was taken out, without what went with it."""
    rows = Driver.objects.unscoped("list what a writer of this aim can put back")
    removed = list(rows.filter(aim=aim).exclude(deleted_at=None).order_by("-deleted_at")[:20])
    moments = {driver.pk: driver.deleted_at for driver in removed}
    return [
        driver
        for driver in removed
        if driver.parent_id is None or moments.get(driver.parent_id) != driver.deleted_at
    ]
