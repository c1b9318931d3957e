"""Seats for those who must be apart, when swaps alone did not find any: a constraint solver finds some or proves
that there are none."""

import numpy as np
from ortools.sat.python import cp_model

from .columns import EncodedProblem, IntArray
from .inputs import GroupingProblem, InvalidInputError

SOLVER_TIME = 10.0
"""Deterministic time of the solver: the same work on any machine, a few seconds at most."""


def solve_must_apart(question: GroupingProblem, problem: EncodedProblem) -> IntArray:
    """A group for every student, -1 for an empty seat. Raises InvalidInputError when there is none, or none was
    found."""
    model = cp_model.CpModel()
    inside = [[model.new_bool_var("") for _ in range(problem.groups)] for _ in range(problem.students)]
    for row in inside:
        model.add_exactly_one(row)
    for who in np.flatnonzero(problem.fixed_groups >= 0).tolist():
        model.add(inside[who][problem.fixed_groups[who]] == 1)
    for group, (low, high) in enumerate(zip(problem.sizes.low, problem.sizes.high, strict=True)):
        model.add_linear_constraint(sum(row[group] for row in inside), low, high)
    number = {student.key: n for n, student in enumerate(question.students)}
    for student, other in question.must:
        for group in range(problem.groups):
            model.add_at_most_one(inside[number[student]][group], inside[number[other]][group])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = SOLVER_TIME
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InvalidInputError(_infeasible_message(question, proven=status == cp_model.INFEASIBLE))
    at = np.full(problem.everybody, -1)
    at[: problem.students] = [[solver.value(seat) for seat in row].index(1) for row in inside]
    return at


def _infeasible_message(question: GroupingProblem, proven: bool) -> str:
    who = sorted({key for pair in question.must for key in pair})
    named = ", ".join(f'"{key}"' for key in who[:6]) + (" and others" if len(who) > 6 else "")
    what = "cannot all be kept apart" if proven else "could not all be kept apart by any way that was found"
    return (
        f"{len(question.must)} pairs of students who must be apart ({named}) {what} in {len(question.rooms)} groups "
        "of these sizes with these fixed members: add a group, or let a pair be a wish."
    )
