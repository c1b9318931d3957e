"""Random edits of a package's tree, as a network or a school might make them."""

from copy import deepcopy
from random import Random

from trellis.design.blueprint.package.explain import entry_name
from trellis.design.blueprint.package.tree import named_entries

WORDS = ("river", "stone", "boat", "lamp", "field", "bridge", "night", "bread")


def edited(tree: dict, random: Random, edits: int = 10) -> dict:
    """A copy of a tree after some edits: values changed, entries added, removed and moved."""
    copy = deepcopy(tree)
    for _ in range(edits):
        _edit(random.choice(list(_places(copy))), random)
    return copy


def _places(node):
    """Every table and every list in a tree."""
    yield node
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, (dict, list)) and inner:
            yield from _places(inner)


def _edit(place, random: Random) -> None:
    if isinstance(place, dict):
        names = [name for name in place if name not in ("key", "position", "hold")]
        if names and random.random() < 0.2:
            del place[random.choice(names)]
        elif leaves := [name for name in names if not isinstance(place[name], (dict, list))]:
            place[random.choice(leaves)] = _value(random)
        return
    how = random.random()
    if how < 0.3 and len(place) > 1:
        place.pop(random.randrange(len(place)))
    elif how < 0.6:
        place.insert(random.randint(0, len(place)), _entry(place, random))
    elif len(place) > 1:
        place.append(place.pop(random.randrange(len(place))))


def _entry(place: list, random: Random):
    """A new entry of the kind that a list holds."""
    name = f"{random.choice(WORDS)}-{random.randrange(10_000)}"
    first = place[0] if place else name
    if not isinstance(first, dict):
        return name
    if "position" in first:
        return {"position": 100 + random.randrange(10_000), "quality": name}
    return {**deepcopy(first), "key": name} if "key" in first else deepcopy(first)


def _value(random: Random):
    return random.choice((" ".join(random.choices(WORDS, k=4)), random.randint(1, 99)))


def names_at(tree, path):
    """The names of the entries at a path, in their order."""
    for name in path:
        tree = named_entries(tree)[name]
    return list(named_entries(tree))


__all__ = ["edited", "entry_name", "names_at"]
