"""Keys said once, and numbers that must fit one another: minutes, positions, seats, points, days."""

from collections import Counter
from collections.abc import Iterator, Sequence

from .base import KeyedEntry, Table
from .days import DAYS
from .internships_and_exhibitions import Exhibition
from .learning import Level, Outcome
from .problem import Problem
from .references import Parts


def amount_problems(parts: Parts) -> Iterator[Problem]:
    """Yield every number that does not add up within the parts that are here."""
    for name, part in ((name, part) for name, part in parts.items() if part):
        yield from _duplicate_keys(name, part, "")
        yield from _reserved_keys(name, part)
    yield from _scales(parts)
    yield from _calendar(parts)
    yield from _project(parts)
    yield from _exhibition(parts)
    yield from _portfolio(parts)
    yield from _credit(parts)
    yield from _targets(parts)


def _duplicate_keys(part: str, table: Table, at: str) -> Iterator[Problem]:
    """Keys (and values of plain lists) that stand twice in one list."""
    for name in type(table).model_fields:
        entries = getattr(table, name)
        if not isinstance(entries, tuple):
            continue
        path = ".".join(step for step in (at, "" if not at and name == part else name) if step)
        yield from _repeated_entries(part, path or name, entries)
        for entry in entries:
            if isinstance(entry, KeyedEntry):
                yield from _duplicate_keys(part, entry, f"{path}.{entry.key}".lstrip("."))


def _repeated_entries(part: str, path: str, entries: Sequence[object]) -> Iterator[Problem]:
    names = [
        e.key if isinstance(e, KeyedEntry) else e for e in entries if isinstance(e, (KeyedEntry, str, int))
    ]
    for name, times in Counter(names).items():
        if times > 1:
            fix = "give each its own key" if isinstance(entries[0], KeyedEntry) else "list it once"
            yield Problem(f"{part}.toml", path, f"has “{name}” {times} times", fix)
    codes = Counter(entry.code for entry in entries if isinstance(entry, Outcome))
    for code, times in codes.items():
        if times > 1:
            yield Problem(
                f"{part}.toml", path, f"has the code “{code}” {times} times", "give each its own code"
            )


def _reserved_keys(name: str, part: Table) -> Iterator[Problem]:
    """In a path (`rubrics.scales`) an entry must not be mistaken for a field of its file."""
    for entry in getattr(part, name, ()):
        if isinstance(entry, KeyedEntry) and entry.key in type(part).model_fields:
            fix = "give the entry another key"
            yield Problem(f"{name}.toml", entry.key, f"“{entry.key}” already has a meaning in this file", fix)


def _positions(file: str, at: str, levels: Sequence[Level]) -> Iterator[Problem]:
    positions = [level.position for level in levels]
    if positions != list(range(1, len(positions) + 1)):
        reason = f"has positions {', '.join(map(str, positions[:12]))}"
        yield Problem(file, at, reason, f"number them 1 to {len(positions)} in order")


def _scales(parts: Parts) -> Iterator[Problem]:
    if review := parts.get("review"):
        yield from _positions("review.toml", "levels", review.levels)
    if not (part := parts.get("rubrics")):
        return
    for scale in part.scales:
        yield from _positions("rubrics.toml", f"scales.{scale.key}.levels", scale.levels)
        if (scale.ready_at or 1) > len(scale.levels):
            reason, fix = (
                f"is {scale.ready_at}, which is above the last level",
                f"use a position up to {len(scale.levels)}",
            )
            yield Problem("rubrics.toml", f"scales.{scale.key}.ready_at", reason, fix)
    steps = {scale.key: len(scale.levels) for scale in part.scales}
    for rubric in part.rubrics:
        most = steps.get(rubric.scale)
        for criterion in rubric.criteria if most else ():
            if len(criterion.levels) != most:
                at = f"{rubric.key}.criteria.{criterion.key}.levels"
                reason = (
                    f"has {len(criterion.levels)} sentences, but there are {most} levels in “{rubric.scale}”"
                )
                yield Problem("rubrics.toml", at, reason, "write one sentence for each level, in order")


def _calendar(parts: Parts) -> Iterator[Problem]:
    if not (calendar := parts.get("calendar")):
        return
    week = calendar.week
    for at, days in (("week.days", week.days), ("week.internship_days", week.internship_days)):
        if list(days) != sorted(days, key=DAYS.index):
            yield Problem(
                "calendar.toml", at, "is not in the order of the week", "list the earliest day first"
            )
    for day in week.internship_days:
        if day not in week.days:
            fix = "add it to “days”, or choose another day"
            yield Problem("calendar.toml", "week.internship_days", f"“{day}” is not a school day", fix)
    kinds = {k.key: k.minutes for k in getattr(parts.get("exhibition"), "kinds", ())}
    for slot in calendar.exhibitions:
        at = f"exhibitions.{slot.key}"
        if max(slot.cycles, default=1) > calendar.cycles.count:
            reason = f"lists cycle {max(slot.cycles)}, but the year has {calendar.cycles.count}"
            yield Problem("calendar.toml", f"{at}.cycles", reason, "list only cycles that the year has")
        if slot.minutes < kinds.get(slot.kind, 0):
            reason = f"has {slot.minutes} minutes for an exhibition that takes {kinds[slot.kind]}"
            yield Problem("calendar.toml", f"{at}.minutes", reason, "give it at least that many")


