"""The tree of a driver diagram: who stands under whom, and in which order. Pure: it reads and writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from .models import Driver


@dataclass
class Node:
    """A driver and what stands under it, in order. number, count: its place among those under the same parent."""

    driver: Driver
    depth: int
    number: int
    count: int
    children: list[Node] = field(default_factory=list)


def make_tree(drivers: Iterable[Driver], root: UUID | None = None) -> list[Node]:
    """The primary drivers, or what stands under `root`, each with all that stands under it. What stands under a driver
    that is not among them is left out."""
    under: dict[UUID | None, list[Driver]] = defaultdict(list)
    for driver in sorted(drivers, key=lambda each: (each.position, each.created, each.pk)):
        under[driver.parent_id].append(driver)

    def nodes(parent: UUID | None, depth: int) -> list[Node]:
        siblings = under[parent]
        return [
            Node(driver, depth, number, len(siblings), nodes(driver.pk, depth + 1))
            for number, driver in enumerate(siblings, start=1)
        ]

    return nodes(root, 1)


def in_reading_order(tree: Iterable[Node]) -> Iterable[Node]:
    """Each node before those under it."""
    for node in tree:
        yield node
        yield from in_reading_order(node.children)


def find_node(tree: Iterable[Node], driver_id: UUID) -> Node | None:
    return next((node for node in in_reading_order(tree) if node.driver.pk == driver_id), None)


def may_stand_under(kind: str, parent: Driver | None) -> bool:
    """Whether something of a kind may stand there. None: directly under the aim."""
    if kind == Driver.Kind.PRIMARY:
        return parent is None
    if parent is None:
        return False
    if kind == Driver.Kind.SECONDARY:
        return parent.kind == Driver.Kind.PRIMARY
    return parent.kind in (Driver.Kind.PRIMARY, Driver.Kind.SECONDARY)


def places_for(tree: Iterable[Node], driver: Driver) -> list[Driver]:
    """Where a driver can be moved. What stands under it can hold nothing of its kind, and is never among them."""
    return [node.driver for node in in_reading_order(tree) if may_stand_under(driver.kind, node.driver)]


def reorder(siblings: list[UUID], moved: UUID, step: int) -> list[UUID]:
    """The order after one is moved by a step, -1 or 1; unchanged at either end."""
    place = siblings.index(moved)
    target = min(max(place + step, 0), len(siblings) - 1)
    order = [each for each in siblings if each != moved]
    order.insert(target, moved)
    return order
