"""Shares of classes in words, with what is too small hidden: what the pages about many graduates show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from trellis.engines.gaps.cells import Rate
from trellis.engines.gaps.suppression import suppress, suppress_across
from trellis.improvement.opportunity import figures

from .histories import Graduate
from .persistence import ClassCount, History, Outcome, OutcomeCount, YearState, count_class, states_by_year

SHOWN_OUTCOMES = (
    Outcome.FIRST_FALL,
    Outcome.SECOND_YEAR,
    Outcome.YEAR_TWO,
    Outcome.YEAR_FOUR,
    Outcome.YEAR_SIX,
    Outcome.DEGREE_SIX,
)


def outcome_titles() -> dict[Outcome, str]:
    """The columns of a table, in the reader's language."""
    return {
        Outcome.FIRST_FALL: _("Enrolled the first fall"),
        Outcome.SECOND_YEAR: _("Enrolled in year 1 and year 2"),
        Outcome.YEAR_TWO: _("Year 2: enrolled or degree"),
        Outcome.YEAR_FOUR: _("Year 4: enrolled or degree"),
        Outcome.YEAR_SIX: _("Year 6: enrolled or degree"),
        Outcome.DEGREE_SIX: _("Degree within 6 years"),
    }


def state_titles() -> dict[YearState, str]:
    """The six states of a year, in the reader's language."""
    return {
        YearState.DEGREE: _("Has a degree"),
        YearState.NEW: _("New to college"),
        YearState.RETAINED: _("Enrolled again"),
        YearState.RETURNED: _("Came back after a break"),
        YearState.STOPPED: _("Was enrolled before, no record this year"),
        YearState.NO_RECORD: _("No record so far"),
    }


@dataclass(frozen=True)
class OutcomeCell:
    """One share: with its interval and what it would be at most; or `note`, why there is none."""

    share: str = ""
    interval: str = ""
    at_most: str = ""
    note: str = ""


@dataclass(frozen=True)
class OutcomeRow:
    """One class, group or school. hidden: the reason why nothing of it is shown."""

    key: str
    name: str
    students: str = ""
    with_record: str = ""
    not_found: str = ""
    not_looked_up: str = ""
    """How many are in no file; "" for none."""
    cells: list[OutcomeCell] = field(default_factory=list)
    hidden: str = ""


def class_counts(graduates: Iterable[Graduate]) -> dict[int, ClassCount]:
    """Each class of some graduates, the newest first."""
    by_class = defaultdict(list)
    for graduate in graduates:
        by_class[graduate.history.class_of].append(graduate.history)
    return {year: count_class(year, by_class[year]) for year in sorted(by_class, reverse=True)}


def outcome_row(
    key: str, name: str, counted: ClassCount, hidden: str = "", hidden_outcomes: Collection[Outcome] = ()
) -> OutcomeRow:
    """A row ready to show. hidden: a code of `figures.hidden_reason`, for one that would give away a smaller group."""
    if 0 < counted.students < figures.MIN_N:
        hidden = "small"
    if hidden:
        return OutcomeRow(key, name, hidden=figures.hidden_reason(hidden))
    return OutcomeRow(
        key,
        name,
        figures.format_int(counted.students),
        figures.format_int(counted.with_record),
        figures.format_int(counted.not_found),
        figures.format_int(counted.not_looked_up) if counted.not_looked_up else "",
        [_outcome_cell(counted.outcomes[outcome], outcome in hidden_outcomes) for outcome in SHOWN_OUTCOMES],
    )


def _outcome_cell(counted: OutcomeCount | None, hidden: bool = False) -> OutcomeCell:
    if counted is None:
        return OutcomeCell(note=_("Not yet"))
    if counted.looked_up < figures.MIN_N:
        return OutcomeCell(note=figures.hidden_reason("small"))
    if hidden:
        return OutcomeCell(note=figures.hidden_reason("cover"))
    estimate = Rate(counted.counted, counted.looked_up).estimate()
    return OutcomeCell(
        figures.format_estimate(estimate),
        figures.format_interval(estimate),
        figures.format_share(counted.at_most / counted.students),
    )


def class_rows(graduates: list[Graduate]) -> list[OutcomeRow]:
    """One row for each class."""
    return [outcome_row(str(year), str(year), counted) for year, counted in class_counts(graduates).items()]


