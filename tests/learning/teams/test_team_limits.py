"""Teams under strain: people who left before, small numbers, and words of two who write at once."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

import trellis
from learning.teams.people import (
    TEXT,
    adopt,
    classmates,
    delicate,
    draft_groups,
    go,
    groups,
    members,
    seats,
    teams_of,
)
from trellis.core.community import tie_endings
from trellis.core.community.models import Demographics, Group, Person, Role, Tie
from trellis.core.community.viewer import Viewer
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.plans.handover import hand_over
from trellis.learning.teams import derived_ties, group_drafts, permissions, presenters, traits
from trellis.learning.teams.models import GroupDraft
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return make_world().home


def work_in(
    side: Side, group: Group, count: int = 2, title: str = "Water", balance: tuple = ()
) -> GroupDraft:
    return group_drafts.begin_draft(
        side.school, "work", title, group, count, "", list(balance), side.tomas.pk
    )


def strands_in(side: Side, team: Group) -> GroupDraft:
    return group_drafts.begin_draft(side.school, "strand", "Strands", team, 2, "", [], side.ines.pk)


def leave(person: Person, group: Group) -> None:
    Tie.objects.unscoped(TEXT).filter(person=person, to_group=group).update(ends=timezone.now())


def sees(who: Person, *students: Person) -> bool:
    """Whether somebody sees any of these."""
    return Person.objects.seen_by(Viewer.of(who)).filter(pk__in=[student.pk for student in students]).exists()


def test_a_student_who_left_the_class_does_not_stay_in_its_old_work_groups(home):
    biology = home.rows["Class"]
    gone = classmates(home, 5, biology)[0]
    adopt(work_in(home, biology))
    leave(gone, biology)
    adopt(work_in(home, biology, title="Fire"))
    assert not sees(home.tomas, gone)
    assert len(groups("work")) == 2


def test_leaving_a_team_ends_old_strands_and_work_groups(home):
    team = home.rows["Team"]
    gone = classmates(home, 5, team)[0]
    adopt(strands_in(home, team))
    for strand in groups("strand"):
        adopt(work_in(home, strand, 1))
    leave(gone, team)
    adopt(strands_in(home, team))
    assert not sees(home.tomas, gone)
    assert not groups("work")


def daily() -> int:
    return derived_ties.end_all_lapsed_ties(timezone.now(), lambda name, *parts: name)


def test_a_teacher_who_left_the_class_does_not_stay_with_its_work_groups(home):
    biology = home.rows["Class"]
    mates = classmates(home, 5, biology)
    tie(home.kofi, Role.TEACHER, biology)
    adopt(work_in(home, biology))
    assert sees(home.kofi, *mates)
    assert daily() == 0
    leave(home.kofi, biology)
    assert daily() == 2
    assert daily() == 0
    assert not sees(home.kofi, *mates)
    assert all(members(group, Role.TEACHER) == {home.tomas.pk} for group in groups("work"))


def test_adopting_ends_strands_of_teachers_who_left(home):
    team = home.rows["Team"]
    mates = classmates(home, 5, team)
    tie(home.kofi, Role.TEACHER, team)
    adopt(strands_in(home, team))
    for strand in groups("strand"):
        adopt(work_in(home, strand, 1))
    leave(home.kofi, team)
    adopt(work_in(home, home.rows["Class"], 1))
    assert not sees(home.kofi, *mates)
    assert len(groups("work")) == 3


def test_leaving_a_class_ends_its_work_groups(home):
    biology = home.rows["Class"]
    mates = classmates(home, 5, biology)
    adopt(work_in(home, biology))
    for mate in mates:
        leave(mate, biology)
    assert daily()
    assert not sees(home.tomas, *mates)
    assert len(groups("work")) == 1  # Amina's


def test_a_tie_that_somebody_gave_by_hand_or_chose_does_not_lapse(home):
    team = home.rows["Team"]
    classmates(home, 5, team)
    draft = strands_in(home, team)
    group_drafts.name_group(draft_groups(draft)[0], "Chosen", [home.daniel], home.ines.pk)
    adopt(draft)
    for strand in groups("strand"):
        tie(home.kofi, Role.TEACHER, strand)
    assert daily() == 0
    assert any(home.daniel.pk in members(strand, Role.TEACHER) for strand in groups("strand"))


def test_a_tie_that_ends_takes_what_was_taken_over_from_it_the_same_second(home):
    biology = home.rows["Class"]
    mates = classmates(home, 5, biology)
    tie(home.kofi, Role.TEACHER, biology)
    adopt(work_in(home, biology))
    taught = Tie.objects.unscoped(TEXT).filter(person=home.kofi, to_group=biology)
    assert sees(home.kofi, *mates)
    tie_endings.end_ties(taught, timezone.now())
    assert not sees(home.kofi, *mates)
    tie_endings.end_ties(Tie.objects.unscoped(TEXT).filter(person=mates[0], to_group=biology), timezone.now())
    assert not sees(home.tomas, mates[0])
    assert sees(home.tomas, mates[1])
    assert daily() == 0


def test_whoever_hands_an_advisory_over_is_out_of_its_work_groups_at_once(home):
    advisory = home.rows["Advisory"]
    mates = classmates(home, 5, advisory)
    adopt(group_drafts.begin_draft(home.school, "work", "Bridges", advisory, 2, "", [], home.daniel.pk))
    assert sees(home.daniel, *mates)
    hand_over(advisory, home.kofi, "", home.ines.pk)
    assert not sees(home.daniel, *mates)


def test_leaving_a_team_ends_strand_work_groups_at_once(home):
    team = home.rows["Team"]
    gone, *_others = classmates(home, 5, team)
    adopt(strands_in(home, team))
    for strand in groups("strand"):
        adopt(work_in(home, strand, 1))
    tie_endings.end_ties(Tie.objects.unscoped(TEXT).filter(person=gone, to_group=team), timezone.now())
    assert not any(gone.pk in members(group) for kind in ("strand", "work") for group in groups(kind))
    assert not sees(home.tomas, gone)


def test_known_last_day_moves_derived_ties(home):
    biology, day = home.rows["Class"], timezone.now() + timedelta(days=30)
    student = classmates(home, 5, biology)[0]
    class_ties = Tie.objects.unscoped(TEXT).filter(person=student, to_group=biology)
    class_ties.update(ends=day)
    adopt(work_in(home, biology))
    given = Tie.objects.unscoped(TEXT).get(person=student, to_group__kind="work")
    assert given.ends == day
    class_ties.update(ends=day - timedelta(days=9))
    tie_endings.handle_ended_ties(timezone.now(), {student.pk})
    given.refresh_from_db()
    assert given.ends == day - timedelta(days=9)
    later = Viewer.of(home.tomas, day)
    assert not Person.objects.seen_by(later).filter(pk=student.pk).exists()


def test_no_verb_ends_a_tie_past_what_hangs_on_it():
    """Two files end ties themselves: where it is done for all, and a roster's, which says so afterwards."""
    rooms = Path(trellis.__file__).parent
    writes = [path for path in rooms.rglob("*.py") if re.search(r"\.update\(\s*ends=", path.read_text())]
    assert {path.relative_to(rooms).as_posix() for path in writes} == {
        "core/community/tie_endings.py",
        "learning/teams/derived_ties.py",
        "exchange/importing/roster_writer.py",
        "design/blueprint/services/adoption.py",  # of a school's model
        "adults/leadership/trainee_services.py",  # of a training; its tie by tie_endings
    }


