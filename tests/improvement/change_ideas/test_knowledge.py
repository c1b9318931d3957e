"""What is known of an idea, from the frozen facts of its tests."""

from __future__ import annotations

from trellis.improvement.change_ideas.frozen import Figure
from trellis.improvement.change_ideas.knowledge import WIDTH, TestFacts, what_is_known
from trellis.improvement.change_ideas.similar_schools import bands, likeness


def figure(verdict: str, change: float | None = 10.0, question: str = "How many came?", **other) -> Figure:
    low, high = (None, None) if change is None else (change - 5, change + 5)
    values = {
        "title": "Meetings", "question": question, "is_share": True, "before": 40.0, "before_n": 200,
        "after": 50.0, "after_n": 220, "change": change, "low": low, "high": high, "verdict": verdict,
    }  # fmt: skip
    return Figure(**values | other)


def test_one_test_is_not_enough_to_be_sure():
    knowledge = what_is_known([TestFacts("Harbor", "adopt", [figure("signal")])])
    assert knowledge.certainty[0] == "Tried once. One test is not enough to be sure."


def test_schools_with_the_same_question_are_counted_and_not_added_together():
    tests = [
        TestFacts("Harbor", "adopt", [figure("signal")]),
        TestFacts("Summit", "adopt", [figure("signal", 20.0, "how many came")]),
        TestFacts("Valley", "abandon", [figure("no-signal", 1.0)]),
    ]
    knowledge = what_is_known(tests)
    assert knowledge.certainty == [
        "Tried at 3 schools.",
        "“Meetings” went up more than chance would explain in 2 of 3 schools.",
    ]
    (question,) = knowledge.questions
    assert [row.place for row in question.rows] == ["Harbor", "Summit", "Valley"]


def test_unlike_measures_stand_apart():
    tests = [
        TestFacts("Harbor", "adopt", [figure("signal")]),
        TestFacts("Summit", "adopt", [figure("signal", question="How many called?")]),
        TestFacts("Valley", "adopt", [figure("signal", is_share=False)]),
    ]
    assert len(what_is_known(tests).questions) == 3


def test_a_change_for_the_worse_is_told_as_plainly():
    knowledge = what_is_known([TestFacts("Harbor", "abandon", [figure("signal", -20.0)])])
    assert "went down more than chance would explain in 1 of 1" in knowledge.certainty[1]


def test_what_did_not_change_and_what_is_too_early_are_different():
    did_not = what_is_known([TestFacts("Harbor", "abandon", [figure("no-signal", 1.0)])])
    early = what_is_known([TestFacts("Harbor", "adopt", [figure("too-early", None)])])
    assert "did not change more than chance" in did_not.certainty[1]
    assert "too early to tell" in early.certainty[1]


def test_of_one_school_the_newest_test_counts():
    tests = [
        TestFacts("Harbor", "adapt", [figure("no-signal", 1.0)]),
        TestFacts("Harbor", "adopt", [figure("signal", 12.0)]),
    ]
    knowledge = what_is_known(tests)
    assert knowledge.certainty[0] == "Tried 2 times at one school."
    assert len(knowledge.questions[0].rows) == 1


def test_intervals_of_one_question_share_a_scale_that_has_zero_on_it():
    tests = [
        TestFacts("Harbor", "adopt", [figure("signal", 20.0)]),
        TestFacts("Summit", "abandon", [figure("no-signal", -20.0)]),
    ]
    (question,) = what_is_known(tests).questions
    ends = [end for row in question.rows for end in (row.start, row.middle, row.end)]
    assert (min(ends), max(ends)) == (10, WIDTH - 10)
    assert question.zero == WIDTH // 2


def test_nothing_is_said_where_nothing_was_tried():
    assert what_is_known([]).certainty == []


def test_schools_are_alike_when_two_of_three_are_the_same_and_the_reasons_are_told():
    harbor, summit = bands("international", 300, 200), bands("international", 200, 40)
    assert likeness(harbor, summit) == ["Same model", "About as many students"]
    assert likeness(harbor, bands("big-picture", 300, 40)) == []


def test_a_small_school_has_no_band_of_students():
    small = bands("international", 39, 20)
    assert (small.size, small.learners) == (None, None)