def group_rows(graduates: list[Graduate]) -> list[tuple[str, list[OutcomeRow]]]:
    """The classes of those who ever learned English at school, and of the others. Of the two, neither is shown where
    the other is too small. [] where all graduates are in one of them."""
    groups = {
        _("Ever English learners"): class_counts(some for some in graduates if some.ever_learner),
        _("Never English learners"): class_counts(some for some in graduates if not some.ever_learner),
    }
    rows: dict[str, list[OutcomeRow]] = {name: [] for name in groups}
    for year in sorted({some.history.class_of for some in graduates}, reverse=True):
        counted = {name: classes[year] for name, classes in groups.items() if year in classes}
        codes = _hidden_groups({name: some.students for name, some in counted.items()})
        hidden_outcomes = {
            outcome: _hidden_groups({name: _looked_up(some, outcome) for name, some in counted.items()})
            for outcome in SHOWN_OUTCOMES
        }
        for name, some in counted.items():
            hidden = {outcome for outcome in SHOWN_OUTCOMES if name in hidden_outcomes[outcome]}
            rows[name].append(outcome_row(str(year), str(year), some, codes.get(name, ""), hidden))
    return list(rows.items()) if all(rows.values()) else []


def _looked_up(counted: ClassCount, outcome: Outcome) -> int:
    of_outcome = counted.outcomes[outcome]
    return of_outcome.looked_up if of_outcome else 0


def _hidden_groups(sizes: Mapping[str, int]) -> dict[str, str]:
    """Of groups that add up to a total that is shown, those that stay hidden, each with the code of its reason."""
    reasons = suppress({(name,): size for name, size in sizes.items()}, figures.MIN_N).reasons
    return {name: reason.code for (name,), reason in reasons.items() if reason.code != "empty"}


def network_rows(
    graduates: list[Graduate], names: Mapping[UUID, str]
) -> tuple[list[OutcomeRow], dict[int, list[OutcomeRow]]]:
    """The classes of a network, and for each class its schools. What could be worked out from the other schools and
    the total is hidden too. names: of the schools, in the order in which they are listed."""
    totals, by_class = [], {}
    histories: dict[int, dict[UUID, list[History]]] = defaultdict(lambda: defaultdict(list))
    for graduate in graduates:
        histories[graduate.history.class_of][graduate.school].append(graduate.history)
    for year, counted in class_counts(graduates).items():
        at = histories[year]
        schools = {school: count_class(year, at[school]) for school in names if school in at}
        hidden, total_hidden = _hidden_places([some.students for some in schools.values()])
        hidden_outcomes = _hidden_outcomes(list(schools.values()))
        codes = ["cover" if is_hidden else "" for is_hidden in hidden]
        by_class[year] = [
            outcome_row(str(school), names[school], some, code, hidden_outcomes[place])
            for place, ((school, some), code) in enumerate(zip(schools.items(), codes, strict=True))
        ]
        code = "cover" if total_hidden else ""
        totals.append(outcome_row(str(year), str(year), counted, code, hidden_outcomes[-1]))
    return totals, by_class


def _hidden_places(sizes: list[int]) -> tuple[list[bool], bool]:
    """Which of several schools are hidden, and whether their total is."""
    if not sizes:
        return [], False
    hidden, _bare = suppress_across(np.array(sizes, dtype=np.int64)[:, None], figures.MIN_N)
    cells = hidden[:, 0].tolist()
    return cells[:-1], cells[-1]


def _hidden_outcomes(schools: list[ClassCount]) -> list[set[Outcome]]:
    """For each school, and last for all of them, the outcomes whose students are too few at some school."""
    hidden_at: list[set[Outcome]] = [set() for _place in range(len(schools) + 1)]
    for outcome in SHOWN_OUTCOMES:
        hidden, total = _hidden_places([_looked_up(school, outcome) for school in schools])
        for place, is_hidden in enumerate([*hidden, total]):
            if is_hidden:
                hidden_at[place].add(outcome)
    return hidden_at


@dataclass(frozen=True)
class YearRow:
    """One year after graduation: the share in each of the six states."""

    number: int
    shares: list[str]


def year_rows(graduates: list[Graduate], class_year: int) -> list[YearRow]:
    """Year by year for one class, of those who were looked up; [] where they are too few."""
    histories = [some.history for some in graduates if some.history.class_of == class_year]
    if sum(history.as_of is not None for history in histories) < figures.MIN_N:
        return []
    return [
        YearRow(number, [figures.format_share(states[state] / states.total()) for state in YearState])
        for number, states in states_by_year(class_year, histories).items()
    ]