def test_adults_who_left_get_no_students(home):
    mates = classmates(home, 8)
    draft = teams_of(home, 2)
    new = Person.objects.create(network=home.network, given_name="Gone", family_name="Teacher")
    tie(new, Role.TEACHER, home.rows["Class"])
    group_drafts.name_group(draft_groups(draft)[0], "North", [new, home.tomas], home.ines.pk)
    leave(new, home.rows["Class"])
    adopt(draft)
    assert not sees(new, *mates)
    assert sees(home.tomas, *mates)
    assert "Gone Teacher" not in go(home, "ines", "group-draft", draft.pk)


def test_one_move_by_hand_does_not_tell_a_teacher_what_somebody_is(home):
    biology = home.rows["Class"]
    mates = classmates(home, 19, biology)
    for number, student in enumerate(mates):
        Demographics.objects.create(student=student, multilingual_learner=number % 2 == 0)
    draft = work_in(home, biology, 2, balance=("learner", "grade"))

    def shown() -> set:
        presentation = presenters.present_draft(Viewer.of(home.tomas), draft)
        assert [table.trait for table in presentation.tables] == ["grade"]
        return {presentation.quality, *presentation.notes, *presentation.unmet}

    def after(student: Person) -> set:
        """What is said while one student sits in the other group."""
        at = seats(draft)[student.pk].number
        group_drafts.move_student(seats(draft)[student.pk], 3 - at, home.tomas.pk)
        sentences = shown()
        group_drafts.move_student(seats(draft)[student.pk], at, home.tomas.pk)
        return sentences

    before = [shown(), *(after(student) for student in mates[:4])]
    Demographics.objects.unscoped(TEXT).filter(student__in=mates).update(multilingual_learner=True)
    assert [shown(), *(after(student) for student in mates[:4])] == before
    assert "learner" in {
        table.trait for table in presenters.present_draft(Viewer.of(home.ines), draft).tables
    }


