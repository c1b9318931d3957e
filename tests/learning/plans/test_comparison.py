"""Two versions of a plan compared, in sentences that a family can read."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from trellis.learning.plans.changes import describe_changes
from trellis.learning.plans.models import PlanVersion
from trellis.learning.plans.versions import compare_versions, wording_digest
from world import make_world

TITLES = {"discuss": "Discuss", "plan": "Plan"}


def goal(key: str, title: str, **more) -> dict:
    empty = {"outcome": "", "outcome_key": "", "evidence": "", "due": "", "helper": ""}
    return {"id": key, "title": title, **empty, **more}


def body(*goals: dict, discuss: str = "", meeting: str = "") -> dict:
    sections = [{"key": "discuss", "title": "Discuss", "text": discuss}]
    return {"sections": sections, "goals": list(goals), "next_meeting": meeting, "present": []}


def sentences(before: dict, after: dict) -> list[str]:
    lines = []
    for change in describe_changes(before, after, TITLES):
        marks = {"out": "[-{}-]", "in": "[+{}+]", "same": "{}"}
        pieces = "".join(marks[how].format(words) for how, words in change.pieces)
        lines.append(re.sub(r"<[^>]+>", "", change.sentence) + (f" | {pieces}" if pieces else ""))
    return lines


def test_a_comparison_reads_in_sentences():
    before = body(
        goal("1", "Test six homes", due="2026-11-03", helper="Rosa", outcome_key="a", outcome="Reasoning"),
        goal("2", "Draw a map", evidence="A map"),
        goal("3", "Write a letter"),
        discuss="She would like to be a nurse.",
        meeting="2026-12-08T19:30:00+00:00",
    )
    after = body(
        goal("1", "Test eight homes", due="2026-12-09", helper="Tomas", outcome_key="b", outcome="Data"),
        goal("2", "Draw a map", evidence="A map that Rosa has seen", due="2026-12-01", helper="Noor"),
        goal("4", "Visit a clinic & ask"),
        discuss="She would like to be a midwife.",
        meeting="2026-12-09T19:30:00+00:00",
    )
    with timezone.override("America/New_York"):
        assert sentences(before, after) == [
            "Goal 1 changed | Test [-six-][+eight+] homes",
            "Goal 1: due date moved from Tue, Nov 3 to Wed, Dec 9",
            "Goal 1: Tomas helps now. Before, it was Rosa",
            "Goal 1: the outcome is now Data",
            "Goal 2: due date is now Tue, Dec 1",
            "Goal 2: Noor helps now",
            "Goal 2: “How we will know” changed | A map[+ that Rosa has seen+]",
            "Goal added: Visit a clinic &amp; ask",
            "Goal removed: Write a letter",
            "Notes changed: Discuss | She would like to be a [-nurse-][+midwife+].",
            "Next meeting moved from Tue, Dec 8, 2:30 PM to Wed, Dec 9, 2:30 PM",
        ]


def test_what_was_taken_out_is_said_too():
    before = body(
        goal("1", "Test six homes", due="2026-11-03", helper="Rosa", outcome_key="a", outcome="Reasoning"),
        meeting="2026-12-08T19:30:00+00:00",
    )
    assert sentences(before, body(goal("1", "Test six homes")))[:3] == [
        "Goal 1: due date removed. It was Tue, Nov 3",
        "Goal 1: Rosa does not help anymore",
        "Goal 1: no outcome is chosen now",
    ]
    assert sentences(body(), body()) == []


def test_dates_in_a_comparison_are_the_readers():
    before, after = body(goal("1", "Casas", due="2026-11-03")), body(goal("1", "Casas", due="2026-12-09"))
    with translation.override("es"):
        (line,) = sentences(before, after)
    assert "3 de nov" in line
    assert "9 de dic" in line


@given(st.text(), st.text(), st.text(), st.text())
def test_side_by_side_loses_no_word_of_either_version(before, after, old_goal, new_goal):
    old = body(*([goal("1", old_goal)] if old_goal else []), discuss=before)
    new = body(*([goal("1", new_goal)] if new_goal else []), discuss=after)
    lines = compare_versions(old, new, TITLES)
    assert "".join(words for _how, words in lines[0].before) == before
    assert "".join(words for _how, words in lines[0].after) == after
    assert lines[0].changed == (before != after)


def test_a_signature_is_for_the_words_and_not_for_their_titles_or_the_date_of_a_meeting():
    plan = body(goal("1", "Test six homes"), discuss="A nurse.")
    same = body(
        goal("1", "Test six homes", outcome="Razonar"), discuss="A nurse.", meeting="2026-12-08T19:30"
    )
    assert wording_digest(plan) == wording_digest(same)
    for other in (
        body(goal("1", "Test six homes"), discuss="A midwife."),
        body(goal("1", "Test six homes", due="2026-12-09"), discuss="A nurse."),
        body(goal("1", "Test six homes"), goal("2", "Draw a map"), discuss="A nurse."),
    ):
        assert wording_digest(plan) != wording_digest(other)


@pytest.mark.django_db
def test_carmen_compares_two_versions_and_the_plan_as_it_is_now():
    home = make_world().home
    versions = PlanVersion.objects.unscoped("the test looks").filter(plan__student=home.amina)
    versions.update(body=body(goal("1", "Test six homes"), discuss="A nurse."))
    first = versions.get()
    second = PlanVersion.objects.create(
        plan_id=first.plan_id,
        number=2,
        body=body(goal("1", "Test six homes", due="2026-12-09"), discuss="A nurse."),
        wording="other",
        saved_at=timezone.now(),
    )
    browser = Client()
    browser.force_login(home.carmen.account)
    page = reverse("plan-versions", args=[home.amina.pk])
    shown = browser.get(page, {"before": first.pk, "after": second.pk}).content.decode()
    assert "Goal 1: due date is now Wed, Dec 9" in shown
    assert "&quot;id&quot;" not in shown, "nobody reads JSON"
    assert "the plan now" in browser.get(page).content.decode()
