"""A return file comes in: matched, shown, confirmed, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from trellis.core.community.models import School, Schooling
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Change
from trellis.improvement.alumni import degree_titles, imports, scheduled_tasks
from trellis.improvement.alumni.histories import graduates_of
from trellis.improvement.alumni.models import (
    AlumniAnswer,
    ClearinghouseFile,
    ClearinghouseMatch,
    CollegeDegree,
    CollegeTerm,
)
from trellis.improvement.alumni.persistence import Level

from . import make_files as make

TEXT = "the test looks"


def count(model: type) -> int:
    return model.objects.unscoped(TEXT).count()


def test_a_file_is_matched_by_student_id_and_says_who_is_unknown(graduates):
    graduates.add(3)
    row = graduates.file(
        [
            graduates.fall("001"),
            graduates.fall("001"),
            make.degree("001", f"{graduates.class_year + 2}0601", "ASSOCIATE"),
            make.degree("001", f"{graduates.class_year + 2}0601", "CERTIFICATE"),
            make.degree("001", f"{graduates.class_year + 2}0601", "SOMETHING"),
            make.missing("002"),
            make.missing("9999"),
        ]
    )

    summary = row.summary
    assert (summary["rows"], summary["students"], summary["found"], summary["not_found"]) == (7, 3, 1, 1)
    assert (summary["unknown"], summary["unknown_ids"], summary["duplicates"]) == (1, ["9999"], 1)
    assert summary["certificates"] == 1
    assert degree_titles.unclear_titles(row) == ["something"]
    assert (count(CollegeTerm), count(CollegeDegree)) == (1, 3)


def test_what_a_title_means_is_said_once_for_degrees_now_and_later(graduates):
    graduates.add(2)
    network, day = graduates.side.network, f"{graduates.class_year + 2}0601"
    row = graduates.file([make.degree("001", day, "Laurea  Prima")])
    assert degree_titles.save_levels(network, {"laurea prima": Level.BACHELOR}, None) == 1

    assert degree_titles.unclear_titles(row) == []
    assert graduates_of(network)[0].history.degrees[0].level == Level.BACHELOR
    newer = graduates.file([make.degree("001", day, "LAUREA PRIMA"), make.missing("002")])
    assert degree_titles.unclear_titles(newer) == []


def test_a_student_who_is_not_marked_as_a_graduate_is_said_and_not_stored(graduates):
    schooling = graduates.add(1)[0]
    Schooling.objects.unscoped(TEXT).filter(pk=schooling.pk).update(left="", left_on=None)
    row = graduates.file([graduates.fall("001")])

    assert (row.summary["not_graduates"], row.summary["found"], count(ClearinghouseMatch)) == (1, 0, 0)


def test_an_id_that_two_people_share_names_nobody(graduates):
    graduates.add(1)
    graduates.add(1)

    assert graduates.file([graduates.fall("001")]).summary["unknown"] == 1


def test_the_same_file_twice_is_one_file(graduates):
    graduates.add(1)
    first = graduates.file([graduates.fall("001")])
    second = graduates.file([graduates.fall("001")])

    assert first.pk == second.pk
    assert (count(ClearinghouseFile), count(CollegeTerm)) == (1, 1)


def test_a_file_counts_only_once_it_is_confirmed(graduates):
    graduates.add(1)
    content, network = make.return_file([graduates.fall("001")]), graduates.side.network
    row = imports.save_file(content, make.NAME, network, None, None, None)
    assert row.as_of == date(2025, 11, 14)
    assert graduates_of(network)[0].history.as_of is None

    assert imports.confirm_file(row, None) is True
    assert imports.confirm_file(row, None) is False
    assert graduates_of(network)[0].history.was_found


def test_undo_takes_everything_that_the_file_said_and_an_earlier_file_counts_again(graduates):
    graduates.add(1)
    network, today = graduates.side.network, timezone.localdate()
    graduates.file([graduates.fall("001")], as_of=today - timedelta(days=90))
    newer = graduates.file([make.missing("001")])
    assert not graduates_of(network)[
        0
    ].history.was_found  # blocked at the college since: the newer file counts

    imports.remove_file(newer, None)
    assert graduates_of(network)[0].history.was_found
    assert count(ClearinghouseMatch) == 1
    imports.remove_file(newer, None)  # again: nothing happens


def test_the_ledger_forgets_where_a_graduate_went(graduates):
    graduates.add(1)
    imports.remove_file(graduates.file([graduates.fall("001")]), None)

    changes = Change.objects.unscoped(TEXT).filter(table="alumni_collegeterm", op="D")
    assert changes.exists()
    assert all("INVENTED CITY" not in str(change.before) for change in changes)


def test_a_schools_own_file_is_about_its_own_graduates(graduates):
    side = graduates.side
    other = School.objects.create(network=side.network, name="Harbor High")
    graduates.add(1)
    graduates.add(1, other, "90")
    row = graduates.file([graduates.fall("001"), graduates.fall("901")], school=other)

    assert (row.summary["found"], row.summary["unknown"]) == (1, 1)


def test_a_file_without_a_date_asks_for_it_and_refuses_a_day_to_come(graduates):
    graduates.add(1)
    content, network = make.return_file([graduates.fall("001")]), graduates.side.network
    with pytest.raises(ActionError, match="Enter the day that the data are as of") as error:
        imports.save_file(content, "detail.csv", network, None, None, None)
    assert error.value.field == "as_of"
    with pytest.raises(ActionError, match="has not come yet"):
        imports.save_file(
            content, "detail.csv", network, None, timezone.localdate() + timedelta(days=1), None
        )
    assert count(ClearinghouseFile) == 0


def test_a_bad_file_says_what_is_wrong_where_and_what_to_do(graduates):
    content = make.return_file([make.term("001", "soon", "20241220")])
    with pytest.raises(ActionError) as error:
        imports.save_file(content, make.NAME, graduates.side.network, None, None, None)
    assert error.value.message == (
        "Line 2, column “Enrollment Begin”: “soon” is not a date like 20250830. Correct it in the file."
    )


def test_every_problem_of_a_file_has_a_sentence():
    from trellis.improvement.alumni import nsc, problems

    codes = (
        "not-csv no-header one-row-per-student no-rows too-long missing-column too-many-cells no-identifier"
    )
    for code in [*codes.split(), "not-yes-no", "not-a-date", "end-before-begin"]:
        assert problems.problem_sentence(nsc.Problem(code, 3, "Graduated", "X")).endswith(".")
    error = nsc.FileError([nsc.Problem("not-a-date", n) for n in range(1, 6)], 9)
    assert problems.problem_sentences(error).endswith("5 more lines have problems.")


def test_what_is_past_its_time_is_deleted(graduates):
    schooling = graduates.add(2)[0]
    graduates.file([graduates.fall("001"), graduates.fall("002")])
    AlumniAnswer.objects.create(student=schooling.student, school=schooling.school)
    now = timezone.now()
    pending = imports.save_file(
        make.return_file([make.missing("002")]), make.NAME, graduates.side.network, None, None, None
    )
    assert scheduled_tasks.delete_old_records(now, lambda *_: "") == 0

    ClearinghouseFile.objects.unscoped(TEXT).filter(pk=pending.pk).update(created=now - timedelta(days=15))
    Schooling.objects.unscoped(TEXT).filter(pk=schooling.pk).update(left_on=now.date() - timedelta(days=3000))
    assert scheduled_tasks.delete_old_records(now, lambda *_: "") == 3
    assert (count(ClearinghouseMatch), count(AlumniAnswer), count(ClearinghouseFile)) == (1, 0, 1)
