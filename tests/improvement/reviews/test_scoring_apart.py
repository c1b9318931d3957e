"""Reviewers score apart: nobody sees another's levels or words before both have finished, or before scoring closes."""

from __future__ import annotations

import dataclasses

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.reviews.course import (
    TEXT,
    address,
    client_of,
    invite,
    open_review,
    press,
    read,
    rows_of,
    score,
)
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import permissions as rules
from trellis.core.foundation.errors import ActionError
from trellis.improvement.reviews import permissions, scoring, services
from trellis.improvement.reviews.models import Reviewer, RowEvidence, RowReview, SchoolReview
from world import Side, make_world

pytestmark = pytest.mark.django_db
WORDS = "Three of four panels had an outside adult."


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    return make_world().home


@pytest.fixture
def review(home) -> SchoolReview:
    return open_review(home)


@pytest.fixture
def daniel(home, review) -> Reviewer:
    return invite(review, home.daniel)


@pytest.fixture
def tomas(home, review) -> Reviewer:
    return invite(review, home.tomas)


def leaks(side: Side, review: SchoolReview) -> set[str]:
    """Who sees a word or a level of Tomas while scoring is open."""
    return {
        name
        for name, person in side.people.items()
        if name != "tomas"
        and RowReview.objects.seen_by(Viewer.of(person))
        .filter(reviewer__person=side.tomas, reviewer__review=review)
        .exists()
    }


def test_nobody_sees_what_tomas_wrote_before_they_have_finished_too(home, review, daniel, tomas):
    score(tomas, 3, WORDS)
    for person in (home.daniel, home.ines):
        assert WORDS not in read(person, address(review))
    assert leaks(home, review) == set()
    score(daniel, 2)
    assert leaks(home, review) == {"daniel"}
    page = read(home.daniel, address(review))
    assert WORDS in page
    assert "Within one level." in page
    assert WORDS not in read(home.ines, address(review))


def test_who_has_finished_does_not_see_what_another_still_writes(home, review, daniel, tomas):
    score(tomas, 3, WORDS, finish=False)
    score(daniel, 2)
    assert leaks(home, review) == set()
    assert WORDS not in read(home.daniel, address(review))


def test_without_blindness_these_tests_would_fail(home, review, daniel, tomas, monkeypatch):
    score(tomas, 3, WORDS)

    def see_all(viewer: Viewer):
        return permissions.readable(viewer, "reviewer__review__")

    rule = dataclasses.replace(rules.RULES[RowReview], rows=see_all)
    monkeypatch.setitem(rules.RULES, RowReview, rule)
    assert leaks(home, review) == {"daniel", "ines"}


def test_once_scoring_is_closed_all_on_the_review_see_all_without_names(home, review, daniel, tomas):
    score(tomas, 3, WORDS, finish=False)
    services.close_scoring(review, home.ines.pk)
    assert leaks(home, review) == {"daniel", "ines"}
    page = read(home.ines, address(review))
    written = page[page.index('class="written') : page.index("reviewers")]
    assert WORDS in written
    assert "Tomas" not in written


def test_levels_are_final_once_a_reviewer_has_finished(home, review, daniel):
    score(daniel, 2)
    row = rows_of(daniel)[0]
    sent = {"do": "score", "row_review": row.pk, "level": 4, "words": "", "revision": row.revision}
    assert "cannot change any more" in press(home.daniel, address(review), 422, **sent)
    with pytest.raises(ActionError):
        scoring.add_evidence(row, "The list of panels", "", None)


def test_a_reviewer_finishes_only_when_every_row_has_a_level(home, review, daniel):
    for row in rows_of(daniel)[1:]:
        scoring.save_row(row, 2, "", None, {})
    answer = press(home.daniel, address(review), 422, do="finish")
    assert "Choose a level for these rows first: Internships." in answer
    sent = {"do": "score", "row_review": rows_of(daniel)[0].pk, "level": 1, "words": "", "revision": 0}
    press(home.daniel, address(review), **sent)
    press(home.daniel, address(review), do="finish")
    assert Reviewer.objects.unscoped(TEXT).get(pk=daniel.pk).finished_at