def _project(parts: Parts) -> Iterator[Problem]:
    project = parts.get("project")
    if project and (project.weeks_least or 1) > (project.weeks_most or 60):
        reason = f"is more than weeks_most ({project.weeks_most})"
        yield Problem("project.toml", "weeks_least", reason, "make weeks_least the smaller number")


def _exhibition(parts: Parts) -> Iterator[Problem]:
    if not (exhibition := parts.get("exhibition")):
        return
    for kind in exhibition.kinds:
        seats, spent = sum(s.count for s in kind.panel), sum(s.minutes for s in kind.steps)
        if seats > kind.people:
            reason = f"is {kind.people}, but its panel needs {seats}"
            yield Problem(
                "exhibition.toml",
                f"kinds.{kind.key}.people",
                reason,
                "raise the number, or make the panel smaller",
            )
        if spent != kind.minutes:
            reason = f"take {spent} minutes, but the exhibition has {kind.minutes}"
            fix = "make the steps add up to the exhibition's minutes"
            yield Problem("exhibition.toml", f"kinds.{kind.key}.steps", reason, fix)
    yield from _discrepancy(parts, exhibition)


def _discrepancy(parts: Parts, exhibition: Exhibition) -> Iterator[Problem]:
    rubrics = parts.get("rubrics")
    scale_of = {r.key: r.scale for r in getattr(rubrics, "rubrics", ())}
    steps = {s.key: len(s.levels) for s in getattr(rubrics, "scales", ())}
    for kind in exhibition.kinds:
        most = steps.get(scale_of.get(kind.rubric, ""))
        if most and exhibition.discrepancy >= most:
            reason = f"is {exhibition.discrepancy}, too much for the {most} levels of “{kind.rubric}”"
            yield Problem("exhibition.toml", "discrepancy", reason, f"use at most {most - 1}")


def _portfolio(parts: Parts) -> Iterator[Problem]:
    """Levels that a task asks for must be on the scales that it is read on; outsiders are among its readers."""
    rubrics = parts.get("rubrics")
    steps = {s.key: len(s.levels) for s in getattr(rubrics, "scales", ())}
    for task in getattr(parts.get("portfolio"), "tasks", ()):
        at = f"tasks.{task.key}"
        if task.external > task.readers:
            reason = f"is {task.external}, but there are {task.readers} scorers (`readers`)"
            yield Problem("portfolio.toml", f"{at}.external", reason, "use a smaller number")
        names = {task.rubric_of(part) for part in task.parts}
        used = [
            rubric
            for rubric in getattr(rubrics, "rubrics", ())
            if rubric.key in names
            or (None in names and any(row.outcome in task.outcomes for row in rubric.criteria))
        ]
        least = min((steps.get(rubric.scale, 10) for rubric in used), default=10)
        for name in ("passes", "third_when"):
            most = least if name == "passes" else least - 1
            if getattr(task, name) > most:
                reason = f"is {getattr(task, name)}, too many for the {least} levels that it is scored on"
                yield Problem("portfolio.toml", f"{at}.{name}", reason, f"use at most {most}")


def _credit(parts: Parts) -> Iterator[Problem]:
    if not (credit := parts.get("credit")):
        return
    levels = {s.key: len(s.levels) for s in getattr(parts.get("rubrics"), "scales", ())}.get(credit.scale)
    covered = sorted(n for band in credit.bands for n in range(band.low, band.high + 1))
    if levels and covered != list(range(1, levels + 1)):
        reason = f"cover levels {', '.join(map(str, covered[:12])) or 'none'}, but the scale has {levels}"
        yield Problem("credit.toml", "bands", reason, "put each level in exactly one band")
    most = credit.points * len(credit.outcomes)
    for requirement in credit.requirements:
        if requirement.points > most:
            reason = f"asks for {requirement.points} points, but {len(credit.outcomes)} outcomes give at most {most}"
            at = f"requirements.{requirement.key}.points"
            yield Problem("credit.toml", at, reason, "ask for fewer points, or count more outcomes")


def _targets(parts: Parts) -> Iterator[Problem]:
    for measure in getattr(parts.get("measures"), "measures", ()):
        if measure.unit == "rate" and (measure.target or 0) > 1:
            fix = "write a rate as a number from 0 to 1, such as 0.8"
            yield Problem(
                "measures.toml", f"{measure.key}.target", f"is {measure.target:g}, which is more than 1", fix
            )
