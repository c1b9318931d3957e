"""Community organizations of the invented network: ten with a story, two of them the same one, and commitments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from trellis.adults.organizations.adoption import adopt_network
from trellis.adults.organizations.models import (
    CommitmentPromise,
    CommitmentSignature,
    Organization,
    PartnerLink,
    PartnerPromise,
    Party,
    Relationship,
    SharedCommitment,
    SiteLink,
)
from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.learning.internships.models import Placement
from trellis.learning.supports.models import Partner

from .rows import utc_moment


@dataclass(frozen=True)
class Story:
    """One organization: what it does, and its promises as (words, unit, amount, delivered)."""

    name: str
    about: str
    services: tuple[str, ...]
    phone: str
    promises: tuple[tuple[str, str, int, int | None], ...] = ()
    languages: tuple[str, ...] = ()
    contact: str = ""


STORIES = (
    Story(
        "Harbor Community College",
        "Two-year college with evening classes and a welding lab.",
        ("internships", "panels", "learning"),
        "401-555-0181",
        (("Opens its labs to our seniors.", "visits", 12, 9), ("Tutors in algebra.", "served", 40, 44)),
        ("es", "pt-br"),
        "Dana Whitfield",
    ),
    Story(
        "Providence Robotics Club",
        "Volunteers who build robots with students on Saturdays.",
        ("learning", "belonging"),
        "401-555-0182",
        (("Saturday sessions for beginners.", "visits", 20, 21),),
    ),
    Story(
        "Eastside Family Center",
        "Help with forms, interpreting and child care.",
        ("family", "language"),
        "401-555-0183",
        (("Interprets at family conferences.", "given", 60, 38),),
        ("es", "ht", "ar"),
    ),
    Story(
        "South Side Arts", "Murals, theater and a print shop.", ("internships", "belonging"), "401-555-0184"
    ),
    Story("Bay Legal Aid", "Lawyers who speak to classes and families.", ("family",), "401-555-0185"),
    Story(
        "The Bicycle Kitchen",
        "Repairs bicycles and gives them to students.",
        ("way", "internships"),
        "401-555-0186",
        (("Bicycles for the way to school.", "served", 25, None),),
    ),
)
TWIN = Story(
    "East Side Clinic", "Health center with a walk-in hour for teenagers.", ("panels",), "(401) 555 0142"
)
PARTNER_PROMISES = {
    "River Street Food Bank": ("Bags to take home on Fridays.", "served", 80, 86),
    "Eastside Clinic": ("Eye tests at school, twice a year.", "visits", 2, 1),
    "The Tuesday House": ("A place to be on Tuesday evenings.", "visits", 30, 12),
}
COMMITMENT = {
    Party.SCHOOL: (
        "Every student has an advisor who calls home once a month.",
        "kept",
        "All but two weeks in May.",
    ),
    Party.DISTRICT: ("Bus passes for every internship day.", "partly", "They came in November."),
    Party.PARTNERS: ("We host students on Tuesdays and Thursdays.", "kept", ""),
    Party.FAMILIES: (
        "We come to the plan meeting, or send someone.",
        "kept",
        "More came by phone than last year.",
    ),
    Party.STUDENTS: ("We tell our mentors before noon when we cannot come.", "partly", ""),
}


def create_organizations(network: Network, today: date) -> None:
    """Create the organizations of a network: one for each partner and each site, and those with a story."""
    schools = list(School.objects.system().filter(network=network).order_by("created", "pk"))
    year = today.year + 1 if today.month >= 8 else today.year
    _join_partners(network, schools, year)
    adopt_network(network.pk)
    for school in schools[:2]:
        for story in STORIES[:: 1 if school == schools[0] else 2]:
            _tell(network, school, story, year, today)
    _tell(network, schools[0], TWIN, year, today)
    _promise_hosting(schools[0], year)
    _create_commitments(schools, year, today)


def _join_partners(network: Network, schools: Iterable[School], year: int) -> None:
    """Partners of the same name are one organization, as somebody has confirmed."""
    organizations: dict[str, Organization] = {}
    for school in schools:
        for partner in Partner.objects.system().filter(school=school).order_by("name"):
            organization = organizations.get(partner.name) or Organization.objects.create(
                network=network, name=partner.name, phone=partner.phone, city=school.city
            )
            organizations[partner.name] = organization
            relationship = Relationship.objects.create(
                organization=organization,
                school=school,
                services=partner.areas,
                phone=partner.phone,
                contact=partner.contact,
                email=partner.email,
            )
            PartnerLink.objects.create(partner=partner, relationship=relationship)
            if partner.name in PARTNER_PROMISES:
                _promise(relationship, year, PARTNER_PROMISES[partner.name])


def _promise(relationship: Relationship, year: int, facts: tuple[str, str, int, int | None]) -> None:
    words, unit, amount, noted = facts
    PartnerPromise.objects.create(
        relationship=relationship, school_year=year, words=words, unit=unit, amount=amount, noted=noted
    )


def _tell(network: Network, school: School, story: Story, year: int, today: date) -> None:
    organization, _created = Organization.objects.system().get_or_create(
        network=network,
        name=story.name,
        defaults={
            "about": story.about,
            "city": school.city,
            "phone": story.phone,
            "languages": list(story.languages),
        },
    )
    relationship = Relationship.objects.create(
        organization=organization,
        school=school,
        services=list(story.services),
        since=today - timedelta(days=500),
        contact=story.contact,
        agreement="Renewed each summer." if story.contact else "",
    )
    for facts in story.promises:
        _promise(relationship, year, facts)


def _promise_hosting(school: School, year: int) -> None:
    """The organization of the school's busiest site promised places, which Trellis counts."""
    placement = Placement.objects.system().filter(student__ties__to_school=school).order_by("created").first()
    link = SiteLink.objects.system().filter(site=placement.site_id).first() if placement else None
    relationship = (
        Relationship.objects.system().filter(organization=link.organization_id, school=school).first()
        if link
        else None
    )
    if relationship:
        _promise(relationship, year, ("Takes students who want to learn the trade.", "hosted", 3, None))
        _promise(relationship, year, ("Mentors confirm the hours every week.", "hours", 60, None))


