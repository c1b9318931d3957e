"""400 students formed into 25 advisories, with 28 levels, 20 pairs together and 80 apart; and a whole school.

Run: python benchmarks/grouping.py [schools]. Prints medians, how many are proven to be the best there is, and the
most units over the bound; asserts nothing about time. Every answer goes through the checker. The peers are what a
first script does, plain Python that tries one swap after another and keeps what is no worse, for as long as ours
took and for ten times as long; and the constraint solver CP-SAT with a limit, on the same rows in the same run.
"""

import random
import sys
import time
from itertools import pairwise
from statistics import median

from ortools.sat.python import cp_model

from trellis.engines.grouping import (
    Grouping,
    LanguageRule,
    Student,
    Weights,
    even_groups,
    find_faults,
    form_groups,
    form_school,
)
from trellis.engines.grouping.columns import EncodedProblem, encode_problem

STUDENTS, GROUPS, TOGETHER, APART = 400, 25, 20, 80
SCHOOLS, WHOLE, CLIMBED, SOLVED, SOLVER_SECONDS = 100, 10, 10, 2, 20
TRAITS = {
    "grade": (25, 25, 25, 25),
    "language": (45, 15, 10, 8, 7, 6, 5, 4),
    "proficiency": (15, 25, 30, 20, 10),
    "sex": (48, 52),
    "time in country": (20, 30, 50),
    "disability": (15, 85),
    "schooling interrupted": (30, 70),
    "new here": (70, 30),
}
ENGLISH = "7"  # of the languages

Rows = tuple[list[Student], dict]


def school(seed: int, students: int = STUDENTS) -> Rows:
    """Rows and wishes of a school, made from a seed. One in seven with a home language has a second one."""
    draw = random.Random(seed)
    rows = []
    for n in range(students):
        traits = {trait: str(draw.choices(range(len(odds)), odds)[0]) for trait, odds in TRAITS.items()}
        second = (str(draw.randrange(7)),) if draw.random() < 1 / 7 else ()
        home = ("en",) if traits["language"] == ENGLISH else (traits["language"], *second)
        rows.append(Student(f"s{n:04}", traits, home))
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < TOGETHER + APART:
        first, other = sorted(draw.sample(range(students), 2))
        pairs[f"s{first:04}", f"s{other:04}"] = None
    wishes = list(pairs)
    return rows, {"balance": tuple(TRAITS), "together": wishes[:TOGETHER], "apart": wishes[TOGETHER:]}


def checked(assignment: Grouping) -> Grouping:
    wrong = find_faults(assignment.question.students, assignment.question.specs, assignment)
    if wrong:
        raise SystemExit(f"the checker found {wrong}")
    return assignment


def line(name: str, assignments: list[Grouping], took: list[float]) -> None:
    proven = sum(assignment.proven for assignment in assignments) / len(assignments)
    over = max(assignment.cost - assignment.bound for assignment in assignments)
    print(
        f"  {name:38}{median(took):6.2f} s (longest {max(took):5.2f})   proven {proven:4.0%}   "
        f"over the bound {over} at most"
    )


def advisories(
    name: str, schools: int, rule: LanguageRule, leave: tuple[str, ...] = (), split: bool = False
) -> None:
    assignments, took = [], []
    for seed in range(schools):
        rows, options = school(seed)
        options["balance"] = tuple(trait for trait in options["balance"] if trait not in leave)
        if split:
            rows, options["balance"] = unrelated(seed)
        began = time.perf_counter()
        assignments.append(form_groups(rows, even_groups(GROUPS, STUDENTS), **options, rule=rule, seed=seed))
        took.append(time.perf_counter() - began)
        checked(assignments[-1])
    line(name, assignments, took)


def unrelated(seed: int) -> tuple[list[Student], tuple[str, ...]]:
    """28 marks that have nothing to do with each other, each on 5% to 60%: harder than any school."""
    draw = random.Random(seed)
    odds = {f"mark {n:02}": draw.uniform(0.05, 0.6) for n in range(28)}
    rows = [
        Student(f"s{n:04}", {mark: "yes" for mark, chance in odds.items() if draw.random() < chance})
        for n in range(STUDENTS)
    ]
    return rows, tuple(odds)


def whole(schools: int, rule: LanguageRule, leave: tuple[str, ...] = ()) -> None:
    assignments, took = [], []
    for seed in range(schools):
        rows, options = school(seed, 430)
        options["balance"] = tuple(trait for trait in options["balance"] if trait not in leave)
        began = time.perf_counter()
        formed = form_school(rows, teams=5, strands=4, advisories=5, **options, rule=rule, seed=seed)
        took.append(time.perf_counter() - began)
        assignments += [checked(part) for part in formed.parts]
    line(f"whole school, {rule.value}", assignments, took)


