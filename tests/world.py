"""Two networks and the people of the tests, who are always the same.

Amina is a student, Daniel her advisor, Carmen her mother, Rosa her mentor, Noor her counselor, Tomas her
teacher, Ines the principal, Imani the network lead, Kofi a coach, Devi the district's superintendent; and
Charlie, from another network's school, must never get in. Every table has a row on either side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from recorded import Recorded
from trellis.adults.coaching.models import (
    CoachHandover,
    CoachVisit,
    PrivateNote,
    VisitCommitment,
    VisitNote,
    VisitSummary,
)
from trellis.adults.joining.models import (
    ContractedService,
    JoiningEvent,
    JoiningSchool,
    JoiningStep,
    NetworkCapacity,
)
from trellis.adults.joining.pauses import LINK_PURPOSE as JOINING
from trellis.adults.leadership.models import (
    Cohort,
    CohortMeeting,
    CohortMember,
    HandoverItem,
    HandoverQuestion,
    LeaderHandover,
    ResponsiblePerson,
    StartedPathway,
    StartedStep,
    Trainee,
)
from trellis.adults.organizations.commitments import DISTRICT_PURPOSE
from trellis.adults.organizations.commitments import LINK_PURPOSE as COMMITMENT
from trellis.adults.organizations.models import (
    CommitmentPromise,
    CommitmentSignature,
    DistinctPair,
    Organization,
    OrganizationMerge,
    PanelMember,
    PartnerLink,
    PartnerPromise,
    Party,
    Relationship,
    SharedCommitment,
    SiteLink,
)
from trellis.adults.organizations.relationship_forms import LINK_PURPOSE as ORGANIZATION
from trellis.adults.partnerships import signing
from trellis.adults.partnerships.models import (
    AgreementDuty,
    AgreementElement,
    AgreementParty,
    AgreementPromise,
    AgreementSchool,
    DeadlineReminder,
    DistrictPolicy,
    PartnerAgreement,
    PolicySchool,
    PromiseDelivery,
)
from trellis.adults.professional_learning.models import (
    CredentialAward,
    DirectoryEntry,
    EventFeedback,
    EventMaterial,
    EventPrerequisite,
    HoursGoal,
    LearningCertificate,
    LearningEvent,
    LearningSession,
    PracticeTry,
    SessionAttendance,
    SessionChoice,
    SessionCredit,
    SignUp,
    VisitRecord,
)
from trellis.assessment.evidence.models import Grade, Narrative, RowScore, Score, ScoringDraft, Work
from trellis.assessment.exhibitions.models import (
    AgreedLevel,
    Attendee,
    Exhibition,
    PanelComment,
    Panelist,
    PanelScore,
    Round,
)
from trellis.assessment.exhibitions.rounds import HOURS_LINK_PURPOSE
from trellis.assessment.exhibitions.services import PANEL_LINK_PURPOSE
from trellis.assessment.portfolios.models import (
    FinalLevel,
    PortfolioEntry,
    Scorer,
    ScorerFeedback,
    ScorerLevel,
    Task,
    TaskPart,
    TaskSubmission,
)
from trellis.assessment.portfolios.scorer_requests import LINK_PURPOSE as SCORING
from trellis.core.community import links
from trellis.core.community.models import (
    Account,
    CalendarDay,
    Course,
    Demographics,
    District,
    Group,
    JoinCode,
    Link,
    Network,
    Person,
    Role,
    RosterSource,
    School,
    Schooling,
    Term,
    Tie,
)
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.design.blueprint.draft_selectors import tables_of
from trellis.design.blueprint.models import (
    Adoption,
    ChangeProposal,
    ModelPackage,
    PackageDraft,
    UnfinishedAdaptation,
    Upgrade,
)
from trellis.design.blueprint.package import PARTS, Package, builtin_packages, read_package
from trellis.design.frameworks.models import Criterion, Framework, Outcome, Rubric
from trellis.exchange.models import FrameworkUpload, RosterUpload
from trellis.improvement.alumni.asking import LINK_PURPOSE as ALUMNI
from trellis.improvement.alumni.models import (
    AlumniAnswer,
    ClearinghouseFile,
    ClearinghouseMatch,
    CollegeDegree,
    CollegeTerm,
    DegreeTitle,
)
from trellis.improvement.change_ideas.models import ChangeIdea, IdeaTest
from trellis.improvement.cycles.models import (
    Aim,
    AimMeasure,
    AimNote,
    Cycle,
    CycleMeasure,
    DataPoint,
    Driver,
    DriverMeasure,
    Observation,
    PracticalMeasure,
    Prediction,
)
from trellis.improvement.cycles.services.practical import LINK_PURPOSE as COUNTING
from trellis.improvement.measure_questions.models import MeasureQuestion
from trellis.improvement.network_learning.models import Belief, BeliefEvidence, RollOut, RollOutSchool
from trellis.improvement.opportunity.models import GapTable, Rollup, Snapshot, StudentStanding
from trellis.improvement.reviews.models import (
    AgreedRowLevel,
    ReviewCommitment,
    Reviewer,
    RowEvidence,
    RowReview,
    SchoolReview,
)
from trellis.improvement.surveys.models import (
    SurveyDecision,
    SurveyRound,
    SurveyTally,
    SurveyTicket,
    SurveyWords,
)
from trellis.improvement.surveys.services.rounds import ANSWER_PURPOSE, PREVIEW_PURPOSE
from trellis.learning.internships.agreements import LINK_PURPOSE as AGREEING
from trellis.learning.internships.confirming import LINK_PURPOSE
from trellis.learning.internships.models import (
    Agreement,
    Clearance,
    Concern,
    DayEntry,
    InternshipDay,
    MentorAnswer,
    Placement,
    PlacementSearch,
    Reservation,
    SearchStep,
    Signature,
    Site,
    SiteMentor,
    SiteMessage,
    SiteOpening,
)
from trellis.learning.internships.terms import terms_hash
from trellis.learning.languages.models import (
    HomeResource,
    LanguageInWork,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ResourceUse,
    ScaffoldUse,
    ServiceMinutes,
)
from trellis.learning.library.models import (
    Edition,
    EditionFile,
    Entry,
    Fork,
    Offer,
    ProjectReview,
    SearchEntry,
)
from trellis.learning.library.search_entries import update_shelf
from trellis.learning.plans.models import Goal, Handover, Plan, PlanSignature, PlanVersion
from trellis.learning.plans.signing import COPY_LINK_PURPOSE, GOALS_LINK_PURPOSE
from trellis.learning.projects.models import (
    Agenda,
    Author,
    Contract,
    Feedback,
    Member,
    NeedToKnow,
    Part,
    Product,
    Project,
    Resource,
    Scaffold,
    Standard,
    Step,
    StepDone,
    StepSubmission,
    TextVersion,
    TuningComment,
    TuningInvitation,
    TuningSession,
)
from trellis.learning.projects.project_transfer import project_body
from trellis.learning.schedules.models import (
    BellPeriod,
    DesignTeacher,
    DesignTeam,
    GrowthNumber,
    GrowthPlan,
    Room,
    SchoolYearPlan,
    SubjectTeacher,
    TeamSection,
    TeamSubject,
    WeekChange,
    WeekDesign,
    WeekMeeting,
    YearDate,
)
from trellis.learning.supports import partner_services
from trellis.learning.supports.models import (
    CaseNote,
    ClassroomSupport,
    Consent,
    Destroyed,
    EmergencyAccess,
    Housing,
    Need,
    OpeningNotice,
    Partner,
    Referral,
    Retention,
    Service,
    Strength,
)
from trellis.learning.teams.models import (
    Commitment,
    DraftGroup,
    DraftGroupAdult,
    DraftSeat,
    GroupDraft,
    Meeting,
    PairRequest,
    StudentDiscussion,
)
from trellis.web.families.models import Contact, Notice, RecordAccess, Reply
from trellis.web.families.services import LINK_PURPOSE as FAMILY
from trellis.web.notifications.models import Digest, Preference
from trellis.web.notifications.tokens import token_for
from trellis.web.shell.week.forms import CALENDAR_LINK_PURPOSE

MODEL = read_package(builtin_packages()["big-picture"]).model_dump(mode="json")
LETTER, _ESSAY, _PAPER, EXPERIMENT, _MATHEMATICS = read_package(
    builtin_packages()["internationals"]
).portfolio.model_dump(mode="json")["tasks"]
ON = {"rubric": "exhibition", "oral_rubric": None, "shown": "cycle", "hold": None}
MODEL["portfolio"] = {  # of another network, read on a rubric of this one, so that one world has every part
    "hold": "local",
    "tasks": [
        LETTER | ON | {"key": "letter", "grades": []},
        EXPERIMENT | ON | {"key": "experiment", "grades": ["12"]},
    ],
}
DRAFT = tables_of(Package.model_validate(MODEL))
LONG_AGO = timezone.now() - timedelta(days=400)


@dataclass
class Side:
    """One network, its school, and what one student of it has. `rows` maps model name to that side's row."""

    network: Network
    school: School
    people: dict[str, Person] = field(default_factory=dict)
    rows: dict[str, Any] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)  # by the route that a link opens

    def __getattr__(self, name: str) -> Person:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def viewer(self, name: str) -> Viewer:
        """The viewer that a person of this side is, at this moment."""
        return Viewer.of(self.people[name])