def _create_commitments(schools: list[School], year: int, today: date) -> None:
    """One reviewed last year and signed this year; another school's is a draft."""
    last_year = _commitment(schools[0], year - 1, today - timedelta(days=365), reviewed=True)
    SharedCommitment.objects.system().filter(pk=last_year.pk).update(
        next_year="Bus passes are on the district’s agenda for August."
    )
    signed = _commitment(schools[0], year, today - timedelta(days=20))
    leaders = Tie.objects.system().filter(role=Role.LEADER, to_school=schools[0]).select_related("person")
    for tie in leaders[:1]:
        _sign(signed, Party.SCHOOL, tie.person)
    guardians = Tie.objects.system().filter(
        role=Role.GUARDIAN, to_person__ties__to_school=schools[0], to_person__ties__role=Role.STUDENT
    )
    for person in Person.objects.system().filter(pk__in=guardians.values("person")).order_by("pk")[:9]:
        _sign(signed, Party.FAMILIES, person)
    if len(schools) > 1:
        draft = SharedCommitment.objects.create(school=schools[1], school_year=year)
        for party in (Party.SCHOOL, Party.FAMILIES):
            CommitmentPromise.objects.create(commitment=draft, party=party, words=COMMITMENT[party][0])


def _commitment(school: School, year: int, day: date, reviewed: bool = False) -> SharedCommitment:
    commitment = SharedCommitment.objects.create(
        school=school, school_year=year, asked_at=utc_moment(day), published_at=utc_moment(day)
    )
    for party, (words, outcome, review) in COMMITMENT.items():
        CommitmentPromise.objects.create(
            commitment=commitment,
            party=party,
            words=words,
            outcome=outcome if reviewed else "",
            review=review if reviewed else "",
        )
    return commitment


def _sign(commitment: SharedCommitment, party: str, person: Person) -> None:
    CommitmentSignature.objects.create(commitment=commitment, party=party, person=person, name=person.name)
