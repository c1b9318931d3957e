"""A whole school: teams, and in each team its strands and, beside them, its advisories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .forming import form_groups
from .inputs import GroupSpec, InvalidInputError, LanguageRule, Pair, Student, Weights, even_groups
from .results import Grouping


@dataclass(frozen=True, slots=True)
class StudentGroups:
    """The groups of one student. A strand or an advisory is None where none were asked for."""

    team: str
    strand: str | None
    advisory: str | None


@dataclass(frozen=True, slots=True)
class SchoolGrouping:
    """Teams, and by team its strands and its advisories. Each of them can be checked and explained alone."""

    teams: Grouping
    strands: Mapping[str, Grouping]
    advisories: Mapping[str, Grouping]

    def of(self, student: str) -> StudentGroups:
        """Raises InvalidInputError for somebody who was not asked about."""
        team = self.teams.of(student)
        inside = [
            groupings[team].of(student) if groupings else None
            for groupings in (self.strands, self.advisories)
        ]
        return StudentGroups(team, *inside)

    @property
    def parts(self) -> tuple[Grouping, ...]:
        """Everything that was formed, the teams first."""
        return (self.teams, *self.strands.values(), *self.advisories.values())

    @property
    def cost(self) -> int:
        """Units over all parts."""
        return sum(part.cost for part in self.parts)

    @property
    def bound(self) -> int:
        """Units that cannot be avoided, given these teams."""
        return sum(part.bound for part in self.parts)

    @property
    def proven(self) -> bool:
        """Nothing better exists for any part, given these teams."""
        return all(part.proven for part in self.parts)


@dataclass(frozen=True, slots=True)
class _SharedSettings:
    """What holds for every part."""

    balance: tuple[str, ...]
    together: tuple[Pair, ...]
    apart: tuple[Pair, ...]
    must_apart: tuple[Pair, ...]
    rule: LanguageRule
    seed: str | int
    previous: Mapping[str, StudentGroups]
    weights: Weights | None
    effort: int | None

    def whole(self, students: list[Student], specs: list[GroupSpec]) -> Grouping:
        """The teams."""
        return form_groups(
            students,
            specs,
            balance=self.balance,
            together=self.together,
            must_apart=self.must_apart,
            rule=self.rule if self.rule is LanguageRule.PARTNER else LanguageRule.NONE,
            seed=f"{self.seed} teams",
            previous={key: seat.team for key, seat in self.previous.items()},
            weights=self.weights,
            effort=self.effort,
        )

    def inside(self, what: str, team: str, students: list[Student], specs: tuple[GroupSpec, ...]) -> Grouping:
        """Strands or advisories of one team. Only what is within the team is asked of it."""
        student_keys = {student.key for student in students}
        fixed_keys = {key for spec in specs for key in spec.fixed}
        if fixed_keys - student_keys:
            raise InvalidInputError(
                f'"{min(fixed_keys - student_keys)}" is held in a {what} of "{team}", but is not in that team: '
                "hold them in both."
            )
        pairs = [
            tuple(pair for pair in some if set(pair) <= student_keys)
            for some in (self.together, self.apart, self.must_apart)
        ]
        before = {key: getattr(seat, what) for key, seat in self.previous.items() if key in student_keys}
        return form_groups(
            students,
            specs,
            balance=[trait for trait in self.balance if any(trait in student.traits for student in students)],
            together=pairs[0],
            apart=pairs[1],
            must_apart=pairs[2],
            rule=self.rule,
            seed=f"{self.seed} {what} {team}",
            previous={key: group for key, group in before.items() if group is not None},
            weights=self.weights,
            effort=self.effort,
        )


def form_school(
    students: Iterable[Student],
    *,
    teams: int | Iterable[GroupSpec],
    strands: int = 0,
    advisories: int = 0,
    balance: Iterable[str] = (),
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    must_apart: Iterable[Pair] = (),
    rule: LanguageRule = LanguageRule.NONE,
    seed: str | int,
    fixed: Mapping[str, Iterable[str]] | None = None,
    previous: Mapping[str, StudentGroups] | None = None,
    weights: Weights | None = None,
    effort: int | None = None,
) -> SchoolGrouping:
    """Form `teams` (a number of equal ones, or their specs), then in each `strands` and `advisories`: so many per team.

    Groups are called "team 1", "team 1 strand 2", "team 1 advisory 3" (after the specs' own keys, if given).
    `fixed` are students by key of a group, of any kind; whoever is held in a strand or advisory is held in its
    team, and where more are held in one than would be its share, the others are as even as that leaves them. Wishes
    to be together are asked of teams, strands and advisories; wishes to be apart only of strands and advisories,
    where it is felt; those who must be apart are not even in one team. English is shared inside
    strands and advisories; partners are looked for in teams as well, so that there are some further in. Strands
    and advisories of a team do not depend on each other. `effort` is for each part. Raises InvalidInputError as
    `form_groups`.
    """
    people, fixed_by_group = list(students), {key: tuple(who) for key, who in (fixed or {}).items()}
    pairs = tuple(together), tuple(apart), tuple(must_apart)
    question = _SharedSettings(tuple(balance), *pairs, rule, seed, previous or {}, weights, effort)
    specs = even_groups(teams, len(people), "team ") if isinstance(teams, int) else tuple(teams)
    inner = _inner_group_names(specs, {"strand": strands, "advisory": advisories})
    _check_fixed_groups(fixed_by_group, specs, inner)
    whole = question.whole(people, [_add_fixed_members(team, fixed_by_group, inner) for team in specs])
    groupings = _form_inner_groups(question, whole, people, inner, fixed_by_group)
    return SchoolGrouping(whole, groupings["strand"], groupings["advisory"])


def _form_inner_groups(
    question: _SharedSettings,
    whole: Grouping,
    people: list[Student],
    inner: Mapping[tuple[str, str], tuple[str, ...]],
    fixed_by_group: Mapping[str, tuple[str, ...]],
) -> dict[str, dict[str, Grouping]]:
    """Form the strands and the advisories of each team: by kind and team. `inner`: their names by team and kind."""
    groupings: dict[str, dict[str, Grouping]] = {"strand": {}, "advisory": {}}
    for (team, what), names in inner.items():
        if names:
            members = [student for student in people if whole.of(student.key) == team]
            groupings[what][team] = question.inside(
                what, team, members, _inner_group_specs(names, len(members), fixed_by_group, team)
            )
    return groupings


def _inner_group_names(
    specs: tuple[GroupSpec, ...], count_by_kind: Mapping[str, int]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """The names of the groups inside each team, by team and kind."""
    return {
        (team.key, what): _number_names(team.key, what, count)
        for team in specs
        for what, count in count_by_kind.items()
    }


def _number_names(team: str, what: str, count: int) -> tuple[str, ...]:
    if not isinstance(count, int) or isinstance(count, bool) or count < 0:
        raise InvalidInputError(
            f"The number of groups in each team ({what}) is {count}: give a whole number, 0 for none."
        )
    return tuple(f"{team} {what} {n:0{len(str(count))}}" for n in range(1, count + 1))


def _check_fixed_groups(
    fixed_by_group: Mapping[str, tuple[str, ...]], specs: tuple[GroupSpec, ...], inner: Mapping
) -> None:
    group_names = {spec.key for spec in specs} | {name for names in inner.values() for name in names}
    for key in fixed_by_group:
        if key not in group_names:
            raise InvalidInputError(
                f'Students are held in "{key}", which is not among the groups: take it out, or name another.'
            )


def _add_fixed_members(
    team: GroupSpec, fixed_by_group: Mapping[str, tuple[str, ...]], inner: Mapping
) -> GroupSpec:
    """The team with everybody who is held in it, or in one of its strands or advisories."""
    names = [team.key, *(name for (key, _), some in inner.items() if key == team.key for name in some)]
    who = [*team.fixed, *(key for name in names for key in fixed_by_group.get(name, ()))]
    return GroupSpec(team.key, team.least, team.most, tuple(dict.fromkeys(who)))


def _inner_group_specs(
    names: tuple[str, ...], students: int, fixed_by_group: Mapping[str, tuple[str, ...]], team: str
) -> tuple[GroupSpec, ...]:
    if len(names) > students:
        raise InvalidInputError(
            f'"{team}" has {students} students for {len(names)} groups: ask for fewer groups.'
        )
    # as even as those allow who are held: a person may hold more in one group than would be its share
    return tuple(GroupSpec(name, 1, students, fixed_by_group.get(name, ())) for name in names)
