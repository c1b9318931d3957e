"""A leader who left the first school and one who came, with a packet that is half confirmed."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.adults.leadership.handover_services import gather_again
from trellis.adults.leadership.models import HandoverItem, HandoverQuestion, LeaderHandover, ResponsiblePerson
from trellis.core.community.models import Network, Person, Role, School, Tie

from .rows import utc_moment

LEAVER = ("Helen", "Marsh")
WORDS = (
    "The state wants minutes, not stories. Send the calendar that Trellis prints, and call before you send it.",
    "They answer the phone, and never an email. Go and see them in the first week.",
    "We chose this with open eyes. Ask the team before you change it: it was their idea.",
    "It holds because two people meet for coffee. Write it down while both are here.",
    "The board asks about this every spring. Last year’s answer is in the shared folder.",
)
BY_HAND = (
    ("The keys to the boiler room", "Two sets: mine is in the office safe, the other is with the custodian."),
    ("Who turns off the alarm on Sundays", ""),
)
QUESTION = ("Who pays for this from next year on?", "The district, until June. After that it is open.")


def create_handover(network: Network, today: date) -> None:
    """At the school with the cast, so that a visitor who is its leader confirms the rest."""
    school = School.objects.system().filter(network=network).order_by("pk").first()
    tie = Tie.objects.system().filter(to_school=school, role=Role.LEADER).select_related("person").first()
    if school is None or tie is None:
        return
    last_day, first_day = today - timedelta(days=12), today - timedelta(days=8)
    leaver = Person.objects.create(network=network, given_name=LEAVER[0], family_name=LEAVER[1])
    Tie.objects.create(
        person=leaver,
        role=Role.LEADER,
        to_school=school,
        starts=utc_moment(today - timedelta(days=2200), 12),
        ends=utc_moment(last_day + timedelta(days=1), 5),
    )
    Tie.objects.system().filter(pk=tie.pk).update(starts=utc_moment(first_day, 5))
    _vary_tenures(network, tie, today)
    handover = LeaderHandover.objects.create(
        school=school,
        leaver=leaver,
        successor=tie.person,
        successor_tie=tie,
        last_day=last_day,
        first_day=first_day,
        status=LeaderHandover.Status.FINISHED,
        finished_on=last_day,
        access_set_at=utc_moment(last_day - timedelta(days=40), 15),
    )
    gather_again(handover, leaver.pk)
    _describe_items(handover, tie.person, today)
    ResponsiblePerson.objects.bulk_create(
        ResponsiblePerson(school=school, responsibility="exhibitions", person_id=person)
        for person in Tie.objects.system()
        .filter(to_group__school=school, role=Role.ADVISOR)
        .order_by("person__created")
        .values_list("person", flat=True)[:1]
    )


def _vary_tenures(network: Network, newest: Tie, today: date) -> None:
    """The other leaders began in different years, and some share what they do with a second person."""
    ties = Tie.objects.system().filter(role=Role.LEADER, to_school__network=network, ends=None)
    for number, tie in enumerate(ties.exclude(pk=newest.pk).order_by("to_school")):
        starts = utc_moment(date(today.year - 1 - number % 5, 8, 15), 12)
        Tie.objects.system().filter(pk=tie.pk).update(starts=starts)
        advisors = Tie.objects.system().filter(to_group__school=tie.to_school_id, role=Role.ADVISOR)
        people = list(dict.fromkeys(advisors.order_by("person").values_list("person", flat=True)))
        keys = ("model", "week", "partners", "exhibitions")[: number % 5]
        ResponsiblePerson.objects.bulk_create(
            ResponsiblePerson(school_id=tie.to_school_id, responsibility=key, person_id=person)
            for key, person in zip(keys, people, strict=False)
        )


def _describe_items(handover: LeaderHandover, successor: Person, today: date) -> None:
    """Words on most items; every other one confirmed; one asked about, and one that nobody knows."""
    states = HandoverItem.State
    items = list(HandoverItem.objects.system().filter(handover=handover).order_by("position"))
    for number, item in enumerate(items):
        item.words = WORDS[number % len(WORDS)] if number % 4 != 3 else ""
        item.state = states.FINISHED if item.words else states.GATHERED
        if number % 2 and item.words:
            item.state, item.confirmed_on = states.CONFIRMED, today - timedelta(days=number % 6)
        item.save()
    for number, (title, words) in enumerate(BY_HAND):
        HandoverItem.objects.create(
            handover=handover,
            section="other",
            position=1_000_000 + number,
            title={"key": "text", "text": title},
            words=words,
            state=states.FINISHED if words else states.UNKNOWN,
        )
    question_item = next((item for item in items if item.state == states.FINISHED), None)
    if question_item:
        HandoverQuestion.objects.create(
            item=question_item,
            asked_by=successor,
            words=QUESTION[0],
            answer=QUESTION[1],
            answered_by=handover.leaver,
            answered_at=utc_moment(today - timedelta(days=2), 16),
        )
