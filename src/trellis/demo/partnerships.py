"""Agreements, promises and waivers of the invented districts, at different stages, and their superintendent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from trellis.adults.partnerships.data_elements import ELEMENTS
from trellis.adults.partnerships.models import (
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    DistrictPolicy,
    PartnerAgreement,
    PromiseDelivery,
)
from trellis.adults.partnerships.policies import default_lead_days
from trellis.core.community.models import Account, District, Network, Person, Role, School, Tie

from .rows import utc_moment

USERNAME = "demo-district"
Kind, Status = PartnerAgreement.Kind, PartnerAgreement.Status
PURPOSES = (
    "Running the school: learning plans, internships, scoring, exhibitions and messages to families. "
    "Telling the schools and the network who gets the good parts of school. Nothing else."
)
SUBCONTRACTORS = "None. The network runs Trellis on its own servers."
STORAGE = "In the network's data center in Rhode Island. Staff sign in with a passkey and see only their own students."
ENCRYPTION = "On its way by HTTPS; disks and backups with AES-256."
END_OF_DATA = (
    "The district gets all records as CSV and PDF files within 30 days. They are deleted 60 days after the end, "
    "and the network confirms it in writing. Backups expire 30 days later."
)
PROMISES = (
    ("network", "Coach days at your schools", 36, "days", "year", ((60, 6, ""), (20, 7, "The next visit is soon."))),
    ("network", "Training for new teachers", 12, "teachers", "year", ((45, 9, "Three start in January."),)),
    ("partner", "Common planning time", 225, "minutes", "week", ((30, 150, "Short at one school since fall."),)),
    ("partner", "Buses on internship days", 2, "days", "week", ((14, 2, "Ran every week but one."),)),
)  # fmt: skip


class Waiver(NamedTuple):
    """A policy of a district; days are counted from today, None where there is none."""

    topic: str
    needs: str
    rule: str
    decider: str
    status: str
    starts: int | None
    ends: int | None
    lapse: str
    mechanism: str = ""
    vote_needed: str = ""


WAIVERS = (
    Waiver("seat-time", "Two internship days a week count as school days", "120 hours in class for a credit",
           "state", "granted", -480, 200, "Students lose internship days", "Waiver of the state board"),
    Waiver("credit", "Credit for outcomes, not courses", "Courses on a list", "board", "granted", -90, 940,
           "Transcripts show courses again"),
    Waiver("labor", "A team stays together for two years", "Transfer by seniority", "union", "asked", 270, 1000,
           "Teams may change each summer", "Side letter", "55% of those voting"),
    Waiver("testing", "No tests in two exhibition weeks", "Test days set by the district", "district", "granted",
           -90, 575, "Exhibitions move to June"),
    Waiver("bell-schedule", "One long block a day for each team", "Seven periods", "district", "granted", -480, None,
           "Teams lose their long block"),
    Waiver("grading", "Narratives beside grades", "Letter grades each quarter", "board", "not-needed", None, None, ""),
    Waiver("transportation", "Students travel to sites", "Buses to school only", "district", "not-needed", None,
           None, ""),
)  # fmt: skip


SUPERINTENDENTS = ("Lucia Alvarez", "Marcus Bell", "Joanna Reyes")
Promise = tuple[str, str, int, str, str, tuple[tuple[int, int, str], ...]]


def create_partnerships(network: Network, today: date) -> None:
    """Three districts: one with agreements in force and one to sign, one whose data agreement ends soon, one that has
    just been sent its first. Others have none."""
    ties = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network).select_related("person")
    tie = ties.first()
    districts = list(District.objects.system().filter(network=network).order_by("pk")[:3])
    first_school = School.objects.system().filter(network=network).order_by("pk").first()
    if first_school and first_school.district_id:  # the district of the school with the cast comes first
        districts.sort(key=lambda district: district.pk != first_school.district_id)
    for number, district in enumerate(districts):
        DistrictBuilder(network, district, tie.person if tie else None, number, today).build()
    if districts:
        _create_superintendent(network, districts[0], today)


def _create_superintendent(network: Network, district: District, today: date) -> None:
    """Somebody a visitor can be, with the password that all of the cast share."""
    given_name, _space, family_name = SUPERINTENDENTS[0].partition(" ")
    person = Person.objects.create(network=network, given_name=given_name, family_name=family_name)
    since = utc_moment(today - timedelta(days=400), 12)
    Tie.objects.create(person=person, role=Role.LEADER, to_district=district, starts=since)
    shared = Account.objects.filter(username="demo-network").first()
    if shared:
        Account.objects.create(username=USERNAME, person=person, password=shared.password)


@dataclass
class DistrictBuilder:
    """The agreements and policies of one district. number: how far it is, 0 the furthest."""

    network: Network
    district: District
    staff: Person | None
    number: int
    today: date

    def build(self) -> None:
        self.schools = list(School.objects.system().filter(district=self.district).order_by("pk"))
        self.starts = self.today - timedelta(days=500 - 200 * self.number)
        self.last_day = date(self.today.year + (self.today.month >= 7) + 2 - self.number, 6, 30)
        self._create_services()
        self._create_data()
        if self.number == 0:
            self._create_side_letter()
        self._create_policies(WAIVERS[: len(WAIVERS) - 3 * self.number])

    def _create_services(self) -> None:
        agreement = self._create_agreement(
            Kind.SERVICES,
            f"Partnership with {self.district.name}",
            Status.SENT if self.number == 2 else Status.SIGNED,
            self.last_day,
            renewal="vote",
            notice_by=date(self.last_day.year, 3, 1),
            board_on=self.starts - timedelta(days=20),
            review_on=self.today + timedelta(days=15),
        )
        for promise in PROMISES:
            self._create_promise(agreement, promise)

    def _create_data(self) -> None:
        agreement = self._create_agreement(
            Kind.DATA,
            f"Data privacy agreement with {self.district.name}",
            Status.DRAFT if self.number == 2 else Status.SIGNED,
            self.last_day if self.number == 0 else self.today + timedelta(days=80),
            form="standard",
            form_version="2",
            purposes=PURPOSES,
            subcontractors=SUBCONTRACTORS,
            storage=STORAGE,
            encryption=ENCRYPTION,
            end_of_data=END_OF_DATA,
        )
        AgreementElement.objects.bulk_create(
            AgreementElement(agreement=agreement, element=key)
            for key in ELEMENTS
            if key != "living-situation"
        )

    def _create_side_letter(self) -> None:
        self._create_agreement(
            Kind.LABOR, "Teams stay together for two years", Status.SENT, self.today + timedelta(days=970)
        )

    def _create_agreement(
        self, kind: str, title: str, status: str, ends: date, **values: object
    ) -> PartnerAgreement:
        agreement = PartnerAgreement.objects.create(
            network=self.network,
            district=self.district,
            responsible=self.staff,
            kind=kind,
            title=title,
            status=status,
            starts=self.starts,
            ends=ends,
            sent_at=None if status == Status.DRAFT else utc_moment(self.today - timedelta(days=3)),
            revision=1,
            **values,
        )
        AgreementSchool.objects.bulk_create(
            AgreementSchool(agreement=agreement, school=school) for school in self.schools
        )
        signers = (
            ("network", self.network.name, "Imani Moss", "Director of partnerships"),
            ("district", self.district.name, SUPERINTENDENTS[self.number], "Superintendent"),
        )
        for role, name, signer, title_ in signers:
            signs = status == Status.SIGNED or (role == "network" and status == Status.SENT)
            AgreementParty.objects.create(
                agreement=agreement,
                role=role,
                legal_name=name,
                signer_name=signer if signs else "",
                signer_title=title_ if signs else "",
                signed_on=self.starts if signs else None,
            )
        return agreement

    def _create_promise(self, agreement: PartnerAgreement, promise: Promise) -> None:
        side, text, amount, unit, period, deliveries = promise
        row = AgreementPromise.objects.create(
            agreement=agreement, by=side, text=text, amount=amount, unit=unit, period=period
        )
        if agreement.status == Status.SIGNED:
            PromiseDelivery.objects.bulk_create(
                PromiseDelivery(
                    promise=row,
                    on=self.today - timedelta(days=days),
                    amount=delivered,
                    note=note,
                    by=self.staff,
                )
                for days, delivered, note in deliveries
            )

    def _create_policies(self, waivers: tuple[Waiver, ...]) -> None:
        DistrictPolicy.objects.bulk_create(
            DistrictPolicy(
                district=self.district,
                topic=waiver.topic,
                needs=waiver.needs,
                rule=waiver.rule,
                decider=waiver.decider,
                mechanism=waiver.mechanism,
                vote_needed=waiver.vote_needed,
                status=waiver.status,
                starts=self._day(waiver.starts),
                ends=self._day(waiver.ends),
                lead_days=default_lead_days(waiver.decider),
                lapse=waiver.lapse,
                responsible=self.staff,
                revision=1,
            )
            for waiver in waivers
        )

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self.today + timedelta(days=days)
