"""Amina's project as it runs: the next step, the board, handing in once, and words from others."""

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from trellis.assessment.evidence.models import Score, Work
from trellis.design.blueprint.wording import wording_of
from trellis.design.frameworks.models import Outcome
from trellis.learning.projects import selectors
from trellis.learning.projects.models import (
    Agenda,
    Feedback,
    Member,
    NeedToKnow,
    Product,
    Project,
    Step,
    StepDone,
    StepSubmission,
)
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    for model in (StepDone, StepSubmission, NeedToKnow, Agenda):
        model.objects.unscoped(TEXT).all().delete()
    Project.objects.unscoped(TEXT).filter(pk=side.rows["Project"].pk).update(
        starts=TODAY - timedelta(days=10), ends=TODAY + timedelta(days=27)
    )
    Member.objects.create(project=side.rows["Project"], student=side.bea, team=2)
    return side


def go(side: Side, who: str, where: str, status: int = 302, **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    args = [side.rows["Project"].pk] + ([side.rows["Step"].pk] if where == "project-step" else [])
    answer = (
        client.post(reverse(where, args=args), fields) if fields else client.get(reverse(where, args=args))
    )
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def hand_in(side: Side, who: str = "amina", status: int = 302, **fields) -> str:
    return go(side, who, "project-step", status, **{"do": "hand-in", "key": str(uuid4()), **fields})


def pieces() -> list[StepSubmission]:
    return list(StepSubmission.objects.unscoped(TEXT).order_by("created"))


def test_amina_sees_the_next_step_and_not_a_list_of_everything(home):
    Step.objects.create(
        project=home.rows["Project"], title="Podcast", due=TODAY + timedelta(days=9), position=9
    )
    shown = go(home, "amina", "project", 200)
    assert shown.index("Draft") < shown.index("Need to know") < shown.index("Podcast")


def test_handing_in_moves_her_on_and_a_second_press_hands_in_nothing(home):
    key = str(uuid4())
    for _press in range(2):
        hand_in(home, key=key, words="Six homes tested.")
    assert [piece.words for piece in pieces()] == ["Six homes tested."]
    assert StepDone.objects.unscoped(TEXT).get().member_id == home.rows["Member"].pk
    assert "You have turned in everything" in go(home, "amina", "project", 200)


def test_late_work_is_taken_like_any_other_and_nothing_is_said_of_it(home):
    Step.objects.unscoped(TEXT).filter(pk=home.rows["Step"].pk).update(due=TODAY - timedelta(days=5))
    hand_in(home, words="Here it is.")
    shown = go(home, "amina", "project-step", 200).lower()
    assert not re.search(r"\b(late|missing|overdue)\b", shown)


def test_a_page_used_twice_for_different_words_is_asked_about(home):
    key = str(uuid4())
    hand_in(home, key=key, words="One")
    assert "This page was already used. Open it again and turn in your work there." in hand_in(
        home, status=422, key=key, words="Two"
    )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({}, "Add text, a link or a file."),
        ({"link": "javascript:alert(1)"}, "is not a web address"),
        ({"words": "x" * 20_001}, "You can enter up to 20,000 characters here. For more, add a file."),
        ({"words": "x", "key": "mine"}, "This page did not load completely. Open it again."),
        (
            {"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00")},
            "We cannot open this file. Choose a photo or a voice note.",
        ),
        (
            {"file": SimpleUploadedFile("a.html", b"<script>alert(1)</script>")},
            "We cannot open this file. Choose a photo or a voice note.",
        ),
        (
            {"file": SimpleUploadedFile("a.svg", b"<svg onload='alert(1)'/>")},
            "We cannot open this file. Choose a photo or a voice note.",
        ),
        (
            {"file": SimpleUploadedFile("a.txt", b"\xff\xfe\x00")},
            "We cannot read this text file. Save it as UTF-8, or as a PDF.",
        ),
        (
            {"file": SimpleUploadedFile("a.docx", b"hello")},
            "We cannot open this file. Choose a photo or a voice note.",
        ),
    ],
)
def test_what_cannot_be_handed_in_is_said_and_nothing_is_kept(home, more, sentence):
    assert sentence in hand_in(home, status=422, **more)
    assert pieces() == []


