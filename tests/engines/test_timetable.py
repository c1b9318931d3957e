"""Times for exhibitions: nobody in two places, hand edits hold, and what cannot be placed is explained."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.engines import timetable
from trellis.engines.timetable import (
    BlockKind,
    ExhibitionRequest,
    FixedTime,
    InvalidInputError,
    PanelNeed,
    Person,
    PlacedExhibition,
    Room,
    find_faults,
    schedule,
)

MORNING = ((0, 180),)


def people(*keys: str, free=MORNING) -> list[Person]:
    return [Person(key, free) for key in keys]


def make_exhibition(key: str, *must: str, minutes: int = 45, **more) -> ExhibitionRequest:
    return ExhibitionRequest(key, must or (key,), minutes, **more)


def blocks(table, key: str) -> set:
    return {(block.why, block.who) for left in table.left if left.key == key for block in left.blocks}


def test_one_advisors_students_have_a_break_between():
    exhibitions = [
        make_exhibition("amina", "amina", "daniel", buffer=15),
        make_exhibition("bea", "bea", "daniel", buffer=15),
    ]
    everybody, rooms = people("amina", "bea", "daniel"), [Room("Commons", MORNING), Room("Lab", MORNING)]
    table = schedule(exhibitions, everybody, rooms)
    assert sorted(placed.start for placed in table.placed) == [0, 60]
    assert find_faults(table, exhibitions, everybody, rooms) == []


def test_somebody_from_outside_is_chosen_within_their_hours():
    exhibitions = [make_exhibition("amina", needs=(PanelNeed("outside", ("baker", "nurse")),))]
    everybody = [*people("amina"), Person("baker", ((600, 700),)), Person("nurse", ((90, 150),))]
    table = schedule(exhibitions, everybody, [Room("Commons", MORNING)])
    assert table.placed == (PlacedExhibition("amina", 90, "Commons", (("outside", "nurse"),)),)


def test_times_set_by_hand_hold_outside_the_hours():
    by_hand = FixedTime(30, "Commons", (("outside", "baker"),))
    exhibitions = [
        make_exhibition("amina", fixed=by_hand),
        make_exhibition("bea", needs=(PanelNeed("outside", ("baker",)),)),
    ]
    everybody = [Person("amina", ()), *people("bea", "baker")]
    table = schedule(exhibitions, everybody, [Room("Commons", MORNING)])
    assert {placed.key: placed.start for placed in table.placed} == {"amina": 30, "bea": 75}


def test_two_set_by_hand_that_cannot_both_hold_are_named():
    exhibitions = [
        make_exhibition("amina", fixed=FixedTime(0, "Commons")),
        make_exhibition("bea", fixed=FixedTime(30, "Commons")),
    ]
    with pytest.raises(InvalidInputError, match="bea and amina were set by hand, and both need Commons"):
        schedule(exhibitions, people("amina", "bea"), [Room("Commons", MORNING)])


def test_the_first_who_fits_does_not_keep_two_others_out():
    """The quick pass alone would put the wrong one first; the solver finds the way round."""
    rooms = [Room("Commons", ((0, 120),))]
    everybody = [
        *people("a", "b", "c", free=((0, 120),)),
        *people("x", free=((30, 120),)),
        *people("y", free=((0, 75),)),
    ]
    exhibitions = [
        make_exhibition("1", "a", minutes=30, needs=(PanelNeed("outside", ("x", "y")),)),
        make_exhibition("2", "b", minutes=45, needs=(PanelNeed("outside", ("x",)),)),
        make_exhibition("3", "c", minutes=45, needs=(PanelNeed("outside", ("y",)),)),
    ]
    table = schedule(exhibitions, everybody, rooms)
    assert len(table.placed) == 3
    assert find_faults(table, exhibitions, everybody, rooms) == []


def test_a_family_and_an_advisor_who_share_no_hour_are_named():
    everybody = [*people("amina", "daniel"), Person("carmen", ((600, 700),))]
    table = schedule(
        [make_exhibition("amina", "amina", "daniel", "carmen")], everybody, [Room("Commons", ((0, 700),))]
    )
    assert blocks(table, "amina") == {(BlockKind.NO_SHARED_TIME, ("amina", "carmen"))}


def test_a_part_that_nobody_can_take_is_named():
    exhibitions = [make_exhibition("amina", needs=(PanelNeed("interpreter", ("ba",)),))]
    table = schedule(exhibitions, [*people("amina"), Person("ba", ((600, 700),))], [Room("Commons", MORNING)])
    assert blocks(table, "amina") == {(BlockKind.NOBODY_FOR_PART, ("interpreter",))}


def test_a_room_that_is_never_open_is_said():
    table = schedule([make_exhibition("amina")], people("amina"), [Room("Commons", ((600, 700),))])
    assert blocks(table, "amina") == {(BlockKind.NO_ROOM_OPEN, ())}


def test_an_interpreter_wanted_twice_at_once_is_what_blocks():
    free = ((0, 45),)
    exhibitions = [
        make_exhibition(key, needs=(PanelNeed("interpreter", ("ba",)),)) for key in ("amina", "bea")
    ]
    table = schedule(exhibitions, people("amina", "bea", "ba", free=free), [Room("A", free), Room("B", free)])
    assert len(table.placed) == 1
    assert {why for why, _who in blocks(table, table.left[0].key)} == {BlockKind.PART_BUSY}
    assert table.best


def test_rooms_that_are_too_few_are_counted_before_anything_is_tried():
    exhibitions = [make_exhibition(str(n)) for n in range(5)]
    table = schedule(exhibitions, people(*"01234"), [Room("Commons", ((0, 180),))])
    assert [(short.who, short.minutes_needed, short.minutes_available) for short in table.short] == [
        ("", 225, 180)
    ]
    assert len(table.placed) == 4
    assert {why for why, _who in blocks(table, table.left[0].key)} == {BlockKind.ROOMS_FULL}


def test_an_advisor_with_too_few_hours_is_counted():
    exhibitions = [make_exhibition(key, key, "daniel") for key in ("amina", "bea", "cleo")]
    everybody = [*people("amina", "bea", "cleo"), Person("daniel", ((0, 90),))]
    table = schedule(exhibitions, everybody, [Room("Commons", MORNING)])
    assert [(short.who, short.minutes_needed, short.minutes_available) for short in table.short] == [
        ("daniel", 135, 90)
    ]
    assert len(table.placed) == 2


@pytest.mark.parametrize(
    ("exhibitions", "everybody", "sentence"),
    [
        ([make_exhibition("amina"), make_exhibition("amina")], people("amina"), "named twice"),
        ([make_exhibition("amina", "nobody")], people("amina"), "whom nobody knows"),
        ([make_exhibition("amina", minutes=0)], people("amina"), "takes 0 minutes"),
        ([make_exhibition("amina", "amina", "amina")], people("amina"), "somebody twice"),
        (
            [make_exhibition("amina", needs=(PanelNeed("peer", ("amina",), 0),))],
            people("amina"),
            "wants 0 people",
        ),
        ([make_exhibition("amina", fixed=FixedTime(0, "Attic"))], people("amina"), "which nobody knows"),
        ([make_exhibition("amina")], [Person("amina", ((60, 30),))], "end before they begin"),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(exhibitions, everybody, sentence):
    with pytest.raises(InvalidInputError, match=sentence):
        schedule(exhibitions, everybody, [Room("Commons", MORNING)])


@st.composite
def schools(draw) -> tuple[list[ExhibitionRequest], list[Person], list[Room]]:
    """Small schools: a few students, two advisors, three people from outside, one or two rooms."""

    def hours() -> tuple[tuple[int, int], ...]:
        begins = draw(st.lists(st.integers(0, 12), max_size=2, unique=True))
        return tuple((15 * n, 15 * (n + draw(st.integers(1, 8)))) for n in begins)

    students = [f"s{n}" for n in range(draw(st.integers(1, 5)))]
    outside = ("o0", "o1", "o2")
    everybody = [Person(key, hours()) for key in (*students, "a0", "a1", *outside)]
    rooms = [Room(f"r{n}", hours()) for n in range(draw(st.integers(1, 2)))]
    exhibitions = [
        ExhibitionRequest(
            key,
            (key, draw(st.sampled_from(["a0", "a1"]))),
            draw(st.sampled_from([15, 30, 45])),
            (PanelNeed("outside", draw(st.sampled_from([outside, outside[:1], outside[1:]]))),)
            if draw(st.booleans())
            else (),
            draw(st.sampled_from([0, 15])),
        )
        for key in students
    ]
    return exhibitions, everybody, rooms


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schools())
def test_every_timetable_stands_the_check_and_says_what_blocks_the_rest(school):
    table = schedule(*school, effort=2.0)
    assert find_faults(table, *school) == []
    assert table == schedule(*school, effort=2.0)


def most_by_trying(exhibitions: list[ExhibitionRequest], everybody: list[Person], rooms: list[Room]) -> int:
    """The largest number that can be placed, by trying every way: for very small schools."""
    ways = []
    for exhibition in exhibitions:
        options = [None]
        for start in range(0, 300, 15):
            for room in rooms:
                for chosen in product(*(need.among for need in exhibition.needs)):
                    parts = tuple(
                        (need.part, key) for need, key in zip(exhibition.needs, chosen, strict=True)
                    )
                    options.append(PlacedExhibition(exhibition.key, start, room.key, parts))
        alone = [
            w for w in options if w is None or not find_faults(_table([w]), [exhibition], everybody, rooms)
        ]
        ways.append(alone)
    best = 0
    for some in product(*ways):
        placed = [each for each in some if each]
        placed_exhibitions = [exhibition for exhibition, each in zip(exhibitions, some, strict=True) if each]
        if len(placed) > best and not find_faults(_table(placed), placed_exhibitions, everybody, rooms):
            best = len(placed)
    return best


def _table(placed: list[PlacedExhibition]) -> timetable.Timetable:
    return timetable.Timetable(tuple(placed), (), (), False)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(schools())
def test_as_many_are_placed_as_trying_every_way_could(school):
    exhibitions, everybody, rooms = school[0][:3], school[1], school[2]
    table = schedule(exhibitions, everybody, rooms)
    assert table.best
    assert len(table.placed) == most_by_trying(exhibitions, everybody, rooms)


def fine() -> tuple[timetable.Timetable, list[ExhibitionRequest], list[Person], list[Room]]:
    exhibitions = [
        make_exhibition(key, key, "daniel", buffer=15, needs=(PanelNeed("outside", ("baker", "nurse")),))
        for key in ("amina", "bea")
    ]
    everybody, rooms = (
        people("amina", "bea", "daniel", "baker", "nurse"),
        [Room("A", MORNING), Room("B", MORNING)],
    )
    return schedule(exhibitions, everybody, rooms), exhibitions, everybody, rooms


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda a, b: (a, replace(b, start=a.start)), "at one time"),
        (lambda a, b: (a, replace(b, start=a.start + 45)), "without a break"),
        (lambda a, b: (replace(a, start=150), b), "outside the hours"),
        (lambda a, b: (replace(a, chosen=()), b), "has 0 as outside"),
        (lambda a, b: (replace(a, chosen=(("outside", "daniel"),)), b), "twice"),
        (lambda a, b: (a,), "exactly once"),
        (lambda a, b: (a, a), "exactly once"),
    ],
)
def test_the_check_catches_a_timetable_that_is_wrong(change, sentence):
    table, *question = fine()
    assert find_faults(table, *question) == []
    wrong = replace(table, placed=change(*table.placed))
    assert any(sentence in fault for fault in find_faults(wrong, *question))