def tie(person: Person, role: str, to: Any, **more: Any) -> Tie:
    """A tie that began long ago and still holds."""
    kind = {Person: "person", Group: "group", School: "school", District: "district", Network: "network"}[
        type(to)
    ]
    return Tie.objects.create(person=person, role=role, **{f"to_{kind}": to}, **{"starts": LONG_AGO, **more})


def account(person: Person, username: str) -> Account:
    """A way in for the person, with no password."""
    return Account.objects.create_user(username, person=person)


CAST = {
    "amina": ("Amina", "Diallo"),
    "daniel": ("Daniel", "Osei"),
    "carmen": ("Carmen", "Diallo"),
    "rosa": ("Rosa", "Herrera"),
    "noor": ("Noor", "Haddad"),
    "tomas": ("Tomas", "Silva"),
    "ines": ("Ines", "Duarte"),
    "imani": ("Imani", "Moss"),
    "kofi": ("Kofi", "Mensah"),
    "devi": ("Devi", "Rao"),
    "bea": ("Bea", "Lopez"),  # a student of the same school, in nobody's advisory here
}


def make_side(name: str) -> Side:
    """A network called `name` with one school and the whole cast; one act of the ledger, which is quicker than many."""
    with ledger.act("build a test world"):
        return _make_side(name)


def _make_side(name: str) -> Side:
    network = Network.objects.create(name=name, slug=name.lower().replace(" ", "-"))
    district = District.objects.create(network=network, name=f"{name} District")
    school = School.objects.create(network=network, district=district, name=f"{name} High", state="RI")
    side = Side(network, school)
    for key, (given, family) in CAST.items():
        side.people[key] = Person.objects.create(network=network, given_name=given, family_name=family)
        account(side.people[key], f"{key}@{network.slug}")
    side.rows = {"Network": network, "District": district, "School": school}
    _community(side)
    _ties(side)
    _days(side)
    _sums(side)
    _families(side)
    _languages(side)
    _supports(side)
    _organizations(side)
    _teams(side)
    _portfolio(side)
    _partnerships(side)
    _joining(side)
    _pathways(side)
    _apprenticeship(side)
    _leader_handover(side)
    _coaching(side)
    _school_review(side)
    _learning(side)
    _week(side)
    _growth(side)
    _year_dates(side)
    _practice(side)
    _alumni(side)
    _cycles(side)
    _network_learning(side)
    _surveys(side)
    return side


def _community(side: Side) -> None:
    network, school = side.network, side.school
    term = Term.objects.create(
        network=network,
        school=school,
        kind=Term.Kind.YEAR,
        title="This year",
        starts=date.today() - timedelta(days=90),
        ends=date.today() + timedelta(days=200),
        school_year=(date.today() + timedelta(days=200)).year,
    )
    course = Course.objects.create(network=network, school=school, title="Biology")
    side.rows |= {
        "Term": term,
        "Course": course,
        "Advisory": Group.objects.create(school=school, kind=Group.Kind.ADVISORY, title="Advisory 11-B"),
        "Class": Group.objects.create(school=school, kind=Group.Kind.CLASS, title="Biology 1", course=course),
        "CalendarDay": CalendarDay.objects.create(
            school=school, date=date.today(), kind=CalendarDay.Kind.EXHIBITION
        ),
        "RosterSource": RosterSource.objects.create(network=network, name="SIS"),
        "Demographics": Demographics.objects.create(student=side.amina, multilingual_learner=True),
        "JoinCode": JoinCode.objects.create(
            person=side.amina, digest=f"digest of {network.slug}", expires=timezone.now() + timedelta(days=1)
        ),
    }


def _ties(side: Side) -> None:
    advisory, biology = side.rows["Advisory"], side.rows["Class"]
    side.rows["Tie"] = tie(side.amina, Role.STUDENT, side.school)
    tie(side.bea, Role.STUDENT, side.school)
    tie(side.amina, Role.STUDENT, advisory)
    tie(side.amina, Role.STUDENT, biology)
    tie(side.daniel, Role.ADVISOR, advisory)
    tie(side.tomas, Role.TEACHER, biology)
    tie(side.carmen, Role.GUARDIAN, side.amina)
    tie(side.rosa, Role.MENTOR, side.amina)
    tie(side.noor, Role.COUNSELOR, side.school)
    tie(side.ines, Role.LEADER, side.school)
    tie(side.imani, Role.NETWORK_STAFF, side.network)
    tie(side.kofi, Role.COACH, side.school)
    tie(side.devi, Role.LEADER, side.rows["District"])


