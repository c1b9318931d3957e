"""A new version of a model beside what 271 schools have: compared part by part, and put into words.

Run: python benchmarks/upgrade.py. Each school changed five places of its own. Prints medians of three runs; asserts
nothing about time. The peer is what a first script does: a line-by-line merge of the TOML files (`merge3`), which
compares texts and knows neither entries nor locks. It does not put anything into words.
"""

import random
import time
from statistics import median

from django.conf import settings
from merge3 import Merge3

from trellis.design.blueprint.package import Package, adapt_package, builtin_packages, read_package
from trellis.design.blueprint.package.upgrade import UpgradeComparison
from trellis.design.blueprint.package.write import package_files

SCHOOLS, RUNS = 271, 3


def main() -> None:
    """Run and print."""
    settings.configure(USE_I18N=False)
    base = read_package(builtin_packages()["big-picture"])
    body = base.model_dump(mode="json")
    body["version"] = "9.0.0"
    body["plan"]["minutes"] += 5
    body["calendar"]["cycles"]["weeks"] += 1
    for outcome in body["outcomes"]["outcomes"]:
        outcome["statement"] += " Show how you know."
    body["review"]["rows"].insert(0, body["review"]["rows"].pop())
    theirs = Package.model_validate(body)
    schools = [adapt_package(base, _changes(base, random.Random(seed))) for seed in range(SCHOOLS)]
    compared, merged = [], []
    for _run in range(RUNS):
        for package in (base, theirs, *schools):
            package.__dict__.pop("tree", None)  # read anew, as a process that has just started
        compared.append(
            _seconds(lambda: [_in_words(UpgradeComparison(base, ours, theirs)) for ours in schools])
        )
        merged.append(_seconds(lambda: _merge_as_texts(base, schools, theirs)))
    print(f"{SCHOOLS} schools compared with a new version, in words: {median(compared):.2f} s")
    print(f"the same merged line by line as texts, not in words:   {median(merged):.2f} s")


def _changes(package, draw: random.Random) -> dict[str, object]:
    rows = [row.key for row in package.review.rows]
    return {
        "calendar.cycles.weeks": draw.randint(6, 14),
        "calendar.week.internship_days": draw.choice((["mon", "wed"], ["tue"], ["wed", "fri"])),
        "words.terms.term": {"one": "trimester", "other": "trimesters"},
        f"review.rows.{draw.choice(rows)}.question": f"What did you see on day {draw.randint(1, 99)}?",
        f"review.rows.{rows[-1]}.title": "How we decide",
    }


def _in_words(comparison) -> int:
    from trellis.design.blueprint.change_wording import word_changes, word_conflict

    tables = {**comparison.base, **comparison.ours, **comparison.theirs}
    words = 0
    for part in comparison.parts:
        words += len(word_changes(tables, part.network)) + len(word_changes(tables, part.school))
        words += len([word_conflict(tables, conflict) for conflict in part.conflicts])
    return words


def _merge_as_texts(base: Package, schools: list[Package], theirs: Package) -> None:
    old, new = package_files(base.tree), package_files(theirs.tree)
    for ours in schools:
        _merge_files(old, package_files(ours.tree), new)


def _merge_files(base: dict, ours: dict, theirs: dict) -> int:
    return sum(
        len(
            list(
                Merge3(
                    *(files.get(name, "").splitlines(True) for files in (base, ours, theirs))
                ).merge_lines()
            )
        )
        for name in theirs
    )


def _seconds(work) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
