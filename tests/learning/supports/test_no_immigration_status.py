"""Whoever writes about a student in any room is asked, kindly, to leave immigration status out."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.utils import timezone

from trellis.adults.professional_learning.records import tries
from trellis.adults.professional_learning.visits import guard
from trellis.assessment.evidence import services as evidence
from trellis.assessment.exhibitions.panel_scores import PanelAgreement, _clean_remarks
from trellis.core.foundation.errors import ActionError
from trellis.learning.internships import confirming
from trellis.learning.languages import services as languages
from trellis.learning.projects import run_services
from trellis.learning.supports import case_notes, services
from trellis.web.families import notices
from trellis.web.families import services as families
from world import Side, make_world

pytestmark = pytest.mark.django_db
WORDS = "Her family is undocumented."
TODAY = date.today()


@pytest.fixture
def home() -> Side:
    return make_world().home


WRITES = {
    "a need": lambda s: services.open_need(s.amina, "other", WORDS, False, None, s.noor.pk),
    "a strength": lambda s: services.add_strength(s.amina, WORDS, s.noor.pk),
    "what to do in class": lambda s: services.add_class_support(s.amina, WORDS, None, s.noor.pk),
    "a sealed note": lambda s: case_notes.write_note(s.amina, "note", WORDS, s.noor.pk),
    "breaking the glass": lambda s: case_notes.break_glass(s.amina, WORDS, s.ines, lambda: ""),
    "a language profile": lambda s: languages.write_profile(s.amina, "wida", {}, None, "", WORDS, s.noor.pk),
    "a notice": lambda s: notices.send_notice(s.amina, WORDS, "en", False, s.noor.pk),
    "a corrected notice": lambda s: notices.correct_notice(s.rows["Notice"], WORDS, "en", False, s.noor.pk),
    "a contact": lambda s: families.record_contact(s.amina, TODAY, "call", "es", "", WORDS, s.noor.pk),
    "a family's answer": lambda s: families.save_reply(s.amina, s.carmen, uuid4(), WORDS, "en", None),
    "feedback": lambda s: run_services.give_feedback(s.rows["StepSubmission"], WORDS, "", s.tomas),
    "a narrative": lambda s: evidence.write_narrative(s.amina, s.rows["Term"], WORDS, 0, False, s.daniel),
    "a mentor's note": lambda s: confirming.confirm_days(s.rows["Placement"], {}, WORDS, s.rosa),
    "what a teacher tries next": lambda s: tries.add_try(s.tomas.pk, {"text": WORDS}),
    "what was seen at a school": lambda s: guard.check_words_about_school(s.school.pk, WORDS),
    "a panel's remark": lambda s: _clean_remarks(PanelAgreement({}, {}, [("next", WORDS)])),
}


@pytest.mark.parametrize("where", WRITES)
def test_it_is_stopped_in(home, where):
    with pytest.raises(ActionError, match="immigration status"):
        WRITES[where](home)


def test_no_table_has_a_column_for_it():
    words = (
        "immigra",
        "citizen",
        "visa",
        "alien",
        "refugee",
        "asylum",
        "birthplace",
        "birth_place",
        "entry_date",
        "ssn",
    )
    named = [f"{m._meta.db_table}.{f.name}" for m in apps.get_models() for f in m._meta.get_fields()]
    assert [name for name in named if any(word in name.lower() for word in words)] == []


def test_a_student_writes_freely_in_their_own_work(home):
    step, member = home.rows["Step"], home.rows["Member"]
    piece = run_services.turn_in(
        step, member, uuid4(), words="My essay: my mother is undocumented, and proud."
    )
    assert "undocumented" in piece.words
    assert timezone.now() - piece.created < timedelta(minutes=1)
