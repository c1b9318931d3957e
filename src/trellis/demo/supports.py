"""Supports in the invented schools: strengths, needs met and open, partners, and what the counselor Noor sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.learning.supports.models import (
    CaseNote,
    ClassroomSupport,
    Consent,
    Need,
    Partner,
    Referral,
    Service,
    Strength,
)

from .rows import write_records

STRENGTHS = [
    "Explains things to others until they laugh.",
    "Comes early, and helps to set up.",
    "Translates between three groups of friends.",
    "Keeps going when an experiment fails.",
    "Knows every bus line of the city.",
]
NEEDS = [
    ("food", "Eats once a day at weekends.", "A bag to take home on Fridays."),
    ("senses", "Holds the page very close.", "An eye test at the clinic, and glasses."),
    ("way", "Walks an hour to school.", "A bus card."),
    ("clothes", "Has no winter coat.", "The coat drive."),
    ("mind", "Sleeps badly since the move.", "A talk each Tuesday."),
    ("belonging", "Eats alone.", "The cooking club, with someone who knows it."),
    ("learning", "Has years of science to catch up on.", "Two hours with the tutor each week."),
]
IN_CLASS = [
    "Seat near the front; print in large letters.",
    "Let her step out for five minutes, without asking why.",
    "Give a day's notice before calling on him to speak.",
]
PARTNERS = [
    ("River Street Food Bank", ["food", "clothes"], "401-555-0117"),
    ("Eastside Clinic", ["health", "senses"], "401-555-0142"),
    ("The Tuesday House", ["mind", "belonging"], "401-555-0168"),
]


@dataclass
class SupportRows:
    """The supports of a school's students, to be written together."""

    strengths: list[Strength] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    in_class: list[ClassroomSupport] = field(default_factory=list)

    def write(self) -> None:
        """Write them all."""
        write_records(self.strengths)
        write_records(self.needs)
        write_records(self.services)
        write_records(self.in_class)


def create_supports(network: Network, today: date, random: Random) -> None:
    """One student in eight has a need this year; most are met within a month."""
    schools = School.objects.system().filter(network=network).order_by("pk")
    for school in schools:
        _create_school_supports(school, today, random)


def _create_school_supports(school: School, today: date, random: Random) -> None:
    partners = Partner.objects.bulk_create(
        Partner(school=school, name=name, areas=areas, phone=phone) for name, areas, phone in PARTNERS
    )
    counselor = _find_counselor(school)
    if counselor is None:
        return
    students = Tie.objects.system().filter(role=Role.STUDENT, to_school=school).order_by("person")
    rows = SupportRows()
    open_needs: list[Need] = []
    for student in students.values_list("person_id", flat=True):
        if random.random() < 0.3:
            rows.strengths.append(Strength(student_id=student, words=random.choice(STRENGTHS), by=counselor))
        if random.random() < 0.125:
            open_needs += _build_needs(student, counselor, today, random, rows)
    rows.write()
    _create_referrals(open_needs, partners, counselor, today, random)


def _find_counselor(school: School) -> Person | None:
    tie = Tie.objects.system().filter(role=Role.COUNSELOR, to_school=school).select_related("person").first()
    return tie.person if tie else None


def _build_needs(
    student: UUID, counselor: Person, today: date, random: Random, rows: SupportRows
) -> list[Need]:
    """Needs of one student: opened since September, most of them met."""
    open_needs = []
    for area, words, plan in random.sample(NEEDS, random.choice([1, 1, 2])):
        opened = today - timedelta(days=random.randrange(2, 75))
        days = random.choice([5, 9, 14, 20, 26, 34, 50])
        met = opened + timedelta(days=days) if opened + timedelta(days=days) <= today else None
        need = Need(
            student_id=student,
            area=area,
            words=words,
            plan=plan if met or random.random() < 0.8 else "",
            opened_at=opened,
            review_on=today + timedelta(days=random.choice([-1, 0, 2, 5, 9, 16, 20])),
            met_at=met,
            how_met="" if met is None else "It is settled.",
            by=counselor,
        )
        rows.needs.append(need)
        if random.random() < 0.5:
            rows.services.append(Service(need=need, words=plan, giver=counselor, starts=opened))
        elif not met:
            open_needs.append(need)
        if random.random() < 0.3:
            rows.in_class.append(
                ClassroomSupport(student_id=student, words=random.choice(IN_CLASS), by=counselor)
            )
    return open_needs


def _create_referrals(
    needs: list[Need], partners: list[Partner], counselor: Person, today: date, random: Random
) -> None:
    """Consents of families, and referrals in every state."""
    now = datetime.combine(today, time(15), UTC)
    consents, referrals, consent_keys = [], [], set()
    for need in needs:
        partner = next((partner for partner in partners if need.area in partner.areas), None)
        if partner is None or (need.student_id, partner.pk) in consent_keys:
            continue
        consent_keys.add((need.student_id, partner.pk))
        sent = now - timedelta(days=random.choice([1, 3, 8, 12]))
        has_consented = random.random() < 0.8
        consents.append(
            Consent(
                student_id=need.student_id,
                partner=partner,
                ends=today + timedelta(days=random.choice([20, 90, 200])),
                asked_at=sent,
                asked_by=counselor,
                given_at=sent if has_consented else None,
                how="paper" if has_consented else "",
            )
        )
        if has_consented:
            accepted = random.random() < 0.6
            referrals.append(
                Referral(
                    need=need,
                    partner=partner,
                    words=need.plan or need.words,
                    by=counselor,
                    sent_at=sent,
                    accepted_at=sent + timedelta(days=1) if accepted else None,
                )
            )
    write_records(consents)
    write_records(referrals)


def create_amina_supports(amina: UUID, counselor: UUID, teacher: UUID, today: date) -> None:
    """Create Amina's supports: one strength, one need that is open, and what a teacher noticed."""
    Strength.objects.create(
        student_id=amina, words="Asks the question that nobody else dares to.", by_id=teacher
    )
    ClassroomSupport.objects.create(
        student_id=amina, words="Print handouts in large letters.", by_id=counselor
    )
    Need.objects.create(
        student_id=amina,
        area="senses",
        words="Holds the page very close; the eye test is on Thursday.",
        plan="The clinic, then glasses.",
        opened_at=today - timedelta(days=12),
        review_on=today,
        by_id=counselor,
    )
    CaseNote.objects.create(student_id=amina, kind="noticed", words="Squints at the board.", by_id=teacher)
