"""Teams of the invented schools: strands, meetings, commitments, a follow-up, and work groups proposed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Group, Network, Person, Role, School, Tie
from trellis.learning.teams import draft_adoption, group_drafts, pair_requests
from trellis.learning.teams.models import (
    Commitment,
    DraftGroup,
    GroupDraft,
    Meeting,
    StudentDiscussion,
)

from .rows import utc_moment
from .students import PersonRow, SchoolBuilder

STRAND_SIZE = 24
SCHOOLS_WITH_GROUPS = 4
MEETINGS = [
    (
        "Field day on Thursday: Science takes the boats, Humanities the interviews.",
        "Claim, evidence, reasoning in all four classes, with the same three starters.",
    ),
    (
        "Drafts are read on Tuesday in every class, ten minutes each.",
        "Graphs come in Math a week before Science needs them.",
    ),
    (
        "Families come on Friday. Each student shows one page, in any language.",
        "We ask the same question in every class: how do you know?",
    ),
]
COMMITMENTS = [
    (0, "Ask the museum for a date in spring.", 9, False),
    (1, "Put the three sentence starters on one card, in six languages.", 5, True),
    (1, "Sit in on Humanities on Wednesday and look at who asks questions.", 3, False),
    (2, "Move the Math test by a week: two drafts are due that Friday.", 2, False),
]
FOLLOW_UP = (
    "Works with a partner who shares a language for the first ten minutes, then shows the draft to one of us."
)


def create_cast_team(builder: SchoolBuilder, people: dict[str, PersonRow]) -> None:
    """A team of grade 11 at the school of the cast, so that a visitor finds one; its counselor comes to it too."""
    group = Group.objects.create(school=builder.school, kind=Group.Kind.TEAM, title="Grade 11 team")
    juniors = {student.id for student in builder.students if student.grade == "11"}
    advisor_id = people["demo-advisor"]["sourced_id"]
    others = [
        advisor
        for _group, advisor, members in builder.advisories
        if juniors & set(members) and advisor != advisor_id
    ]
    for teacher in (people["demo-teacher"]["sourced_id"], *others[:3]):
        builder.tie(teacher, Role.TEACHER, builder.year.starts, to_group_id=group.pk)
    builder.tie(
        people["demo-counselor"]["sourced_id"], Role.COUNSELOR, builder.year.starts, to_group_id=group.pk
    )
    for student in sorted(juniors):
        builder.tie(student, Role.STUDENT, builder.year.starts, to_group_id=group.pk)


def create_team_work(network: Network, today: date, random: Random, full: bool = True) -> None:
    """Meetings for every team; strands inside teams that are large enough for them; work groups in one of a school.

    full: False for strands and work groups at a few schools only.
    """
    teams = Group.objects.system().filter(school__network=network, kind=Group.Kind.TEAM)
    first: dict[UUID, Group] = {}
    for team in teams.select_related("school").order_by("school", "title"):
        adults, students = _teachers_and_students(team)
        if not adults or not students:
            continue
        _create_meetings(team, adults, random.choice(students), today)
        has_groups = full or len(first) < SCHOOLS_WITH_GROUPS
        if has_groups and len(students) >= 2 * STRAND_SIZE:
            _create_strands(team, len(students), adults[0])
        first.setdefault(team.school_id, team)
    for team in list(first.values())[: None if full else SCHOOLS_WITH_GROUPS]:
        _propose_work_groups(team, random)
    _propose_advisories(network)


def _teachers_and_students(team: Group) -> tuple[list[UUID], list[UUID]]:
    """The team's teachers and its students."""
    ties = Tie.objects.system().filter(to_group=team).order_by("pk").values_list("role", "person")
    members = list(ties)
    return (
        [person for role, person in members if role == Role.TEACHER],
        [person for role, person in members if role == Role.STUDENT],
    )


def _create_meetings(team: Group, adults: list[UUID], student: UUID, today: date) -> None:
    days = [today - timedelta(weeks=back) for back in (3, 2, 1)]
    meetings = [
        Meeting.objects.create(group=team, day=day, planning=planning, curriculum=curriculum, revision=1)
        for day, (planning, curriculum) in zip(days, MEETINGS, strict=True)
    ]
    for number, (when, words, due, is_kept) in enumerate(COMMITMENTS):
        Commitment.objects.create(
            group=team,
            meeting=meetings[when],
            words=words,
            who_id=adults[number % len(adults)],
            due=today + timedelta(days=due),
            done_at=utc_moment(today - timedelta(days=2)) if is_kept else None,
        )
    review_on = today + timedelta(days=6)
    StudentDiscussion.objects.create(
        meeting=meetings[2], student_id=student, words=FOLLOW_UP, review_on=review_on
    )


def _create_strands(team: Group, students: int, by: UUID) -> None:
    """Strands, formed as a counselor would: drafted, named, adopted."""
    count = max(2, round(students / STRAND_SIZE))
    draft = group_drafts.begin_draft(
        team.school, "strand", f"Strands of {team.title}", team, count, "partner", ["grade", "english"], by
    )
    for draft_group in DraftGroup.objects.system().filter(draft=draft):
        group_drafts.name_group(draft_group, f"{team.title} {chr(64 + draft_group.number)}", [], by)
    draft_adoption.adopt(draft, replace=False, by=by)


def _propose_work_groups(team: Group, random: Random) -> None:
    """A draft of work groups, in a strand of the team or, where it has none, in itself."""
    inside = Group.objects.system().filter(
        school=team.school_id, kind=Group.Kind.STRAND, title__startswith=f"{team.title} "
    )
    group = inside.select_related("school").order_by("title").first() or team
    adults, students = _teachers_and_students(group)
    if len(students) < 8 or not adults:
        return
    first, second, third = random.sample(students, 3)
    people = _people_by_id([first, second, third])
    pair_requests.save_pair_request(group.school, people[first], people[second], "together", adults[0])
    pair_requests.save_pair_request(group.school, people[first], people[third], "apart", adults[0])
    count = max(2, round(len(students) / 4))
    group_drafts.begin_draft(
        group.school,
        "work",
        "Water under our feet",
        group,
        count,
        "partner",
        ["english", "interrupted"],
        adults[0],
    )


def _people_by_id(keys: list[UUID]) -> dict[UUID, Person]:
    return {person.pk: person for person in Person.objects.system().filter(pk__in=keys)}


def _propose_advisories(network: Network) -> None:
    """A draft of next year's advisories at the first school, for whoever views it as its principal."""
    school = School.objects.system().filter(network=network).order_by("created").first()
    leader = Tie.objects.system().filter(to_school=school, role=Role.LEADER).first()
    students = Tie.objects.system().filter(to_school=school, role=Role.STUDENT).count()
    if leader and students:
        count = max(1, round(students / 15))
        balance = ["grade", "language", "learner"]
        group_drafts.begin_draft(
            school,
            GroupDraft.Kind.ADVISORY,
            "Advisories of next year",
            None,
            count,
            "",
            balance,
            leader.person_id,
        )