def _days(side: Side) -> None:
    now, today, amina, term = timezone.now(), date.today(), side.amina, side.rows["Term"]
    framework = Framework.objects.create(
        title="Goals", creator=side.network.name, version="1", key=side.network.slug
    )
    outcome = Outcome.objects.create(
        framework=framework, key="reasoning", title="Reasoning", statement="Reasons."
    )
    package = ModelPackage.objects.create(
        slug=side.network.slug,
        version="1.0.0",
        name="A model",
        fingerprint="x",
        body=MODEL | {"slug": side.network.slug, "version": "1.0.0"},
        framework=framework,
    )
    later = ModelPackage.objects.create(
        network=side.network,
        slug=side.network.slug,
        version="1.1.0",
        name="A model",
        fingerprint="y",
        body=package.body,
    )
    adoption = Adoption.objects.create(school=side.school, package=package)
    site = Site.objects.create(network=side.network, name="Hope Clinic")
    placement = Placement.objects.create(
        student=amina, site=site, mentor=side.rosa, starts=today - timedelta(days=60), weekdays=[2, 4]
    )
    project = Project.objects.create(
        school=side.school, title="Clean water", driving_question="Is it safe?", starts=today, ends=today
    )
    step = Step.objects.create(project=project, title="Draft", due=today, position=1)
    member = Member.objects.create(project=project, student=amina)
    part = Part.objects.create(project=project, key="entry-event", text="A letter.")
    session = TuningSession.objects.create(
        project=project,
        arranged_by=side.tomas,
        starts=now.replace(second=0, microsecond=0) - timedelta(days=1),
        place="Room 4",
    )
    piece = StepSubmission.objects.create(step=step, member=member, words="Six homes.")
    plan = Plan.objects.create(student=amina, term=term)
    work = Work.objects.create(student=amina, title="Water report", shown_at=now)
    exhibition = Exhibition.objects.create(student=amina, term=term, starts=now + timedelta(days=5))
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        saved_at=now,
        wording="x",
        body={"sections": [], "goals": [], "present": [], "interpreter": "", "next_meeting": ""},
    )
    seat = Panelist.objects.create(exhibition=exhibition, person=side.daniel, part="advisor")
    exhibition_round = Round.objects.create(
        school=side.school,
        term=term,
        kind="cycle",
        days=[(today + timedelta(days=n)).isoformat() for n in (5, 6)],
        opens=time(9),
        closes=time(17),
        rooms=["Commons"],
        minutes=45,
    )
    attendee = Attendee.objects.create(round=exhibition_round, name="The baker", part="outside")
    side.tokens = {
        "attendee-hours": links.issue_link(HOURS_LINK_PURPOSE, attendee.pk, None, 7, None),
        "panel": links.issue_link(PANEL_LINK_PURPOSE, seat.pk, side.daniel, 7, None),
        "confirm-days": links.issue_link(LINK_PURPOSE, placement.pk, side.rosa, 7, None),
        "plan-copy": links.issue_link(COPY_LINK_PURPOSE, version.pk, side.carmen, 7, None),
        "plan-goals-link": links.issue_link(GOALS_LINK_PURPOSE, version.pk, side.rosa, 7, None),
    }
    search = PlacementSearch.objects.create(student=amina, interest="How clinics work", stage="interest")
    PlacementSearch.objects.create(
        student=amina,
        interest="Why",
        stage="learning",
        placement=placement,
        closed_at=now - timedelta(days=60),
    )
    hold = Reservation.objects.create(search=search, site=site, until=today)
    agreement = Agreement.objects.create(
        hold=hold, mentor=side.rosa, starts=today, weekdays=[2, 4], from_time=time(9), to_time=time(14)
    )
    side.tokens["agreement-link"] = links.issue_link(AGREEING, agreement.pk, side.rosa, 7, None)
    entry = DayEntry(
        placement=placement, date=today, kind="file", made_at=now, fingerprint="", media_type="image/jpeg"
    )
    entry.file.save("photo.jpg", ContentFile(b"a photo"))
    search_step = SearchStep(
        search=search, stage="interest", contact="Rosa", recorded_by=side.daniel, media_type="image/jpeg"
    )
    search_step.file.save("form.jpg", ContentFile(b"a form"))
    score = Score.objects.create(work=work, outcome=outcome, scorer=side.daniel, level=2, scored_at=now)
    side.rows |= {
        "Link": Link.objects.unscoped("the world").get(about_id=placement.pk),
        "DayEntry": entry,
        "SearchStep": search_step,
        "SiteMessage": SiteMessage.objects.create(
            search=search,
            site=site,
            to=side.rosa,
            way="email",
            language="es",
            subject="Hola",
            body="Hola Rosa",
            sent_by=side.daniel,
        ),
        "SiteOpening": SiteOpening.objects.create(site=site, term=term, students=3),
        "Clearance": Clearance.objects.create(site=site, kind="Site visit"),
        "PlacementSearch": search,
        "Reservation": hold,
        "SiteMentor": SiteMentor.objects.create(site=site, person=side.rosa),
        "Agreement": agreement,
        "Signature": Signature.objects.create(agreement=agreement, part="student", name="Amina", wording="x"),
        "MentorAnswer": MentorAnswer.objects.create(
            placement=placement, by=side.rosa, answers={"real": "yes"}
        ),
        "Concern": Concern.objects.create(placement=placement, raised_by=side.rosa, words="Often tired."),
        "Adoption": adoption,
        "PackageDraft": PackageDraft.objects.create(network=side.network, base=package, body=DRAFT),
        "UnfinishedAdaptation": UnfinishedAdaptation.objects.create(
            school=side.school, adoption=adoption, body={part: DRAFT[part] for part in PARTS if part in DRAFT}
        ),
        "Upgrade": Upgrade.objects.create(school=side.school, package=later),
        "ChangeProposal": ChangeProposal.objects.create(
            network=side.network,
            school=side.school,
            package=package,
            path="calendar.cycles.weeks",
            reason="x",
        ),
        "Site": site,
        "Placement": placement,
        "InternshipDay": InternshipDay.objects.create(placement=placement, date=today, minutes=300),
        "Project": project,
        "Step": step,
        "Member": member,
        "StepDone": StepDone.objects.create(step=step, member=member, at=now),
        "Author": Author.objects.create(project=project, person=side.tomas),
        "Part": part,
        "TextVersion": TextVersion.objects.create(
            part=part, by=side.tomas, base=0, sent="A", became="kept", revision=1
        ),
        "Product": Product.objects.create(project=project, title="A report"),
        "Scaffold": Scaffold.objects.create(project=project, title="A word wall"),
        "Standard": Standard.objects.create(
            project=project, key="water-1", title="Test water", framework="Water"
        ),
        **_library(side, project),
        "TuningSession": session,
        "TuningInvitation": TuningInvitation.objects.create(
            session=session, person=side.noor, invited_by=side.tomas, invited_at=now
        ),
        "TuningComment": TuningComment.objects.create(
            project=project, by=side.daniel, step="like", words="The question."
        ),
        "Contract": Contract.objects.create(project=project, team=1, words="We answer within a day."),
        "StepSubmission": piece,
        "Feedback": Feedback.objects.create(piece=piece, by=side.tomas, words="Which home was first?"),
        "NeedToKnow": NeedToKnow.objects.create(project=project, by=amina, words="What is lead?"),
        "Agenda": Agenda.objects.create(project=project, date=today, lines=["Read"]),
        "Plan": plan,
        "Handover": Handover.objects.create(group=side.rows["Advisory"], taker=side.daniel, note="Welcome."),
        "PlanVersion": version,
        "PlanSignature": PlanSignature.objects.create(
            version=version, part="student", name="Amina Diallo", person=amina, way="account", signed_at=now
        ),
        "Goal": Goal.objects.create(plan=plan, title="Test six homes", outcome=outcome),
        "Work": work,
        "Score": score,
        "ScoringDraft": ScoringDraft.objects.create(
            scorer=side.tomas, student=amina, step=step, comment="Show how."
        ),
        "RowScore": RowScore.objects.create(
            score=score,
            criterion=Criterion.objects.create(
                rubric=Rubric.objects.create(framework=framework, key="reasons", title="Reasons"),
                outcome=outcome,
                description="Gives a reason.",
            ),
            level=2,
        ),
        "Grade": Grade.objects.create(
            student=amina, group=side.rows["Class"], term=term, letter="B", given_at=now
        ),
        "Narrative": Narrative.objects.create(student=amina, term=term, author=side.daniel),
        "Exhibition": exhibition,
        "Round": exhibition_round,
        "Attendee": attendee,
        "Panelist": seat,
        "PanelScore": PanelScore.objects.create(panelist=seat, criterion="vision", level=2),
        "AgreedLevel": AgreedLevel.objects.create(exhibition=exhibition, criterion="vision", level=2),
        "PanelComment": PanelComment.objects.create(
            exhibition=exhibition, kind="recommendation", words="Ask more."
        ),
    }


