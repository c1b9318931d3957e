"""More students beside Amina and Bea, and pages opened as a person of the world."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Demographics, Group, Person, Role, Tie
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.teams import draft_adoption, group_drafts
from trellis.learning.teams.models import DraftGroup, DraftSeat, GroupDraft
from world import Side, tie

TEXT = "the test looks"
TODAY = date.today()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
TONGUES = ("es", "ar", "bn", "fr")


def classmates(side: Side, count: int, *groups: Group) -> list[Person]:
    """Students of the school and of some groups, of two grades and four home languages."""
    students = []
    for number in range(count):
        student = Person.objects.create(
            network=side.network,
            given_name=f"Student{number:02}",
            family_name="Of Harbor",
            grade=("09", "10")[number % 2],
            home_languages=[TONGUES[number % 4], "en"],
        )
        tie(student, Role.STUDENT, side.school)
        for group in groups:
            tie(student, Role.STUDENT, group)
        students.append(student)
    return students


def delicate(students: Iterable[Person]) -> None:
    """Every other one learns English, and every fourth has been out of school for years."""
    for number, student in enumerate(students):
        Demographics.objects.create(student=student, multilingual_learner=number % 2 == 0)
        LanguageProfile.objects.create(student=student, interrupted=number % 4 == 0, band="under-1")


def go(side: Side, who: str, name: str, key: Any, /, status: int = 200, query: str = "", **sent: Any) -> str:
    """What a page answers to somebody; a POST where something is sent."""
    client = Client()
    client.force_login(side.people[who].account)
    where = reverse(name, args=[key]) + query
    answer = client.post(where, sent) if sent else client.get(where)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def teams_of(side: Side, count: int = 3, **more: Any) -> GroupDraft:
    """Teams of the whole school, proposed by its principal."""
    fields = {
        "kind": "team",
        "title": "Next year",
        "source": None,
        "rule": "",
        "balance": ["grade", "language"],
    }
    return group_drafts.begin_draft(side.school, count=count, by=side.ines.pk, **{**fields, **more})


def draft_groups(draft: GroupDraft) -> list[DraftGroup]:
    return list(DraftGroup.objects.unscoped(TEXT).filter(draft=draft).order_by("number"))


def seats(draft: GroupDraft) -> dict[Any, DraftSeat]:
    """The seats of a draft by student."""
    rows = DraftSeat.objects.unscoped(TEXT).filter(draft=draft, deleted_at=None)
    return {seat.student_id: seat for seat in rows}


def where(draft: GroupDraft, student: Person) -> int:
    return seats(draft)[student.pk].number


def members(group: Group, role: str = Role.STUDENT) -> set:
    now = timezone.now()
    ties = Tie.objects.unscoped(TEXT).filter(to_group=group, role=role, starts__lte=now, ends=None)
    return set(ties.values_list("person_id", flat=True))


def groups(kind: str) -> list[Group]:
    return list(Group.objects.unscoped(TEXT).filter(kind=kind, draft_group__isnull=False, deleted_at=None))


def adopt(draft: GroupDraft, replace: bool = False) -> int:
    return draft_adoption.adopt(draft, replace, draft.made_by_id)