def photo() -> SimpleUploadedFile:
    body = BytesIO()
    Image.new("RGB", (20, 20), "red").save(body, "JPEG")
    return SimpleUploadedFile("../../etc/me.jpg", body.getvalue())


@pytest.mark.parametrize(
    ("file", "media_type", "download"),
    [
        (photo(), "image/jpeg", False),
        (SimpleUploadedFile("report.pdf", b"%PDF-1.7 ..."), "application/pdf", True),
        (SimpleUploadedFile("notes.md", b"# Notes"), "text/plain", True),
    ],
)
def test_a_file_is_known_by_its_bytes_and_never_run_here(home, file, media_type, download):
    file.seek(0)
    hand_in(home, file=file)
    (piece,) = pieces()
    assert piece.media_type == media_type
    assert "/" not in piece.name
    client = Client()
    client.force_login(home.amina.account)
    answer = client.get(reverse("submission-file", args=[piece.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment") is download
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    stranger = Client()
    stranger.force_login(home.bea.account)
    assert stranger.get(reverse("submission-file", args=[piece.pk])).status_code == 404


def test_bea_reads_what_amina_shares_and_says_something(home):
    hand_in(home, words="Private draft.")
    hand_in(home, words="For all of us.", shared="on")
    shown = go(home, "bea", "project-step", 200)
    assert "For all of us." in shown
    assert "Private draft." not in shown
    first, second = pieces()
    go(home, "bea", "project-step", do="say", piece=str(second.pk), words="Which home was first?")
    go(home, "bea", "project-step", 404, do="say", piece=str(first.pk), words="Hm.")
    assert "Which home was first?" in go(home, "amina", "project-step", 200)
    assert Feedback.objects.unscoped(TEXT).filter(by=home.bea).count() == 1


def test_feedback_may_be_about_a_row_of_the_rubric_and_of_no_other(home):
    project = home.rows["Project"]
    project.aims = ["empirical-reasoning"]
    project.save()
    hand_in(home, words="For all of us.", shared="on")
    row = selectors.rubric_rows(project, wording_of(home.school.pk))[0]
    fields = {"do": "say", "piece": str(pieces()[0].pk), "words": "Which home was first?"}
    assert "Choose a row" in go(home, "bea", "project-step", 422, **fields, row="x/y")
    go(home, "bea", "project-step", **fields, row=row[0])
    assert row[1] in go(home, "amina", "project-step", 200)


def test_nobody_gives_feedback_to_themselves(home):
    hand_in(home, words="Mine.")
    html = go(home, "amina", "project-step", 422, do="say", piece=str(pieces()[0].pk), words="Great.")
    assert "Feedback has to come from someone else." in html


def test_a_question_goes_on_the_board_once_and_is_closed_once(home):
    for _press in range(2):
        go(home, "amina", "project", do="ask", words="What is lead?")
    know = NeedToKnow.objects.unscoped(TEXT).get()
    go(home, "bea", "project", do="close", know=str(know.pk), answer="A metal.")
    both = go(home, "amina", "project", 409, do="close", know=str(know.pk), answer="A poison.")
    assert "A metal." in both
    assert "A poison." in both
    assert "A metal." in go(home, "tomas", "project", 200)
    assert "What do you need to know?" in go(home, "amina", "project", 422, do="ask", words=" ")


def test_tomas_writes_the_agenda_and_amina_reads_it(home):
    go(home, "tomas", "project", do="agenda", lines="Read\n\nTalk in teams")
    assert "Talk in teams" in go(home, "amina", "project", 200)
    go(home, "amina", "project", 404, do="agenda", lines="Play")


def test_tomas_sees_who_could_use_a_hand(home):
    Step.objects.unscoped(TEXT).filter(pk=home.rows["Step"].pk).update(due=TODAY - timedelta(days=1))
    shown = go(home, "tomas", "project", 200)
    assert "Not turned in yet" in shown
    assert "Amina Diallo" in shown


def teams(side: Side) -> dict[str, int]:
    rows = Member.objects.unscoped(TEXT).filter(project=side.rows["Project"], deleted_at=None)
    return {member.student.given_name: member.team for member in rows.select_related("student")}


def test_a_group_is_brought_in_and_nobody_twice(home):
    Member.objects.unscoped(TEXT).filter(student=home.amina).delete()
    for _press in range(2):
        go(home, "tomas", "project-teams", do="bring", group=str(home.rows["Class"].pk))
    assert teams(home) == {"Amina": 1, "Bea": 2}


def test_teams_are_proposed_first_and_kept_by_a_person(home):
    shown = go(home, "ines", "project-teams", 200, do="propose", size="2", rule="partner")
    assert "Change a team number to move a student." in shown
    assert teams(home) == {"Amina": 1, "Bea": 2}
    mates = {
        f"team-{member.pk}": "3"
        for member in Member.objects.unscoped(TEXT).filter(project=home.rows["Project"])
    }
    go(home, "ines", "project-teams", do="keep", **mates)
    assert teams(home) == {"Amina": 3, "Bea": 3}
    assert "Enter a team number of 1 or higher." in go(
        home, "ines", "project-teams", 422, do="keep", **dict.fromkeys(mates, "0")
    )
    assert "Enter a team size from 2 to 8. You need at least that many students." in go(
        home, "ines", "project-teams", 422, do="propose", size="99"
    )


def test_a_team_writes_its_contract_and_its_parts(home):
    amina = Member.objects.unscoped(TEXT).get(project=home.rows["Project"], student=home.amina)
    fields = {"do": "agree", "team": "1", "words": "We answer within a day.", f"role-{amina.pk}": "Lab lead"}
    go(home, "tomas", "project-teams", **fields)
    assert Member.objects.unscoped(TEXT).get(pk=amina.pk).role == "Lab lead"


def test_what_was_turned_in_is_taken_back_changed_and_turned_in_again(home):
    hand_in(home, words="Sx homes.", link="example.org/map")
    (piece,) = pieces()
    assert piece.link == "https://example.org/map"
    again = go(home, "amina", "project-step", 200, do="take-back", piece=str(piece.pk))
    assert "Sx homes.</textarea>" in again
    assert not StepDone.objects.unscoped(TEXT).exists()
    assert StepSubmission.objects.unscoped(TEXT).get().deleted_at
    hand_in(home, words="Six homes.")
    assert StepDone.objects.unscoped(TEXT).count() == 1


def test_a_comment_stays_on_the_page_when_the_work_is_taken_back_and_replaced(home):
    hand_in(home, words="Six homes.")
    (piece,) = pieces()
    go(home, "tomas", "project-step", do="say", piece=str(piece.pk), words="Which six?")
    go(home, "amina", "project-step", 200, do="take-back", piece=str(piece.pk))
    hand_in(home, words="Six homes on Dean Street.")
    html = go(home, "amina", "project-step", 200)
    assert "Which six?" in html
    assert "Six homes on Dean Street." in html


def test_what_somebody_scored_is_not_taken_back(home):
    hand_in(home, words="Six homes.")
    (piece,) = pieces()
    go(home, "bea", "project-step", 404, do="take-back", piece=str(piece.pk))
    assert "Unsubmit and edit" in go(home, "amina", "project-step", 200)
    product = Product.objects.create(project=home.rows["Project"], title="A report")
    Step.objects.unscoped(TEXT).filter(pk=home.rows["Step"].pk).update(product=product)
    work = Work.objects.create(student=home.amina, title="A report", shown_at=timezone.now(), product=product)
    Score.objects.create(
        work=work, outcome=Outcome.objects.first(), scorer=home.tomas, level=2, scored_at=timezone.now()
    )
    assert "Unsubmit and edit" not in go(home, "amina", "project-step", 200)
    html = go(home, "amina", "project-step", 422, do="take-back", piece=str(piece.pk))
    assert "This has already been scored. Turn in a new version instead." in html


@pytest.mark.parametrize(("who", "may_open"), [("tomas", True), ("ines", True), ("noor", False)])
def test_the_roster_leads_to_scoring_whom_that_page_opens_for(home, who, may_open):
    hand_in(home, words="Six homes.")
    where = reverse("score-step", args=[home.rows["Step"].pk, home.amina.pk])
    assert (where in go(home, who, "project-step", 200)) == may_open
    client = Client()
    client.force_login(home.people[who].account)
    assert (client.get(where).status_code == 200) == may_open