def _library(side: Side, project: Project) -> dict[str, object]:
    """The project in its network's library, with a file, somebody's look, and a change offered to it."""
    resource = Resource(
        project=project, title="A map", name="map.txt", media_type="text/plain", digest="0" * 32
    )
    resource.file.save("piece.txt", ContentFile(b"a map"), save=False)
    resource.save()
    entry = Entry.objects.create(
        network=side.network, school=side.school, project=project, title=project.title, question="Is it safe?"
    )
    edition = Edition.objects.create(
        entry=entry, number=1, body=project_body(project).model_dump(mode="json"), authors=[], by=side.tomas
    )
    held_file = EditionFile.objects.create(
        edition=edition,
        digest=resource.digest,
        file=resource.file.name,
        name="map.txt",
        media_type="text/plain",
    )
    fork = Fork.objects.create(
        project=project, entry=entry, attribution={"title": project.title, "authors": []}
    )
    update_shelf(entry)
    return {
        "Resource": resource,
        "Entry": entry,
        "Edition": edition,
        "ProjectReview": ProjectReview.objects.create(
            edition=edition, standing="vetted", words="Read whole.", by=side.imani
        ),
        "EditionFile": held_file,
        "Fork": fork,
        "Offer": Offer.objects.create(fork=fork, taken=1, body=edition.body, words="A shorter entry event."),
        "SearchEntry": SearchEntry.objects.unscoped("the world").get(entry=entry),
    }


def _languages(side: Side) -> None:
    """What Amina brings, one level, a week of service, and what her project offers in languages."""
    amina, project, day = side.amina, side.rows["Project"], date.today()
    resource = HomeResource.objects.create(project=project, language="fr", title="De l’eau", about="Room 4")
    scaffold = LevelScaffold.objects.create(
        project=project, domain="reading", least=1, most=2, title="Text with pictures"
    )
    side.rows |= {
        "LanguageProfile": LanguageProfile.objects.create(student=amina, strengths="Tells stories."),
        "Proficiency": Proficiency.objects.create(
            student=amina, scale="wida", domain="reading", level=2, at=day, source="teacher"
        ),
        "ServiceMinutes": ServiceMinutes.objects.create(
            student=amina, week=day - timedelta(days=day.weekday()), minutes=120, by=side.tomas
        ),
        "Objective": Objective.objects.create(
            project=project, discipline="Science", content="Lead in water", use="explain", language="Because"
        ),
        "LanguageInWork": LanguageInWork.objects.create(
            student=amina,
            product=side.rows["Product"],
            scale="wida",
            domain="writing",
            level=2,
            reader=side.tomas,
            read_at=timezone.now(),
        ),
        "LevelScaffold": scaffold,
        "ScaffoldUse": ScaffoldUse.objects.create(scaffold=scaffold, student=amina, day=day, by=amina),
        "HomeResource": resource,
        "ResourceUse": ResourceUse.objects.create(resource=resource, student=amina, day=day, minutes=20),
    }


def _portfolio(side: Side) -> None:
    """Amina's experiment, its written part before two scorers: Tomas has scored it, and what he gave is his alone."""
    amina, now = side.amina, timezone.now()
    task = Task.objects.create(
        student=amina,
        school=side.school,
        term=side.rows["Term"],
        key="experiment",
        once=True,
        title="Lead in six homes",
        revision=1,
        turned_in_at=now,
    )
    submission = TaskSubmission(
        task=task, number=1, title=task.title, words="Six homes.", media_type="text/plain"
    )
    submission.file.save("lead.txt", ContentFile(b"six homes"), save=False)
    submission.save()
    task_part = TaskPart.objects.create(task=task, submission=submission, part="written")
    oral = TaskPart.objects.create(
        task=task, submission=submission, part="oral", open_at=now, settled_at=now, passed=True
    )
    scorer = Scorer.objects.create(task_part=task_part, position=1, person=side.tomas)
    baker = Scorer.objects.create(
        task_part=task_part, position=2, name="The baker", email="baker@street.example"
    )
    feedback = ScorerFeedback.objects.create(scorer=scorer, scored_at=now, comment="Which home was first?")
    side.rows |= {
        "Task": task,
        "TaskSubmission": submission,
        "TaskPart": task_part,
        "Scorer": scorer,
        "ScorerFeedback": feedback,
        "ScorerLevel": ScorerLevel.objects.create(feedback=feedback, row="vision", level=2),
        "FinalLevel": FinalLevel.objects.create(task_part=oral, row="vision", level=2, how="agreed"),
        "PortfolioEntry": PortfolioEntry.objects.create(
            student=amina, term=side.rows["Term"], work=side.rows["Work"], why="I asked a hard question."
        ),
    }
    side.tokens["portfolio-score-by-link"] = side.tokens["portfolio-file-by-link"] = links.issue_link(
        SCORING, baker.pk, None, 30, None
    )


def _families(side: Side) -> None:
    """What Amina's family and the school said to each other, and who looked."""
    reply = Reply(student=side.amina, by=side.carmen, media_type="audio/webm")
    reply.file.save("note.webm", ContentFile(b"a voice"), save=False)
    reply.save()
    side.rows |= {
        "Notice": Notice.objects.create(
            student=side.amina, words="We close early on Friday.", language="en", by=side.daniel
        ),
        "Reply": reply,
        "Contact": Contact.objects.create(
            student=side.amina, date=date.today(), how="call", language="es", by=side.daniel
        ),
        "RecordAccess": RecordAccess.objects.create(
            student=side.amina, person=side.daniel, page="student", day=date.today()
        ),
    }
    side.rows["Preference"] = Preference.objects.create(person=side.amina, kind="meeting-dates")
    side.rows["Digest"] = Digest.objects.create(
        person=side.amina, day=LONG_AGO.date(), started_at=LONG_AGO, sent_at=LONG_AGO, items=1
    )
    side.tokens["notifications-by-link"] = side.tokens["unsubscribe"] = token_for(side.amina)
    side.tokens["calendar-feed"] = links.issue_link(
        CALENDAR_LINK_PURPOSE, side.amina.pk, side.amina, 30, None
    )
    side.tokens["family-link"] = links.issue_link(FAMILY, side.amina.pk, side.carmen, 30, None)


def _supports(side: Side) -> None:
    """A need of Amina's, a partner that her mother said yes to, and what is sealed."""
    amina, day = side.amina, date.today()
    tie(side.noor, Role.LIAISON, side.school)
    need = Need.objects.create(
        student=amina, area="way", words="A bus card.", opened_at=day, review_on=day, by=side.noor
    )
    partner = Partner.objects.create(school=side.school, name="Harbor Food Bank", areas=["way"])
    consent = Consent.objects.create(
        student=amina,
        partner=partner,
        ends=day + timedelta(days=90),
        given_at=timezone.now(),
        how="page",
        given_by=side.carmen,
    )
    referral = Referral.objects.create(need=need, partner=partner, words="A bus card for a month.")
    side.rows |= {
        "Strength": Strength.objects.create(student=amina, words="Calms others.", by=side.daniel),
        "Need": need,
        "Service": Service.objects.create(need=need, words="A lift on Mondays", starts=day),
        "Partner": partner,
        "Consent": consent,
        "Referral": referral,
        "ClassroomSupport": ClassroomSupport.objects.create(
            student=amina, words="Let her sit near the door."
        ),
        "CaseNote": CaseNote.objects.create(student=amina, kind="note", words="Sleeps badly.", by=side.noor),
        "EmergencyAccess": EmergencyAccess.objects.create(
            student=amina, person=side.kofi, why="Long ago.", until=timezone.now() - timedelta(days=9)
        ),
        "Housing": Housing.objects.create(student=amina, situation="shared", since=day),
        "Retention": Retention.objects.create(school=side.school),
        "Schooling": Schooling.objects.create(student=amina, school=side.school, cohort=day.year),
        "Destroyed": Destroyed.objects.create(
            school=side.school,
            what="notes",
            rows=1,
            oldest=day,
            newest=day,
            months=24,
            prints=[],
            chain="x",
        ),
    }
    side.rows["OpeningNotice"] = OpeningNotice.objects.create(
        glass=side.rows["EmergencyAccess"], person=side.noor, seen_at=timezone.now()
    )
    side.tokens["referral"] = links.issue_link(partner_services.LINK_PURPOSE, referral.pk, None, 30, None)


