"""The driver diagram of the network's aim, its charter, and what people told those who work on it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from trellis.core.community.models import Network, Role, Tie
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.models import Aim, Cycle, Driver
from trellis.improvement.cycles.services import aims, drivers, notes

PRIMARY, SECONDARY, IDEA = Driver.Kind.PRIMARY, Driver.Kind.SECONDARY, Driver.Kind.IDEA
DIAGRAM = (
    (1, PRIMARY, "Sites say yes to multilingual learners", "Sites that worry about language say no early."),
    (2, SECONDARY, "The first call goes well", "It decides whether there is a shadow day."),
    (3, IDEA, "An interpreter joins the first call", ""),
    (3, IDEA, "A student card with strengths in two languages", ""),
    (2, SECONDARY, "Mentors know what to do about language", ""),
    (3, IDEA, "Twenty minutes with each new mentor", ""),
    (1, PRIMARY, "Families are part of the search", "Families who know the site say yes sooner."),
    (2, SECONDARY, "Plan meetings with a family member", ""),
    (3, IDEA, "A call two days before the plan meeting", ""),
    (3, IDEA, "Letters in three languages", ""),
    (1, PRIMARY, "The first week holds", "Students who miss the first days often stop."),
    (2, IDEA, "Visit the site before the first day", ""),
    (2, IDEA, "A text message on Sunday evening", ""),
)
TESTED = {
    "An interpreter joins the first call": "interpreter",
    "A call two days before the plan meeting": "call before",
    "Letters in three languages": "letters",
    "Visit the site before the first day": "visit to the site",
    "A text message on Sunday evening": "text reminders",
}
MEASURED = {
    "Sites say yes to multilingual learners": "internship-now",
    "Plan meetings with a family member": "plan-family",
}
CHARTER = {
    "listened_to": "Nine students, four families and six mentors at three schools.",
    "in_scope": "The search, the first call, and the first two weeks at a site.",
    "out_of_scope": "How many hours an internship has.",
    "people": "A coach leads from day to day. The program director can decide. Two advisors know the subject.",
    "rhythm": "Every second Thursday, 40 minutes",
}
NOTES = (
    (
        "interview",
        "student",
        "When did you want to stop?",
        "On the phone. I had practiced it.",
        "First call",
    ),
    (
        "interview",
        "family",
        "Who told you about the site?",
        "My son. I would have liked to see it.",
        "Families",
    ),
    ("shadowing", "student", "", "She waited twelve minutes at the door until a person came.", "First week"),
)


def create_driver_diagram(network: Network, today: date) -> None:
    """Through the services, as program staff would."""
    staff = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).first()
    aim = Aim.objects.system().filter(network=network).order_by("created").first()
    if staff is None or aim is None:
        return
    by = staff.person_id
    aims.update_aim(aim, CHARTER, aim.revision, {}, by)
    above: dict[int, Driver] = {}
    for depth, kind, title, why in DIAGRAM:
        words = {"title": title, "why": why}
        above[depth] = drivers.add_driver(aim, new_id(), kind, above.get(depth - 1), words, by)
        _connect(above[depth], by)
    for number, (kind, role, prompt, words, theme) in enumerate(NOTES):
        note: dict[str, object] = {
            "kind": kind,
            "role": role,
            "prompt": prompt,
            "words": words,
            "theme": theme,
        }
        note |= {
            "day": today - timedelta(days=40 + number),
            "consent_for": "network",
            "consent_how": "spoken",
        }
        notes.add_note(aim, new_id(), note, by)


def _connect(driver: Driver, by: UUID) -> None:
    """Its measure, and the cycles that test it."""
    if measure := MEASURED.get(driver.title):
        drivers.watch(driver, measure, None, by)
    if words := TESTED.get(driver.title):
        Cycle.objects.system().filter(aim=driver.aim_id, title__icontains=words).update(driver=driver)