def climb(problem: EncodedProblem, seconds: float, seed: int) -> float:
    """Plain Python: two students of different groups trade places if it costs no more than before."""
    draw = random.Random(seed)
    at = [n % problem.groups for n in range(problem.students)]
    draw.shuffle(at)
    price = [column.price.tolist() for column in problem.columns]
    mine: list[list[int]] = [[] for _ in at]
    counts = [[0] * problem.groups for _ in problem.columns]
    for number, column in enumerate(problem.columns):
        for who in column.who.tolist():
            mine[who].append(number)
            counts[number][at[who]] += 1
    units = sum(
        price[number][group][many] for number, row in enumerate(counts) for group, many in enumerate(row)
    )
    end = time.perf_counter() + seconds
    while units > 0 and time.perf_counter() < end:
        for _ in range(200):
            units += _trade(draw.randrange(len(at)), draw.randrange(len(at)), at, mine, counts, price)
    return units


def _trade(first: int, second: int, at: list, mine: list, counts: list, price: list) -> float:
    """What the trade changed: nothing, where it would cost more."""
    first_group, second_group = at[first], at[second]
    if first_group == second_group:
        return 0
    change = 0
    a, b = set(mine[first]), set(mine[second])
    for gone, come, (down, up) in ((a, b, (first_group, second_group)), (b, a, (second_group, first_group))):
        for number in gone - come:
            row, cost = counts[number], price[number]
            change += cost[down][row[down] - 1] - cost[down][row[down]]
            change += cost[up][row[up] + 1] - cost[up][row[up]]
    if change > 0:
        return 0
    for gone, come, (down, up) in ((a, b, (first_group, second_group)), (b, a, (second_group, first_group))):
        for number in gone - come:
            counts[number][down] -= 1
            counts[number][up] += 1
    at[first], at[second] = second_group, first_group
    return change


def solve(problem: EncodedProblem, seconds: float) -> tuple[float | None, float]:
    """CP-SAT with two workers: units of what it found (None: nothing) and the bound that it proved."""
    model = cp_model.CpModel()
    seat = [[model.new_bool_var("") for _ in range(problem.groups)] for _ in range(problem.students)]
    for row in seat:
        model.add_exactly_one(row)
    for group, size in enumerate(problem.sizes.high):
        model.add(sum(row[group] for row in seat) == size)
    costs = []
    for column in problem.columns:
        price = (2 * column.price).astype(int).tolist()
        for group, row in enumerate(price):
            seats = [seat[who][group] for who in column.who.tolist()]
            costs.append(_units(model, seats, row[: len(seats) + 1]))
    model.minimize(sum(costs))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    has_solution = solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return solver.objective_value / 2 if has_solution else None, solver.best_objective_bound / 2


def _units(model: cp_model.CpModel, seats: list, price: list[int]) -> cp_model.IntVar:
    """Half units of a column in a group: above every line that its prices lie on."""
    units = model.new_int_var(0, max(price), "")
    if len(seats) == 2 and price[1] and not price[2]:  # a pair that wishes to be together
        model.add(units >= price[1] * (seats[0] - seats[1]))
        model.add(units >= price[1] * (seats[1] - seats[0]))
        return units
    lines = {
        (after - before, before - (after - before) * x) for x, (before, after) in enumerate(pairwise(price))
    }
    for slope, level in sorted(lines):
        if slope:
            model.add(units >= slope * sum(seats) + level)
    return units


def peers() -> None:
    ours, took, short, long, solved = [], [], [], [], []
    for seed in range(CLIMBED):
        rows, options = school(seed)
        began = time.perf_counter()
        assignment = form_groups(rows, even_groups(GROUPS, STUDENTS), **options, seed=seed)
        took.append(time.perf_counter() - began)
        problem = encode_problem(assignment.question)
        ours.append(assignment.cost)
        short.append(climb(problem, took[-1], seed))
        long.append(climb(problem, 10 * took[-1], seed))
        if seed < SOLVED:
            units, bound = solve(problem, SOLVER_SECONDS)
            solved.append(f"{'nothing' if units is None else f'{units:.0f}'} (bound {bound:.0f})")
    print(f"  the same rows, units, {CLIMBED} schools: ours {median(ours):.0f} in {median(took):.2f} s")
    print(f"    plain Python, one swap after another    {median(short):.0f} in the same time")
    print(f"    plain Python                            {median(long):.0f} in ten times as long")
    print(f"    CP-SAT, {SOLVER_SECONDS} s, first {SOLVED} schools          {', '.join(solved)}")


def main() -> None:
    schools = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else SCHOOLS
    print(
        f"{STUDENTS} students into {GROUPS}, {sum(map(len, TRAITS.values()))} levels, "
        f"{TOGETHER} pairs together, {APART} apart; units: {Weights()}"
    )
    few = max(schools // 5, 1)
    advisories(f"{schools} schools", schools, LanguageRule.NONE)
    advisories(f"{few} schools, english shared", few, LanguageRule.ENGLISH_SHARED)
    advisories(f"{few} schools, partner", few, LanguageRule.PARTNER, leave=("language",))
    advisories(f"{few // 2 or 1} schools, 28 unrelated marks", few // 2 or 1, LanguageRule.NONE, split=True)
    print(f"430 students into 5 teams, 20 strands, 25 advisories; {WHOLE} schools, 11 parts in each")
    whole(WHOLE, LanguageRule.NONE)
    whole(WHOLE, LanguageRule.ENGLISH_SHARED)
    whole(WHOLE, LanguageRule.PARTNER, leave=("language",))
    peers()


if __name__ == "__main__":
    main()