def _organizations(side: Side) -> None:
    network, year = side.network, side.rows["Term"].school_year
    clinic, twin = (
        Organization.objects.create(network=network, name=name) for name in ("Hope Clinic", "Hope")
    )
    relationship = Relationship(organization=clinic, school=side.school, services=["internships"])
    relationship.file.save("agreement.pdf", ContentFile(b"%PDF-"), save=False)
    relationship.file_name, relationship.media_type = "Agreement.pdf", "application/pdf"
    relationship.save()
    commitment = SharedCommitment.objects.create(
        school=side.school, school_year=year, asked_at=timezone.now(), published_at=timezone.now()
    )
    side.tokens |= {
        "organization-link": links.issue_link(ORGANIZATION, relationship.pk, None, 7, None),
        "commitment-district-link": links.issue_link(DISTRICT_PURPOSE, commitment.pk, None, 7, None),
        "shared-commitment-link": links.issue_link(COMMITMENT, commitment.pk, side.carmen, 7, None),
    }
    side.rows |= {
        "Organization": clinic,
        "Relationship": relationship,
        "PartnerPromise": PartnerPromise.objects.create(
            relationship=relationship,
            school_year=year,
            words="Takes three students.",
            unit="hosted",
            amount=3,
        ),
        "SiteLink": SiteLink.objects.create(site=side.rows["Site"], organization=clinic),
        "PartnerLink": PartnerLink.objects.create(partner=side.rows["Partner"], relationship=relationship),
        "PanelMember": PanelMember.objects.create(organization=clinic, school=side.school, name="The baker"),
        "OrganizationMerge": OrganizationMerge.objects.create(target=clinic, merged=twin),
        "DistinctPair": DistinctPair.objects.create(first=clinic, second=twin),
        "SharedCommitment": commitment,
        "CommitmentPromise": CommitmentPromise.objects.create(
            commitment=commitment, party=Party.PARTNERS, words="We open our doors on Tuesdays."
        ),
        "CommitmentSignature": CommitmentSignature.objects.create(
            commitment=commitment, party=Party.FAMILIES, person=side.carmen, name="Carmen Diallo"
        ),
    }


def _teams(side: Side) -> None:
    """A team in which Tomas teaches Amina, its meeting, and work groups that are proposed in Daniel's advisory."""
    day, school, amina = date.today(), side.school, side.amina
    team = Group.objects.create(school=school, kind=Group.Kind.TEAM, title="Team North")
    tie(amina, Role.STUDENT, team)
    tie(side.tomas, Role.TEACHER, team)
    draft = GroupDraft.objects.create(
        school=school, kind="work", title="Water", source=side.rows["Advisory"], count=1, made_by=side.daniel
    )
    draft_group = DraftGroup.objects.create(draft=draft, number=1, title="Group 1")
    first, second = sorted((amina, side.bea), key=lambda each: each.pk)
    meeting = Meeting.objects.create(group=team, day=day, planning="Two field days.")
    side.rows |= {
        "Team": team,
        "GroupDraft": draft,
        "DraftGroup": draft_group,
        "DraftGroupAdult": DraftGroupAdult.objects.create(draft_group=draft_group, person=side.daniel),
        "DraftSeat": DraftSeat.objects.create(draft=draft, student=amina, number=1),
        "PairRequest": PairRequest.objects.create(
            school=school, first=first, second=second, kind="together", by=side.noor
        ),
        "Meeting": meeting,
        "Commitment": Commitment.objects.create(
            group=team, meeting=meeting, words="Call Rosa.", who=side.tomas
        ),
        "StudentDiscussion": StudentDiscussion.objects.create(
            meeting=meeting, student=amina, words="Sits at the front.", review_on=day
        ),
    }


def _partnerships(side: Side) -> None:
    """An agreement that waits for the district's signature, and one waiver."""
    day, district = date.today(), side.rows["District"]
    agreement = PartnerAgreement(
        network=side.network,
        district=district,
        kind="both",
        title="Model and data",
        purposes="To run the school.",
        starts=day,
        responsible=side.imani,
        status="sent",
        file_name="signed.pdf",
    )
    agreement.file.save("agreement.pdf", ContentFile(b"%PDF-1.7"))
    party = AgreementParty.objects.create(agreement=agreement, role="district", legal_name="The District")
    promise = AgreementPromise.objects.create(
        agreement=agreement, by="network", text="Days of coaching", amount=36, unit="days"
    )
    policy = DistrictPolicy.objects.create(
        district=district,
        topic="seat-time",
        needs="Internship days count",
        decider="state",
        status="granted",
        starts=day,
        ends=day + timedelta(days=200),
        lead_days=365,
        responsible=side.devi,
    )
    side.rows |= {
        "PartnerAgreement": agreement,
        "AgreementParty": party,
        "AgreementSchool": AgreementSchool.objects.create(agreement=agreement, school=side.school),
        "AgreementElement": AgreementElement.objects.create(agreement=agreement, element="grade"),
        "AgreementPromise": promise,
        "PromiseDelivery": PromiseDelivery.objects.create(promise=promise, on=day, amount=13, by=side.imani),
        "AgreementDuty": AgreementDuty.objects.create(
            agreement=agreement, key="families", side="partner", due=day + timedelta(days=60)
        ),
        "DistrictPolicy": policy,
        "PolicySchool": PolicySchool.objects.create(policy=policy, school=side.school),
        "DeadlineReminder": DeadlineReminder.objects.create(
            person=side.devi, about_id=agreement.pk, deadline=day, lead_days=30
        ),
    }
    side.tokens["sign-partnership"] = links.issue_link(signing.LINK_PURPOSE, party.pk, None, 30, None)


def _year_dates(side: Side) -> None:
    """The dates of this year, with exhibitions in a month."""
    term, day = side.rows["Term"], date.today() + timedelta(days=30)
    plan = SchoolYearPlan.objects.create(
        school=side.school,
        school_year=term.school_year,
        first_day=term.starts,
        last_day=term.ends,
        students=2,
        adopted_at=timezone.now(),
    )
    side.rows |= {
        "SchoolYearPlan": plan,
        "YearDate": YearDate.objects.create(
            plan=plan,
            kind=YearDate.Kind.EXHIBITIONS,
            starts=day,
            ends=day,
            fixed=True,
            adopted_starts=day,
            adopted_ends=day,
        ),
    }


def _joining(side: Side) -> None:
    """The school is in its first year in the network, with one step done."""
    day = date.today()
    joining = JoiningSchool.objects.create(
        network=side.network,
        school=side.school,
        name=side.school.name,
        stage="year-1",
        stage_started=day,
        opening=day,
    )
    step = JoiningStep(
        joining=joining,
        key="review-1",
        stage="year-1",
        year=1,
        position=1,
        title="Annual review",
        level="priority",
        side="network",
        due=day,
        done_on=day,
        evidence_file_name="notes.txt",
        evidence_media_type="text/plain",
    )
    step.evidence_file.save("notes.txt", ContentFile(b"notes"))
    side.rows |= {
        "JoiningSchool": joining,
        "JoiningStep": step,
        "JoiningEvent": JoiningEvent.objects.create(
            joining=joining, kind="stage", stage="year-1", year=1, day=day
        ),
        "ContractedService": ContractedService.objects.create(
            joining=joining, kind="coach-days", school_year=day.year, bought=10
        ),
        "NetworkCapacity": NetworkCapacity.objects.create(
            network=side.network, school_year=day.year, coach_days=60
        ),
    }
    side.tokens["joining-link"] = links.issue_link(JOINING, joining.pk, None, 30, None)