def test_a_teacher_mixes_by_what_they_see_by_name_and_by_no_background(home):
    biology, viewer = home.rows["Class"], home.viewer("tomas")
    mates = classmates(home, 8, biology)
    delicate(mates)
    everybody = [mate.pk for mate in mates]
    assert LanguageProfile.objects.seen_by(viewer).filter(student__in=everybody).count() == 8
    assert not Demographics.objects.seen_by(viewer).filter(student__in=everybody).exists()
    assert set(traits.TRAITS) - set(permissions.traits_to_mix_by(viewer, home.school.pk)) == {"learner"}
    assert set(permissions.traits_to_mix_by(home.viewer("ines"), home.school.pk)) == set(traits.TRAITS)
    page = go(home, "tomas", "work-groups", biology.pk)
    assert 'value="interrupted"' in page
    assert 'value="learner"' not in page
    sent = {"title": "Water", "size": "4", "balance": ["grade", "learner"]}
    assert "Only school leaders and counselors can build a new draft here" in go(
        home, "tomas", "work-groups", biology.pk, 422, **sent
    )
    assert not GroupDraft.objects.unscoped(TEXT).filter(title="Water", source=biology).exists()


def test_teachers_cannot_rebuild_drafts_with_backgrounds(home):
    biology = home.rows["Class"]
    delicate(classmates(home, 8, biology))
    draft = group_drafts.begin_draft(
        home.school, "work", "Water", biology, 2, "", ["grade", "learner"], home.ines.pk
    )
    before = {who: seat.number for who, seat in seats(draft).items()}
    page = go(home, "tomas", "group-draft", draft.pk)
    assert 'value="learner"' not in page
    assert 'value="propose"' not in page
    for balance in (["grade"], ["grade", "learner"]):
        go(home, "tomas", "group-draft", draft.pk, 422, do="propose", count="2", balance=balance)
    go(home, "tomas", "work-groups", biology.pk, 422, title="Water", size="4", balance=["grade"])
    assert before == {who: seat.number for who, seat in seats(draft).items()}
    go(
        home,
        "tomas",
        "group-draft",
        draft.pk,
        302,
        do="move",
        seat=next(iter(seats(draft).values())).pk,
        group="2",
    )
    go(home, "ines", "group-draft", draft.pk, 302, do="propose", count="2", balance=["grade"])


def test_another_s_words_are_not_lost_after_a_refusal_for_length(home):
    team, meeting = home.rows["Team"], home.rows["Meeting"]
    seen = {"seen-planning": "Two field days.", "seen-curriculum": "", "seen-words": ""}
    base = {"do": "notes", "meeting": meeting.pk, "revision": "0", **seen, "curriculum": "", "words": ""}
    go(home, "tomas", "team", team.pk)
    theirs = base | {"planning": "Two field days.\nInes: bring boots."}
    go(home, "ines", "team", team.pk, status=302, **theirs)
    long = base | {"planning": "Two field days.", "curriculum": "x" * 6001}
    page = go(home, "tomas", "team", team.pk, status=422, **long)
    assert "Someone else edited this while you had it open. Your text is below, next to theirs." not in page
    assert field(page, "revision") == "0"
    assert field(page, "seen-planning") == "Two field days."
    again = long | {"curriculum": "x" * 60}
    go(home, "tomas", "team", team.pk, status=302, **again)
    meeting.refresh_from_db()
    assert "boots" in meeting.planning
    assert meeting.curriculum == "x" * 60


def test_who_is_told_that_others_wrote_means_what_they_send_next(home):
    team, meeting = home.rows["Team"], home.rows["Meeting"]
    base = {"do": "notes", "meeting": meeting.pk, "revision": "0", "seen-planning": "Two field days."}
    go(home, "ines", "team", team.pk, status=302, **base, planning="Three field days.")
    page = go(home, "tomas", "team", team.pk, status=422, **base, planning="Four field days.")
    assert "Someone else edited this while you had it open. Your text is below, next to theirs." in page
    assert field(page, "revision") == "1"
    assert field(page, "seen-planning") == "Three field days."


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    return re.search(f'name="{name}" value="([^"]*)"', page)[1]
