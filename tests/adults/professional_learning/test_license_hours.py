"""Hours toward a license, by the numbers that the states print, and what never adds up to more than was attended."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from trellis.adults.professional_learning.records.hour_categories import CATEGORIES
from trellis.adults.professional_learning.records.license_hours import (
    ASSESSMENT,
    CONFERENCE,
    INDEPENDENT,
    LIMIT,
    MENTORED,
    PRESENTED,
    SPONSOR,
    TOPIC,
    AttendedSession,
    count_hours,
    license_rules,
)

RULES = license_rules()
DAY = date(2026, 10, 21)


def session(key: str, hours: float = 3, **more) -> AttendedSession:
    return AttendedSession(key, more.pop("event", key), more.pop("day", DAY), round(60 * hours), **more)


def hours_by_reason(count) -> dict[str, float]:
    return {row.reason: row.minutes / 60 for row in count.uncounted}


def test_each_state_asks_for_the_hours_that_it_prints():
    required = {state: (rule.minutes // 60, rule.years) for state, rule in RULES.items()}
    assert required == {
        "NY": (100, 5),
        "TX": (150, 5),
        "CA": (0, 0),
        "WA": (100, 5),
        "IL": (120, 5),
        "NJ": (20, 1),
        "MA": (150, 5),
        "PA": (180, 5),
        "MI": (150, 5),
        "CO": (90, 5),
        "AZ": (90, 6),
        "AR": (36, 1),
    }
    assert {rule.read_on for rule in RULES.values()} == {date(2026, 11, 29)}
    assert all(rule.source for rule in RULES.values())


def test_new_york_wants_15_hours_of_language_and_counts_approved_sponsors_only():
    sessions = [session("a", sponsor_state="NY"), session("b"), session("c", sponsor_state="NJ")]
    count = count_hours(sessions, {"a": {"language": 60, "content": 120}}, RULES["NY"])
    assert (count.minutes, count.by_category) == (180, {"language": 60, "content": 120})
    assert {row.reason for row in count.uncounted} == {SPONSOR}
    assert count.missing(RULES["NY"]) == {"language": 14 * 60}


def test_texas_counts_a_limited_part_of_what_was_read_presented_and_mentored():
    ways = {INDEPENDENT: 40, PRESENTED: 20, MENTORED: 50}
    sessions = [session(way, hours, way=way, sponsor_state="TX") for way, hours in ways.items()]
    count = count_hours(sessions, {}, RULES["TX"])
    assert count.minutes == 60 * (30 + 15 + 45)
    assert [(row.session, row.minutes // 60, row.reason) for row in count.uncounted] == [
        (INDEPENDENT, 10, LIMIT),
        (MENTORED, 5, LIMIT),
        (PRESENTED, 5, LIMIT),
    ]
    assert count.missing(RULES["TX"]) == {"standards": 120 * 60}


def test_massachusetts_counts_ten_assessed_hours_on_one_topic_and_no_conference():
    given_there = {"sponsor_state": "MA"}
    sessions = [
        session("day", 6, is_conference=True, **given_there),
        session("short", 9, assessed=True, **given_there),
        session("unproven", 12, **given_there),
        session("one", 6, topic="language", **given_there),
        session("two", 4, topic="language", assessed=True, **given_there),
    ]
    count = count_hours(sessions, {"two": {"language": 240}}, RULES["MA"])
    assert (count.minutes, count.by_category) == (600, {"language": 240})
    assert hours_by_reason(count) == {CONFERENCE: 6, TOPIC: 9, ASSESSMENT: 12}


def test_new_jersey_counts_each_year_alone():
    sessions = [session("june", 5, day=date(2026, 6, 30)), session("july", 7, day=date(2026, 7, 1))]
    count = count_hours(sessions, {}, RULES["NJ"])
    assert RULES["NJ"].counts_by_year
    assert count.by_year == {2026: 300, 2027: 420}


def test_a_semester_credit_is_worth_what_the_state_says():
    credit_hours = {s: RULES[s].credit_minutes // 60 for s in ("WA", "PA", "MI", "NY")}
    assert credit_hours == {"WA": 15, "PA": 30, "MI": 25, "NY": 0}


attended = st.builds(
    AttendedSession,
    key=st.uuids().map(str),
    event=st.sampled_from("abc"),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    minutes=st.integers(1, 6000),
    is_conference=st.booleans(),
    sponsor_state=st.sampled_from(["", *RULES]),
    assessed=st.booleans(),
    way=st.sampled_from(["attended", "presented", "mentored", "independent"]),
)
entered = st.dictionaries(st.sampled_from(list(CATEGORIES)), st.integers(0, 9000))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(attended, entered), max_size=6), st.sampled_from([None, *RULES.values()]))
def test_categories_never_add_to_more_than_was_attended(pairs, rule):
    sessions = [each for each, _credits in pairs]
    count = count_hours(sessions, {each.key: credits for each, credits in pairs}, rule)
    total = sum(each.minutes for each in sessions)
    assert sum(count.by_category.values()) <= count.minutes <= total
    assert count.minutes + sum(row.minutes for row in count.uncounted) == total
    assert sum(count.by_year.values()) == count.minutes