def _alumni(side: Side) -> None:
    """A file that says where Amina went to college, and her own answer with her name."""
    day = date.today()
    file = ClearinghouseFile.objects.create(
        network=side.network,
        uploaded_by=side.imani,
        file_name="detail.csv",
        digest="0" * 64,
        layout="high-school",
        as_of=day,
        confirmed_at=timezone.now(),
        summary={"rows": 2, "students": 2, "found": 1, "not_found": 0, "unknown": 1, "unknown_ids": ["0042"]},
    )
    match = ClearinghouseMatch.objects.create(file=file, student=side.amina, was_found=True)
    side.rows |= {
        "ClearinghouseFile": file,
        "ClearinghouseMatch": match,
        "CollegeTerm": CollegeTerm.objects.create(match=match, begin=day, end=day, status="F"),
        "CollegeDegree": CollegeDegree.objects.create(match=match, day=day, level="associate"),
        "DegreeTitle": DegreeTitle.objects.create(network=side.network, title="licence", level="bachelor"),
        "AlumniAnswer": AlumniAnswer.objects.create(
            student=side.amina,
            school=side.school,
            doing=["college", "work"],
            words="I like it there.",
            share_name=True,
            answered_at=timezone.now(),
        ),
    }
    schooling = side.rows["Schooling"].pk
    side.tokens["alumni-link"] = links.issue_link(ALUMNI, schooling, side.amina, 30, side.ines.pk)


def _pathways(side: Side) -> None:
    """Daniel would like to lead: Kofi is his mentor, the network knows it and has a cohort. A student teacher is to
    learn beside him later."""
    pathway = StartedPathway.objects.create(
        person=side.daniel,
        school=side.school,
        key="leader-aspiring",
        title="Aspiring leader",
        started_on=date.today(),
        mentor=side.kofi,
        shown_to_network=True,
    )
    step = StartedStep.objects.create(
        pathway=pathway, key="vision", position=1, title="A vision of deeper learning", words="Fewer, deeper."
    )
    step.file.save("vision.txt", ContentFile(b"Fewer, deeper."))
    cohort = Cohort.objects.create(
        network=side.network, key="leader-aspiring", title="Aspiring leaders, first year"
    )
    trainee = Person.objects.create(network=side.network, given_name="Wren", family_name="Castillo")
    side.rows |= {
        "StartedPathway": pathway,
        "StartedStep": step,
        "Cohort": cohort,
        "CohortMember": CohortMember.objects.create(cohort=cohort, pathway=pathway, person=side.daniel),
        "CohortMeeting": CohortMeeting.objects.create(
            cohort=cohort, starts_at=timezone.now() + timedelta(days=20), agenda="What we listened for"
        ),
        "Trainee": Trainee.objects.create(
            school=side.school,
            person=trainee,
            kind=Trainee.Kind.STUDENT_TEACHER,
            learns="Advising",
            mentor=side.daniel,
            group=side.rows["Advisory"],
            starts=date.today() + timedelta(days=90),
            ends=date.today() + timedelta(days=180),
        ),
    }


def _apprenticeship(side: Side) -> None:
    """Noor learns beside Ines: asked for, agreed on, and under way."""
    today, ends = date.today(), date.today() + timedelta(days=60)
    terms = {
        "starts": today,
        "ends": ends,
        "weekdays": [1, 2, 3, 4, 5],
        "from_time": time(9),
        "to_time": time(12),
    }
    search = PlacementSearch.objects.create(
        student=side.noor, host_school=side.school, interest="How a leader spends a week", stage="started"
    )
    spot = Reservation.objects.create(
        search=search, until=ends, approved_at=timezone.now(), approved_by=side.imani
    )
    agreement = Agreement.objects.create(
        hold=spot, mentor=side.ines, work="How a leader spends a week", **terms
    )
    placement = Placement.objects.create(
        student=side.noor,
        host_school=side.school,
        mentor=side.ines,
        created=timezone.now() - timedelta(days=30),
        **terms,
    )
    search.placement, search.closed_at = placement, timezone.now()
    search.save()
    side.rows |= {
        "Apprenticeship": placement,
        "ApprenticeshipRequest": search,
        "ApprenticeshipSpot": spot,
        "ApprenticeshipAgreement": agreement,
        "ApprenticeshipSignature": Signature.objects.create(
            agreement=agreement, part="apprentice", name=side.noor.name, wording=terms_hash(agreement)
        ),
    }


def _leader_handover(side: Side) -> None:
    """Ines leaves in two months; Kofi, her coach, is to follow her, and has asked about the boiler room."""
    handover = LeaderHandover.objects.create(
        school=side.school,
        leaver=side.ines,
        successor=side.kofi,
        last_day=date.today() + timedelta(days=60),
        first_day=date.today() + timedelta(days=61),
    )
    item = HandoverItem.objects.create(
        handover=handover, section="other", title={"key": "text", "text": "The keys to the boiler room"}
    )
    side.rows |= {
        "LeaderHandover": handover,
        "HandoverItem": item,
        "HandoverQuestion": HandoverQuestion.objects.create(
            item=item, asked_by=side.kofi, words="Who has them on Sundays?"
        ),
        "ResponsiblePerson": ResponsiblePerson.objects.create(
            school=side.school, responsibility="partners", person=side.daniel
        ),
    }


def _coaching(side: Side) -> None:
    """A visit that Kofi made, with a note on one row, a private note, what was agreed, and what he shared."""
    day = date.today() - timedelta(days=20)
    visit = CoachVisit.objects.create(
        school=side.school,
        coach=side.kofi,
        current_coach=side.kofi,
        day=day,
        status=CoachVisit.Status.MADE,
        purpose="Exhibitions",
        focus=["exhibitions"],
        visit_minutes=300,
    )
    written = {"visit": visit, "by": side.kofi, "written_at": timezone.now()}
    body = {"words": "Thank you.", "focus": [], "commitments": []}
    side.rows |= {
        "CoachVisit": visit,
        "VisitNote": VisitNote.objects.create(
            row="exhibitions",
            title="Exhibitions",
            text="Two panels had an outside adult.",
            level=2,
            **written,
        ),
        "PrivateNote": PrivateNote.objects.create(text="Ask about the schedule.", **written),
        "VisitCommitment": VisitCommitment.objects.create(
            visit=visit, text="Invite outside panelists", owner_kind="person", owner=side.ines, due=day
        ),
        "VisitSummary": VisitSummary.objects.create(visit=visit, version=1, body=body, shared_by=side.kofi),
        "CoachHandover": CoachHandover.objects.create(
            school=side.school, from_coach=None, to_coach=side.kofi, note="Start with the panels."
        ),
    }


REVIEW_RUBRIC = {
    "version": "1",
    "title": "How our school puts its principles into practice",
    "levels": [
        {"position": 1, "quality": "Exploring", "meaning": "A few people are trying it."},
        {"position": 2, "quality": "Growing", "meaning": "It happens in most advisories."},
        {"position": 3, "quality": "Established", "meaning": "It happens for every student."},
    ],
    "rows": [
        {
            "key": "exhibitions",
            "title": "Exhibitions",
            "question": "Who comes to exhibitions?",
            "look_for": ["Panels with outside adults"],
        },
        {
            "key": "advisory",
            "title": "Advisory",
            "question": "Does one adult know each student well?",
            "look_for": ["Size of advisories"],
        },
    ],
}