@pytest.mark.parametrize("name", ["Amina Diallo", "Ms. Silva", "Daniel Osei"])
def test_words_name_no_teacher_and_no_student(home, review, daniel, name):
    row = rows_of(daniel)[0]
    sent = {"do": "score", "row_review": row.pk, "words": f"I watched {name}.", "revision": 0}
    assert "without the name" in press(home.daniel, address(review), 422, **sent)
    sent = {"do": "evidence", "row_review": row.pk, "words": f"Notes of {name}"}
    assert "without the name" in press(home.daniel, address(review), 422, **sent)


def test_a_file_shows_what_a_reviewer_saw_and_opens_for_whoever_sees_the_row(home, review, daniel, tomas):
    row = rows_of(daniel)[0]
    upload = SimpleUploadedFile("panels.pdf", b"%PDF-1.4 panels")
    press(home.daniel, address(review), do="evidence", row_review=row.pk, words="The list", file=upload)
    evidence = RowEvidence.objects.unscoped(TEXT).get(row_review=row)
    file = reverse("review-evidence-file", args=[evidence.pk])
    read(home.tomas, file, 404)
    read(home.ines, file, 404)
    assert "panels.pdf" in read(home.daniel, address(review))
    score(daniel, 2)
    services.close_scoring(review, home.ines.pk)
    answer = client_of(home.tomas).get(file)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 panels"


def test_a_removed_piece_of_evidence_is_gone_and_nothing_is_no_evidence(home, review, daniel):
    row = rows_of(daniel)[0]
    evidence = scoring.add_evidence(row, "The list of panels", "https://harbor.example", None)
    assert scoring.add_evidence(row, "The list of panels", "https://harbor.example", None) == evidence
    press(home.daniel, address(review), do="remove-evidence", evidence=evidence.pk)
    assert "The list of panels" not in read(home.daniel, address(review))
    answer = press(home.daniel, address(review), 422, do="evidence", row_review=row.pk)
    assert "Write a sentence, or add a link or a file." in answer


def test_a_second_device_of_the_same_reviewer_overwrites_nothing(home, review, daniel):
    row = rows_of(daniel)[0]
    sent = {"do": "score", "row_review": row.pk, "level": 2, "revision": 0}
    press(home.daniel, address(review), words="From the phone.", **sent)
    answer = press(home.daniel, address(review), 409, words="From the laptop.", **sent)
    assert "From the phone." in answer
    assert "From the laptop." in answer


def test_nobody_writes_on_the_row_of_another(home, review, daniel, tomas):
    row = rows_of(daniel)[0]
    press(home.tomas, address(review), 404, do="score", row_review=row.pk, level=1, revision=0)
    press(home.ines, address(review), 404, do="score", row_review=row.pk, level=1, revision=0)


def test_what_a_removed_reviewer_wrote_is_not_shown(home, review, daniel, tomas):
    score(tomas, 3, WORDS)
    score(daniel, 2)
    press(home.ines, address(review), do="remove-reviewer", reviewer=tomas.pk)
    assert WORDS not in read(home.daniel, address(review))
    read(home.tomas, address(review), 404)
    invite(review, home.tomas)
    assert WORDS in read(home.daniel, address(review))


def test_more_reviewers_do_not_mean_more_queries(home, review, daniel, tomas):
    score(daniel, 2)
    read(home.daniel, address(review))
    with CaptureQueriesContext(connection) as few:
        read(home.daniel, address(review))
    score(tomas, 2, WORDS)
    score(invite(review, home.noor), 3)
    with CaptureQueriesContext(connection) as many:
        read(home.daniel, address(review))
    assert len(many) <= len(few) + 1