def _school_review(side: Side) -> None:
    """A self-review that Ines led and shared: Daniel saw Level 2 in exhibitions, and Level 2 is what they agreed on."""
    today = date.today()
    review = SchoolReview.objects.create(
        school=side.school,
        school_year=side.rows["Term"].school_year,
        kind=SchoolReview.Kind.SELF,
        status=SchoolReview.Status.SHARED,
        rubric=REVIEW_RUBRIC,
        focus="Outside adults on panels",
        starts=today - timedelta(days=40),
        ends=today - timedelta(days=20),
        opened_by=side.ines,
        lead=side.ines,
        closed_at=timezone.now() - timedelta(days=18),
        shared_at=timezone.now() - timedelta(days=15),
    )
    reviewer = Reviewer.objects.create(
        review=review,
        person=side.daniel,
        invited_by=side.ines,
        invited_at=timezone.now() - timedelta(days=40),
        finished_at=timezone.now() - timedelta(days=19),
    )
    row = RowReview.objects.create(
        reviewer=reviewer, row="exhibitions", level=2, words="Two of four panels had an outside adult."
    )
    RowReview.objects.create(reviewer=reviewer, row="advisory")
    evidence = RowEvidence(
        row_review=row,
        words="The list of panels",
        link="https://harbor.example/panels",
        file_name="panels.pdf",
        media_type="application/pdf",
    )
    evidence.file.save("panels.pdf", ContentFile(b"%PDF-1.4"), save=False)
    evidence.save(force_insert=True)
    AgreedRowLevel.objects.create(review=review, row="advisory")
    side.rows |= {
        "SchoolReview": review,
        "Reviewer": reviewer,
        "RowReview": row,
        "RowEvidence": evidence,
        "AgreedRowLevel": AgreedRowLevel.objects.create(
            review=review, row="exhibitions", level=2, reason="Most panels, not all."
        ),
        "ReviewCommitment": ReviewCommitment.objects.create(
            review=review,
            row="exhibitions",
            text="Two outside adults on each panel",
            owner=side.daniel,
            due=today + timedelta(days=60),
        ),
    }


def _learning(side: Side) -> None:
    """A visit to the school that is over: Tomas was there, and has a certificate."""
    start = (timezone.now() - timedelta(days=2)).replace(hour=15, minute=0, second=0, microsecond=0)
    times = {"starts": start, "ends": start + timedelta(hours=3)}
    event = LearningEvent.objects.create(
        network=side.network,
        host=side.school,
        kind=LearningEvent.Kind.VISIT,
        title="Exhibitions from inside",
        focus="How panels ask questions",
        time_zone=side.school.time_zone,
        organizer=side.imani,
        status=LearningEvent.Status.OPEN,
        **times,
    )
    session = LearningSession.objects.create(event=event, title="Two panels", code="482913", **times)
    sign_up = SignUp.objects.create(
        event=event,
        person=side.tomas,
        school=side.school,
        number=1,
        place=SignUp.Place.SEAT,
        approval=SignUp.Approval.APPROVED,
    )
    side.rows |= {
        "LearningEvent": event,
        "LearningSession": session,
        "SessionCredit": SessionCredit.objects.create(session=session, category="language", minutes=60),
        "EventPrerequisite": EventPrerequisite.objects.create(event=event, text="Sat on a panel"),
        "SignUp": sign_up,
        "SessionChoice": SessionChoice.objects.create(sign_up=sign_up, session=session),
        "SessionAttendance": SessionAttendance.objects.create(
            sign_up=sign_up, session=session, how=SessionAttendance.How.CODE, by=side.tomas
        ),
        **_learned(side, event, sign_up),
    }


def _learned(side: Side, event: LearningEvent, sign_up: SignUp) -> dict[str, Any]:
    """What somebody who was at an event has of it."""
    day, tomas = date.today(), side.tomas
    material = EventMaterial(event=event, title="Panel guide", file_name="guide.txt", media_type="text/plain")
    material.file.save("guide.txt", ContentFile(b"guide"))
    return {
        "EventMaterial": material,
        "EventFeedback": EventFeedback.objects.create(sign_up=sign_up, use=EventFeedback.Use.NOW),
        "LearningCertificate": LearningCertificate.objects.create(
            sign_up=sign_up,
            number=f"2345-6789-{side.network.slug[:4].upper()}",
            name=tomas.name,
            title=event.title,
            starts=day,
            ends=day,
            format=event.format,
            provider=side.school.name,
            minutes=180,
            credits={"language": 60},
        ),
        "PracticeTry": PracticeTry.objects.create(
            person=tomas, text="Ask one open question first", review_on=day
        ),
        "DirectoryEntry": DirectoryEntry.objects.create(
            person=tomas, network=side.network, text="Ran panels in two languages"
        ),
        "HoursGoal": HoursGoal.objects.create(
            person=tomas,
            rule="NY",
            hours=100,
            starts=day - timedelta(days=300),
            ends=day + timedelta(days=60),
        ),
        "VisitRecord": VisitRecord.objects.create(
            event=event, person=tomas, side=VisitRecord.Side.VISITOR, saw="Every panel began with a question"
        ),
    }


def _week(side: Side) -> None:
    """A design of next year's week that nobody shared or adopted yet, with one lesson in it."""
    room = Room.objects.create(school=side.school, title="Studio 4")
    design = WeekDesign.objects.create(
        school=side.school, school_year=date.today().year + 1, title="Draft 1", made_by=side.ines
    )
    team = DesignTeam.objects.create(design=design, number=1, title="Team 11", students=20, away=["tue:1"])
    teacher = DesignTeacher.objects.create(design=design, person=side.tomas, team=team, home_room=room)
    subject = TeamSubject.objects.create(team=team, title="Biology", times=2)
    section = TeamSection.objects.create(team=team, kind=TeamSection.Kind.CLASS, number=1, title="Group 1")
    for day in ("mon", "tue"):
        period = BellPeriod.objects.create(design=design, day=day, number=1, starts=time(9), ends=time(10))
    side.rows |= {
        "Room": room,
        "WeekDesign": design,
        "BellPeriod": period,
        "DesignTeam": team,
        "DesignTeacher": teacher,
        "TeamSubject": subject,
        "TeamSection": section,
        "SubjectTeacher": SubjectTeacher.objects.create(subject=subject, teacher=teacher, number=1),
        "WeekMeeting": WeekMeeting.objects.create(
            design=design, team=team, subject=subject, section=section, day="mon", number=1, room=room
        ),
        "WeekChange": WeekChange.objects.create(design=design, by=side.ines, revision=1),
    }


def _growth(side: Side) -> None:
    plan = GrowthPlan.objects.create(
        school=side.school, opening=side.rows["Term"].school_year, entry_grade="09", intake=100
    )
    number = GrowthNumber.objects.create(plan=plan, year=1, key="core-teachers", number=4)
    side.rows |= {"GrowthPlan": plan, "GrowthNumber": number}


def _practice(side: Side) -> None:
    """Daniel's practice: a credential, a piece for another that Kofi scores, and an exhibition."""
    now, daniel = timezone.now(), side.daniel
    piece = Task.objects.create(
        student=daniel,
        school=side.school,
        term=side.rows["Term"],
        key="exhibition-scorer.1",
        once=True,
        title="A panel in May",
        turned_in_at=now,
        practice="school",
    )
    submission = TaskSubmission.objects.create(
        task=piece,
        number=1,
        title=piece.title,
        words="Two panels.",
        overview="Amina’s.",
        reflection="I talk.",
    )
    submission.file.save("panels.txt", ContentFile(b"Two panels."))
    submission.name, submission.media_type = "panels.txt", "text/plain"
    submission.save()
    step = side.rows["StartedStep"]
    step.task = piece
    step.save()
    part = TaskPart.objects.create(task=piece, submission=submission, part="written")
    exhibition = Exhibition.objects.create(
        student=daniel, term=side.rows["Term"], kind="practice", practice_school=side.school
    )
    side.rows |= {
        "PracticeTask": piece,
        "PracticeSubmission": submission,
        "PracticePart": part,
        "PracticeScorer": Scorer.objects.create(task_part=part, position=1, person=side.kofi),
        "PracticeExhibition": exhibition,
        "CredentialAward": CredentialAward.objects.create(
            person=daniel,
            network=side.network,
            school=side.school,
            key="advisor",
            title="Leading an advisory",
            awarded_on=now.date(),
            record={"competency": "", "criteria": [], "evidence": ["My advisory"], "assessors": ["Ines"]},
        ),
    }


def _cycles(side: Side) -> None:
    """The school wants more shadow days; its team tests an interpreter on the first call."""
    today = date.today()
    aim = Aim.objects.create(
        school=side.school, title="More families at plan meetings", due=today + timedelta(days=200)
    )
    practical = PracticalMeasure.objects.create(
        school=side.school, title="First calls", question="How many first calls led to a shadow day?"
    )
    cycle = Cycle.objects.create(
        school=side.school,
        aim=aim,
        title="Does an interpreter on the first call help?",
        change_idea="The interpreter joins",
        starts=today,
        due=today + timedelta(days=90),
        started_by=side.ines,
    )
    observation = Observation(cycle=cycle, day=today, words="They asked two more questions.", by=side.tomas)
    observation.photo.save("wall.jpg", ContentFile(b"photo"), save=False)
    observation.save()
    driver = Driver.objects.create(aim=aim, kind="primary", title="Families know whom to call")
    side.rows |= {
        "Aim": aim,
        "PracticalMeasure": practical,
        "Driver": driver,
        "DriverMeasure": DriverMeasure.objects.create(driver=driver, practical=practical),
        "AimNote": AimNote.objects.create(
            aim=aim,
            kind="interview",
            role="family",
            day=today,
            words="We did not know who to call.",
            consent_for="team",
            consent_how="spoken",
            by=side.ines,
        ),
        "AimMeasure": AimMeasure.objects.create(aim=aim, kind="process", practical=practical),
        "DataPoint": DataPoint.objects.create(
            measure=practical, day=today, numerator=4, denominator=9, fingerprint="as it was sent"
        ),
        "Cycle": cycle,
        "CycleMeasure": CycleMeasure.objects.create(cycle=cycle, practical=practical),
        "Prediction": Prediction.objects.create(
            cycle=cycle,
            practical=practical,
            question="What share will lead to a shadow day?",
            value=60,
            reason="Sites say yes when they can ask.",
            by=side.ines,
        ),
        "Observation": observation,
    }
    idea = ChangeIdea.objects.create(
        network=side.network,
        school=side.school,
        title="Call before the meeting",
        how="The advisor calls.",
        created_by=side.ines,
    )
    side.rows |= {
        "ChangeIdea": idea,
        "IdeaTest": IdeaTest.objects.create(
            idea=idea,
            school=side.school,
            scale="team",
            decision="abandon",
            decision_words="It made no difference.",
            decided_on=today,
            shared_at=timezone.now(),
            shared_by=side.ines,
        ),
    }
    side.tokens["measure-link"] = links.issue_link(COUNTING, practical.pk, None, 30, None)


def _network_learning(side: Side) -> None:
    """The network believes something, and brings it to the school."""
    today = date.today()
    belief = Belief.objects.create(
        network=side.network,
        statement="A call before the meeting brings more families.",
        look_again_on=today + timedelta(days=30),
        by=side.imani,
    )
    roll_out = RollOut.objects.create(
        network=side.network,
        title="A call before each plan meeting",
        what="The advisor calls the family two days before.",
        measure="internship-now",
        by=side.imani,
    )
    side.rows |= {
        "Belief": belief,
        "BeliefEvidence": BeliefEvidence.objects.create(
            belief=belief, side="for", words="More families came.", cycle=side.rows["Cycle"], by=side.imani
        ),
        "RollOut": roll_out,
        "RollOutSchool": RollOutSchool.objects.create(roll_out=roll_out, school=side.school, starts=today),
    }


def _surveys(side: Side) -> None:
    """A survey of students that has closed with what Amina wrote in it; her mother had agreed."""
    today = date.today()
    item = {"key": "known", "text": "An adult knows me well.", "kind": "scale", "areas": []}
    words = {
        "key": "change",
        "text": "What would you change at school?",
        "kind": "words",
        "areas": [],
        "answers": [],
    }
    row = SurveyRound.objects.create(
        school=side.school,
        survey="students",
        version="1.0.0",
        content={
            "title": "Your classes",
            "about": "Tell us how school is for you.",
            "third_party": False,
            "items": [item | {"answers": ["Not true", "Very true"]}, words],
        },
        audience="students",
        opens=today - timedelta(days=20),
        closes=today - timedelta(days=5),
        min_group=10,
        notice_on=today - timedelta(days=40),
        opened_on=today - timedelta(days=20),
        closed_on=today - timedelta(days=4),
        started_by=side.ines,
    )
    side.rows |= {
        "SurveyRound": row,
        "SurveyDecision": SurveyDecision.objects.create(
            round=row, student=side.amina, kind="consent", source="account", by=side.carmen
        ),
        "SurveyTicket": SurveyTicket.objects.create(round=row, person=side.amina, is_used=True),
        "SurveyTally": SurveyTally.objects.create(
            round=row, facet="all", level="all", answered=1, counts={"known": [0, 1]}
        ),
        "SurveyWords": SurveyWords.objects.create(round=row, item="change", text="Start later."),
    }
    side.tokens["survey-link"] = links.issue_link(ANSWER_PURPOSE, row.pk, side.amina, 30, None)
    side.tokens["survey-preview-link"] = links.issue_link(PREVIEW_PURPOSE, row.pk, side.carmen, 30, None)


def _sums(side: Side) -> None:
    cell = {"year": 2027, "measure": "internship-now", "facet": "all", "students": 2, "base": 2, "total": 1}
    body = {"words": None, "measures": {}, "findings": [], "compared": 0}
    table = {"network": side.network, "year": 2027, "body": body}
    side.rows |= {
        "GapTable": GapTable.objects.create(school=side.school, audience="school", **table),
        "OverseersGapTable": GapTable.objects.create(school=side.school, audience="network", **table),
        "NetworkGapTable": GapTable.objects.create(school=None, audience="network", **table),
        "StudentStanding": StudentStanding.objects.create(
            school=side.school,
            student=side.amina,
            year=2027,
            groups=["multilingual.yes"],
            not_yet=["plan-current"],
            figures={"plan-current": 0, "internship-now": 1},
        ),
        "MeasureQuestion": MeasureQuestion.objects.create(
            school=side.school,
            student=side.amina,
            measure="plan-current",
            title="Has a current learning plan",
            value=0,
            words="I signed my plan in October.",
            by=side.amina,
            outcome="explained",
            answer="It counts from the day on which all have signed.",
            answered_at=timezone.now(),
            answered_by=side.daniel,
        ),
        "Rollup": Rollup.objects.create(network=side.network, school=side.school, squares=1, **cell),
        "NetworkRollup": Rollup.objects.create(network=side.network, school=None, squares=1, **cell),
        "Snapshot": Snapshot.objects.create(
            network=side.network, year=2027, students=2, taken_at=timezone.now()
        ),
        "RosterUpload": RosterUpload.objects.create(
            network=side.network, uploaded_by=side.imani, source_name="SIS", file_name="roster.zip"
        ),
        "FrameworkUpload": FrameworkUpload.objects.create(
            network=side.network,
            uploaded_by=side.ines,
            file_name="standards.json",
            summary={"title": "Science"},
        ),
    }


@dataclass
class World:
    """Both sides. `home` is where most tests live; Charlie leads the school on the `other` side."""

    home: Side
    other: Side

    @property
    def charlie(self) -> Viewer:
        return self.other.viewer("ines")


def _rows_of(world: World) -> list[Any]:
    return [row for side in (world.home, world.other) for row in side.rows.values()]


make_world = Recorded(lambda: World(make_side("Harbor"), make_side("Summit")), _rows_of)
